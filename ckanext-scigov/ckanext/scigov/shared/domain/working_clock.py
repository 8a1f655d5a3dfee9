"""A limit in working days that begins, stands still, begins anew, is prolonged.

What it says is a value that is stored with the step that changed it: a clock is never counted again
from a calendar that may have been published since.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.shared.calendar import ONE_DAY, WorkingCalendar
from ckanext.scigov.shared.domain.limits import Limit


@dataclass(frozen=True, slots=True)
class Clock:
    """``left`` is what was left when it was stopped; a stopped clock is never overdue."""

    limit: Limit
    received_on: dt.date
    due_on: dt.date
    provisional: bool = False
    """A year was counted whose calendar is not published."""
    left: int | None = None
    extended_by: int = 0

    @property
    def is_stopped(self) -> bool:
        return self.left is not None

    def is_overdue(self, today: dt.date) -> bool:
        return self.left is None and today > self.due_on

    def days_left(self, today: dt.date, calendar: WorkingCalendar) -> int:
        """Return the working days until it is due, negative when it is overdue."""
        if self.left is not None:
            return self.left
        return calendar.working_days_between(today, self.due_on)


@dataclass(frozen=True, slots=True)
class Today:
    """The local day, and the calendar it is in."""

    day: dt.date
    calendar: WorkingCalendar


def started(limit: Limit, filed_on: dt.date, calendar: WorkingCalendar) -> Clock:
    """Begin, or begin anew after a supplement."""
    due = calendar.due(filed_on, limit.days)
    return Clock(limit, due.received_on, due.due_on, due.provisional)


def stopped(clock: Clock, today: dt.date, calendar: WorkingCalendar) -> Clock:
    """Stand still while a third party is asked; a clock that is overdue has nothing left."""
    left = max(0, calendar.working_days_between(today, clock.due_on))
    return dataclasses.replace(clock, left=left)


def resumed(clock: Clock, today: dt.date, calendar: WorkingCalendar) -> Clock:
    """Go on with what was left; nothing left is due on the day it goes on."""
    if clock.left is None:
        return clock
    going_on = dataclasses.replace(clock, left=None)
    return _due_after(going_on, today, clock.left, calendar)


def extended(clock: Clock, days: int, calendar: WorkingCalendar) -> Clock:
    """Prolong by working days, counted from the day it was due."""
    longer = _due_after(clock, clock.due_on, days, calendar)
    return dataclasses.replace(longer, extended_by=clock.extended_by + days)


def _due_after(clock: Clock, day: dt.date, days: int, calendar: WorkingCalendar) -> Clock:
    """Count working days from a day on that is itself none of them, whether it is a rest day or not."""
    due, left = day, days
    while left:
        due += ONE_DAY
        left -= calendar.is_working_day(due)
    published = calendar.is_published(day) and calendar.is_published(due)
    return dataclasses.replace(clock, due_on=due, provisional=clock.provisional or not published)


def took(clock: Clock, today: Today) -> int:
    """Return the working days it has run until today; while it stood still, none passed.

    What came on a day of rest has run since the next working day: until then it is 0.
    """
    ran = clock.limit.days + clock.extended_by - clock.days_left(today.day, today.calendar)
    return max(0, ran)


def to_values(clock: Clock | None) -> dict[str, Any] | None:
    """Return a clock as JSON keeps it."""
    if clock is None:
        return None
    values = dataclasses.asdict(clock)
    return {**values, "received_on": str(clock.received_on), "due_on": str(clock.due_on)}


def from_values(values: Mapping[str, Any] | None) -> Clock | None:
    """Return a clock that JSON kept."""
    if values is None:
        return None
    return Clock(
        limit=Limit(**values["limit"]),
        received_on=dt.date.fromisoformat(values["received_on"]),
        due_on=dt.date.fromisoformat(values["due_on"]),
        provisional=values["provisional"],
        left=values["left"],
        extended_by=values["extended_by"],
    )
