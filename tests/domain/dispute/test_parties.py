"""Who is what to a dispute."""

from __future__ import annotations

import dataclasses

import pytest

from ckanext.scigov.access.domain.roles import Role, RoleHeld, Scope, ScopeKind
from ckanext.scigov.access.domain.subjects import ANONYMOUS, Capacity, Principal
from ckanext.scigov.dispute.domain.parties import (
    Concerned,
    Unit,
    handles,
    has_desk,
    is_authority,
    parties,
)
from ckanext.scigov.dispute.domain.states import Party

FILED = Concerned(Unit("p", frozenset({"above"})), reporter_ids=frozenset({"reporter"}))
FORWARDED = dataclasses.replace(FILED, unit=Unit("q", frozenset({"beyond"})))


def holds(role: Role, provider: str, kind: ScopeKind = ScopeKind.PROVIDER) -> Principal:
    return Principal("u", roles=frozenset({RoleHeld(role, Scope(kind, provider))}))


def within(provider: str, capacity: Capacity) -> Principal:
    return Principal("u", capacities=frozenset({(provider, capacity)}))


PEOPLE: dict[str, tuple[Principal, set[Party]]] = {
    "nobody": (ANONYMOUS, set()),
    "a stranger": (Principal("u"), set()),
    "whoever reported it": (Principal("reporter"), {Party.REPORTER}),
    "editor of the unit": (within("q", Capacity.EDITOR), {Party.HANDLER}),
    "admin of the unit": (within("q", Capacity.ADMIN), {Party.HANDLER}),
    "member of the unit": (within("q", Capacity.MEMBER), set()),
    "editor of the provider": (within("p", Capacity.EDITOR), set()),
    "steward of the unit": (holds(Role.STEWARD, "q"), {Party.HANDLER}),
    "steward above it": (
        holds(Role.STEWARD, "beyond", ScopeKind.UNIT_TREE), {Party.HANDLER}),
    "steward of the provider": (holds(Role.STEWARD, "p"), set()),
    "decider of the unit": (holds(Role.DECIDER, "q"), {Party.DECIDER}),
    "reviewer of the unit": (holds(Role.REVIEWER, "q"), set()),
    "authority of the provider": (
        holds(Role.CHIEF_DATA_OFFICER, "above", ScopeKind.UNIT_TREE), {Party.AUTHORITY}),
    "authority of the unit": (holds(Role.CHIEF_DATA_OFFICER, "q"), {Party.AUTHORITY}),
    "authority elsewhere": (holds(Role.CHIEF_DATA_OFFICER, "x"), set()),
    "auditor": (holds(Role.AUDITOR, "p"), {Party.AUDITOR}),
    "administrator": (Principal("u", is_sysadmin=True), {Party.AUDITOR}),
}  # fmt: skip


@pytest.mark.parametrize("name", PEOPLE)
def test_what_somebody_is(name: str) -> None:
    principal, expected = PEOPLE[name]
    assert parties(principal, FORWARDED) == expected


@pytest.mark.parametrize("name", ["editor of the unit", "decider of the unit"])
def test_before_it_is_forwarded_no_unit_has_it(name: str) -> None:
    assert parties(PEOPLE[name][0], FILED) == set()


def test_before_it_is_forwarded_the_authority_has_it() -> None:
    assert parties(holds(Role.CHIEF_DATA_OFFICER, "p"), FILED) == {Party.AUTHORITY}
    assert parties(holds(Role.CHIEF_DATA_OFFICER, "q"), FILED) == set()


@pytest.mark.parametrize(
    "name", ["editor of the unit", "decider of the unit", "authority of the unit"]
)
def test_nobody_is_an_official_to_his_own(name: str) -> None:
    official = dataclasses.replace(PEOPLE[name][0], user_id="reporter")
    assert parties(official, FORWARDED) == {Party.REPORTER}


def test_who_stands_above_a_unit_and_who_works_in_it() -> None:
    unit = Unit("q", frozenset({"beyond"}))
    over = holds(Role.CHIEF_DATA_OFFICER, "beyond", ScopeKind.UNIT_TREE)
    editor, steward = within("q", Capacity.EDITOR), holds(Role.STEWARD, "q")
    people = (over, editor, steward, within("q", Capacity.MEMBER), ANONYMOUS)
    assert [is_authority(one, unit) for one in people] == [True, False, False, False, False]
    assert [handles(one, unit) for one in people] == [False, True, True, False, False]


@pytest.mark.parametrize(
    ("who", "has_one"),
    [
        (ANONYMOUS, False), (Principal("u", is_sysadmin=True), False),
        (within("q", Capacity.MEMBER), False), (within("q", Capacity.EDITOR), True),
        (holds(Role.REVIEWER, "q"), False), (holds(Role.CHIEF_DATA_OFFICER, "q"), False),
        (holds(Role.STEWARD, "q"), True), (holds(Role.DECIDER, "q"), True),
    ],
)  # fmt: skip
def test_who_works_for_a_unit_has_a_desk(who: Principal, has_one: bool) -> None:
    assert has_desk(who) == has_one
