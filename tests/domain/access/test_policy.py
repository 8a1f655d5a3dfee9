"""The policy against its golden table, and what must hold of every decision.

``python tests/domain/access/test_policy.py`` writes the table anew; somebody reads the difference.
"""

from __future__ import annotations

import csv
import dataclasses
import io
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.domain.policy import (
    DENIES,
    INSIDE,
    PERMITS,
    Audience,
    Decision,
    Openness,
    Operation,
    Reason,
    audiences_of,
    decide,
)
from ckanext.scigov.access.domain.roles import Role, RoleHeld, Scope, ScopeKind
from ckanext.scigov.access.domain.subjects import (
    ANONYMOUS,
    Axis,
    Capacity,
    GrantHeld,
    Object,
    Principal,
    State,
    system,
)
from ckanext.scigov.catalogue.domain.grades import ACCESS_RIGHTS, Grade, Level, OpenType, ShareType

GOLDEN = Path(__file__).parents[2] / "golden" / "access_policy.csv"
GRADES: dict[str, Grade | None] = {
    **{f"{g.level.value} {g.share.value}/{g.open.value}": g for g in ACCESS_RIGHTS},
    "unclassified": None,
}
OPEN = Grade(Level.ONE, ShareType.UNCONDITIONAL, OpenType.UNCONDITIONAL)
SHARED = Grade(Level.TWO, ShareType.UNCONDITIONAL, OpenType.CONDITIONAL)
CONDITIONAL = Grade(Level.THREE, ShareType.CONDITIONAL, OpenType.CONDITIONAL)
CLOSED = Grade(Level.FOUR, ShareType.NONE, OpenType.NONE)


def held(role: Role, scope: Scope = Scope(ScopeKind.PLATFORM)) -> Principal:  # noqa: B008
    return Principal("u", roles=frozenset({RoleHeld(role, scope)}))


def granted(axis: Axis, **terms: object) -> Principal:
    return Principal("u", grants=frozenset({GrantHeld("G1", "d", axis, **terms)}))  # type: ignore[arg-type]


def within(capacity: Capacity, provider: str = "p") -> Principal:
    return Principal("u", capacities=frozenset({(provider, capacity)}))


PEOPLE: dict[str, Principal] = {
    "system": system("index"),
    "owner_admin": within(Capacity.ADMIN),
    "owner_editor": within(Capacity.EDITOR),
    "owner_member": within(Capacity.MEMBER),
    "foreign_editor": within(Capacity.EDITOR, "another"),
    "steward": held(Role.STEWARD),
    "approver": held(Role.APPROVER),
    "reviewer": held(Role.REVIEWER),
    "decider": held(Role.DECIDER),
    "cdo": held(Role.CHIEF_DATA_OFFICER),
    "auditor": held(Role.AUDITOR),
    "operator": held(Role.OPERATOR),
    "collaborator": Principal("u", collaborations=frozenset({"d"})),
    "agency_member": Principal("u", agency_ids=frozenset({"a"})),
    "agency_with_grant": dataclasses.replace(granted(Axis.SHARING), agency_ids=frozenset({"a"})),
    "approved_applicant": granted(Axis.OPENING),
    "applicant_for_items": granted(Axis.OPENING, items=frozenset({"amount"})),
    "sysadmin": Principal("u", is_sysadmin=True),
    "sysadmin_break_glass": Principal("u", is_sysadmin=True, opened_glass=frozenset({"d"})),
    "plain_user": Principal("u"),
    "anonymous": ANONYMOUS,
}


def obj(grade: Grade | None = OPEN, **more: object) -> Object:
    return Object("d", "p", grade, **more)  # type: ignore[arg-type]


def table() -> Iterator[list[str]]:
    """One row for each standing, grade, state and hidden or not; a column for each operation."""
    yield ["who", "grade", "state", "hidden", *(operation.value for operation in Operation)]
    for (who, principal), (name, grade), state, hidden in itertools.product(
        PEOPLE.items(), GRADES.items(), State, (False, True)
    ):
        asked = obj(grade, state=state, is_hidden=hidden)
        decisions = [decide(principal, operation, asked) for operation in Operation]
        said = ["yes" if d.allowed else d.reason.value for d in decisions]
        yield [who, name, state.value, "hidden" if hidden else "", *said]


def as_csv() -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(table())
    return text.getvalue()


def test_every_combination_is_as_in_the_golden_table():
    assert GOLDEN.read_text(encoding="utf-8") == as_csv()


@pytest.mark.parametrize(
    ("who", "operation", "grade", "expected"),
    [
        ("anonymous", "data", OPEN, Reason.PERMITTED),
        ("anonymous", "data", SHARED, Reason.NEEDS_APPLICATION),
        ("anonymous", "meta", CLOSED, Reason.PERMITTED),
        ("anonymous", "discover", None, Reason.UNCLASSIFIED),
        ("agency_member", "data", SHARED, Reason.PERMITTED),
        ("agency_member", "locate", CONDITIONAL, Reason.NEEDS_APPLICATION),
        ("agency_with_grant", "data", CONDITIONAL, Reason.PERMITTED),
        ("agency_with_grant", "data", CLOSED, Reason.NOT_OPEN),
        ("approved_applicant", "data", CONDITIONAL, Reason.PERMITTED),
        ("applicant_for_items", "data", CONDITIONAL, Reason.PERMITTED),
        ("applicant_for_items", "locate", CONDITIONAL, Reason.ONLY_ITEMS),
        ("applicant_for_items", "locate", OPEN, Reason.PERMITTED),
        ("applicant_for_items", "locate", CLOSED, Reason.NOT_OPEN),
        ("foreign_editor", "data", CONDITIONAL, Reason.NEEDS_APPLICATION),
        ("foreign_editor", "write", OPEN, Reason.NOT_YOURS_TO_CHANGE),
        ("collaborator", "write", CONDITIONAL, Reason.PERMITTED),
        ("collaborator", "locate", CONDITIONAL, Reason.NEEDS_APPLICATION),
        ("owner_editor", "set_grade", CONDITIONAL, Reason.NOT_YOURS_TO_CHANGE),
        ("steward", "set_grade", None, Reason.PERMITTED),
        ("steward", "data", None, Reason.PERMITTED),
        ("sysadmin", "data", CONDITIONAL, Reason.NEEDS_APPLICATION),
        ("sysadmin", "meta", None, Reason.PERMITTED),
        ("sysadmin_break_glass", "data", CLOSED, Reason.PERMITTED),
        ("operator", "discover", None, Reason.UNCLASSIFIED),
    ],
)
def test_what_matters_most(who, operation, grade, expected):
    decision = decide(PEOPLE[who], operation, obj(grade))
    assert (decision.reason, decision.allowed) == (expected, expected is Reason.PERMITTED)


def test_what_is_unknown_is_denied():
    assert decide(PEOPLE["owner_admin"], "burn", obj()).reason is Reason.UNKNOWN_OPERATION
    with pytest.raises(ValueError, match="no purpose 'curiosity'"):
        system("curiosity")


def test_a_hidden_entry_is_seen_by_agencies_that_may_apply():
    hidden = [obj(grade, is_hidden=True) for grade in (CONDITIONAL, CLOSED)]
    assert [decide(PEOPLE["agency_member"], "meta", one).allowed for one in hidden] == [True, False]
    assert [decide(ANONYMOUS, "meta", one).reason for one in hidden] == [Reason.HIDDEN] * 2
    assert decide(PEOPLE["approved_applicant"], "data", hidden[0]).allowed


def test_a_grant_for_some_resources_reaches_no_others():
    principal = granted(Axis.OPENING, resource_ids=frozenset({"r1"}))
    asked = [obj(CONDITIONAL, resource_id=one) for one in ("r1", "r2", "")]
    assert [decide(principal, "data", one).allowed for one in asked] == [True, False, True]
    other = Object("other", "p", CONDITIONAL)
    assert decide(principal, "data", other).reason is Reason.NEEDS_APPLICATION


def test_the_lightest_terms_count_and_the_grant_is_named():
    heavy = GrantHeld("G1", "d", Axis.OPENING, obligations=Obligations(watermark=True, most_rows=9))
    light = GrantHeld("G2", "d", Axis.OPENING, obligations=Obligations(watermark=True))
    both = Principal("u", grants=frozenset({heavy, light}))
    decision = decide(both, "data", obj(CONDITIONAL))
    assert (decision.grant_number, decision.obligations) == ("G2", light.obligations)
    assert decision.audience is Audience.GRANTEE
    free = decide(both, "data", obj(OPEN))
    assert (free.grant_number, free.obligations) == ("", Obligations())


@pytest.mark.parametrize(
    ("scope", "covers"),
    [
        (Scope(ScopeKind.PLATFORM), True),
        (Scope(ScopeKind.PROVIDER, "p"), True),
        (Scope(ScopeKind.PROVIDER, "unit"), False),
        (Scope(ScopeKind.UNIT_TREE, "unit"), True),
        (Scope(ScopeKind.UNIT_TREE, "p"), True),
        (Scope(ScopeKind.UNIT_TREE, "elsewhere"), False),
    ],
)
def test_a_role_reaches_as_far_as_its_scope(scope, covers):
    below = obj(None, units_above=frozenset({"unit"}))
    assert decide(held(Role.STEWARD, scope), "data", below).allowed is covers


def test_the_tables_speak_of_everything():
    assert set(PERMITS) == set(Audience)
    assert all(set(row) == set(Operation) for row in PERMITS.values())
    assert {denial.state for denial in DENIES} == set(State) - {State.ACTIVE}
    assert not INSIDE & {Audience.PUBLIC, Audience.AGENCY, Audience.GRANTEE}


PRINCIPALS = st.sampled_from(list(PEOPLE.values()))
OBJECTS = st.builds(
    Object,
    dataset_id=st.just("d"),
    provider_id=st.just("p"),
    grade=st.sampled_from(list(GRADES.values())),
    state=st.sampled_from(State),
    is_hidden=st.booleans(),
)


def joined(*people: Principal) -> Principal:
    """Return somebody who is all of these at once."""
    fields = [f.name for f in dataclasses.fields(Principal) if f.default == frozenset()]
    sets = {name: frozenset[object]().union(*(getattr(p, name) for p in people)) for name in fields}
    purpose = next((p.purpose for p in people if p.purpose), "")
    return Principal("u", purpose, any(p.is_sysadmin for p in people), **sets)  # type: ignore[arg-type]


@given(PRINCIPALS, PRINCIPALS, st.sampled_from(Operation), OBJECTS)
def test_another_standing_takes_nothing_away_and_adds_only_its_own(one, other, operation, asked):
    both = decide(joined(one, other), operation, asked).allowed
    assert both == (
        decide(one, operation, asked).allowed or decide(other, operation, asked).allowed
    )


@given(PRINCIPALS, OBJECTS)
def test_who_gets_data_may_know_of_it(principal, asked):
    allowed = {o for o in Operation if decide(principal, o, asked).allowed}
    assert Operation.META not in allowed or Operation.DISCOVER in allowed
    assert not allowed & {Operation.LOCATE, Operation.DATA} or Operation.META in allowed
    is_limited = bool(decide(principal, Operation.DATA, asked).items)
    assert (Operation.LOCATE in allowed) == (Operation.DATA in allowed and not is_limited)


@given(PRINCIPALS, st.sampled_from([Operation.LOCATE, Operation.DATA]), OBJECTS)
def test_stricter_never_permits_more(principal, operation, asked):
    ladder = [OPEN, SHARED, CONDITIONAL, CLOSED]
    allowed = [
        decide(principal, operation, dataclasses.replace(asked, grade=grade)).allowed
        for grade in ladder
    ]
    assert allowed == sorted(allowed, reverse=True)


@given(PRINCIPALS, OBJECTS)
def test_what_is_closed_for_good_gives_no_data(principal, asked):
    gone = {State.DELETED, State.RETIRED, State.DESTROYED}
    if asked.state in gone:
        assert not decide(principal, Operation.DATA, asked).allowed
        assert not decide(principal, Operation.SET_GRADE, asked).allowed


def test_audiences_come_in_their_order():
    everybody = joined(*PEOPLE.values())
    assert audiences_of(everybody, obj()) == tuple(Audience)
    assert decide(ANONYMOUS, Operation.META, obj()) == Decision(
        True, Reason.PERMITTED, Audience.PUBLIC
    )
    assert next(iter(Openness)) is Openness.UNCONDITIONAL


if __name__ == "__main__":
    GOLDEN.write_text(as_csv(), encoding="utf-8")
