"""Working days (工作日) and the terms counted in them.

Receipt on a rest day counts as received on the next working day; day 1 is the working day after
receipt. A year whose calendar is not published yet is counted by weekdays minus the holidays whose
date never moves, and every answer that touched such a year says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

# 元旦, 劳动节, 国庆节: their dates are fixed by the State Council's holiday regulation. The days
# bridged by moved weekends are only known when the year is published.
FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class YearCalendar:
    """One published year: the days that differ from "weekdays work, weekends rest"."""

    rest_weekdays: frozenset[dt.date]
    working_weekends: frozenset[dt.date]


@dataclass(frozen=True, slots=True)
class Due:
    """When a term ends.

    ``provisional`` is true when a year without a published calendar was counted.
    """

    received_on: dt.date
    due_on: dt.date
    provisional: bool


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The working days of the years that are published, and a fallback for the others."""

    years: Mapping[int, YearCalendar]

    def is_published(self, day: dt.date) -> bool:
        return day.year in self.years

    def is_working_day(self, day: dt.date) -> bool:
        published = self.years.get(day.year)
        if published is None:
            return day.weekday() < SATURDAY and (day.month, day.day) not in FIXED_HOLIDAYS
        if day.weekday() < SATURDAY:
            return day not in published.rest_weekdays
        return day in published.working_weekends

    def received_on(self, filed_on: dt.date) -> dt.date:
        """Return ``filed_on``, or the next working day when it is a rest day."""
        day = filed_on
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def due(self, filed_on: dt.date, working_days: int) -> Due:
        """Return the last day of a term of ``working_days`` for something filed on a date.

        Raises:
            ValueError: the term is shorter than one working day.
        """
        if working_days < 1:
            raise ValueError(f"A term has at least one working day, not {working_days}.")
        received = day = self.received_on(filed_on)
        left = working_days
        while left:
            day += ONE_DAY
            left -= self.is_working_day(day)
        touched = range(filed_on.year, day.year + 1)
        return Due(received, day, provisional=any(year not in self.years for year in touched))

    def working_days_between(self, start: dt.date, end: dt.date) -> int:
        """Count the working days after ``start`` up to and including ``end``; negative backwards."""
        if end < start:
            return -self.working_days_between(end, start)
        span = (end - start).days
        return sum(self.is_working_day(start + ONE_DAY * n) for n in range(1, span + 1))


def local_day(moment: dt.datetime, zone: str = "Asia/Shanghai") -> dt.date:
    """Return the calendar day of an aware moment where the portal's officials work."""
    if moment.tzinfo is None:
        raise ValueError("A moment without a zone has no local day.")
    return moment.astimezone(ZoneInfo(zone)).date()
