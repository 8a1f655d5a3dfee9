"""Which proposals are decided together, and what is skipped when its turn comes."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from ckanext.scigov.access.domain.grading import Codes, GradingReason, ObjectKind
from ckanext.scigov.access.domain.personal_answers import PersonalDataReason
from ckanext.scigov.access.domain.subjects import State
from ckanext.scigov.access.domain.together import (
    Case,
    Caution,
    Seen,
    SkipReason,
    TogetherReason,
    cautions_of,
    judge_count,
    judge_turn,
    reason_of,
)
from ckanext.scigov.shared.errors import Refusal

OPEN: Codes = ("1", "unconditional", "unconditional")
CLOSED: Codes = ("4", "none", "none")
HALF: Codes = ("2", "unconditional", "none")
EMPTY: Codes = (None, None, None)
PLAIN = Case(ObjectKind.DATASET, OPEN, EMPTY, State.ACTIVE, False, 0, False)


@pytest.mark.parametrize(
    ("changed", "cautions"),
    [
        ({}, []),
        ({"proposed": CLOSED}, []),
        ({"proposed": HALF}, []),
        ({"findings": 1}, ["personal"]),
        ({"findings": 40}, ["personal"]),
        ({"kind": ObjectKind.RESOURCE}, ["part"]),
        ({"kind": ObjectKind.ITEM}, ["part"]),
        ({"proposed": EMPTY}, ["closes"]),
        ({"proposed": ("1", None, None)}, ["closes"]),
        ({"in_force": CLOSED}, ["graded"]),
        ({"in_force": OPEN}, ["graded"]),
        ({"state": State.PRIVATE}, ["state"]),
        ({"state": State.DRAFT}, ["state"]),
        ({"state": State.SUSPENDED}, ["state"]),
        ({"state": State.RETIRED}, ["state"]),
        ({"state": State.DESTROYED}, ["state"]),
        ({"state": State.DELETED}, ["state"]),
        ({"is_hidden": True}, ["state"]),
        ({"has_doubtful_basis": True}, []),
        ({"has_doubtful_basis": True, "proposed": CLOSED}, ["basis"]),
        ({"has_doubtful_basis": True, "proposed": HALF}, ["basis"]),
        (
            {"findings": 2, "kind": ObjectKind.ITEM, "is_hidden": True},
            ["personal", "part", "state"],
        ),
    ],
)
def test_what_is_left_for_a_single_look(changed: dict[str, Any], cautions: list[str]) -> None:
    assert [one.value for one in cautions_of(dataclasses.replace(PLAIN, **changed))] == cautions


@pytest.mark.parametrize(
    ("may", "waits", "same", "cautions", "reason"),
    [
        (True, True, True, (), None),
        (False, True, True, (), SkipReason.NOT_YOURS),
        (False, False, False, (Caution.PERSONAL,), SkipReason.NOT_YOURS),
        (True, False, True, (), SkipReason.GONE),
        (True, False, False, (Caution.GRADED,), SkipReason.GONE),
        (True, True, False, (), SkipReason.CHANGED),
        (True, True, False, (Caution.STATE,), SkipReason.CHANGED),
        (True, True, True, (Caution.PERSONAL, Caution.STATE), SkipReason.PERSONAL),
        (True, True, False, (Caution.PERSONAL,), SkipReason.PERSONAL),
        (True, True, True, (Caution.STATE,), SkipReason.CAUTION),
    ],
)
def test_whose_turn_is_skipped(
    may: bool, waits: bool, same: bool, cautions: tuple[Caution, ...], reason: SkipReason | None
) -> None:
    assert judge_turn(Seen(may, waits, same, cautions)) is reason


@pytest.mark.parametrize(
    ("reasons", "skipped"),
    [
        ([PersonalDataReason.ANSWER_MISSING, PersonalDataReason.NOTE_MISSING], SkipReason.PERSONAL),
        ([GradingReason.SAME_PERSON], SkipReason.SAME_PERSON),
        ([GradingReason.NOT_WAITING], SkipReason.GONE),
        ([GradingReason.SAME_GRADE], SkipReason.FAILED),
    ],
)
def test_what_a_single_decision_is_refused_for(reasons: list[Any], skipped: SkipReason) -> None:
    assert reason_of([Refusal(one) for one in reasons]) is skipped


@pytest.mark.parametrize(
    ("expected", "found", "is_refused"),
    [(3, 3, False), (1, 1, False), (3, 2, True), (3, 4, True), (3, 0, True), (0, 0, True)],
)
def test_a_group_that_has_changed_is_refused(expected: int, found: int, is_refused: bool) -> None:
    refusal = judge_count(expected, found)
    assert (refusal is not None) == is_refused
    if refusal:
        wanted = (TogetherReason.GROUP_CHANGED, "count", {"count": found})
        assert (refusal.reason, refusal.field, dict(refusal.values)) == wanted
