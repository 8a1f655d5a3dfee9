"""One source for each data item (一数一源): the register of the units whose value counts."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ckanext.scigov.shared.errors import Refusal


class SourceReason(enum.Enum):
    """Why a line of the register cannot be kept."""

    NO_ITEM = "no_item"
    NO_UNIT = "no_unit"
    NO_TABLE = "no_table"
    OTHER_SOURCE = "other_source"


@dataclass(frozen=True, slots=True)
class Source:
    """The unit whose value counts for a data item (数源单位), and the table in which it keeps it."""

    item: str
    """The item's name in the register; tables may call their columns otherwise."""
    unit_id: str
    resource_id: str


def wrong_with(source: Source, others: Iterable[Source]) -> tuple[Refusal, ...]:
    """Return why a line cannot be kept beside the others.

    Args:
        source: the line.
        others: all lines but the one that it replaces.
    """
    return tuple(_reasons(source, others))


def _reasons(source: Source, others: Iterable[Source]) -> Iterator[Refusal]:
    if not source.item:
        yield Refusal(SourceReason.NO_ITEM, "item")
    if not source.unit_id:
        yield Refusal(SourceReason.NO_UNIT, "unit_id")
    if not source.resource_id:
        yield Refusal(SourceReason.NO_TABLE, "resource_id")
    for other in others:
        if source.item and other.item == source.item:
            values = {"item": other.item, "unit_id": other.unit_id}
            yield Refusal(SourceReason.OTHER_SOURCE, "item", values)
            return


def by_item(sources: Iterable[Source]) -> Mapping[str, Source]:
    return {one.item: one for one in sources}
