"""Who holds which role: what is listed is what may be seen."""

import datetime as dt

import pytest

from ckan import model
from ckan.tests import factories

from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.service import roles as service

pytestmark = pytest.mark.usefixtures("units")

DAY = dt.timedelta(days=1)
SCOPES = (
    "platform", "unit_tree:province", "unit_tree:bureau", "provider:bureau", "provider:institute",
    "provider:elsewhere",
)  # fmt: skip
VIEWERS = (
    "plain", "sysadmin", "cdo", "auditor", "steward", "auditor unit_tree province",
    "cdo unit_tree bureau", "auditor provider bureau", "cdo provider elsewhere",
)  # fmt: skip


@pytest.mark.parametrize("who", VIEWERS)
def test_the_list_has_exactly_what_may_be_seen(who, giver, given, call, outcome):
    user = giver(who)
    factories.User(name="somebody")
    ids = [given("somebody", "reviewer", scope) for scope in SCOPES]
    listed = {row["id"] for row in call(user, "role_list", user="somebody")}
    answers = {id_: outcome(user, "role_revoke", id=id_, reason="岗位变动") for id_ in ids}
    assert listed == {id_ for id_, answer in answers.items() if answer != "absent"}


def test_anonymous_visitors_list_nothing(outcome):
    assert outcome("", "role_list") == "forbidden"


@pytest.mark.parametrize("register", ["role", "agency", "grant"])
def test_visitors_list_nothing_over_the_api(now, app, register):
    """In a request CKAN takes its user object for nobody for somebody who has signed in."""
    answer = app.get(f"/api/action/scigov_access_{register}_list", status=403)
    assert '"success": false' in answer.body


def test_everybody_sees_his_own(call, given, plain, sysadmin, units):
    factories.User(name="stranger")
    given("stranger", "steward")
    id_ = given(plain, "steward", "provider:bureau", until="2026-10-01")
    granted_by = model.User.get(sysadmin).id
    assert call(plain, "role_list") == [
        {
            "id": id_,
            "user_id": model.User.get(plain).id,
            "user_name": plain,
            "role": "steward",
            "scope": f"provider:{units['bureau']}",
            "scope_title": "bureau",
            "from": "2026-09-24T01:00:00+00:00",
            "until": "2026-10-01T16:00:00+00:00",
            "substitute_for": None,
            "substitute_for_name": None,
            "state": "active",
            "granted_by": granted_by,
            "revoked_by": None,
            "revoked_at": None,
            "reason": "岗位任命",
        }
    ]


def test_the_list_is_narrowed_and_paged(call, given, plain, sysadmin, at, now):
    steward = given(plain, "steward")
    future = given(plain, "decider", "provider:bureau", **{"from": "2026-12-01"})
    ended = given(plain, "reviewer", until="2026-09-24")
    at(now + DAY)

    def listed(**data):
        return [row["id"] for row in call(sysadmin, "role_list", **data)]

    assert listed() == [future, steward]
    assert set(listed(include_ended=True)) == {future, steward, ended}
    assert listed(role="steward") == [steward]
    assert listed(scope="provider:bureau") == [future]
    assert listed(scope="provider:nowhere") == []
    assert listed(user="nobody") == []
    assert listed(limit=1, offset=1) == [steward]
    states = {row["id"]: row["state"] for row in call(plain, "role_list", include_ended=True)}
    assert states == {steward: "active", future: "future", ended: "ended"}


def test_the_list_asks_the_database_no_more_for_more_rows(
    call, given, holder, units, count_queries
):
    viewer = holder("auditor", "unit_tree", units["province"])

    def asked():
        with count_queries() as queries:
            found = call(viewer, "role_list")
        return queries.count, len(found)

    factories.User(name="somebody")
    given("somebody", "steward", "provider:bureau")
    few = asked()
    for role in ("reviewer", "decider"):
        given("somebody", role, "provider:institute")
    many = asked()
    assert (few[1], many[1]) == (2, 4)
    assert few[0] == many[0] <= 6


def test_holders_are_those_whose_role_reaches_the_provider_now(given, units, now):
    names = {scope: f"reviewer-{number}" for number, scope in enumerate(SCOPES)}
    for scope, name in names.items():
        factories.User(name=name)
        given(name, "reviewer", scope)
    given(names["platform"], "reviewer", "provider:bureau")
    given(factories.User()["name"], "reviewer", **{"from": "2026-12-01"})
    given(factories.User()["name"], "steward")
    found = service.holders(model.Session, Role.REVIEWER, units["bureau"], now)
    assert {model.User.get(id_).name for id_ in found} == {
        names[scope]
        for scope in SCOPES
        if scope not in ("provider:institute", "provider:elsewhere")
    }
    assert len(found) == 4
