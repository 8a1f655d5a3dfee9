"""Data items stricter than their table: for whoever may not see one, there is no such column."""

from __future__ import annotations

import csv
import io

import pytest

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.datastore.backend import DatastoreBackend

from ckanext.scigov.access.visible_rows import csv_of, hidden_columns
from ckanext.scigov.tables import conversion, datastore, row_words
from ckanext.scigov.tables.datastore import Marker
from ckanext.scigov.tables.domain.columns import columns_of

pytestmark = pytest.mark.usefixtures("now")

ROWS = [
    {"name": "量子计算平台", "secret_canary": "暗号甲 hiddenword alpha", "amount": 5},
    {"name": "alpha centauri 暗号", "secret_canary": "别的 bravo", "amount": 7},
]
NAMES = ["name", "secret_canary", "amount"]
KINDS = ("of_ckan", "of_ours", "of_ours_without_words")


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def table(table_of, kind):
    """An open table with a column that is given out on conditions, made by CKAN or from a file."""
    resource_id = table_of("open", records=ROWS, items={"secret_canary": "conditional"})
    if kind.startswith("of_ours"):
        columns, _ = columns_of(NAMES, [])
        cells = [[str(row[name]) for row in ROWS] for name in NAMES]
        pieces = [conversion.copy_text(cells)]
        marker = lambda rows: Marker("k", "d", rows, has_words=False)  # noqa: E731
        datastore.replace_table(resource_id, columns, pieces, marker, lambda: None)
        if kind == "of_ours":
            row_words.make(resource_id)
    return resource_id


def asked(user, action, /, **data):
    return tk.get_action(action)({"user": user, "ignore_auth": False}, data)


def answered(user, resource_id, action="datastore_search", **data):
    """Return what is answered, or what is said, without the table's name."""
    try:
        answer = asked(user, action, resource_id=resource_id, **data)
    except tk.ValidationError as error:
        answer = error.error_dict
    return str(answer).replace(resource_id, "X")


def names(user, resource_id, **data):
    answer = asked(user, "datastore_search", resource_id=resource_id, **data)
    return [row["name"] for row in answer["records"]]


def test_the_column_is_left_out_of_answers(table):
    answer = asked("", "datastore_search", resource_id=table)
    assert [f["id"] for f in answer["fields"]] == ["_id", "name", "amount"]
    assert [set(row) for row in answer["records"]] == [{"_id", "name", "amount"}] * 2
    for form in ("objects", "lists", "csv", "tsv"):
        told = str(asked("", "datastore_search", resource_id=table, records_format=form))
        assert "canary" not in told
        assert "hiddenword" not in told
        assert "量子计算" in told
    info = asked("", "datastore_info", id=table)
    assert [f["id"] for f in info["fields"]] == ["name", "amount"]
    rows = asked("", "scigov_tables_rows_show", resource_id=table)
    assert [f["id"] for f in rows["fields"]] == ["name", "amount"]
    assert "canary" not in str(rows)


def test_who_may_see_it_gets_it(table, persona):
    for who in ("grantee", "owner member", "sysadmin with broken glass"):
        answer = asked(persona(who, table), "datastore_search", resource_id=table)
        assert answer["records"][0]["secret_canary"] == "暗号甲 hiddenword alpha"
    assert names("plain", table, filters={"secret_canary": "别的 bravo"}) == [ROWS[1]["name"]]
    assert names("plain", table, full_text="hiddenword") == [ROWS[0]["name"]]


def test_what_is_asked_of_it_is_answered_as_of_a_column_that_never_was(table, sysadmin):
    for user in ("", sysadmin):
        for wish in (
            lambda name: {"fields": [name]},
            lambda name: {"fields": ["name", name], "distinct": True},
            lambda name: {"filters": {name: "别的 bravo"}},
            lambda name: {"filters": {name: {"gt": "a"}}},
            lambda name: {"filters": {"$or": [{name: "a"}, {"amount": 5}]}},
            lambda name: {"sort": name},
            lambda name: {"sort": f"{name} desc nulls last"},
            lambda name: {"q": {name: "bravo"}},
        ):
            hidden = answered(user, table, **wish("secret_canary"))
            absent = answered(user, table, **wish("absent_column"))
            assert hidden.replace("secret_canary", "N") == absent.replace("absent_column", "N")
            assert "量子" not in hidden
        for wish in (
            lambda name: {"filters": {name: "别的 bravo"}},
            lambda name: {"filters": {name: {"contains": "bravo"}}},
            lambda name: {"sort": name},
        ):
            pair = [
                answered(user, table, "scigov_tables_rows_show", **wish(name)).replace(name, "N")
                for name in ("secret_canary", "absent_column")
            ]
            assert pair[0] == pair[1]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("hiddenword", []),
        ("bravo", []),
        ("暗号甲", []),
        ("别的", []),
        ("alpha", [1]),
        ("暗号", [1]),
        ("centauri 暗号", [1]),
        ("量子计算", [0]),
        ("计算平台", [0]),
        ("alpha bravo", []),
    ],
)
def test_no_row_is_found_by_words_of_the_column(table, word, found):
    expected = [ROWS[n]["name"] for n in found]
    assert names("", table, full_text=word) == expected
    assert names("", table, q=word) == expected
    rows = asked("", "scigov_tables_rows_show", resource_id=table, q=word)
    assert ([row["name"] for row in rows["records"]], rows["total"]) == (expected, len(expected))


def test_no_expression_finds_it_either(table):
    assert names("", table, q="hiddenword | bravo", plain=False) == []
    assert names("", table, q="hidden:*", plain=False) == []
    assert sorted(names("", table, q="!hiddenword & !bravo", plain=False)) == sorted(
        row["name"] for row in ROWS
    )
    assert names("", table, q="alph:*", plain=False) == [ROWS[1]["name"]]
    assert names("", table, q="alpha & !centauri", plain=False) == []


def test_a_query_in_sql_is_refused_where_a_column_is_hidden(table, persona, monkeypatch):
    backend = DatastoreBackend.get_active_backend()
    monkeypatch.setattr(backend, "enable_sql_search", True)
    monkeypatch.setattr(backend, "allowed_sql_functions", set(), raising=False)

    def run(user):
        context = {"user": user, "check_access": lambda _names: None}
        return backend.search_sql(context, {"sql": f'SELECT name FROM "{table}"'})["records"]

    assert len(run(persona("owner member", table))) == 2
    with pytest.raises(tk.NotAuthorized):
        run("")


def test_ranks_say_nothing_of_it(table, table_of, persona):
    """The rank of a row whose hidden column repeats the word is that of one whose does not."""
    twice = [
        {"name": "echo", "secret_canary": "echo echo echo"},
        {"name": "echo", "secret_canary": ""},
    ]
    resource_id = table_of("open", "other", records=twice, items={"secret_canary": "closed"})
    answer = asked("", "datastore_search", resource_id=resource_id, q="echo")
    first, second = (row["rank"] for row in answer["records"])
    assert first == second
    seen = asked(persona("owner member", resource_id), "datastore_search", id=resource_id, q="echo")
    assert len({row["rank"] for row in seen["records"]}) == 2


def test_the_dump_leaves_it_out_on_every_page(table, app, monkeypatch, ckan_config):
    monkeypatch.setitem(ckan_config, "ckan.datastore.search.rows_max", 1)
    for form in ("csv", "tsv", "json", "xml"):
        body = app.get(f"/datastore/dump/{table}?format={form}").get_data(as_text=True)
        assert "canary" not in body
        assert "hiddenword" not in body
        assert "bravo" not in body
        assert "量子计算平台" in body
        assert "centauri" in body


def test_pages_leave_it_out(table, app):
    dataset_id = model.Resource.get(table).package_id
    body = app.get(f"/dataset/{dataset_id}/resource/{table}").get_data(as_text=True)
    assert "量子计算平台" in body
    assert "secret_canary" not in body
    assert "hiddenword" not in body


def test_writers_learn_nothing_of_it(table, sysadmin):
    """An administrator may write, and reads what everybody may."""
    row = {"_id": 1, "amount": 6}
    answer = asked(
        sysadmin, "datastore_upsert", resource_id=table, force=True, method="upsert",
        records=[row], include_records=False,
    )  # fmt: skip
    assert "hiddenword" not in str(answer)
    gone = asked(
        sysadmin, "datastore_delete", resource_id=table, force=True, filters={"amount": 7},
        include_deleted_records=True,
    )  # fmt: skip
    assert [set(one) for one in gone["deleted_records"]] == [{"_id", "name", "amount"}]
    filters = {"secret_canary": "暗号甲 hiddenword alpha"}
    assert "Unknown field" in answered(
        sysadmin, table, "datastore_delete", force=True, filters=filters
    )


def test_a_file_is_made_of_what_is_visible(table, persona, principal):
    reader = principal(persona("plain", table))
    assert hidden_columns(reader, table) == {"secret_canary"}
    content = b"".join(csv_of(reader, table, ["grant 1", "second"])).decode("utf-8")
    assert content.startswith("\ufeff# grant 1\r\n# second\r\nname,amount\r\n")
    rows = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))
    assert rows[3:] == [["量子计算平台", "5"], ["alpha centauri 暗号", "7"]]
    holder = principal(persona("grantee", table))
    assert hidden_columns(holder, table) == frozenset()
    assert "hiddenword" in b"".join(csv_of(holder, table)).decode("utf-8")


def test_a_file_is_refused_before_its_first_byte(table_of, principal, plain):
    with pytest.raises(tk.NotAuthorized):
        csv_of(principal(plain), table_of("conditional"))
    with pytest.raises(tk.ObjectNotFound):
        csv_of(principal(plain), table_of("conditional", "hidden", hidden=True))
