"""Rules inside one table's dictionary of data items."""

from __future__ import annotations

import decimal
from collections.abc import Mapping, Sequence

from ckanext.scigov.catalogue.domain.rules import RuleReason
from ckanext.scigov.shared.errors import Refusal

DESCRIPTION_LENGTH = 4
NUMERIC_TYPES = frozenset("NYBIF")


def judge_items(items: Sequence[Mapping[str, str]]) -> list[tuple[Refusal, ...]]:
    """Return the refusals of each data item, in the order of the items."""
    names = [item.get("name", "").lower() for item in items]
    titles = [item.get("title", "") for item in items]
    return [
        (
            *_description(item),
            *_range(item),
            *_twice(names, position, "name", RuleReason.ITEM_NAME_TWICE),
            *_twice(titles, position, "title", RuleReason.ITEM_TITLE_TWICE),
        )
        for position, item in enumerate(items)
    ]


def _description(item: Mapping[str, str]) -> tuple[Refusal, ...]:
    """An absent description is the schema's business: mandatory or a gap."""
    description = item.get("description", "")
    if not description:
        return ()
    if description == item.get("title", ""):
        return (Refusal(RuleReason.ITEM_DESCRIPTION_IS_TITLE, "description"),)
    if len(description) < DESCRIPTION_LENGTH:
        values = {"length": DESCRIPTION_LENGTH}
        return (Refusal(RuleReason.ITEM_DESCRIPTION_TOO_SHORT, "description", values),)
    return ()


def _range(item: Mapping[str, str]) -> tuple[Refusal, ...]:
    low, high = item.get("range_min", ""), item.get("range_max", "")
    if low and high and _is_reversed(low, high, item.get("data_type", "")):
        return (Refusal(RuleReason.ITEM_RANGE_REVERSED, "range_max"),)
    return ()


def _is_reversed(low: str, high: str, data_type: str) -> bool:
    if data_type not in NUMERIC_TYPES:
        return high < low
    try:
        return decimal.Decimal(high) < decimal.Decimal(low)
    except decimal.InvalidOperation:
        return True


def _twice(
    values: Sequence[str], position: int, field: str, reason: RuleReason
) -> tuple[Refusal, ...]:
    """Refuse the later of two equal values, so that one row is marked and not both."""
    value = values[position]
    if value and value in values[:position]:
        return (Refusal(reason, field, {"value": value}),)
    return ()
