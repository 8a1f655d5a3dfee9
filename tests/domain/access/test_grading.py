"""When a grade comes into force, and who has to agree."""

from __future__ import annotations

import itertools

import pytest

from ckanext.scigov.access.domain import grading
from ckanext.scigov.access.domain.grading import (
    TRANSITIONS,
    GradingReason,
    Move,
    ProposalEvent,
    ProposalState,
    SecondPerson,
)
from ckanext.scigov.catalogue.domain import rules
from ckanext.scigov.catalogue.domain.grades import (
    ACCESS_RIGHTS,
    Grade,
    Level,
    OpenType,
    PartialGrade,
    ShareType,
    judge_part,
    strictest,
)

ONE = Grade(Level.ONE, ShareType.UNCONDITIONAL, OpenType.UNCONDITIONAL)
TWO = Grade(Level.TWO, ShareType.UNCONDITIONAL, OpenType.CONDITIONAL)
TWO_CLOSED = Grade(Level.TWO, ShareType.UNCONDITIONAL, OpenType.NONE)
THREE = Grade(Level.THREE, ShareType.CONDITIONAL, OpenType.CONDITIONAL)
FOUR = Grade(Level.FOUR, ShareType.NONE, OpenType.NONE)
RAISE, ALWAYS, NEVER = SecondPerson


@pytest.mark.parametrize(
    ("before", "after", "tightens"),
    [
        (None, ONE, False),
        (None, FOUR, False),
        (None, None, True),
        (ONE, None, True),
        (ONE, TWO, True),
        (TWO, ONE, False),
        (TWO, TWO_CLOSED, True),
        (TWO_CLOSED, THREE, False),  # less open to departments, more open to the public
        (THREE, FOUR, True),
        (FOUR, FOUR, True),
    ],
)
def test_what_tightens(before, after, tightens):
    assert Move(before, after).tightens is tightens


def test_there_and_back_tightens_one_way_at_most():
    grades = [None, *ACCESS_RIGHTS]
    for one, other in itertools.permutations(grades, 2):
        assert not (Move(one, other).tightens and Move(other, one).tightens)


@pytest.mark.parametrize(
    ("move", "setting", "at_once", "waits"),
    [
        (Move(None, ONE), RAISE, False, True),
        (Move(None, ONE), ALWAYS, False, True),
        (Move(None, ONE), NEVER, True, False),
        (Move(ONE, FOUR), RAISE, True, False),
        (Move(ONE, FOUR), ALWAYS, True, True),
        (Move(ONE, FOUR), NEVER, True, False),
        (Move(ONE, ONE), ALWAYS, True, False),
    ],
)
def test_what_goes_at_once_and_what_waits(move, setting, at_once, waits):
    assert grading.goes_at_once(move, setting) is at_once
    assert grading.waits_for_approval(move, setting) is waits


@pytest.mark.parametrize(
    ("move", "setting", "approver", "refused"),
    [
        (Move(None, ONE), RAISE, "proposer", True),
        (Move(None, ONE), RAISE, "another", False),
        (Move(ONE, TWO), RAISE, "proposer", False),
        (Move(ONE, TWO), ALWAYS, "proposer", True),
        (Move(None, ONE), NEVER, "proposer", False),
    ],
)
def test_who_may_not_approve(move, setting, approver, refused):
    refusal = grading.judge_approver(move, setting, "proposer", approver)
    assert (refusal is not None) is refused
    assert refusal is None or refusal.reason is GradingReason.SAME_PERSON


def test_a_tightening_must_be_one():
    assert grading.judge_tightening(Move(ONE, TWO)) is None
    loosened, same = (grading.judge_tightening(Move(TWO, after)) for after in (ONE, TWO))
    assert loosened is not None
    assert loosened.reason is GradingReason.NOT_STRICTER
    assert same is not None
    assert same.reason is GradingReason.SAME_GRADE


def test_only_what_waits_can_be_decided():
    assert {state for state, _ in TRANSITIONS} == {ProposalState.WAITING}
    assert {event for _, event in TRANSITIONS} == set(ProposalEvent)


def test_the_strictest_of_all_above_is_in_force():
    resource = PartialGrade(open=OpenType.NONE)
    item = PartialGrade(Level.FOUR, ShareType.NONE)
    assert grading.effective(TWO) == TWO
    assert grading.effective(TWO, resource) == TWO_CLOSED
    assert grading.effective(TWO, resource, item) == FOUR
    assert grading.effective(FOUR, PartialGrade(Level.ONE, open=OpenType.UNCONDITIONAL)) == FOUR
    assert grading.effective(None, resource, item) is None


def test_codes_become_grades():
    assert grading.complete("3", "conditional", "conditional") == THREE
    assert grading.complete("3", "conditional", "") is None
    assert grading.complete(None, None, None) is None
    assert grading.partial("", None, "none") == PartialGrade(open=OpenType.NONE)
    assert grading.partial("4", "none", "") == PartialGrade(Level.FOUR, ShareType.NONE)


def items_of(resource):
    return [grading.effective(resource, item=own) for own in grading.item_choices(resource)]


@pytest.mark.parametrize(
    ("resource", "offered"),
    [
        (None, [None]),
        (ONE, [ONE]),
        (TWO, [TWO, TWO_CLOSED]),
        (TWO_CLOSED, [TWO_CLOSED]),
        (THREE, [THREE, Grade(Level.THREE, ShareType.CONDITIONAL, OpenType.NONE)]),
        (FOUR, [FOUR]),
    ],
)
def test_what_a_data_item_may_have_of_its_own(resource, offered):
    assert items_of(resource) == offered
    assert grading.item_choices(resource)[0].is_empty


def test_all_that_the_rules_accept_for_an_item_is_offered_and_nothing_else():
    fields = ([None, *Level], [None, *ShareType], [None, *OpenType])
    for resource in ACCESS_RIGHTS:
        accepted = {
            grading.effective(resource, item=own)
            for own in itertools.starmap(PartialGrade, itertools.product(*fields))
            if not judge_part(own, resource) and not rules.item_level(own.level, resource.level)
        }
        assert set(items_of(resource)) == accepted
        assert all(strictest(resource, one) == one for one in accepted)


@pytest.mark.parametrize(
    ("kind", "before", "after", "tightens"),
    [
        ("dataset", ("2", "unconditional", "conditional"), ("4", "none", "none"), True),
        ("dataset", (None, None, None), ("4", "none", "none"), False),
        ("dataset", ("4", "none", "none"), (None, None, None), True),
        ("item", (None, None, None), (None, None, "none"), True),
        ("item", (None, None, "none"), (None, None, None), False),
        ("resource", ("3", None, None), ("2", None, None), False),
    ],
)
def test_a_part_is_measured_by_itself(kind, before, after, tightens):
    move = grading.move_between(grading.ObjectKind(kind), before, after)
    assert (move.tightens, move.is_none) == (tightens, False)
