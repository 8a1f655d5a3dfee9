"""When a source is due, what its approval holds for, and who may give it."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.scigov.intake.domain.sources import (
    Schedule,
    SourceReason,
    hash_of,
    judge_decider,
    next_run,
)

NOW = dt.datetime(2026, 3, 10, 9, 30, tzinfo=dt.timezone.utc)
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def test_a_source_without_a_schedule_is_never_due() -> None:
    assert next_run(Schedule.MANUAL, NOW, NOW) is None


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (None, NOW + DAY),
        (NOW, NOW + DAY),
        (NOW - HOUR, NOW - HOUR + DAY),
        (NOW - 5 * DAY - HOUR, NOW - HOUR + DAY),
        (NOW + HOUR, NOW + HOUR),
        (NOW + 40 * DAY, NOW + DAY),
    ],
    ids=["first", "on time", "late", "days late", "not yet", "after the clock jumped back"],
)
def test_the_next_round_of_a_daily_source(due: dt.datetime | None, expected: dt.datetime) -> None:
    assert next_run(Schedule.DAILY, due, NOW) == expected


def test_an_approval_holds_for_a_mapping_at_an_address() -> None:
    made = hash_of("mapping", "https://a.example.org")
    assert made == hash_of("mapping", "https://a.example.org")
    assert made != hash_of("mapping", "https://b.example.org")
    assert made != hash_of("other", "https://a.example.org")


@pytest.mark.parametrize(
    ("maker", "decider", "second_person", "is_refused"),
    [
        ("a", "a", True, True),
        ("a", "b", True, False),
        ("a", "a", False, False),
        ("", "", True, False),
    ],
)
def test_who_made_a_mapping_does_not_approve_it(
    maker: str, decider: str, second_person: bool, is_refused: bool
) -> None:
    refusal = judge_decider(maker, decider, second_person=second_person)
    assert (refusal is not None) is is_refused
    if refusal is not None:
        assert refusal.reason is SourceReason.SAME_PERSON
