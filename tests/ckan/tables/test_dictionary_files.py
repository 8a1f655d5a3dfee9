"""The dictionary of a table as a file."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables import pasting

ITEMS = [
    {"title": "编号", "name": "no", "data_type": "C", "length": 12, "description": "系统内的编号",
     "required": True, "primary_key": True},
    {"title": "=金额", "name": "amount", "data_type": "Y", "precision": "10,2", "unit": "万元",
     "description": "批准资助的金额"},
]  # fmt: skip


@pytest.fixture
def described(dataset: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    wish = {"package_id": dataset["id"], "url": "https://example.org/a.csv", "format": "CSV"}
    return tk.get_action("resource_create")(context, {**wish, "name": "表", "data_items": ITEMS})


@pytest.fixture
def fetch(app: Any, described: dict[str, Any]) -> Callable[..., Any]:
    def get(ending: str, language: str = "", token: str = "") -> Any:
        base = f"/dataset/{described['package_id']}/resource/{described['id']}"
        client = app.test_client(use_cookies=False)
        headers = {"Authorization": token} if token else {}
        return client.get(f"{language}{base}/dictionary.{ending}", headers=headers)

    return get


def test_table_schema_and_csvw(fetch, described):
    schema = fetch("json")
    assert schema.headers["Content-Disposition"] == 'attachment; filename="dictionary.json"'
    first, second = schema.json["fields"]
    assert (first["constraints"], schema.json["primaryKey"]) == (
        {"required": True, "maxLength": 12},
        ["no"],
    )
    assert (second["type"], second["st:precision"]) == ("number", "10,2")
    table = fetch("csvw")
    assert table.content_type == "application/csvm+json; charset=utf-8"
    document = json.loads(table.get_data())
    assert document["url"].endswith(f"/resource/{described['id']}/access")
    assert [one["titles"] for one in document["tableSchema"]["columns"]] == ["编号", "=金额"]


def test_the_gateway_names_the_dictionary(app, fetch, described):
    base = f"/dataset/{described['package_id']}/resource/{described['id']}"
    answer = app.test_client(use_cookies=False).get(f"{base}/access", follow_redirects=False)
    place, _, about = answer.headers["Link"].partition(">")
    assert place.endswith(f"{base}/dictionary.csvw")
    assert about == '; rel="describedby"; type="application/csvm+json"'


def test_a_hidden_dictionary_is_named_to_nobody(app, context, fetch, described):
    hidden = {"id": described["package_id"], "hide_dictionary": "true"}
    tk.get_action("package_patch")(context, hidden)
    base = f"/dataset/{described['package_id']}/resource/{described['id']}"
    answer = app.test_client(use_cookies=False).get(f"{base}/access", follow_redirects=False)
    assert (answer.status_code, answer.headers.get("Link")) == (302, None)
    tk.get_action("package_patch")(context, {**hidden, "hide_dictionary": "false"})
    shown = app.test_client(use_cookies=False).get(f"{base}/access", follow_redirects=False)
    assert (shown.status_code, "Link" in shown.headers) == (302, True)


def test_a_file_without_data_items_names_none(app, dataset, context):
    wish = {"package_id": dataset["id"], "url": "https://example.org/b.pdf", "format": "PDF"}
    made = tk.get_action("resource_create")(context, {**wish, "name": "说明"})
    place = f"/dataset/{dataset['id']}/resource/{made['id']}/access"
    answer = app.test_client(use_cookies=False).get(place, follow_redirects=False)
    assert (answer.status_code, answer.headers.get("Link")) == (302, None)


@pytest.mark.parametrize("language", ["", "/en"])
def test_a_workbook_can_be_pasted_back(fetch, language):
    sheet = openpyxl.load_workbook(io.BytesIO(fetch("xlsx", language).get_data())).active
    rows = [["" if cell is None else cell for cell in row] for row in sheet.values]
    again = pasting.dictionary_from("\n".join("\t".join(row) for row in rows)).items
    wanted = ("title", "name", "data_type", "precision", "unit", "description")
    assert [{n: one.get(n) for n in wanted} for one in again] == [
        {n: one.get(n) for n in wanted} for one in ITEMS
    ]
    assert [one.get("primary_key") for one in again] == ["true", None]


def test_there_is_no_other_form(fetch):
    assert fetch("pdf").status_code == 404


def test_a_hidden_dictionary_is_no_file_for_the_public(
    fetch, dataset, described, context, owner_editor
):
    hidden = {"id": dataset["id"], "hide_dictionary": True}
    grade = {"security_level": "2", "share_type": "unconditional", "open_type": "conditional"}
    terms = {"open_condition": "按用途审核后提供", "open_method": "api", "security_measure": "脱敏"}
    tk.get_action("package_patch")(context, {**hidden, **grade, **terms})
    assert [fetch(ending).status_code for ending in ("json", "csvw", "xlsx")] == [404, 404, 404]
    given = fetch("json", token=owner_editor["token"])
    assert [one["title"] for one in given.json["fields"]] == ["编号", "=金额"]


def test_an_entry_that_is_hidden_has_no_dictionary_either(fetch, dataset, context, owner_editor):
    assert fetch("json").status_code == 200
    tk.get_action("package_patch")(context, {"id": dataset["id"], "private": True})
    assert fetch("json").status_code == 404
    assert fetch("json", token=owner_editor["token"]).status_code == 200
