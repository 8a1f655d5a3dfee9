"""Who may be given a grant, who sees it, ends it, prolongs it."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from ckanext.scigov.access.domain.agencies import AgencyCapacity
from ckanext.scigov.access.domain.granting import (
    GrantReason,
    GrantSeen,
    NewGrant,
    is_for,
    judge_new,
    judge_renewal,
    judge_revocation,
    may_renew,
    may_revoke,
    may_see,
    unknown_items,
    within_items,
)
from ckanext.scigov.access.domain.roles import Role, RoleHeld, Scope, ScopeKind, Term
from ckanext.scigov.access.domain.subjects import ANONYMOUS, Axis, Capacity, Principal

NOW = dt.datetime(2026, 9, 24, 1, tzinfo=dt.timezone.utc)
DAY = dt.timedelta(days=1)
OF_AGENCY = GrantSeen("", "a", "bureau", frozenset({"province"}))
OF_USER = GrantSeen("u", "", "bureau", frozenset({"province"}))
TREE = Scope(ScopeKind.UNIT_TREE, "province")


def holding(role, scope=TREE):
    return Principal("x", roles=frozenset({RoleHeld(role, scope)}))


def within(capacity, provider="bureau"):
    return Principal("x", capacities=frozenset({(provider, capacity)}))


PEOPLE = {
    "anonymous": ANONYMOUS,
    "plain": Principal("x"),
    "grantee": Principal("u"),
    "agency": Principal("x", agency_ids=frozenset({"a"})),
    "other agency": Principal("x", agency_ids=frozenset({"b"})),
    **{capacity.value: within(capacity) for capacity in Capacity},
    "admin elsewhere": within(Capacity.ADMIN, "province"),
    **{role.value: holding(role) for role in Role},
    "decider elsewhere": holding(Role.DECIDER, Scope(ScopeKind.PROVIDER, "province")),
    "sysadmin": Principal("x", is_sysadmin=True),
}
INSIDE = ["member", "editor", "admin", "steward", "approver", "decider", "auditor", "sysadmin"]


def who(rule, grant, *more):
    return [name for name, principal in PEOPLE.items() if rule(principal, grant, *more)]


def test_who_sees_a_grant():
    assert who(may_see, OF_USER) == ["grantee", *INSIDE]
    assert who(may_see, OF_AGENCY) == ["agency", *INSIDE]


def test_who_ends_a_grant():
    inside = ["admin", "steward", "decider", "sysadmin"]
    assert who(may_revoke, OF_USER, None) == ["grantee", *inside]
    assert who(may_revoke, OF_AGENCY, None) == inside
    assert who(may_revoke, OF_AGENCY, AgencyCapacity.MEMBER) == inside
    assert who(may_revoke, OF_AGENCY, AgencyCapacity.APPROVER) == ["agency", *inside]


def test_only_a_decider_prolongs():
    assert who(may_renew, OF_USER) == ["decider"]
    assert who(may_renew, OF_AGENCY) == ["decider"]


def test_whom_a_grant_is_for():
    assert who(is_for, OF_USER) == ["grantee"]
    assert who(is_for, OF_AGENCY) == ["agency"]


def test_of_a_dataset_that_is_no_more_the_grantee_and_the_platform_see_it():
    orphan = dataclasses.replace(OF_USER, provider_id="", units_above=frozenset())
    assert who(may_see, orphan) == ["grantee", "sysadmin"]
    assert may_see(holding(Role.AUDITOR, Scope(ScopeKind.PLATFORM)), orphan)


def wish(**more):
    given = {"user_id": "u", "axis": Axis.OPENING, "dataset_id": "d", "source": "A1", "reason": ""}
    return NewGrant(**{**given, **more})


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (wish(), None),
        (wish(until_at=NOW + DAY), None),
        (wish(until_at=NOW), GrantReason.TERM_EMPTY),
        (wish(axis=Axis.SHARING), GrantReason.SHARING_NEEDS_AGENCY),
        (wish(axis=Axis.SHARING, user_id="", agency_id="a"), None),
        (wish(user_id="", agency_id="a"), None),
    ],
)
def test_what_can_be_granted(new, reason):
    assert judge_new(new, NOW) is reason


DICTIONARIES = {"r1": ["Name", "amount"], "r2": ["amount", "phone"], "r3": [], "r4": ["other"]}


def test_a_grant_for_items_is_for_the_resources_that_have_them():
    settled = within_items(wish(items=frozenset({"ＮＡＭＥ", "Amount"})), DICTIONARIES)
    assert settled.items == {"Name", "amount"}
    assert settled.resource_ids == {"r1", "r2"}
    chosen = wish(items=frozenset({"phone"}), resource_ids=frozenset({"r1", "r2"}))
    of_both = {name: DICTIONARIES[name] for name in ("r1", "r2")}
    assert within_items(chosen, of_both) == dataclasses.replace(
        chosen, resource_ids=frozenset({"r2"})
    )
    assert within_items(wish(), DICTIONARIES) == wish()


def test_items_that_no_dictionary_has():
    new = wish(items=frozenset({"name", "salary", "", "address"}))
    assert unknown_items(new, DICTIONARIES) == ["", "address", "salary"]
    assert unknown_items(wish(items=frozenset({"phone"})), DICTIONARIES) == []
    assert unknown_items(wish(), {}) == []


@pytest.mark.parametrize("grantee", [{"user_id": ""}, {"agency_id": "a"}])
def test_a_grant_is_for_exactly_one(grantee):
    with pytest.raises(ValueError, match="for a user or for an agency"):
        wish(**grantee)


@pytest.mark.parametrize(
    ("term", "revocation", "renewal"),
    [
        (Term(NOW - DAY, NOW + DAY), None, None),
        (Term(NOW + DAY, NOW + DAY + DAY / 2), None, None),
        (Term(NOW - DAY, NOW), GrantReason.NOT_IN_FORCE, GrantReason.NOT_IN_FORCE),
        (Term(NOW - DAY, None, NOW), GrantReason.NOT_IN_FORCE, GrantReason.NOT_IN_FORCE),
        (Term(NOW - DAY), None, GrantReason.HAS_NO_END),
        (Term(NOW - DAY, NOW + 2 * DAY), None, GrantReason.NOT_LATER),
    ],
)
def test_what_can_be_ended_and_prolonged(term, revocation, renewal):
    assert judge_revocation(term, NOW) is revocation
    assert judge_renewal(term, NOW + 2 * DAY, NOW) is renewal
