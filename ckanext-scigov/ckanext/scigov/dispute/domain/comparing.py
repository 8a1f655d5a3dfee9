"""What a comparison is declared to be: tables, their keys, the data items that must agree, and how.

*Here* is always the table of an item's authoritative source, *there* a table that is checked against
it. Of three tables that hold an item, two are checked against that of its source.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from ckanext.scigov.dispute.domain.sources import Source

Types: TypeAlias = Mapping[str, Mapping[str, str]]
"""Resource id → column → PostgreSQL's name of its type."""


BLANKS = " \t\n\r\v\f\u00a0\u3000\u200b\ufeff"
_NO_BLANKS = str.maketrans("", "", BLANKS)


class Norm(str, enum.Enum):
    """What is made of two values before they are held against each other."""

    EXACT = "exact"
    """The same characters. Cells of nothing but blanks are empty, here and everywhere."""
    FOLDED = "folded"
    """Width, case and blanks do not matter."""
    NUMBER = "number"
    """The same number within a tolerance, however it is written."""
    DATE = "date"
    """The same day, month or year, however it is written."""
    CODES = "codes"
    """The same entry of a code list: folded, then replaced by what the list says of it."""


class Precision(str, enum.Enum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Rule:
    """When two values agree."""

    norm: Norm = Norm.EXACT
    tolerance: Decimal = Decimal(0)
    """Of numbers: the greatest difference that is still none."""
    precision: Precision = Precision.DAY
    """Of dates."""
    codes: tuple[tuple[str, str], ...] = ()
    """Of codes: as one of the tables writes it, as it is compared (``("1", "男")``)."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the DataStore that takes part."""

    resource_id: str
    unit_id: str
    """Which unit keeps it."""
    is_complete: bool = True
    """It is to have every row. In one that has only a part, no row is missing."""


@dataclass(frozen=True, slots=True)
class Match:
    """Columns of several tables that hold the same: a part of the key, or a data item."""

    name: str
    """Of an item: its name in the register of sources."""
    columns: Mapping[str, str]
    """Resource id → column."""
    rule: Rule = Rule()


@dataclass(frozen=True, slots=True)
class Comparison:
    tables: Sequence[Table]
    keys: Sequence[Match]
    items: Sequence[Match]

    def table(self, resource_id: str) -> Table | None:
        return next((one for one in self.tables if one.resource_id == resource_id), None)


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two of the tables, and the items for which the first has the authoritative source."""

    here: Table
    there: Table
    keys: tuple[Match, ...]
    items: tuple[Match, ...]


def pairings(comparison: Comparison, sources: Mapping[str, Source]) -> tuple[Pairing, ...]:
    """Return which two tables are joined for which items.

    Args:
        comparison: in which nothing is wrong (``comparing_checks``).
        sources: the register, by item.
    """
    found: dict[tuple[str, str], list[Match]] = {}
    for item in comparison.items:
        here = sources[item.name].resource_id
        for there in _others(item.columns, here):
            found.setdefault((here, there), []).append(item)
    known = {one.resource_id: one for one in comparison.tables}
    keys = tuple(comparison.keys)
    return tuple(
        Pairing(known[here], known[there], keys, tuple(items))
        for (here, there), items in found.items()
    )


def folded(text: str) -> str:
    """Return a text without what ``Norm.FOLDED`` passes over, as the database does it."""
    return unicodedata.normalize("NFKC", text).translate(_NO_BLANKS).lower()


def _others(resource_ids: Iterable[str], here: str) -> list[str]:
    return [one for one in resource_ids if one != here]
