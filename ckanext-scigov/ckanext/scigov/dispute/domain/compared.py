"""What two joined tables come to: findings, grouped by cause, and when a join is no join.

A dispute is opened for a cause, never for a cell. Where more is wrong than can be wrong with data, the
join itself is: then there is one cause and nothing else.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from ckanext.scigov.dispute.domain.comparing import Pairing, Table
from ckanext.scigov.dispute.domain.sources import Source


class Kind(str, enum.Enum):
    """How two tables differ; *here* is the table of the authoritative source, *there* the other."""

    NO_KEY_HERE = "no_key_here"
    NO_KEY_THERE = "no_key_there"
    DUPLICATE_HERE = "duplicate_here"
    DUPLICATE_THERE = "duplicate_there"
    """Rows with one key. They are compared with nothing, so nothing is counted several times."""
    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    EMPTY_HERE = "empty_here"
    EMPTY_THERE = "empty_there"
    UNREADABLE_HERE = "unreadable_here"
    UNREADABLE_THERE = "unreadable_there"
    """No number or no date of the precision that is asked for."""
    SPELLING = "spelling"
    """Nothing but width, case or blanks, where these matter."""
    CUT_HERE = "cut_here"
    CUT_THERE = "cut_there"
    """The beginning of what the other one says."""
    POWER_OF_TEN = "power_of_ten"
    """Another unit, as 元 for 万元; the detail is the power that leads from here to there."""
    DAY_EARLIER = "day_earlier"
    DAY_LATER = "day_later"
    """There, by one day: a matter of time zones."""
    SWAPPED = "swapped"
    """Day and month in each other's place."""
    VALUE = "value"
    """Any other difference."""
    BROKEN = "broken"
    """The join; the detail says why (``Broken``)."""


class Broken(str, enum.Enum):
    """Why a join is taken to be broken."""

    KEYS_UNFIT = "keys_unfit"
    """Too many rows have no key, or share one."""
    NO_PARTNERS = "no_partners"
    ROWS_DIFFER = "rows_differ"


OF_ONE_TABLE: Final = MappingProxyType(
    {
        Kind.NO_KEY_HERE: "no_key",
        Kind.NO_KEY_THERE: "no_key",
        Kind.DUPLICATE_HERE: "duplicate",
        Kind.DUPLICATE_THERE: "duplicate",
    }
)
"""Faults of a table by itself, whatever it is compared with, and what they are called then."""
_THERE = frozenset({Kind.NO_KEY_THERE, Kind.DUPLICATE_THERE})


@dataclass(frozen=True, slots=True)
class Finding:
    """One cell, or one row, that differs. Keys and values are data, to be shown as such."""

    key: tuple[str | None, ...]
    """As the authoritative source writes it, or the other table where it has no such row."""
    item: str = ""
    """Empty where the whole row is concerned."""
    here: str | None = None
    there: str | None = None
    here_row: int | None = None
    there_row: int | None = None
    """``_id`` of the rows."""


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one item and one kind, counted by the database."""

    item: str
    """Empty where whole rows are concerned."""
    kind: Kind
    detail: str
    findings: int
    rows: int
    """As many as findings; of keys that several rows share, all of these rows."""
    digest: str
    """The same for the same keys and values, in whatever order, and for no others."""
    examples: tuple[Finding, ...]
    """The first ones."""


@dataclass(frozen=True, slots=True)
class Totals:
    rows_here: int
    rows_there: int
    keys_here: int
    keys_there: int
    """Different ones."""
    pairs: int
    """Rows that were compared: their key is in both tables, once."""
    rows_differing: int
    """Compared rows with a difference of ``Kind.VALUE``."""
    cells: Mapping[str, int] = field(default_factory=dict[str, int])
    """Item → compared cells of which one at least is not empty."""


@dataclass(frozen=True, slots=True)
class Result:
    totals: Totals
    groups: Sequence[Group]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """A join is broken when more than the share is concerned, and not fewer than the least."""

    percent: int = 30
    least: int = 20
    """So few can be told one by one, whatever their share."""

    def exceeded(self, concerned: int, of_all: int) -> bool:
        return concerned >= self.least and concerned * 100 > self.percent * of_all


@dataclass(frozen=True, slots=True)
class Cause:
    """What one dispute is opened for."""

    kind: Kind
    unit_id: str
    """Who answers for it: the item's source, or the unit that keeps the one table concerned."""
    here: str
    """Resource id; of a fault of one table the table with it."""
    there: str
    """Resource id, empty for a fault of one table."""
    item: str = ""
    detail: str = ""
    findings: int = 0
    rows: int = 0
    digest: str = ""
    examples: tuple[Finding, ...] = ()

    @property
    def signature(self) -> str:
        """Return what stays the same from run to run, so that no second dispute is opened."""
        if self.kind in OF_ONE_TABLE:
            return "|".join((OF_ONE_TABLE[self.kind], self.here))
        if self.kind is Kind.BROKEN:
            return f"{self.kind.value}|{self.here}|{self.there}"
        return f"{self.kind.value}|{self.here}|{self.there}|{self.item}|{self.detail}"


def tables_of(signature: str) -> frozenset[str]:
    """Return the resource ids of the tables that a cause is about."""
    return frozenset(signature.split("|")[1:3])


def causes(
    pairing: Pairing,
    result: Result,
    sources: Mapping[str, Source],
    thresholds: Thresholds = Thresholds(),
) -> tuple[Cause, ...]:
    """Return what is to be told of two tables: causes, or the one that the join is broken.

    Args:
        pairing: which tables.
        result: what the database has counted.
        sources: the register, by item.
        thresholds: of the join.
    """
    why = _broken(pairing, result, thresholds)
    if why is not None:
        return (_broken_cause(pairing, result, why),)
    return tuple(_cause(pairing, group, sources) for group in result.groups if told(pairing, group))


def merged(several: Iterable[Cause]) -> tuple[Cause, ...]:
    """Return the causes of several pairs of tables: the fault of one table is told once."""
    return tuple({one.signature: one for one in several}.values())


def told(pairing: Pairing, group: Group) -> bool:
    """Say whether a difference is one: a table that has only a part lacks nothing."""
    if group.kind is Kind.MISSING_HERE:
        return pairing.here.is_complete
    if group.kind is Kind.MISSING_THERE:
        return pairing.there.is_complete
    return True


def _cause(pairing: Pairing, group: Group, sources: Mapping[str, Source]) -> Cause:
    here, there = pairing.here, pairing.there
    unit_id = sources[group.item].unit_id if group.item else here.unit_id
    others = there.resource_id
    if group.kind in OF_ONE_TABLE:
        here = there if group.kind in _THERE else here
        unit_id, others = here.unit_id, ""
    return Cause(
        group.kind, unit_id, here.resource_id, others, group.item, group.detail,
        group.findings, group.rows, group.digest, group.examples,
    )  # fmt: skip


def _broken_cause(pairing: Pairing, result: Result, why: _Why) -> Cause:
    groups = [one for one in result.groups if one.kind in why.kinds]
    examples = tuple(example for one in groups for example in one.examples)
    most = max((len(one.examples) for one in groups), default=0)
    here, there = pairing.here, pairing.there
    return Cause(
        Kind.BROKEN, here.unit_id, here.resource_id, there.resource_id, detail=why.broken.value,
        findings=why.concerned, rows=why.concerned, examples=examples[:most],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Why:
    broken: Broken
    concerned: int
    kinds: tuple[Kind, ...]


def _broken(pairing: Pairing, result: Result, thresholds: Thresholds) -> _Why | None:
    """Return why the join is broken; first what is the reason of the others."""
    for why, of_all in _suspicions(pairing, result):
        if thresholds.exceeded(why.concerned, of_all):
            return why
    return None


def _suspicions(pairing: Pairing, result: Result) -> Iterator[tuple[_Why, int]]:
    totals = result.totals
    for kinds, rows in (
        ((Kind.NO_KEY_HERE, Kind.DUPLICATE_HERE), totals.rows_here),
        ((Kind.NO_KEY_THERE, Kind.DUPLICATE_THERE), totals.rows_there),
    ):
        concerned = sum(one.rows for one in result.groups if one.kind in kinds)
        yield _Why(Broken.KEYS_UNFIT, concerned, kinds), rows
    for kind, other, keys in (
        (Kind.MISSING_THERE, pairing.there, totals.keys_here),
        (Kind.MISSING_HERE, pairing.here, totals.keys_there),
    ):
        concerned = _findings(result, kind)
        if _counts(other, concerned, keys):
            yield _Why(Broken.NO_PARTNERS, concerned, (kind,)), keys
    differing = max(totals.rows_differing, *_both_ways(result))
    yield _Why(Broken.ROWS_DIFFER, differing, (Kind.VALUE,)), totals.pairs


def _counts(other: Table, concerned: int, keys: int) -> bool:
    """Say whether keys without partner are suspicious: of a part most are missing, but never all."""
    return other.is_complete or concerned == keys


def _findings(result: Result, kind: Kind, item: str = "") -> int:
    same = (one for one in result.groups if one.kind is kind and one.item == item)
    return sum(one.findings for one in same)


def _both_ways(result: Result) -> Iterator[int]:
    """Yield for each item the rows in which it is empty now here, now there.

    A column that is empty in one table is a fault of its own. Wrong partners show as well in that
    what is empty here is filled there, and as often the other way round.
    """
    for item in result.totals.cells:
        ways = (_findings(result, kind, item) for kind in (Kind.EMPTY_HERE, Kind.EMPTY_THERE))
        yield 2 * min(ways)
