"""Rows of a table of which two data items are granted: the third is no column."""

from __future__ import annotations

import datetime as dt

import pytest
from grades_given import OPEN
from three_items import GIVEN, HEAD, NAMES, ROWS, TWO, names_of

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import helpers

from ckanext.datastore.backend import DatastoreBackend

from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.visible_rows import csv_of, hidden_columns

pytestmark = pytest.mark.usefixtures("clean_site", "now")
SECRET = HEAD[1]


@pytest.fixture
def made(publish, issued, token):
    made = publish()
    issued(made.dataset_id, items=TWO)
    return made


def describe(resource_id, *names):
    """Let the dictionary of a resource be about these columns."""
    more = {"data_type": "C", "description": "登记表中的一列"}
    items = [{"name": name, "title": name, **more} for name in names]
    helpers.call_action("resource_patch", id=resource_id, data_items=items)


def answered(rows, made, action="datastore_search", **data):
    try:
        return str(rows("plain", made, action, **data))
    except tk.ValidationError as error:
        return str(error.error_dict)


def test_the_granted_columns_come_and_the_third_is_absent(made, rows, owner_editor):
    answer = rows("plain", made, limit=3)
    assert names_of(answer) == ["_id", HEAD[0], HEAD[2]]
    assert [[one[HEAD[0]], str(one[HEAD[2]])] for one in answer["records"]] == GIVEN[:3]
    assert answer["total"] == 60
    assert "canary" not in str(answer)
    info = rows("plain", made, "datastore_info", id=made.resource_id)
    assert names_of(info) == [HEAD[0], HEAD[2]]
    assert names_of(rows("plain", made, "scigov_tables_rows_show")) == [HEAD[0], HEAD[2]]
    whole = rows(owner_editor["name"], made, limit=1)
    assert whole["records"][0][SECRET] == ROWS[0][1]


def test_nobody_else_is_let_in_by_it(made, rows):
    with pytest.raises(tk.NotAuthorized):
        rows("", made)


@pytest.mark.parametrize(
    "wish",
    [
        lambda name: {"fields": [name]},
        lambda name: {"fields": [HEAD[0], name], "distinct": True},
        lambda name: {"filters": {name: "canary-cell-7 hiddenword"}},
        lambda name: {"filters": {"$or": [{name: "a"}, {HEAD[2]: 5}]}},
        lambda name: {"sort": f"{name} desc"},
        lambda name: {"q": {name: "hiddenword"}},
    ],
)
def test_what_is_asked_of_it_is_answered_as_of_a_column_that_never_was(made, rows, wish):
    hidden = answered(rows, made, **wish(SECRET)).replace(SECRET, "N")
    assert hidden == answered(rows, made, **wish("不存在的列")).replace("不存在的列", "N")
    assert "canary-cell-1" not in hidden


def test_a_granted_column_is_asked_as_ever(made, rows):
    found = rows("plain", made, filters={HEAD[2]: 7})
    assert [one[HEAD[0]] for one in found["records"]] == [NAMES[7]]
    found = rows("plain", made, sort=f"{HEAD[2]} desc", limit=1, fields=[HEAD[0]])
    assert [one[HEAD[0]] for one in found["records"]] == [NAMES[59]]


@pytest.mark.parametrize(("word", "total"), [("hiddenword", 0), ("canary", 0), ("试验单位7", 1)])
def test_words_find_what_is_granted_alone(made, rows, word, total):
    for action in ("datastore_search", "scigov_tables_rows_show"):
        assert rows("plain", made, action, q=word)["total"] == total


def test_the_dump_has_the_granted_columns_on_every_page(made, app, token, monkeypatch, ckan_config):
    monkeypatch.setitem(ckan_config, "ckan.datastore.search.rows_max", 25)
    for form in ("csv", "tsv", "json", "xml"):
        path = f"/datastore/dump/{made.resource_id}?format={form}"
        body = app.get(path, headers={"Authorization": token}).get_data(as_text=True)
        assert ("canary" in body, "hiddenword" in body) == (False, False)
        assert (NAMES[0] in body, NAMES[59] in body) == (True, True)


def test_a_query_in_sql_is_refused(made, monkeypatch, issued):
    backend = DatastoreBackend.get_active_backend()
    monkeypatch.setattr(backend, "enable_sql_search", True)
    monkeypatch.setattr(backend, "allowed_sql_functions", set(), raising=False)
    sql = f'SELECT "{HEAD[2]}" FROM "{made.resource_id}"'

    def run():
        context = {"user": "plain", "check_access": lambda _names: None}
        return backend.search_sql(context, {"sql": sql})["records"]

    with pytest.raises(tk.NotAuthorized):
        run()
    issued(made.dataset_id)
    assert len(run()) == 60


def test_another_ground_gives_all_of_it(made, rows, issued, principal):
    assert hidden_columns(principal("plain"), made.resource_id) == {SECRET}
    issued(made.dataset_id, obligations=Obligations(watermark=True))
    assert hidden_columns(principal("plain"), made.resource_id) == frozenset()
    assert rows("plain", made, limit=1)["records"][0][SECRET].rstrip() == ROWS[0][1]


def test_two_grants_give_the_items_of_both_on_the_terms_of_both(publish, issued, token, rows):
    made = publish()
    one = issued(made.dataset_id, items=frozenset({"unit"}), obligations=Obligations(most_rows=9))
    terms = Obligations(watermark=True)
    other = issued(made.dataset_id, items=frozenset({"amount"}), obligations=terms)
    answer = rows("plain", made)
    assert names_of(answer) == ["_id", HEAD[0], HEAD[2]]
    assert len(answer["records"]) == 9
    assert one.number in answer["notice"]
    assert other.number in answer["notice"]


def test_an_item_that_is_closed_by_itself_stays_closed(publish, issued, token, rows):
    made = publish(items={"amount": ("4", "none", "none")})
    issued(made.dataset_id, items=TWO)
    assert names_of(rows("plain", made)) == ["_id", HEAD[0]]


def test_it_opens_an_item_of_an_open_table(publish, issued, token, principal, owner_editor):
    """Here the public has the table, and the grant adds a column that is given on conditions."""
    conditional = ("3", "conditional", "conditional")
    made = publish(grade=OPEN, items={"id_number": conditional, "amount": conditional})
    hidden = lambda name: hidden_columns(principal(name), made.resource_id)  # noqa: E731
    assert hidden("plain") == {SECRET, HEAD[2]}
    issued(made.dataset_id, items=frozenset({"amount"}))
    assert hidden("plain") == {SECRET}
    assert hidden(owner_editor["name"]) == frozenset()


def test_columns_that_are_called_otherwise_meanwhile_are_no_columns_of_it(
    publish, issued, token, rows, principal
):
    made = publish()
    issued(made.dataset_id, items=frozenset({"unit"}))
    describe(made.resource_id, "other")
    for read in (
        lambda: rows("plain", made),
        lambda: rows("plain", made, limit=0, include_total=True),
        lambda: csv_of(principal("plain"), made.resource_id),
    ):
        with pytest.raises(tk.NotAuthorized, match="no columns of this table any more"):
            read()


def test_nor_do_pages_and_files_show_any(publish, issued, token, get, owner_editor):
    made = publish()
    issued(made.dataset_id, items=frozenset({"unit"}))
    describe(made.resource_id, "other")
    ways = ("/access", "/rows.csv", "/columns", "/versions/1/file")
    for way in ways:
        answer = get(token, made, way)
        assert (answer.status_code, NAMES[0] in answer.get_data(as_text=True)) == (403, False), way
        assert get(owner_editor["token"], made, way).status_code == 200
    page = get(token, made)
    assert (page.status_code, NAMES[0] in page.get_data(as_text=True)) == (200, False)


def test_it_ends_with_its_term(publish, issued, token, rows, at, now):
    made = publish()
    issued(made.dataset_id, items=TWO, until_at=now + dt.timedelta(days=30))
    assert rows("plain", made)["total"] == 60
    at(now + dt.timedelta(days=30))
    with pytest.raises(tk.NotAuthorized):
        rows("plain", made)


def test_a_writer_learns_nothing_of_the_third(made, rows, sysadmin, issued):
    """An administrator may write, and reads what the grant gives him."""
    root = model.User.get(sysadmin)
    issued(made.dataset_id, items=TWO, user_id=root.id)
    filters = {SECRET: "canary-cell-7 hiddenword"}
    with pytest.raises(tk.ValidationError):
        rows(sysadmin, made, "datastore_delete", force=True, filters=filters)
    gone = rows(
        sysadmin, made, "datastore_delete", force=True, filters={HEAD[2]: 7},
        include_deleted_records=True,
    )  # fmt: skip
    assert [sorted(one) for one in gone["deleted_records"]] == [sorted(["_id", HEAD[0], HEAD[2]])]
