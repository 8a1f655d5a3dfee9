"""What somebody is to a source, which steps are his, and of which runs he is told."""

from __future__ import annotations

import itertools

import pytest

from ckanext.scigov.access.domain.roles import Role, RoleHeld, Scope, ScopeKind
from ckanext.scigov.access.domain.subjects import ANONYMOUS, Capacity, Principal
from ckanext.scigov.intake.domain import parties, possible
from ckanext.scigov.intake.domain.parties import Standing, makes_sources, standing
from ckanext.scigov.intake.domain.sources import MailPolicy
from ckanext.scigov.intake.domain.states import (
    RUN_TRANSITIONS,
    RunEvent,
    RunState,
    SourceEvent,
    SourceState,
    Wish,
)
from ckanext.scigov.intake.domain.telling import STOPPED, is_told

HERE, ABOVE, ELSEWHERE = "here", "above", "elsewhere"
NOTHING = Standing(looks=False, operates=False, decides=False, rules=False)
LOOKS = Standing(looks=True, operates=False, decides=False, rules=False)
OPERATES = Standing(looks=True, operates=True, decides=False, rules=False)
DECIDES = Standing(looks=True, operates=False, decides=True, rules=False)
RULES = Standing(looks=True, operates=True, decides=False, rules=True)


def member(capacity: Capacity, provider: str = HERE) -> Principal:
    return Principal(user_id="u", capacities=frozenset({(provider, capacity)}))


def holder(role: Role, scope: Scope) -> Principal:
    return Principal(user_id="u", roles=frozenset({RoleHeld(role, scope)}))


@pytest.mark.parametrize(
    ("principal", "wanted"),
    [
        (ANONYMOUS, NOTHING),
        (Principal(user_id="u"), NOTHING),
        (member(Capacity.MEMBER), NOTHING),
        (member(Capacity.EDITOR), OPERATES),
        (member(Capacity.ADMIN), OPERATES),
        (member(Capacity.ADMIN, ELSEWHERE), NOTHING),
        (Principal(user_id="u", is_sysadmin=True), RULES),
        (holder(Role.APPROVER, Scope(ScopeKind.PLATFORM)), DECIDES),
        (holder(Role.APPROVER, Scope(ScopeKind.UNIT_TREE, ABOVE)), DECIDES),
        (holder(Role.APPROVER, Scope(ScopeKind.PROVIDER, ABOVE)), NOTHING),
        (holder(Role.APPROVER, Scope(ScopeKind.PROVIDER, HERE)), DECIDES),
        (holder(Role.STEWARD, Scope(ScopeKind.PROVIDER, HERE)), LOOKS),
        (holder(Role.CHIEF_DATA_OFFICER, Scope(ScopeKind.PLATFORM)), LOOKS),
        (holder(Role.AUDITOR, Scope(ScopeKind.PLATFORM)), LOOKS),
        (holder(Role.REVIEWER, Scope(ScopeKind.PLATFORM)), NOTHING),
        (holder(Role.OPERATOR, Scope(ScopeKind.PLATFORM)), NOTHING),
    ],
)
def test_standing(principal: Principal, wanted: Standing) -> None:
    assert standing(principal, HERE, frozenset({ABOVE})) == wanted


def test_lists_are_for_the_same_people() -> None:
    seen = {
        role
        for role in Role
        if standing(holder(role, Scope(ScopeKind.PLATFORM)), HERE, frozenset()).looks
    }
    assert seen == set(parties.ROLES)
    seen_by = {one for one in Capacity if standing(member(one), HERE, frozenset()).looks}
    assert seen_by == set(parties.CAPACITIES)


def test_who_makes_sources() -> None:
    makers = (member(Capacity.EDITOR), member(Capacity.ADMIN), Principal(is_sysadmin=True))
    assert [makes_sources(one) for one in makers] == [True, True, True]
    assert not makes_sources(member(Capacity.MEMBER))


def test_decisions_are_offered_to_who_decides() -> None:
    approve, refuse = SourceEvent.APPROVE, SourceEvent.REFUSE
    assert possible.decisions(SourceState.WAITING, DECIDES) == (approve, refuse)
    assert possible.decisions(SourceState.APPROVED, DECIDES) == (refuse,)
    assert possible.decisions(SourceState.REFUSED, DECIDES) == (approve,)
    assert possible.decisions(SourceState.WAITING, RULES) == ()


def test_steps_offered_are_those_that_can_happen() -> None:
    for state in RunState:
        offered = possible.steps(state, Wish.NONE, OPERATES)
        assert set(offered) == {
            event for (before, event) in RUN_TRANSITIONS if before is state
        } & set(possible.OF_OPERATORS)
        assert possible.steps(state, Wish.NONE, DECIDES) == ()
    assert possible.steps(RunState.RUNNING, Wish.PAUSE, OPERATES) == (RunEvent.CANCEL,)
    assert possible.steps(RunState.RUNNING, Wish.CANCEL, OPERATES) == (RunEvent.PAUSE,)


def test_when_a_run_can_be_asked_for() -> None:
    def can(
        standing: Standing = OPERATES, latest: RunState | None = None, *, may: bool = True
    ) -> bool:
        return possible.can_request(may_run=may, latest=latest, standing=standing)

    assert can()
    assert not can(may=False)
    assert not can(DECIDES)
    ended = {one for one in RunState if can(latest=one)}
    assert ended == {RunState.FINISHED, RunState.FAILED, RunState.CANCELLED}


def test_who_is_told_of_which_runs() -> None:
    counts = ({}, {"errors": 0, "warnings": 3}, {"errors": 1})
    told = {
        (policy, state, index)
        for policy, state in itertools.product(MailPolicy, RunState)
        for index, one in enumerate(counts)
        if is_told(policy, state, one)
    }
    always = {(MailPolicy.ALWAYS, state, n) for state in STOPPED for n in range(3)}
    bad = STOPPED - {RunState.FINISHED}
    errors = {(MailPolicy.ERRORS, state, n) for state in bad for n in range(3)}
    assert told == always | errors | {(MailPolicy.ERRORS, RunState.FINISHED, 2)}


@pytest.mark.parametrize(
    ("principal", "has"),
    [
        (ANONYMOUS, False),
        (Principal(user_id="u"), False),
        (member(Capacity.EDITOR), True),
        (holder(Role.APPROVER, Scope(ScopeKind.PLATFORM)), True),
    ],
)
def test_who_has_a_list_of_sources(principal: Principal, has: bool) -> None:
    assert parties.looks_after_sources(principal) is has
