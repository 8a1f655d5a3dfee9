"""A token of a grant gives what the grant gives, and nothing else of its user's."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from three_items import GIVEN, HEAD, TWO, as_csv, lines, names_of

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.access.domain.subjects import Axis
from ckanext.scigov.access.model_tokens import GrantToken
from ckanext.scigov.access.service import agencies
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.shared.actors import Actor

pytestmark = pytest.mark.usefixtures("clean_site", "now")
WISH = {"name": "每日同步程序"}


@pytest.fixture
def made(publish, token):
    return publish()


@pytest.fixture
def of_grant(call):
    """Make a token of a grant: ``of_grant(number)``, by ``plain`` unless somebody is named."""
    return lambda number, by="plain", **more: call(
        by, "grant_token_create", number=number, **WISH, **more
    )


@pytest.fixture
def ask(app):
    """Call an action over the API: ``ask(token, "datastore_search", resource_id=…)``."""

    def send(token: str, action: str, **data: Any) -> Any:
        client = app.test_client(use_cookies=False)
        return client.post(f"/api/3/action/{action}", json=data, headers={"Authorization": token})

    return send


def test_it_gives_the_granted_columns_as_rows_and_as_a_file(made, issued, of_grant, ask, get):
    number = issued(made.dataset_id, items=TWO).number
    secret = of_grant(number)["token"]
    answer = ask(secret, "datastore_search", resource_id=made.resource_id)
    assert names_of(answer.json["result"]) == ["_id", HEAD[0], HEAD[2]]
    file = get(secret, made, "/access")
    assert lines(file)[1:] == [[HEAD[0], HEAD[2]], *GIVEN]
    assert file.headers["X-Scigov-Grant"] == number
    assert lines(get(secret, made, "/rows.csv"))[-1] == GIVEN[-1]


def test_another_grant_of_its_user_is_none_to_it(made, issued, of_grant, ask, get, token):
    secret = of_grant(issued(made.dataset_id, items=TWO).number)["token"]
    issued(made.dataset_id)
    assert get(token, made, "/access").get_data() == as_csv()
    assert lines(get(secret, made, "/access"))[1] == [HEAD[0], HEAD[2]]


def test_nor_is_what_he_is_besides(made, issued, of_grant, ask, owner_editor, get):
    """An editor of the provider has all of it; by the token he has the two items."""
    user = model.User.get(owner_editor["name"])
    number = issued(made.dataset_id, items=TWO, user_id=user.id).number
    secret = of_grant(number, by=user.name)["token"]
    assert get(owner_editor["token"], made, "/access").get_data() == as_csv()
    assert lines(get(secret, made, "/access"))[1] == [HEAD[0], HEAD[2]]
    link = get(secret, made, "/access", other=True)
    assert (link.status_code, "urlcanary" in str(link.headers)) == (403, False)


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("api_token_create", {"user": "owner_editor", "name": "x"}),
        ("api_token_list", {"user_id": "owner_editor"}),
        ("user_show", {"id": "owner_editor"}),
        ("user_patch", {"id": "owner_editor", "about": "x"}),
        ("package_patch", {"id": "", "notes": "x"}),
        ("package_search", {}),
        ("scigov_access_grant_token_create", {"number": "", "name": "x"}),
        ("scigov_access_grant_list", {}),
        ("scigov_access_location_show", {"resource_id": ""}),
        ("datastore_delete", {"resource_id": "", "filters": {}}),
    ],
)
def test_it_leads_nowhere_else(made, issued, of_grant, ask, owner_editor, action, data):
    user = model.User.get(owner_editor["name"])
    number = issued(made.dataset_id, user_id=user.id).number
    ids = {"id": made.dataset_id, "resource_id": made.resource_id, "number": number}
    wish = {name: value or ids[name] for name, value in data.items() if name != "filters"}
    refused = ask(of_grant(number, by=user.name)["token"], action, **wish)
    assert (refused.status_code, refused.json["success"]) == (403, False)
    assert "该令牌属于一项授权" in refused.json["error"]["message"]
    permitted = ask(owner_editor["token"], action, **wish)
    assert "该令牌属于一项授权" not in permitted.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/dataset/", "/user/edit"])
def test_nor_to_pages(made, issued, of_grant, app, token, path):
    secret = of_grant(issued(made.dataset_id).number)["token"]
    client = app.test_client(use_cookies=False)
    assert client.get(path, headers={"Authorization": secret}).status_code == 403
    answer = client.get(path, headers={"Authorization": token}, follow_redirects=True)
    assert answer.status_code == 200


def test_the_dump_whose_later_pages_know_no_token_is_refused(made, issued, of_grant, app, token):
    secret = of_grant(issued(made.dataset_id, items=TWO).number)["token"]
    client = app.test_client(use_cookies=False)
    path = f"/datastore/dump/{made.resource_id}"
    assert client.get(path, headers={"Authorization": secret}).status_code == 403
    assert client.get(path, headers={"Authorization": token}).status_code == 200


def test_it_ends_with_the_grant(made, issued, of_grant, ask, at, now, call):
    ends = issued(made.dataset_id, until_at=now + dt.timedelta(days=30))
    revoked = issued(made.dataset_id)
    by_time, by_act = of_grant(ends.number)["token"], of_grant(revoked.number)["token"]
    asked = lambda secret: ask(secret, "datastore_search", resource_id=made.resource_id)  # noqa: E731
    assert [asked(one).status_code for one in (by_time, by_act)] == [200, 200]
    call("plain", "grant_revoke", number=revoked.number, reason="不再使用")
    assert [asked(one).status_code for one in (by_time, by_act)] == [200, 403]
    at(now + dt.timedelta(days=30))
    answer = asked(by_time)
    assert answer.status_code == 403
    assert "该令牌所属的授权" in answer.json["error"]["message"]
    (listed,) = call("plain", "grant_token_list", number=ends.number)
    assert listed["state"] == "ended"


def test_it_is_kept_as_a_digest_and_shown_once(made, issued, of_grant, call):
    number = issued(made.dataset_id).number
    answer = of_grant(number)
    secret = answer.pop("token")
    assert secret.startswith("scigov_grant_")
    (row,) = model.Session.scalars(sa.select(GrantToken))
    kept = [str(getattr(row, column.name)) for column in sa.inspect(GrantToken).columns]
    kept += [one.id for one in model.Session.query(model.ApiToken)]
    assert not [one for one in kept if secret in one or secret.removeprefix("scigov_grant_") in one]
    assert row.token_id not in str(answer)
    (listed,) = call("plain", "grant_token_list", number=number)
    assert (listed["id"], listed["name"], listed["state"]) == (
        answer["id"],
        *WISH.values(),
        "active",
    )
    assert secret not in str(listed)


def test_it_is_revoked_by_whose_it_is(made, issued, of_grant, ask, call, recorded, outcome):
    number = issued(made.dataset_id).number
    answer = of_grant(number)
    factories.User(name="stranger")
    assert outcome("stranger", "grant_token_revoke", id=answer["id"]) == "absent"
    assert call("plain", "grant_token_revoke", id=answer["id"])["id"] == answer["id"]
    refused = ask(answer["token"], "datastore_search", resource_id=made.resource_id)
    assert refused.status_code == 403
    assert outcome("plain", "grant_token_revoke", id=answer["id"]) == ["state"]
    acts = [("plain", "grant.token.create"), ("plain", "grant.token.revoke")]
    assert recorded(answer["id"]) == acts
    (listed,) = call("plain", "grant_token_list", number=number)
    assert listed["state"] == "revoked"


def test_ckans_own_way_ends_it_too(made, issued, of_grant, ask, call):
    number = issued(made.dataset_id).number
    secret = of_grant(number)["token"]
    (of_ckan,) = model.Session.query(model.ApiToken).filter_by(name=WISH["name"])
    helpers.call_action("api_token_revoke", jti=of_ckan.id)
    assert ask(secret, "datastore_search", resource_id=made.resource_id).status_code == 403
    (listed,) = call("plain", "grant_token_list", number=number)
    assert listed["state"] == "revoked"


def test_who_may_make_one(made, issued, outcome, sysadmin, owner_editor):
    number = issued(made.dataset_id).number
    factories.User(name="stranger")
    asked = {
        who: outcome(who, "grant_token_create", number=number, **WISH)
        for who in ("", "stranger", owner_editor["name"], sysadmin, "plain")
    }
    assert asked == {
        "": "forbidden", "stranger": "absent", owner_editor["name"]: "forbidden",
        sysadmin: "forbidden", "plain": "yes",
    }  # fmt: skip
    other = outcome("plain", "grant_token_create", number=number, user="stranger", **WISH)
    assert other == "forbidden"
    assert outcome("plain", "grant_token_create", number=number, name="") == ["name"]


def test_an_administrator_bears_none(made, issued, of_grant, sysadmin, get):
    root = model.User.get(sysadmin)
    number = issued(made.dataset_id, user_id=root.id).number
    with pytest.raises(tk.ValidationError, match="system administrator"):
        of_grant(number, by=sysadmin)
    secret = of_grant(issued(made.dataset_id).number)["token"]
    assert get(secret, made, "/access").status_code == 200
    model.User.get("plain").sysadmin = True
    model.Session.commit()
    assert get(secret, made, "/access").status_code == 403


@pytest.fixture
def agency(agency_of, belong, token):
    agency = agency_of()
    for name in ("clerk", "system"):
        factories.User(name=name)
    for name, capacity in {"plain": "approver", "clerk": "member", "system": "member"}.items():
        belong(agency, name, capacity)
    return agency


def test_of_an_agencys_grant_its_approver_makes_one_for_a_system(
    made, issued, agency, of_grant, ask, outcome, now
):
    number = issued(made.dataset_id, agency_id=agency, axis=Axis.SHARING, items=TWO).number
    assert (
        outcome("clerk", "grant_token_create", number=number, user="system", **WISH) == "forbidden"
    )
    factories.User(name="outsider")
    wish = {"number": number, "user": "outsider", **WISH}
    assert outcome("plain", "grant_token_create", **wish) == ["state"]
    answer = of_grant(number, user="system")
    assert answer["user_id"] == model.User.get("system").id
    asked = lambda: ask(answer["token"], "datastore_search", resource_id=made.resource_id)  # noqa: E731
    assert names_of(asked().json["result"]) == ["_id", HEAD[0], HEAD[2]]
    by = By(Actor("registrar-id", "registrar"), now)
    agencies.remove_member(model.Session, agency, "system", by)
    model.Session.commit()
    assert asked().status_code == 403


def test_tokens_of_an_agency_are_listed_to_who_signs_for_it(
    made, issued, agency, of_grant, call, outcome
):
    number = issued(made.dataset_id, agency_id=agency, axis=Axis.SHARING).number
    ids = {who: of_grant(number, by=who)["id"] for who in ("plain", "clerk")}
    seen = {who: {t["id"] for t in call(who, "grant_token_list", number=number)} for who in ids}
    assert seen == {"plain": set(ids.values()), "clerk": {ids["clerk"]}}
    assert outcome("clerk", "grant_token_revoke", id=ids["plain"]) == "absent"
    assert call("plain", "grant_token_revoke", id=ids["clerk"])["id"] == ids["clerk"]


def test_who_is_not_named_in_an_agencys_grant_gets_no_token(made, issued, agency, outcome):
    named = frozenset({model.User.get("clerk").id})
    number = issued(made.dataset_id, agency_id=agency, axis=Axis.SHARING, member_ids=named).number
    wish = {"number": number, **WISH}
    assert outcome("plain", "grant_token_create", user="system", **wish) == ["state"]
    assert outcome("plain", "grant_token_create", user="clerk", **wish) == "yes"


def test_a_person_has_no_more_than_ten(made, issued, of_grant, call, outcome):
    number = issued(made.dataset_id).number
    made_ones = [of_grant(number)["id"] for _ in range(10)]
    assert outcome("plain", "grant_token_create", number=number, **WISH) == ["state"]
    call("plain", "grant_token_revoke", id=made_ones[0])
    assert outcome("plain", "grant_token_create", number=number, **WISH) == "yes"


def test_outside_of_a_request_it_is_no_token(made, issued, of_grant, app):
    from ckan.lib import api_token

    secret = of_grant(issued(made.dataset_id).number)["token"]
    assert api_token.get_user_from_token(secret) is None
    with app.flask_app.test_request_context("/"):
        user = api_token.get_user_from_token(secret)
        assert user is not None
        assert user.name == "plain"
