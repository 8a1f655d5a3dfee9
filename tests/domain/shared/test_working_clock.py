"""A clock of working days: the dates of contracts.md section 9, stopping, going on, extending."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from ckanext.scigov.shared.calendar import WorkingCalendar
from ckanext.scigov.shared.calendar_source import load
from ckanext.scigov.shared.domain import working_clock as clock
from ckanext.scigov.shared.domain.limits import Limit
from ckanext.scigov.shared.domain.working_clock import Clock, Today

TEN = Limit("share.reply.conditional", 10, "a law", is_confirmed=True)
CALENDAR: WorkingCalendar = load()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("filed", "received", "due", "provisional"),
    [
        ("2026-09-24", "2026-09-24", "2026-10-15", False),
        ("2026-09-25", "2026-09-28", "2026-10-16", False),
        ("2026-12-30", "2026-12-30", "2027-01-14", True),
    ],
)
def test_ten_working_days(filed: str, received: str, due: str, provisional: bool) -> None:
    started = clock.started(TEN, day(filed), CALENDAR)
    assert started == Clock(TEN, day(received), day(due), provisional)


def test_overdue_on_the_day_after() -> None:
    started = clock.started(TEN, day("2026-09-25"), CALENDAR)
    assert [started.is_overdue(day(one)) for one in ("2026-10-16", "2026-10-17")] == [False, True]
    assert started.days_left(day("2026-10-15"), CALENDAR) == 1
    assert started.days_left(day("2026-10-19"), CALENDAR) == -1


def test_stopped_clock_keeps_what_was_left() -> None:
    started = clock.started(TEN, day("2026-09-24"), CALENDAR)
    stopped = clock.stopped(started, day("2026-10-13"), CALENDAR)
    assert (stopped.left, stopped.is_stopped, started.is_stopped) == (2, True, False)
    assert not stopped.is_overdue(day("2026-12-01"))
    assert stopped.days_left(day("2026-12-01"), CALENDAR) == 2
    resumed = clock.resumed(stopped, day("2026-10-23"), CALENDAR)
    assert (resumed.due_on, resumed.left) == (day("2026-10-27"), None)


def test_clock_that_was_not_stopped_goes_on_as_it_was() -> None:
    started = clock.started(TEN, day("2026-09-24"), CALENDAR)
    assert clock.resumed(started, day("2026-10-13"), CALENDAR) == started


def test_clock_stopped_when_overdue_is_due_on_the_day_it_goes_on() -> None:
    started = clock.started(TEN, day("2026-09-24"), CALENDAR)
    stopped = clock.stopped(started, day("2026-10-20"), CALENDAR)
    assert stopped.left == 0
    assert clock.resumed(stopped, day("2026-10-30"), CALENDAR).due_on == day("2026-10-30")


def test_extension_counts_from_the_day_it_was_due() -> None:
    started = clock.started(TEN, day("2026-09-24"), CALENDAR)
    longer = clock.extended(started, 10, CALENDAR)
    assert (longer.due_on, longer.extended_by) == (day("2026-10-29"), 10)


def test_extension_into_an_unpublished_year_says_so() -> None:
    started = clock.started(TEN, day("2026-12-11"), CALENDAR)
    assert not started.provisional
    assert clock.extended(started, 10, CALENDAR).provisional


def test_clock_goes_through_json_and_back() -> None:
    started = clock.stopped(
        clock.started(TEN, day("2026-12-30"), CALENDAR), day("2027-01-04"), CALENDAR
    )
    assert clock.from_values(clock.to_values(started)) == started
    assert clock.from_values(clock.to_values(None)) is None


def test_clock_is_not_overdue_by_being_prolonged() -> None:
    late = dataclasses.replace(clock.started(TEN, day("2026-09-24"), CALENDAR), left=None)
    assert clock.extended(late, 10, CALENDAR).is_overdue(day("2026-10-20")) is False


def test_how_long_it_took() -> None:
    started = clock.started(TEN, day("2026-09-24"), CALENDAR)
    # 25 to 27 September are days of rest in 2026.
    days = [day(one) for one in ("2026-09-24", "2026-09-28", "2026-09-30")]
    assert [clock.took(started, Today(one, CALENDAR)) for one in days] == [0, 1, 3]


def test_what_is_done_on_the_day_of_rest_on_which_it_came_took_no_day() -> None:
    started = clock.started(TEN, day("2026-09-26"), CALENDAR)
    days = [day(one) for one in ("2026-09-26", "2026-09-27", "2026-09-28", "2026-09-29")]
    assert [clock.took(started, Today(one, CALENDAR)) for one in days] == [0, 0, 0, 1]


def test_it_took_no_time_while_the_clock_stood_still() -> None:
    started = clock.started(TEN, day("2026-09-24"), CALENDAR)
    stopped = clock.stopped(started, day("2026-09-28"), CALENDAR)
    assert clock.took(stopped, Today(day("2026-09-30"), CALENDAR)) == 1


def test_it_took_no_less_where_the_clock_was_extended() -> None:
    longer = clock.extended(clock.started(TEN, day("2026-09-24"), CALENDAR), 5, CALENDAR)
    assert clock.took(longer, Today(day("2026-09-28"), CALENDAR)) == 1
