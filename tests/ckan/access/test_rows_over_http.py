"""Rows over HTTP: the API, the dump with all its pages, pages that show a table, and views."""

from __future__ import annotations

import json
import re

import pytest

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.access import table_reading

pytestmark = pytest.mark.usefixtures("now")

ABSENT = "00000000-0000-0000-0000-000000000000"
CANARIES = ("canary-row", "canary_column")
FORMATS = ("csv", "tsv", "json", "xml")


@pytest.fixture
def headers():
    """Return what a user sends; nothing for the anonymous."""

    def of(name):
        if not name:
            return {}
        user = model.User.get(name)
        context = {"user": name, "ignore_auth": True}
        token = helpers.call_action("api_token_create", context=context, user=user.id, name="t")
        return {"Authorization": token["token"]}

    return of


def body(response):
    """Return status and text; a page's token against forged forms is another one each time."""
    text = re.sub(r'content="[^"]+\.[^"]+\.[^"]+"', "", response.get_data(as_text=True))
    return (response.status_code, text)


@pytest.mark.parametrize(
    "action", ["datastore_search", "datastore_info", "scigov_tables_rows_show"]
)
@pytest.mark.parametrize("who", ["anonymous", "foreign editor", "sysadmin", "expired grantee"])
def test_the_api_says_why_not(app, table_of, persona, headers, action, who):
    resource_id = table_of("conditional")
    sent = headers(persona(who, resource_id))
    answer = app.get(f"/api/action/{action}?resource_id={resource_id}", headers=sent, status=403)
    said = json.loads(answer.body)["error"]["message"]
    assert "该数据有条件提供" in said
    assert not any(canary in answer.body for canary in CANARIES)


@pytest.mark.parametrize(
    "action", ["datastore_search", "datastore_info", "scigov_tables_rows_show"]
)
@pytest.mark.parametrize("who", ["grantee", "owner member", "sysadmin with broken glass"])
def test_the_api_gives_rows_to_who_may_have_them(app, table_of, persona, headers, action, who):
    resource_id = table_of("conditional")
    sent = headers(persona(who, resource_id))
    answer = app.get(f"/api/action/{action}?resource_id={resource_id}", headers=sent, status=200)
    assert "canary_column" in answer.body


@pytest.mark.parametrize(
    "address",
    [
        "/api/action/datastore_search?resource_id={}",
        "/api/action/datastore_search?id={}&q=canary",
        "/api/action/datastore_info?id={}",
        "/api/action/scigov_tables_rows_show?resource_id={}",
        "/datastore/dump/{}",
        "/datastore/dump/{}?format=json",
        "/datastore/api_info/{}",
    ],
)
@pytest.mark.parametrize("name", ["table", "alias"])
def test_a_hidden_table_is_one_that_is_not_there(app, table_of, address, name):
    resource_id = table_of("conditional", hidden=True)
    pair = {"table": (resource_id, ABSENT), "alias": ("alias_plan", "alias_none")}[name]
    hidden, absent = (body(app.get(address.format(one))) for one in pair)
    assert hidden[0] == absent[0] == 404
    assert hidden[1].replace(pair[0], "X") == absent[1].replace(pair[1], "X")


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("who", ["anonymous", "foreign editor", "sysadmin"])
def test_the_dump_is_refused(app, table_of, persona, headers, form, who):
    resource_id = table_of("conditional")
    sent = headers(persona(who, resource_id))
    for name in (resource_id, "alias_plan"):
        answer = app.get(f"/datastore/dump/{name}?format={form}", headers=sent, status=403)
        assert not any(canary in answer.body for canary in CANARIES)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("who", ["grantee", "owner editor"])
def test_the_dump_gives_every_page(
    app, table_of, persona, headers, form, who, monkeypatch, ckan_config
):
    """Pages after the first are made when the request is over."""
    rows = [{"canary_column": f"canary-row-{n}", "n": n} for n in range(7)]
    resource_id = table_of("conditional", records=rows)
    monkeypatch.setitem(ckan_config, "ckan.datastore.search.rows_max", 2)
    sent = headers(persona(who, resource_id))
    answer = app.get(f"/datastore/dump/{resource_id}?format={form}", headers=sent, status=200)
    assert [f"canary-row-{n}" in answer.body for n in range(7)] == [True] * 7


def test_a_page_of_the_dump_is_asked_for_anew(
    app, table_of, persona, headers, monkeypatch, ckan_config
):
    """Whoever loses the right while the dump runs gets no further page."""
    rows = [{"canary_column": f"canary-row-{n}", "n": n} for n in range(7)]
    resource_id = table_of("conditional", records=rows)
    monkeypatch.setitem(ckan_config, "ckan.datastore.search.rows_max", 2)
    sent = headers(persona("grantee", resource_id))
    asked, read = [], table_reading.read

    def count(principal, name):
        asked.append((principal.user_id, name))
        if len(asked) == 3:
            raise tk.NotAuthorized
        return read(principal, name)

    monkeypatch.setattr(table_reading, "read", count)
    with pytest.raises(tk.NotAuthorized):
        assert app.get(f"/datastore/dump/{resource_id}", headers=sent).body
    assert asked == [(model.User.get("plain").id, resource_id)] * 3


def test_the_page_of_a_resource_shows_rows_to_who_may_have_them(app, table_of, persona, headers):
    resource_id = table_of("conditional")
    address = f"/dataset/plan/resource/{resource_id}"
    refused = app.get(address, status=200)
    assert not any(canary in refused.body for canary in CANARIES)
    sent = headers(persona("grantee", resource_id))
    assert "canary-row" in app.get(address, headers=sent, status=200).body


def view_of(resource_id):
    context = {"user": factories.Sysadmin()["name"], "ignore_auth": True}
    values = {"resource_id": resource_id, "title": "表", "view_type": "datatables_view"}
    return helpers.call_action("resource_view_create", context=context, **values)["id"]


ASKED = {"draw": "1", "search[value]": "", "start": "0", "length": "10"}


@pytest.mark.with_plugins("datatables_view")
def test_a_view_of_a_table_shows_rows_to_who_may_have_them(app, table_of, persona, headers):
    resource_id = table_of("conditional")
    address = f"/datatables/ajax/{view_of(resource_id)}"
    refused = app.post(address, data=ASKED)
    assert refused.status_code in (403, 404)
    assert not any(canary in refused.body for canary in CANARIES)
    sent = headers(persona("grantee", resource_id))
    assert "canary-row" in app.post(address, data=ASKED, headers=sent, status=200).body


@pytest.mark.with_plugins("datatables_view")
def test_a_view_of_a_hidden_table_gives_nothing(app, table_of):
    view_id = view_of(table_of("conditional", hidden=True))
    answer = app.post(f"/datatables/ajax/{view_id}", data=ASKED)
    assert answer.status_code == 404
    assert not any(canary in answer.body for canary in CANARIES)
