"""How long what fails is tried again."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.scigov.shared.domain.patience import USUAL, for_other_systems

NOW = dt.datetime(2026, 9, 24, 1, 0, tzinfo=dt.timezone.utc)
SECOND, DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)


def pauses(patience, attempts, created_at=NOW):
    return [patience.next_run(n, created_at, NOW) for n in attempts]


def test_the_usual_pause_doubles_and_ends_with_the_eighth_attempt():
    expected = [NOW + seconds * SECOND for seconds in (5, 10, 20, 40, 80, 160, 320)]
    assert pauses(USUAL, range(1, 9)) == [*expected, None]


def test_the_usual_patience_does_not_ask_how_old_a_job_is():
    assert USUAL.next_run(7, NOW - 400 * DAY, NOW) == NOW + 320 * SECOND


def test_another_system_is_asked_again_every_five_minutes():
    expected = [NOW + seconds * SECOND for seconds in (5, 10, 20, 40, 80, 160, 300, 300, 300)]
    assert pauses(for_other_systems(3), range(1, 10)) == expected


@pytest.mark.parametrize(
    ("attempts", "age", "expected"),
    [
        (900, 3 * DAY - SECOND, NOW + 300 * SECOND),
        (900, 3 * DAY, None),
        (7, 3 * DAY, NOW + 300 * SECOND),
        (8, 3 * DAY, None),
        (100_000, DAY, NOW + 300 * SECOND),
    ],
)
def test_a_letter_is_given_up_when_it_is_old_and_was_tried_often(attempts, age, expected):
    assert for_other_systems(3).next_run(attempts, NOW - age, NOW) == expected
