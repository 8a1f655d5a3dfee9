"""What the portal fetches from a closed link is as closed as the link, and its address is told nobody."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import sqlalchemy as sa
from grades_given import CLOSED, OPEN, TEXTS
from source_server import Source

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.scigov.shared import clock, dispatch, outbox

pytestmark = pytest.mark.usefixtures("clean_site")
BODY = "甲,乙\n1,canary-byte-91c2\n".encode()
CANARY = "canary-path-7f3a"


@pytest.fixture
def source(ckan_config, app, monkeypatch, tmp_path):
    """A server of the house that has a table; what it was asked is in ``asked``."""
    made = Source()
    made.body = BODY
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))
    monkeypatch.setitem(ckan_config, "ckanext.scigov.fetch.allowed_hosts", "127.0.0.1")
    monkeypatch.setitem(ckan_config, "ckanext.scigov.fetch.allowed_ports", str(made.port))
    yield made
    made.close()
    model.Session.rollback()


@pytest.fixture
def address(source):
    return source.address(f"/{CANARY}.csv")


@pytest.fixture
def made(entry, owner_editor, address):
    """Make an entry with a link that is fetched; returns the dataset."""

    def make(grade=CLOSED, **fields):
        entry.pop("no_resource_reason", None)
        link = {"name": "链接", "url": address, "fetch_schedule": "daily", **fields}
        wish = {**entry, **TEXTS, **grade, "resources": [link]}
        return tk.get_action("package_create")({"user": owner_editor["name"]}, wish)

    return make


def work():
    while ids := outbox.claim_due(model.Session, clock.now()):
        model.Session.commit()
        for entry_id in ids:
            dispatch.run_entry(entry_id)
    model.Session.commit()


def asked(app: Any, token: str, path: str) -> Any:
    headers = {"Authorization": token} if token else {}
    client = app.test_client(use_cookies=False)
    return client.get(path, headers=headers, follow_redirects=False)


def test_the_table_of_a_closed_link_is_for_who_may_have_its_data(made, source, owner_editor):
    (resource,) = made()["resources"]
    work()
    assert [path for path, _ in source.asked] == [f"/{CANARY}.csv"]
    rows, load = (tk.get_action(f"scigov_tables_{one}_show") for one in ("rows", "load"))
    wish = {"resource_id": resource["id"]}
    assert rows({"user": owner_editor["name"]}, dict(wish))["total"] == 1
    for who in ("", factories.User()["name"], factories.Sysadmin()["name"]):
        with pytest.raises((tk.NotAuthorized, tk.ObjectNotFound)):
            rows({"user": who}, dict(wish))
        assert "fetch" not in load({"user": who}, dict(wish))
    assert load({"user": owner_editor["name"]}, dict(wish))["fetch"]["failures"] == 0


def test_the_table_of_an_open_link_is_for_everybody(made):
    (resource,) = made(OPEN)["resources"]
    work()
    shown = tk.get_action("scigov_tables_rows_show")({"user": ""}, {"resource_id": resource["id"]})
    assert shown["total"] == 1
    told = tk.get_action("scigov_tables_load_show")({"user": ""}, {"resource_id": resource["id"]})
    assert set(told["fetch"]) == {"schedule", "fetched_at", "next_at", "result"}


def test_the_gateway_of_a_link_still_leads_to_it(made, app, owner_editor, address):
    dataset = made()
    (resource,) = dataset["resources"]
    work()
    base = f"/dataset/{dataset['id']}/resource/{resource['id']}"
    for way in ("access", "download"):
        answer = asked(app, owner_editor["token"], f"{base}/{way}")
        assert (answer.status_code, answer.headers["Location"]) == (302, address)
        for token in ("", factories.UserWithToken()["token"]):
            refused = asked(app, token, f"{base}/{way}")
            assert refused.status_code in (403, 404)
            assert CANARY not in str(refused.headers) + refused.get_data(as_text=True)
    kept = asked(app, owner_editor["token"], f"{base}/versions/1/file")
    assert (kept.status_code, kept.data) == (200, BODY)
    assert asked(app, "", f"{base}/versions/1/file").status_code in (403, 404)


def test_closing_an_open_link_keeps_what_was_fetched_and_goes_on(made, source, owner_editor):
    dataset = made(OPEN)
    work()
    tk.get_action("package_patch")({"user": owner_editor["name"]}, {"id": dataset["id"], **CLOSED})
    work()
    tk.get_action("resource_patch")(
        {"user": owner_editor["name"]},
        {"id": dataset["resources"][0]["id"], "description": "新的说明"},
    )
    work()
    assert len(source.asked) == 1
    rows = tk.get_action("scigov_tables_rows_show")
    wish = {"resource_id": dataset["resources"][0]["id"]}
    assert rows({"user": owner_editor["name"]}, dict(wish))["total"] == 1


@pytest.mark.parametrize("trouble", ["", "refused", "ours"])
def test_the_address_is_in_no_log_and_no_record(made, monkeypatch, caplog, trouble):
    from ckanext.scigov.audit.model import AuditEvent
    from ckanext.scigov.shared.model import OutboxEntry
    from ckanext.scigov.tables import fetch_service, link_fetching
    from ckanext.scigov.tables.model import Fetch

    if trouble == "refused":
        monkeypatch.setitem(tk.config, "ckanext.scigov.fetch.allowed_hosts", "")
    if trouble == "ours":
        monkeypatch.setattr(link_fetching, "_store", lambda *_: 1 / 0)
    with caplog.at_level(logging.DEBUG):
        made()
        work()
    assert CANARY not in caplog.text
    for table in (AuditEvent, OutboxEntry, Fetch):
        rows = model.Session.execute(sa.select(table.__table__)).all()
        assert rows
        assert CANARY not in str(rows), table
    assert fetch_service.FETCH_JOB in str(model.Session.execute(sa.select(OutboxEntry.name)).all())
