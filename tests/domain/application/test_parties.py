"""Who is what to an application, and who sees it."""

from __future__ import annotations

import dataclasses

import pytest

from ckanext.scigov.access.domain.agencies import AgencyCapacity
from ckanext.scigov.access.domain.roles import Role, RoleHeld, Scope, ScopeKind
from ckanext.scigov.access.domain.subjects import ANONYMOUS, Capacity, Principal
from ckanext.scigov.application.domain import parties
from ckanext.scigov.application.domain.parties import Concerned
from ckanext.scigov.application.domain.states import Party, State

CONCERNED = Concerned(
    "creator", "p", frozenset({"handler"}), "agency", frozenset({"above"}), frozenset({"third"})
)
PROVIDER = Scope(ScopeKind.PROVIDER, "p")


def holds(role: Role, scope: Scope = PROVIDER) -> Principal:
    return Principal("u", roles=frozenset({RoleHeld(role, scope)}))


def within(provider: str, capacity: Capacity) -> Principal:
    return Principal("u", capacities=frozenset({(provider, capacity)}))


PEOPLE: dict[str, tuple[Principal, set[Party]]] = {
    "nobody": (ANONYMOUS, set()),
    "a stranger": (Principal("u"), set()),
    "whoever made it": (Principal("creator"), {Party.APPLICANT}),
    "whoever handles it there": (Principal("handler"), {Party.APPLICANT}),
    "steward": (holds(Role.STEWARD), {Party.HANDLER}),
    "steward elsewhere": (holds(Role.STEWARD, Scope(ScopeKind.PROVIDER, "q")), set()),
    "steward above": (holds(Role.STEWARD, Scope(ScopeKind.UNIT_TREE, "above")), {Party.HANDLER}),
    "reviewer": (holds(Role.REVIEWER), {Party.REVIEWER}),
    "decider": (holds(Role.DECIDER), {Party.DECIDER}),
    "authority": (holds(Role.CHIEF_DATA_OFFICER), {Party.AUTHORITY}),
    "auditor": (holds(Role.AUDITOR), {Party.AUDITOR}),
    "approver of grades": (holds(Role.APPROVER), set()),
    "administrator": (Principal("u", is_sysadmin=True), {Party.AUDITOR}),
    "editor": (within("p", Capacity.EDITOR), {Party.HANDLER}),
    "admin": (within("p", Capacity.ADMIN), {Party.HANDLER}),
    "member": (within("p", Capacity.MEMBER), set()),
    "member of the third": (within("third", Capacity.MEMBER), {Party.THIRD}),
}


@pytest.mark.parametrize("name", PEOPLE)
def test_what_somebody_is(name: str) -> None:
    principal, expected = PEOPLE[name]
    assert parties.parties(principal, CONCERNED) == expected


def test_approver_of_the_agency_signs() -> None:
    approver = Principal("u", agency_ids=frozenset({"agency"}))
    assert parties.parties(approver, CONCERNED, AgencyCapacity.APPROVER) == {Party.SIGNER}
    assert parties.parties(approver, CONCERNED, AgencyCapacity.MEMBER) == set()


def test_approver_of_a_suspended_agency_signs_nothing() -> None:
    # A suspended agency is not among those that somebody belongs to.
    assert parties.parties(Principal("u"), CONCERNED, AgencyCapacity.APPROVER) == set()


def test_whoever_applies_does_not_sign() -> None:
    both = Principal("creator", agency_ids=frozenset({"agency"}))
    assert parties.parties(both, CONCERNED, AgencyCapacity.APPROVER) == {Party.APPLICANT}


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"user_id": "creator"}, {Party.APPLICANT}),
        ({"user_id": "handler"}, {Party.APPLICANT}),
        ({"agency_ids": frozenset({"agency"})}, set()),
        ({}, {Party.DECIDER}),
    ],
)
def test_nobody_decides_on_his_own(changes: dict[str, object], kept: set[Party]) -> None:
    decider = dataclasses.replace(holds(Role.DECIDER), **changes)  # type: ignore[arg-type]
    assert parties.parties(decider, CONCERNED) == kept


def test_person_without_an_agency_is_no_agency_of_anybody() -> None:
    personal = dataclasses.replace(CONCERNED, agency_id="")
    assert not parties.is_own(Principal("u"), personal)


SEEN = {
    (State.DRAFT, Party.APPLICANT): True,
    (State.DRAFT, Party.SIGNER): False,
    (State.DRAFT, Party.AUDITOR): False,
    (State.SIGNING, Party.SIGNER): True,
    (State.SIGNING, Party.AUDITOR): True,
    (State.SIGNING, Party.HANDLER): False,
    (State.SUBMITTED, Party.HANDLER): True,
    (State.CLOSED, Party.REVIEWER): True,
}


@pytest.mark.parametrize(("state", "party"), SEEN)
def test_who_sees_what_is_not_submitted_yet(state: State, party: Party) -> None:
    assert parties.may_see(frozenset({party}), state) is SEEN[state, party]


def test_stranger_sees_nothing() -> None:
    assert not parties.may_see(frozenset(), State.SUBMITTED)
