"""Terms of a grant on rows: portions, requests in a day, notice and mark; and who read is on record."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import json
import re
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import helpers

from ckanext.scigov.access import config, leaks
from ckanext.scigov.access.domain import marks
from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.model import Reads
from ckanext.scigov.access.visible_rows import csv_of
from ckanext.scigov.audit.model import AuditEvent

pytestmark = pytest.mark.usefixtures("now")

ROWS = [{"title": f"第{n}号 科技计划项目", "n": n} for n in range(150)]


@pytest.fixture
def held(table_of, issued, plain):
    """Make a table and give ``plain`` a grant on terms; returns the table and the grant."""

    def make(**terms):
        resource_id = table_of("conditional", records=ROWS)
        dataset_id = model.Resource.get(resource_id).package_id
        return resource_id, issued(dataset_id, obligations=Obligations(**terms))

    return make


@pytest.fixture
def get(app, plain):
    """Ask over HTTP as the holder of the grant."""
    context = {"user": plain, "ignore_auth": True}
    token = helpers.call_action("api_token_create", context=context, user=plain, name="t")

    def asked(address):
        return app.get(address, headers={"Authorization": token["token"]})

    return asked


def search(user, resource_id, **more):
    context = {"user": user, "ignore_auth": False}
    return tk.get_action("datastore_search")(context, {"resource_id": resource_id, **more})


def events(resource_id):
    query = sa.select(AuditEvent.actor_name, AuditEvent.event, AuditEvent.detail).where(
        AuditEvent.object_id == resource_id, AuditEvent.event.startswith("data.")
    )
    return [tuple(row) for row in model.Session.execute(query.order_by(AuditEvent.id))]


@pytest.mark.parametrize(
    ("terms", "asked", "given"),
    [
        ({"query_only": True}, 32000, 100),
        ({"query_only": True, "most_rows": 20}, 32000, 20),
        ({"most_rows": 20}, 32000, 20),
        ({"most_rows": 20}, 3, 3),
        ({}, 32000, 150),
    ],
)
def test_an_answer_has_no_more_rows_than_allowed(held, terms, asked, given):
    resource_id, _ = held(**terms)
    answer = search("plain", resource_id, limit=asked)
    assert len(answer["records"]) == given
    assert answer["total"] == 150


def test_portions_only_means_no_dump_and_no_file(held, get, principal):
    resource_id, _ = held(query_only=True)
    for form in ("csv", "tsv", "json", "xml"):
        refused = get(f"/datastore/dump/{resource_id}?format={form}")
        assert refused.status_code == 403
        assert "科技计划" not in refused.get_data(as_text=True)
    with pytest.raises(tk.NotAuthorized) as error:
        csv_of(principal("plain"), resource_id)
    assert "100" in str(error.value)
    address = f"/api/action/datastore_search?resource_id={resource_id}"
    assert "科技计划" in json.loads(get(address).body)["result"]["records"][0]["title"]


def test_without_that_term_the_dump_is_given(held, get):
    resource_id, _ = held(watermark=False)
    assert get(f"/datastore/dump/{resource_id}").get_data(as_text=True).count("\n") == 151


def test_requests_in_a_day_are_counted(held, get, at, now):
    resource_id, grant = held(most_requests_a_day=2)
    address = f"/api/action/datastore_search?limit=1&resource_id={resource_id}"
    assert [get(address).status_code for _ in range(4)] == [200, 200, 403, 403]
    assert "2026-09-25" in json.loads(get(address).body)["error"]["message"]
    counted = model.Session.scalars(sa.select(Reads)).one()
    assert (counted.grant_number, counted.day, counted.requests) == (
        grant.number, dt.date(2026, 9, 24), 2,
    )  # fmt: skip
    # 00:00 of the next day where the officials work.
    at(dt.datetime(2026, 9, 24, 15, 59, tzinfo=dt.timezone.utc))
    assert get(address).status_code == 403
    at(dt.datetime(2026, 9, 24, 16, 0, tzinfo=dt.timezone.utc))
    assert get(address).status_code == 200


def test_rows_wait_until_the_terms_are_accepted(held, get, call):
    resource_id, grant = held(no_onward_transfer=True)
    with pytest.raises(tk.NotAuthorized, match=grant.number):
        search("plain", resource_id)
    refused = get(f"/datastore/dump/{resource_id}")
    assert (refused.status_code, "科技计划" in refused.get_data(as_text=True)) == (403, False)
    call("plain", "terms_accept", number=grant.number, confirmed=True)
    assert search("plain", resource_id)["total"] == 150
    assert get(f"/datastore/dump/{resource_id}").status_code == 200


def test_the_provider_is_not_counted(held, persona):
    resource_id, _ = held(most_requests_a_day=1, most_rows=1, watermark=True)
    answer = search(persona("owner editor", resource_id), resource_id, limit=200)
    assert (len(answer["records"]), "notice" in answer) == (150, False)
    assert model.Session.scalars(sa.select(Reads)).all() == []


def numbers_found(cells):
    others = [f"GR-{n}" for n in range(50)]
    numbers = [*others, *model.Session.scalars(sa.text("SELECT number FROM scigov_access_grant"))]
    return marks.found(config.mark_key(), numbers, cells)


@pytest.mark.parametrize("form", ["objects", "lists", "csv", "tsv"])
def test_an_answer_bears_notice_and_mark(held, form):
    resource_id, grant = held(watermark=True)
    answer = search("plain", resource_id, limit=200, records_format=form)
    assert grant.number in answer.get("notice", "")
    records = answer["records"]
    if form in ("csv", "tsv"):
        delimiter = "," if form == "csv" else "\t"
        cells = [row[1] for row in csv.reader(io.StringIO(records), delimiter=delimiter)]
    else:
        cells = [row["title"] if form == "objects" else row[1] for row in records]
    assert [cell.strip() for cell in cells] == [row["title"] for row in ROWS]
    assert numbers_found(cells) == [grant.number]


def test_the_api_bears_them_too(held, get):
    resource_id, grant = held(watermark=True)
    answer = get(f"/api/action/datastore_search?limit=200&resource_id={resource_id}")
    result = json.loads(answer.body)["result"]
    assert grant.number in result["notice"]
    assert result["records"][7]["n"] == 7
    assert numbers_found([row["title"] for row in result["records"]]) == [grant.number]
    rows = json.loads(get(f"/api/action/scigov_tables_rows_show?resource_id={resource_id}").body)
    assert grant.number in rows["result"]["notice"]


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_every_page_of_a_dump_is_marked(held, get, form, monkeypatch, ckan_config):
    resource_id, grant = held(watermark=True)
    monkeypatch.setitem(ckan_config, "ckan.datastore.search.rows_max", 40)
    text = get(f"/datastore/dump/{resource_id}?format={form}").get_data(as_text=True)
    found = [text[i : i + len(row["title"]) + 1] for row in ROWS for i in [text.find(row["title"])]]
    cells = [cell if cell.endswith(" ") else cell[:-1] for cell in found]
    assert numbers_found(cells) == [grant.number]
    if form in ("csv", "tsv"):
        lines = text.splitlines()
        assert grant.number in lines[1]
        assert len(lines) == 152


def rows_in(form, text):
    """Read a dump as somebody does who knows nothing of notices."""
    if form == "json":
        return [row[1] for row in json.loads(text)["records"]]
    if form == "xml":
        return [row.find("title").text for row in ET.fromstring(text.encode())]
    delimiter = "," if form == "csv" else "\t"
    return [row[1] for row in csv.reader(io.StringIO(text), delimiter=delimiter) if len(row) > 1][
        1:
    ]


@pytest.mark.parametrize("bom", ["", "&bom=true"])
@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_every_dump_has_the_notice_once_and_stays_readable(
    held, get, form, bom, monkeypatch, ckan_config
):
    resource_id, grant = held(watermark=True)
    monkeypatch.setitem(ckan_config, "ckan.datastore.search.rows_max", 40)
    data = get(f"/datastore/dump/{resource_id}?format={form}{bom}").get_data()
    assert data.startswith(codecs.BOM_UTF8) is bool(bom)
    text = data.decode("utf-8-sig")
    assert text.count(grant.number) == 1
    assert [cell.strip() for cell in rows_in(form, text)] == [row["title"] for row in ROWS]
    assert numbers_found(rows_in(form, text)) == [grant.number]
    if form == "json":
        dump = json.loads(text)
        assert (grant.number in dump["notice"], list(dump)) == (
            True, ["notice", "fields", "records"],
        )  # fmt: skip
    if form == "xml":
        (comment,) = re.findall("<!--(.*?)-->", text)
        assert grant.number in comment
        assert ET.fromstring(text.encode()).tag == "data"


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml"])
def test_a_dump_without_a_mark_is_ckans_own(held, get, form):
    resource_id, grant = held(watermark=False)
    text = get(f"/datastore/dump/{resource_id}?format={form}").get_data(as_text=True)
    assert grant.number not in text
    assert "notice" not in text
    assert "<!--" not in text
    assert rows_in(form, text) == [row["title"] for row in ROWS]


def test_a_dump_of_no_rows_is_as_ckan_writes_it(held, get):
    resource_id, _ = held(watermark=True)
    for form in ("json", "xml"):
        answer = get(f"/datastore/dump/{resource_id}?format={form}&limit=0")
        assert (answer.status_code, "第1号" in answer.get_data(as_text=True)) == (200, False)


def test_a_file_made_for_a_holder_is_marked(held, principal):
    resource_id, grant = held(watermark=True)
    text = b"".join(csv_of(principal("plain"), resource_id, ["note"])).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[:2] == [["# note"], ["title", "n"]]
    assert numbers_found([row[0] for row in rows[2:]]) == [grant.number]
    assert leaks.grants_behind(text.splitlines()[40:100]) == [grant.number]
    assert leaks.grants_behind(row["title"] for row in ROWS) == []


def test_who_reads_is_on_record(held, persona, get, sysadmin, call):
    resource_id, grant = held()
    search("plain", resource_id)
    holder = ("plain", "data.read", {"standing": "grantee", "grant": grant.number})
    assert events(resource_id) == [holder]
    with pytest.raises(tk.NotAuthorized):
        search(sysadmin, resource_id)
    assert events(resource_id) == [holder]
    search(persona("sysadmin with broken glass", resource_id), resource_id)
    assert events(resource_id)[1:] == [
        ("root", "data.read", {"standing": "break_glass", "grant": ""})
    ]


def test_it_is_recorded_though_the_caller_fails_and_nothing_of_his_is_saved(held):
    resource_id, _ = held()
    model.Session.add(model.Tag("unsaved"))
    search("plain", resource_id)
    model.Session.rollback()
    assert len(events(resource_id)) == 1
    assert model.Session.query(model.Tag).filter_by(name="unsaved").all() == []


def test_one_request_is_one_event(held, get):
    resource_id, _ = held()
    get(f"/api/action/scigov_tables_rows_show?resource_id={resource_id}")
    assert len(events(resource_id)) == 1


def test_the_publics_reading_is_not_recorded(table_of):
    resource_id = table_of("open")
    search("", resource_id)
    assert events(resource_id) == []


def test_terms_of_an_item_hold_for_the_whole_answer(table_of, issued, plain):
    resource_id = table_of("open", records=ROWS, items={"title": "conditional"})
    dataset_id = model.Resource.get(resource_id).package_id
    grant = issued(dataset_id, obligations=Obligations(watermark=True, most_rows=10))
    answer = search(plain, resource_id, limit=100)
    assert (len(answer["records"]), set(answer["records"][0])) == (10, {"_id", "title", "n"})
    assert grant.number in answer["notice"]
    everybody = search("", resource_id, limit=200)
    assert (len(everybody["records"]), set(everybody["records"][0])) == (150, {"_id", "n"})
