"""Which change of rows belongs to which dispute: a correction does what is disputed and nothing beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ckanext.scigov.access.domain import items
from ckanext.scigov.dispute.domain.fingerprint import as_text
from ckanext.scigov.dispute.domain.target import ROWS, Target, TargetKind


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row before and after; a new one has no before, a deleted one no after."""

    number: int
    """In the table before the correction; of a new row it says nothing."""
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None

    @property
    def columns(self) -> frozenset[str]:
        """The columns whose values differ; all of them where the whole row comes or goes."""
        before, after = self.before or {}, self.after or {}
        names = frozenset(name for name in (*before, *after) if not name.startswith("_"))
        if self.before is None or self.after is None:
            return names
        return frozenset(
            name for name in names if as_text(before.get(name)) != as_text(after.get(name))
        )


@dataclass(frozen=True, slots=True)
class Disputed:
    """A dispute that a correction names, and the row it was found at."""

    id: str
    target: Target
    row: int | None = None
    """None for what is no row, and for a row that is not found for certain."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """The changes of a correction, sorted by what they are for."""

    of: Mapping[str, tuple[RowChange, ...]] = field(
        default_factory=dict[str, "tuple[RowChange, ...]"]
    )
    """By the dispute's id; one change may be for several. Empty: nothing was done for it."""
    beside: tuple[RowChange, ...] = ()
    """Changes that are for none of them, or hold more than what is disputed."""

    @property
    def untouched(self) -> tuple[str, ...]:
        """Disputes for which nothing was done: they are not corrected by this."""
        return tuple(one for one, changes in self.of.items() if not changes)


def belonging(
    changes: Iterable[RowChange], disputes: Sequence[Disputed], resource_id: str
) -> Belonging:
    """Say which change belongs to which dispute.

    Args:
        changes: of one table.
        disputes: that the correction names.
        resource_id: of the table.
    """
    of: dict[str, tuple[RowChange, ...]] = {one.id: () for one in disputes}
    beside: list[RowChange] = []
    for change in changes:
        left = change.columns
        for one in disputes:
            covered = _covered(change, one, resource_id)
            if covered:
                of[one.id] += (change,)
            left -= covered
        if left:
            beside.append(change)
    return Belonging(of, tuple(beside))


def _covered(change: RowChange, disputed: Disputed, resource_id: str) -> frozenset[str]:
    """Return the columns of a change that a dispute is about."""
    target = disputed.target
    if target.resource_id not in ("", resource_id):
        return frozenset()
    kind = target.kind
    if kind in (TargetKind.DATASET, TargetKind.RESOURCE):
        return change.columns
    if kind is TargetKind.ITEM:
        return _of_item(change, target.item)
    # A new row is none that anybody has seen.
    is_of_row = change.before is not None and change.number == disputed.row
    if kind not in ROWS or not is_of_row:
        return frozenset()
    if kind is TargetKind.RECORD or change.after is None:
        return change.columns
    return _of_item(change, target.item)


def _of_item(change: RowChange, item: str) -> frozenset[str]:
    return frozenset(name for name in change.columns if items.key(name) == items.key(item))
