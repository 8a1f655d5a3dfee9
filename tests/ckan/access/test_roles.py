"""Roles: given within a scope, for a time, by somebody else; what is listed is what may be seen."""

import datetime as dt

import pytest

from ckan import model
from ckan.tests import factories

from ckanext.scigov.access.domain.roles import Role, RoleHeld, Scope, ScopeKind
from ckanext.scigov.access.model import RoleAssignment
from ckanext.scigov.audit.model import AuditEvent

pytestmark = pytest.mark.usefixtures("units")

PLATFORM = Scope(ScopeKind.PLATFORM)


SCOPES = (
    "platform", "unit_tree:province", "unit_tree:bureau", "provider:bureau", "provider:institute",
    "provider:elsewhere",
)  # fmt: skip
GIVERS = {
    # in the order of SCOPES
    "anonymous": "------",
    "plain": "------",
    "cdo": "yyyyyy",
    "cdo unit_tree province": "-yyyy-",
    "cdo unit_tree bureau": "--yyy-",
    "cdo provider bureau": "---y--",
    "cdo provider elsewhere": "-----y",
    "auditor": "------",
    "steward": "------",
    "operator": "------",
    "sysadmin": "yyyyyy",
}


@pytest.mark.parametrize("who", GIVERS)
def test_who_gives_and_takes_roles_in_which_scope(who, giver, given, outcome):
    user, signs = giver(who), {"yes": "y", "forbidden": "-", "absent": "-"}
    factories.User(name="newcomer")
    factories.User(name="leaver")
    wish = {"user": "newcomer", "role": "steward", "reason": "岗位任命"}
    gave = [outcome(user, "role_grant", **wish, scope=scope) for scope in SCOPES]
    took = [
        outcome(user, "role_revoke", id=given("leaver", "steward", scope), reason="岗位变动")
        for scope in SCOPES
    ]
    assert "".join(signs[one] for one in gave) == GIVERS[who]
    assert "".join(signs[one] for one in took) == GIVERS[who]


def test_only_an_administrator_makes_and_unmakes_chief_data_officers(
    holder, given, outcome, sysadmin, plain
):
    officer = holder("cdo")
    wish = {"user": plain, "role": "cdo", "scope": "platform", "reason": "岗位任命"}
    assert outcome(officer, "role_grant", **wish) == "forbidden"
    made = given(plain, "cdo")
    assert outcome(officer, "role_revoke", id=made, reason="岗位变动") == "forbidden"
    assert outcome(sysadmin, "role_revoke", id=made, reason="岗位变动") == "yes"


def test_nobody_gives_himself_a_role(holder, outcome, sysadmin):
    for user in (sysadmin, holder("cdo")):
        wish = {"user": user, "role": "auditor", "scope": "platform", "reason": "岗位任命"}
        assert outcome(user, "role_grant", **wish) == ["user"]


@pytest.mark.parametrize(
    ("wish", "fields"),
    [
        ({"user": "nobody"}, ["user"]),
        ({"role": "king"}, ["role"]),
        ({"scope": "everywhere"}, ["scope"]),
        ({"scope": "provider:nowhere"}, ["scope"]),
        ({"scope": {"kind": "provider", "id": "bureau"}}, "yes"),
        ({"scope": ""}, ["scope"]),
        ({"reason": " "}, ["reason"]),
        ({"until": "2026-09-23"}, ["until"]),
        ({"until": "2026-09-24"}, "yes"),
        ({"until": "soon"}, ["until"]),
        ({"from": "2026-10-02", "until": "2026-10-01"}, ["until"]),
        ({"from": "2026-10-01", "until": "2026-10-01"}, "yes"),
        ({"from": "9999-12-31", "until": "9999-12-31"}, ["from", "until"]),
    ],
)
def test_what_can_be_given(wish, fields, units, outcome, sysadmin, plain):
    right = {"user": plain, "role": "steward", "scope": "platform", "reason": "岗位任命"}
    assert outcome(sysadmin, "role_grant", **{**right, **wish}) == fields


def test_a_role_holds_from_its_first_day_to_the_end_of_its_last(given, plain, principal, at):
    given(plain, "steward", until="2026-10-01", **{"from": "2026-09-28T08:00:00+08:00"})
    held = []
    for moment in (
        dt.datetime(2026, 9, 27, 23, 59, tzinfo=dt.timezone.utc),
        dt.datetime(2026, 9, 28, 0, 0, tzinfo=dt.timezone.utc),
        dt.datetime(2026, 10, 1, 15, 59, tzinfo=dt.timezone.utc),
        dt.datetime(2026, 10, 1, 16, 0, tzinfo=dt.timezone.utc),  # midnight in Beijing
    ):
        at(moment)
        held.append(principal(plain).roles)
    steward = frozenset({RoleHeld(Role.STEWARD, PLATFORM)})
    assert held == [frozenset(), steward, steward, frozenset()]


def test_a_revoked_role_is_gone_at_once(given, plain, principal, call, sysadmin, units):
    id_ = given(plain, "steward", "provider:bureau")
    scope = Scope(ScopeKind.PROVIDER, units["bureau"])
    assert principal(plain).roles == {RoleHeld(Role.STEWARD, scope)}
    revoked = call(sysadmin, "role_revoke", id=id_, reason="岗位变动")
    assert (revoked["state"], revoked["reason"]) == ("revoked", "岗位变动")
    assert principal(plain).roles == frozenset()


def test_a_role_is_not_given_or_taken_twice(outcome, given, sysadmin, plain):
    wish = {"user": plain, "role": "steward", "scope": "platform", "reason": "岗位任命"}
    id_ = given(plain, "steward")
    assert outcome(sysadmin, "role_grant", **wish) == ["role"]
    assert outcome(sysadmin, "role_revoke", id=id_, reason="") == ["reason"]
    assert outcome(sysadmin, "role_revoke", id=id_, reason="岗位变动") == "yes"
    assert outcome(sysadmin, "role_revoke", id=id_, reason="岗位变动") == ["state"]
    assert outcome(sysadmin, "role_grant", **wish) == "yes"


def test_standing_in(given, outcome, sysadmin, plain, units):
    other = factories.User(name="other")["name"]
    wish = {
        "user": plain, "role": "decider", "scope": "provider:bureau", "reason": "代理",
        "substitute_for": other, "until": "2026-10-31",
    }  # fmt: skip
    assert outcome(sysadmin, "role_grant", **wish) == ["substitute_for"]
    given(other, "decider", "unit_tree:province", until="2026-11-30")
    assert outcome(sysadmin, "role_grant", **{**wish, "substitute_for": plain}) == [
        "substitute_for"
    ]
    assert outcome(sysadmin, "role_grant", **{**wish, "until": ""}) == ["until"]
    assert outcome(sysadmin, "role_grant", **{**wish, "until": "2026-12-01"}) == ["until"]
    assert outcome(sysadmin, "role_grant", **wish) == "yes"


def test_who_stands_in_loses_the_role_with_its_holder(given, call, sysadmin, plain, principal):
    other = factories.User(name="other")["name"]
    end = {"until": "2026-10-31"}
    wide, single = given(other, "decider"), given(other, "decider", "provider:bureau")
    given(plain, "decider", "provider:bureau", substitute_for=other, **end)
    given(plain, "steward", "provider:elsewhere")
    call(sysadmin, "role_revoke", id=wide, reason="岗位变动")
    assert {held.role for held in principal(plain).roles} == {Role.DECIDER, Role.STEWARD}
    call(sysadmin, "role_revoke", id=single, reason="岗位变动")
    assert {held.role for held in principal(plain).roles} == {Role.STEWARD}


def test_a_role_that_is_not_there_or_not_visible(outcome, given, plain, holder, units):
    stranger = factories.User(name="stranger")["name"]
    id_ = given(stranger, "steward", "provider:elsewhere")
    officer = holder("cdo", "unit_tree", units["province"])
    for user in (plain, officer):
        for name in (id_, "nothing", {"odd": 1}, "nul\0"):
            assert outcome(user, "role_revoke", id=name, reason="岗位变动") == "absent"
    assert outcome(stranger, "role_revoke", id=id_, reason="岗位变动") == "forbidden"


def test_acts_are_recorded(call, given, sysadmin, plain, recorded, units):
    id_ = given(plain, "steward", "provider:bureau")
    call(sysadmin, "role_revoke", id=id_, reason="岗位变动")
    assert recorded(id_) == [("root", "role.grant"), ("root", "role.revoke")]
    first, last = model.Session.query(AuditEvent).filter_by(object_id=id_).order_by("id")
    assert first.detail == {
        "user_id": model.User.get(plain).id,
        "role": "steward",
        "scope": f"provider:{units['bureau']}",
        "from_at": "2026-09-24T01:00:00+00:00",
        "until_at": None,
        "substitute_for": None,
        "reason": "岗位任命",
    }
    assert last.detail == {**first.detail, "reason": "岗位变动"}


def test_an_act_and_its_record_are_undone_together(call, sysadmin, plain, recorded):
    wish = {"user": plain, "role": "steward", "scope": "platform", "reason": "岗位任命"}
    id_ = call(sysadmin, "role_grant", {"defer_commit": True}, **wish)["id"]
    assert recorded(id_) == [("root", "role.grant")]
    model.Session.rollback()
    assert recorded(id_) == []
    assert model.Session.get(RoleAssignment, id_) is None
