"""What can be wrong with the declaration of a comparison, with reasons."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ckanext.scigov.dispute.domain.comparing import Comparison, Match, Norm, Types, folded
from ckanext.scigov.dispute.domain.sources import Source
from ckanext.scigov.shared.errors import Refusal
from ckanext.scigov.tables.domain.asking import MOMENTS, NUMBERS

MOST_TABLES = 10
MOST_KEYS = 8
MOST_ITEMS = 100
MOST_CODES = 500


class ComparisonReason(enum.Enum):
    """Why a comparison cannot be run as it is declared."""

    MALFORMED = "malformed"
    """Not of the form that it is declared in (``declaring``)."""
    TOO_FEW_TABLES = "too_few_tables"
    TOO_MANY = "too_many"
    TABLE_TWICE = "table_twice"
    TABLE_UNKNOWN = "table_unknown"
    """A column of a table that does not take part, or that is no table of the DataStore."""
    NO_KEYS = "no_keys"
    KEY_LACKS_TABLE = "key_lacks_table"
    NO_ITEMS = "no_items"
    ITEM_TWICE = "item_twice"
    ITEM_ALONE = "item_alone"
    COLUMN_UNKNOWN = "column_unknown"
    NOT_COMPARABLE = "not_comparable"
    WRONG_TOLERANCE = "wrong_tolerance"
    TOLERANCE_IN_KEY = "tolerance_in_key"
    NO_CODES = "no_codes"
    CODE_TWICE = "code_twice"
    NO_SOURCE = "no_source"
    SOURCE_ABSENT = "source_absent"
    """The table of the item's source does not take part with it."""


class _Family(enum.Enum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"


_FAMILIES = MappingProxyType(
    {
        **dict.fromkeys(("text", "varchar", "bpchar"), _Family.TEXT),
        **dict.fromkeys(NUMBERS, _Family.NUMBER),
        **dict.fromkeys({"date", *MOMENTS}, _Family.DATE),
        "bool": _Family.FLAG,
    }
)
_READABLE: Mapping[Norm, frozenset[_Family]] = MappingProxyType(
    {
        # 12.60 and 12.6 are one number and two texts: numbers and dates have norms of their own.
        Norm.EXACT: frozenset({_Family.TEXT, _Family.FLAG}),
        Norm.FOLDED: frozenset({_Family.TEXT}),
        Norm.NUMBER: frozenset({_Family.TEXT, _Family.NUMBER}),
        Norm.DATE: frozenset({_Family.TEXT, _Family.DATE}),
        Norm.CODES: frozenset({_Family.TEXT, _Family.NUMBER, _Family.FLAG}),
    }
)


def wrong_with(
    comparison: Comparison, sources: Mapping[str, Source], types: Types
) -> tuple[Refusal, ...]:
    """Return what is wrong with a declaration; a refusal's field is ``tables``, ``keys``, ``items`` or one of their names.

    Args:
        comparison: as it was declared.
        sources: the register, by item.
        types: of the columns whoever declares it may see, by table.
    """
    return (
        *_wrong_tables(comparison, types),
        *_wrong_keys(comparison, types),
        *_wrong_items(comparison, sources, types),
    )


def _wrong_tables(comparison: Comparison, types: Types) -> Iterator[Refusal]:
    ids = [one.resource_id for one in comparison.tables]
    if len(ids) < 2:
        yield Refusal(ComparisonReason.TOO_FEW_TABLES, "tables")
    if len(ids) > MOST_TABLES:
        yield Refusal(ComparisonReason.TOO_MANY, "tables", {"most": MOST_TABLES})
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        yield Refusal(ComparisonReason.TABLE_TWICE, "tables", {"table": one})
    for one in dict.fromkeys(ids):
        if one not in types:
            yield Refusal(ComparisonReason.TABLE_UNKNOWN, "tables", {"table": one})


def _wrong_keys(comparison: Comparison, types: Types) -> Iterator[Refusal]:
    if not comparison.keys:
        yield Refusal(ComparisonReason.NO_KEYS, "keys")
    if len(comparison.keys) > MOST_KEYS:
        yield Refusal(ComparisonReason.TOO_MANY, "keys", {"most": MOST_KEYS})
    for key in comparison.keys:
        for table in comparison.tables:
            if table.resource_id not in key.columns:
                values = {"table": table.resource_id}
                yield Refusal(ComparisonReason.KEY_LACKS_TABLE, key.name, values)
        if key.rule.tolerance:
            # What is within a tolerance of two keys would have two partners.
            yield Refusal(ComparisonReason.TOLERANCE_IN_KEY, key.name)
        yield from _wrong_match(key, comparison, types)


def _wrong_items(
    comparison: Comparison, sources: Mapping[str, Source], types: Types
) -> Iterator[Refusal]:
    names = [one.name for one in comparison.items]
    if not names:
        yield Refusal(ComparisonReason.NO_ITEMS, "items")
    if len(names) > MOST_ITEMS:
        yield Refusal(ComparisonReason.TOO_MANY, "items", {"most": MOST_ITEMS})
    for one in sorted({one for one in names if names.count(one) > 1}):
        yield Refusal(ComparisonReason.ITEM_TWICE, one)
    for item in comparison.items:
        yield from _wrong_source(item, sources.get(item.name))
        yield from _wrong_match(item, comparison, types)


def _wrong_source(item: Match, source: Source | None) -> Iterator[Refusal]:
    if len(item.columns) < 2:
        yield Refusal(ComparisonReason.ITEM_ALONE, item.name)
    if source is None:
        yield Refusal(ComparisonReason.NO_SOURCE, item.name)
    elif source.resource_id not in item.columns:
        values = {"table": source.resource_id, "unit_id": source.unit_id}
        yield Refusal(ComparisonReason.SOURCE_ABSENT, item.name, values)


def _wrong_match(match: Match, comparison: Comparison, types: Types) -> Iterator[Refusal]:
    yield from _wrong_rule(match)
    families: dict[str, _Family | None] = {}
    for resource_id, column in match.columns.items():
        values = {"table": resource_id, "column": column}
        if comparison.table(resource_id) is None:
            yield Refusal(ComparisonReason.TABLE_UNKNOWN, match.name, values)
        elif resource_id in types and column not in types[resource_id]:
            yield Refusal(ComparisonReason.COLUMN_UNKNOWN, match.name, values)
        elif resource_id in types:
            kind = types[resource_id][column]
            families[resource_id] = family = _FAMILIES.get(kind)
            if family not in _READABLE[match.rule.norm]:
                why = {**values, "type": kind, "norm": match.rule.norm.value}
                yield Refusal(ComparisonReason.NOT_COMPARABLE, match.name, why)
    if match.rule.norm is Norm.EXACT and {_Family.TEXT, _Family.FLAG} <= set(families.values()):
        values = {"norm": match.rule.norm.value}
        yield Refusal(ComparisonReason.NOT_COMPARABLE, match.name, values)


def _wrong_rule(match: Match) -> Iterator[Refusal]:
    rule = match.rule
    if not rule.tolerance.is_finite() or rule.tolerance < 0:
        yield Refusal(ComparisonReason.WRONG_TOLERANCE, match.name)
    if rule.norm is not Norm.CODES:
        return
    values = [folded(value) for value, _meaning in rule.codes]
    if not values:
        yield Refusal(ComparisonReason.NO_CODES, match.name)
    if len(values) > MOST_CODES:
        yield Refusal(ComparisonReason.TOO_MANY, match.name, {"most": MOST_CODES})
    for one in sorted({one for one in values if values.count(one) > 1}):
        yield Refusal(ComparisonReason.CODE_TWICE, match.name, {"value": one})
