"""Tokens of a grant: who gets one, what its bearer is, what is kept of it."""

from __future__ import annotations

import pytest

from ckanext.scigov.access.domain.agencies import AgencyCapacity
from ckanext.scigov.access.domain.grant_tokens import (
    MOST,
    TokenReason,
    bearer,
    digest,
    is_bound,
    judge_new,
    new_secret,
)
from ckanext.scigov.access.domain.granting import GrantSeen, may_answer_for
from ckanext.scigov.access.domain.roles import Role, RoleHeld, Scope, ScopeKind, TermState
from ckanext.scigov.access.domain.subjects import Axis, Capacity, GrantHeld, Principal

OF_USER, OF_AGENCY = GrantSeen("u", "", "p"), GrantSeen("", "a", "p")
MEMBER = Principal("u", agency_ids=frozenset({"a"}))


def test_its_bearer_is_nobody_but_the_holder_of_the_grant():
    one, other = (GrantHeld(number, "d", Axis.SHARING) for number in ("G1", "G2"))
    whole = Principal(
        "u", is_sysadmin=True, capacities=frozenset({("p", Capacity.ADMIN)}),
        agency_ids=frozenset({"a"}), grants=frozenset({one, other}),
        roles=frozenset({RoleHeld(Role.STEWARD, Scope(ScopeKind.PLATFORM))}),
        collaborations=frozenset({"d"}), opened_glass=frozenset({"d"}),
    )  # fmt: skip
    assert bearer(whole, "G1") == Principal("u", grants=frozenset({one}))
    assert bearer(whole, "G3") == Principal("u")


def test_what_is_kept_tells_nothing_of_it():
    secret = new_secret(lambda size: "x" * size)
    assert secret == "scigov_grant_" + "x" * 32
    assert is_bound(secret)
    assert not is_bound("eyJhbGciOiJIUzI1NiJ9")
    assert digest(secret) == "922b14aba59d909c53b14a5f435e829c0155eb532429be7591d9dc36d7c20cf4"


@pytest.mark.parametrize(
    ("principal", "grant", "capacity", "user", "allowed"),
    [
        (Principal("u"), OF_USER, None, "u", True),
        (Principal("u"), OF_USER, None, "v", False),
        (Principal("u"), OF_USER, AgencyCapacity.APPROVER, "v", False),
        (Principal("x"), OF_USER, None, "x", False),
        (Principal("x", is_sysadmin=True), OF_USER, None, "u", False),
        (MEMBER, OF_AGENCY, AgencyCapacity.MEMBER, "u", True),
        (MEMBER, OF_AGENCY, AgencyCapacity.MEMBER, "v", False),
        (MEMBER, OF_AGENCY, AgencyCapacity.APPROVER, "v", True),
        (Principal("u"), OF_AGENCY, None, "u", False),
    ],
)
def test_who_makes_one_for_whom(principal, grant, capacity, user, allowed):
    assert may_answer_for(principal, grant, capacity, user) is allowed


@pytest.mark.parametrize(
    ("state", "live", "more", "reason"),
    [
        (TermState.ACTIVE, MOST - 1, {}, None),
        (TermState.ACTIVE, MOST, {}, TokenReason.TOO_MANY),
        (TermState.FUTURE, 0, {}, TokenReason.NOT_IN_FORCE),
        (TermState.ENDED, 0, {}, TokenReason.NOT_IN_FORCE),
        (TermState.REVOKED, 0, {}, TokenReason.NOT_IN_FORCE),
        (TermState.ACTIVE, 0, {"is_grantee": False}, TokenReason.NOT_GRANTEE),
        (TermState.ACTIVE, 0, {"is_sysadmin": True}, TokenReason.ADMINISTRATOR),
    ],
)
def test_when_one_is_made(state, live, more, reason):
    asked = {"is_grantee": True, "is_sysadmin": False, **more}
    assert judge_new(state, live, **asked) is reason
