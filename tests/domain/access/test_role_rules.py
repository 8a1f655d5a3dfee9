"""Who may give which role, what a scope includes, and standing in for somebody."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from ckanext.scigov.access.domain.roles import (
    Assignment,
    Role,
    RoleHeld,
    RoleReason,
    Scope,
    ScopeKind,
    Term,
    TermState,
    covers,
    judge_new,
    judge_substitute,
    may_give,
    may_see,
)

NOW = dt.datetime(2026, 9, 24, 1, tzinfo=dt.timezone.utc)
DAY = dt.timedelta(days=1)
# A province has a bureau, the bureau an institute.
ABOVE = {
    "province": frozenset(),
    "bureau": frozenset({"province"}),
    "institute": frozenset({"province", "bureau"}),
}
SCOPES = {
    "platform": Scope(ScopeKind.PLATFORM),
    **{f"tree {one}": Scope(ScopeKind.UNIT_TREE, one) for one in ABOVE},
    **{f"only {one}": Scope(ScopeKind.PROVIDER, one) for one in ABOVE},
}
BUREAU = Scope(ScopeKind.PROVIDER, "bureau")
STEWARD = RoleHeld(Role.STEWARD, BUREAU)


def above(scope):
    return ABOVE.get(scope.provider_id, frozenset())


def test_a_scope_includes_itself_and_what_lies_below_it():
    included = {
        name: [other for other, inner in SCOPES.items() if outer.includes(inner, above(inner))]
        for name, outer in SCOPES.items()
    }
    assert included == {
        "platform": list(SCOPES),
        "tree province": [name for name in SCOPES if name != "platform"],
        "tree bureau": ["tree bureau", "tree institute", "only bureau", "only institute"],
        "tree institute": ["tree institute", "only institute"],
        "only province": ["only province"],
        "only bureau": ["only bureau"],
        "only institute": ["only institute"],
    }


def test_a_scope_covers_every_provider_that_an_included_scope_covers():
    for outer, inner, provider in itertools.product(SCOPES.values(), SCOPES.values(), ABOVE):
        if outer.includes(inner, above(inner)) and inner.covers(provider, ABOVE[provider]):
            assert outer.covers(provider, ABOVE[provider])


@pytest.mark.parametrize(
    ("giver", "reach", "given", "allowed"),
    [
        (Role.CHIEF_DATA_OFFICER, "platform", Role.STEWARD, True),
        (Role.CHIEF_DATA_OFFICER, "tree province", Role.AUDITOR, True),
        (Role.CHIEF_DATA_OFFICER, "only bureau", Role.DECIDER, True),
        (Role.CHIEF_DATA_OFFICER, "only institute", Role.DECIDER, False),
        (Role.CHIEF_DATA_OFFICER, "platform", Role.CHIEF_DATA_OFFICER, False),
        (Role.AUDITOR, "platform", Role.STEWARD, False),
        (Role.STEWARD, "only bureau", Role.STEWARD, False),
    ],
)
def test_a_chief_data_officer_gives_roles_within_his_scope(giver, reach, given, allowed):
    held = {RoleHeld(giver, SCOPES[reach])}
    assert may_give(held, RoleHeld(given, BUREAU), ABOVE["bureau"]) is allowed


def test_officers_and_auditors_see_roles_within_their_scope():
    seeing = [
        role.value
        for role in Role
        if may_see({RoleHeld(role, SCOPES["tree province"])}, STEWARD, ABOVE["bureau"])
    ]
    assert seeing == ["cdo", "auditor"]
    outside = {RoleHeld(Role.AUDITOR, SCOPES["only institute"])}
    assert not may_see(outside, STEWARD, ABOVE["bureau"])


def test_a_role_covers_the_same_role_in_a_smaller_scope():
    wide = RoleHeld(Role.STEWARD, SCOPES["tree province"])
    assert covers(wide, STEWARD, ABOVE["bureau"])
    assert not covers(STEWARD, wide, frozenset())
    assert not covers(RoleHeld(Role.APPROVER, wide.scope), STEWARD, ABOVE["bureau"])


@pytest.mark.parametrize(
    ("term", "state"),
    [
        (Term(NOW + DAY), TermState.FUTURE),
        (Term(NOW), TermState.ACTIVE),
        (Term(NOW - DAY, NOW + DAY, NOW + DAY), TermState.ACTIVE),
        (Term(NOW - DAY, NOW), TermState.ENDED),
        (Term(NOW - DAY, NOW + DAY, NOW), TermState.REVOKED),
        (Term(NOW - DAY, NOW, NOW - DAY), TermState.REVOKED),
        (Term(NOW + DAY, None, NOW), TermState.REVOKED),
    ],
)
def test_where_a_term_stands(term, state):
    assert term.state(NOW) is state
    assert term.holds(NOW) is (state is TermState.ACTIVE)
    assert term.is_open(NOW) is (state in (TermState.ACTIVE, TermState.FUTURE))


@pytest.mark.parametrize(
    ("until", "other", "reason"),
    [
        (None, [], None),
        (NOW + DAY, [], None),
        (NOW, [], RoleReason.TERM_EMPTY),
        (None, [Assignment(STEWARD, Term(NOW - DAY))], RoleReason.ALREADY_HELD),
        (None, [Assignment(STEWARD, Term(NOW + DAY))], RoleReason.ALREADY_HELD),
        (None, [Assignment(STEWARD, Term(NOW - DAY, NOW))], None),
        (None, [Assignment(RoleHeld(Role.STEWARD, SCOPES["platform"]), Term(NOW))], None),
    ],
)
def test_a_new_role_must_last_and_be_new(until, other, reason):
    assert judge_new(Assignment(STEWARD, Term(NOW, until)), other) is reason


WIDE = RoleHeld(Role.STEWARD, SCOPES["tree province"])


@pytest.mark.parametrize(
    ("until", "others", "reason"),
    [
        (NOW + DAY, [Assignment(WIDE, Term(NOW))], None),
        (NOW + DAY, [Assignment(STEWARD, Term(NOW, NOW + DAY))], None),
        (NOW + DAY, [], RoleReason.OTHER_HOLDS_NONE),
        (NOW + DAY, [Assignment(STEWARD, Term(NOW + DAY))], RoleReason.OTHER_HOLDS_NONE),
        (
            NOW + DAY,
            [Assignment(RoleHeld(Role.APPROVER, BUREAU), Term(NOW))],
            RoleReason.OTHER_HOLDS_NONE,
        ),
        (None, [Assignment(STEWARD, Term(NOW))], RoleReason.STANDS_IN_WITHOUT_END),
        (
            NOW + 2 * DAY,
            [Assignment(STEWARD, Term(NOW, NOW + DAY))],
            RoleReason.STANDS_IN_TOO_LONG,
        ),
        (
            NOW + 2 * DAY,
            [Assignment(STEWARD, Term(NOW, NOW + DAY)), Assignment(WIDE, Term(NOW))],
            None,
        ),
    ],
)
def test_somebody_stands_in_for_whoever_holds_the_role_and_as_long(until, others, reason):
    new = Assignment(STEWARD, Term(NOW, until))
    assert judge_substitute(new, others, ABOVE["bureau"]) is reason
