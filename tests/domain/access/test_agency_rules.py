"""Who keeps the register of agencies, who decides on it, who appoints members and sees them."""

from __future__ import annotations

import itertools

import pytest

from ckanext.scigov.access.domain.agencies import (
    AgencyCapacity,
    AgencyEvent,
    AgencyReason,
    AgencyState,
    appoints_members,
    decides_on_register,
    judge,
    keeps_register,
    sees_members,
)
from ckanext.scigov.access.domain.roles import Role, RoleHeld, Scope, ScopeKind
from ckanext.scigov.access.domain.subjects import ANONYMOUS, Principal

PLATFORM, UNIT = Scope(ScopeKind.PLATFORM), Scope(ScopeKind.UNIT_TREE, "province")


def holding(role, scope=PLATFORM):
    return Principal("u", roles=frozenset({RoleHeld(role, scope)}))


PEOPLE = {
    "anonymous": ANONYMOUS,
    "plain": Principal("u"),
    "sysadmin": Principal("u", is_sysadmin=True),
    **{role.value: holding(role) for role in Role},
    "operator of a unit": holding(Role.OPERATOR, UNIT),
    "cdo of a unit": holding(Role.CHIEF_DATA_OFFICER, UNIT),
}


def who(rule):
    return [name for name, principal in PEOPLE.items() if rule(principal)]


def test_who_keeps_the_register_and_who_decides_on_it():
    assert who(keeps_register) == ["sysadmin", "operator"]
    assert who(decides_on_register) == ["sysadmin", "cdo"]


def test_who_sees_members_without_being_one():
    assert who(lambda one: sees_members(one, None)) == ["sysadmin", "cdo", "operator"]
    for capacity in AgencyCapacity:
        assert sees_members(PEOPLE["plain"], capacity)


def test_who_appoints_members():
    state = AgencyState.SUSPENDED
    assert who(lambda one: appoints_members(one, None, state)) == ["sysadmin", "operator"]
    allowed = {
        (capacity.value, state.value)
        for capacity, state in itertools.product(AgencyCapacity, AgencyState)
        if appoints_members(PEOPLE["plain"], capacity, state)
    }
    assert allowed == {("approver", "registered"), ("approver", "approved")}


@pytest.mark.parametrize(
    ("state", "event", "actor", "reason"),
    [
        (AgencyState.REGISTERED, AgencyEvent.APPROVE, "other", None),
        (AgencyState.REGISTERED, AgencyEvent.APPROVE, "registrant", AgencyReason.OWN_REGISTRATION),
        (AgencyState.SUSPENDED, AgencyEvent.APPROVE, "registrant", AgencyReason.OWN_REGISTRATION),
        (AgencyState.APPROVED, AgencyEvent.APPROVE, "other", AgencyReason.NOT_IN_THIS_STATE),
        (AgencyState.APPROVED, AgencyEvent.SUSPEND, "registrant", None),
        (AgencyState.REGISTERED, AgencyEvent.SUSPEND, "other", AgencyReason.NOT_IN_THIS_STATE),
    ],
)
def test_the_registrant_does_not_approve(state, event, actor, reason):
    assert judge(state, event, "registrant", actor) is reason
