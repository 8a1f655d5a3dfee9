"""How the catalogue has grown: entries by month, from what the index counts. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

MONTHS, FEWEST = 12, 6


@dataclass(frozen=True, slots=True)
class Month:
    """One month: ``2026-11``, entries that came in it, entries there were at its end.

    ``length`` is that of its bar, of a hundred for the last month.
    """

    month: str
    added: int
    total: int
    length: str


def growth(added: Mapping[str, int], today: dt.date) -> tuple[Month, ...]:
    """Return the last twelve months, the oldest first; nothing while there is no entry.

    Of a catalogue that is younger only the last six are shown, or those that there has been one.

    Args:
        added: month → number of entries that came in it and are there today.
        today: the day of whoever looks.
    """
    months = [_back(today, number) for number in range(MONTHS - 1, -1, -1)]
    totals = {month: sum(n for m, n in added.items() if m <= month) for month in months}
    most = totals[months[-1]]
    if not most:
        return ()
    empty = sum(not total for total in totals.values())
    return tuple(
        Month(month, added.get(month, 0), totals[month], f"{100 * totals[month] / most:.1f}")
        for month in months[min(empty, MONTHS - FEWEST) :]
    )


def _back(day: dt.date, number: int) -> str:
    months = day.year * 12 + day.month - 1 - number
    return f"{months // 12}-{months % 12 + 1:02}"
