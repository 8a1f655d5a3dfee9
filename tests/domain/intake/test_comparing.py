"""New, changed, unchanged, twice and gone: one comparison."""

from __future__ import annotations

import pytest

from ckanext.scigov.intake.domain.comparing import (
    Change,
    Compared,
    Known,
    Vanishing,
    compare,
    judge_vanished,
)
from ckanext.scigov.intake.domain.states import Fate

IN = Known("a", Fate.IN, "d1")
REJECTED = Known("a", Fate.REJECTED, "")
ARCHIVED = Known("a", Fate.ARCHIVED, "d1")


@pytest.mark.parametrize(
    ("known", "made", "is_forced", "change"),
    [
        (None, "a", False, Change.NEW),
        (IN, "a", False, Change.UNCHANGED),
        (IN, "b", False, Change.CHANGED),
        (IN, "a", True, Change.CHANGED),
        (REJECTED, "a", False, Change.UNCHANGED),
        (REJECTED, "b", False, Change.NEW),
        (REJECTED, "a", True, Change.NEW),
        (ARCHIVED, "a", False, Change.RESTORED),
        (ARCHIVED, "b", False, Change.RESTORED),
    ],
)
def test_a_record_beside_what_is_known_of_it(
    known: Known | None, made: str, is_forced: bool, change: Change
) -> None:
    found = compare([("k", made)], {"k": known} if known else {}, {}, is_forced=is_forced)
    assert found == [Compared(change, 0)]


def test_the_first_of_an_identity_counts_and_the_others_are_numbered() -> None:
    records = [("k", "a"), ("l", "a"), ("k", "b"), ("k", "a")]
    assert compare(records, {}, {}) == [
        Compared(Change.NEW, 0),
        Compared(Change.NEW, 0),
        Compared(Change.DUPLICATE, 1),
        Compared(Change.DUPLICATE, 2),
    ]


def test_what_earlier_pages_had_counts() -> None:
    assert compare([("k", "a")], {"k": IN}, {"k": 2}) == [Compared(Change.DUPLICATE, 2)]


@pytest.mark.parametrize(
    ("missing", "known", "percent", "may_vanish", "found"),
    [
        (0, 100, 10, False, Vanishing.NONE),
        (0, 0, 10, False, Vanishing.NONE),
        (10, 100, 10, False, Vanishing.ARCHIVE),
        (11, 100, 10, False, Vanishing.ASK),
        (11, 100, 10, True, Vanishing.ARCHIVE),
        (100, 100, 100, False, Vanishing.ARCHIVE),
        (1, 100, 0, False, Vanishing.ASK),
        (1, 1, 10, False, Vanishing.ASK),
    ],
)
def test_many_that_vanish_are_asked_about(
    missing: int, known: int, percent: int, may_vanish: bool, found: Vanishing
) -> None:
    assert judge_vanished(missing, known, percent, may_vanish=may_vanish) is found
