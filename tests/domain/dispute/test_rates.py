"""How many reports are taken, and what is answered to the next."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.scigov.dispute.domain import rates
from ckanext.scigov.dispute.domain.rates import (
    Count,
    Counts,
    Measure,
    RateReason,
    RateRules,
    TooMany,
)

NOW = dt.datetime(2026, 9, 24, 12, tzinfo=dt.timezone.utc)
HOUR = dt.timedelta(hours=1)
RULES = RateRules(
    person=Measure(3, 24 * HOUR), address=Measure(2, HOUR), mailbox=Measure(1, 24 * HOUR),
    site=Measure(5, HOUR), most_of_target=4,
)  # fmt: skip


def judged(is_signed: bool, *, own: int = 0, others: int = 0, **counts: Count) -> TooMany | None:
    of = {RateReason(name): count for name, count in counts.items()}
    return rates.judge(RULES, Counts(of, own, others), NOW, is_signed=is_signed)


def came(number: int, minutes_ago: float) -> Count:
    return Count(number, NOW - dt.timedelta(minutes=minutes_ago))


@pytest.mark.parametrize("is_signed", [True, False])
def test_first_report_is_taken(is_signed: bool) -> None:
    assert judged(is_signed) is None


MEASURES = {
    "person": (True, 3, 60, 23 * 3600),
    "address": (False, 2, 45, 900),
    "mailbox": (False, 1, 60, 23 * 3600),
    "site": (False, 5, 59, 60),
}


@pytest.mark.parametrize("name", MEASURES)
def test_report_beyond_the_measure_is_told_when_to_come_again(name: str) -> None:
    is_signed, most, minutes_ago, seconds = MEASURES[name]
    assert judged(is_signed, **{name: came(most - 1, minutes_ago)}) is None
    full = judged(is_signed, **{name: came(most, minutes_ago)})
    assert full == TooMany(RateReason(name), 429, seconds)


@pytest.mark.parametrize("name", MEASURES)
def test_measures_of_others_do_not_count(name: str) -> None:
    is_signed, most, minutes_ago, _ = MEASURES[name]
    assert judged(not is_signed, **{name: came(most, minutes_ago)}) is None


def test_parts_of_a_second_are_waited_for() -> None:
    first = Count(2, NOW - HOUR + dt.timedelta(milliseconds=1500))
    full = judged(False, address=first)
    assert full == TooMany(RateReason.ADDRESS, 429, 2)
    over = judged(False, address=Count(2, NOW - 2 * HOUR))
    assert over == TooMany(RateReason.ADDRESS, 429, 1)


def test_without_a_first_moment_the_whole_time_is_waited_for() -> None:
    assert judged(False, address=Count(2)) == TooMany(RateReason.ADDRESS, 429, 3600)


@pytest.mark.parametrize("is_signed", [True, False])
def test_same_report_again_is_a_conflict(is_signed: bool) -> None:
    again = judged(is_signed, own=1, others=4)
    assert again == TooMany(RateReason.ALREADY_REPORTED, 409)
    assert judged(is_signed, others=3) is None
    assert judged(is_signed, others=4) == TooMany(RateReason.TARGET, 409)


def test_time_is_looked_at_first() -> None:
    full = judged(True, own=1, person=came(3, 60))
    assert full == TooMany(RateReason.PERSON, 429, 23 * 3600)


def test_thousand_unsigned_reports_in_a_minute_leave_room_in_the_queue() -> None:
    taken, answers = 0, set[int]()
    for number in range(1000):
        first = NOW - dt.timedelta(seconds=number * 0.06)
        counts = Counts({RateReason.SITE: Count(taken, first)})
        refused = rates.judge(RateRules(), counts, NOW, is_signed=False)
        if refused:
            answers.add(refused.status)
        else:
            taken += 1
    assert (taken, answers) == (100, {429})
