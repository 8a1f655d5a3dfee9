"""Figures of how disputes are dealt with, per unit: public, so that everybody can see it."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ckanext.scigov.dispute.domain.states import State

RECURRING = 2
"""Accepted disputes about one data item from which on it recurs."""
MOST_ITEMS = 10
NOT_COUNTED = frozenset({State.UNCONFIRMED, State.DROPPED, State.MERGED})
"""What was never confirmed, what moderation refused, and what its head is counted for."""
CORRECTIONS = frozenset({State.CORRECTED, State.PARTLY_CORRECTED})


@dataclass(frozen=True, slots=True)
class Item:
    dataset_id: str
    resource_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Handled:
    """One dispute as far as it is counted."""

    unit_id: str
    state: State
    is_accepted: bool | None = None
    """None while nobody has said so or otherwise."""
    result: State | None = None
    """The last answer, which stays when it is closed."""
    took_days: int | None = None
    """Working days from acceptance to the answer."""
    was_late: bool = False
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class Recurring:
    item: Item
    disputes: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares are percent, None where there is nothing to take a share of."""

    number: int = 0
    accepted: int | None = None
    """Of those about which that was said."""
    corrected_in_time: int | None = None
    """Of those that were corrected, wholly or in part."""
    median_days: float | None = None
    recurring: tuple[Recurring, ...] = ()


def figures(disputes: Iterable[Handled], hidden: Collection[Item] = ()) -> Figures:
    """Return the figures of some disputes.

    Args:
        disputes: of one unit, or of all.
        hidden: items that the reader may not see: no name of them is given out.
    """
    counted = [one for one in disputes if one.state not in NOT_COUNTED]
    judged = [one.is_accepted for one in counted if one.is_accepted is not None]
    corrected = [not one.was_late for one in counted if one.result in CORRECTIONS]
    days = [one.took_days for one in counted if one.took_days is not None]
    return Figures(
        number=len(counted),
        accepted=percent(sum(judged), len(judged)),
        corrected_in_time=percent(sum(corrected), len(corrected)),
        median_days=float(statistics.median(days)) if days else None,
        recurring=_recurring(counted, hidden),
    )


def by_unit(disputes: Iterable[Handled], hidden: Collection[Item] = ()) -> dict[str, Figures]:
    """Return the figures of each unit, by its id; what is not forwarded yet is nobody's."""
    units: dict[str, list[Handled]] = {}
    for one in disputes:
        if one.unit_id:
            units.setdefault(one.unit_id, []).append(one)
    return {unit: figures(those, hidden) for unit, those in sorted(units.items())}


def _recurring(counted: Iterable[Handled], hidden: Collection[Item]) -> tuple[Recurring, ...]:
    times = Counter(
        one.item
        for one in counted
        if one.is_accepted and one.item is not None and one.item not in hidden
    )
    found = [Recurring(item, number) for item, number in times.items() if number >= RECURRING]
    found.sort(
        key=lambda one: (-one.disputes, one.item.dataset_id, one.item.resource_id, one.item.name)
    )
    return tuple(found[:MOST_ITEMS])


def percent(part: int, whole: int) -> int | None:
    """Return a share in percent, rounded half up; None: there is nothing to take a share of."""
    return (200 * part + whole) // (2 * whole) if whole else None
