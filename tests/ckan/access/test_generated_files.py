"""The file somebody gets: the original, one without columns that are not his, one with his mark."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import three_items
from graded_files import published
from grades_given import CLOSED, OPEN
from three_items import FILES, GIVEN, HEAD, ROWS, as_csv, lines

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories

from ckanext.scigov.access import config
from ckanext.scigov.access.domain import marks
from ckanext.scigov.access.domain.obligations import Obligations

pytestmark = pytest.mark.usefixtures("clean_site", "now")


@pytest.fixture
def publish(entry: dict[str, Any], owner_editor: dict[str, Any]) -> Callable[..., Any]:
    """Make an entry with a file of a kind, loaded; with the second column closed if asked."""

    def make(kind: str, grade: dict[str, str], *, item: bool = False) -> tuple[str, str]:
        closed = HEAD[1] if item else ""
        return published({**entry, **grade}, f"立项单位.{kind}", FILES[kind](), closed_item=closed)

    return make


@pytest.fixture
def fetch(app: Any, owner_editor: dict[str, Any]) -> Callable[..., Any]:
    tokens = {"": "", "editor": owner_editor["token"]}

    def get(who: str, dataset_id: str, resource_id: str, way: str = "access") -> Any:
        if who not in tokens:
            tokens[who] = factories.UserWithToken(name=who)["token"]
        headers = {"Authorization": tokens[who]} if tokens[who] else {}
        client = app.test_client(use_cookies=False)
        path = f"/dataset/{dataset_id}/resource/{resource_id}/{way}"
        return client.get(path, headers=headers, follow_redirects=False)

    return get


def sheets(answer: Any) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
    return {sheet.title: [list(row) for row in sheet.values] for sheet in book}


def data_and_notice(answer: Any) -> list[list[list[Any]]]:
    found = list(sheets(answer).values())
    assert len(found) == 2
    return found


def test_a_csv_comes_without_the_column(publish, fetch):
    made = publish("csv", OPEN, item=True)
    answer = fetch("", *made)
    notice, head, *rows = lines(answer)
    assert notice == ["# 不向您提供的列已从本文件中略去。"]
    assert (head, rows) == (["单位名称", "经费"], GIVEN)
    assert "canary" not in answer.get_data(as_text=True) + str(answer.headers)
    assert fetch("editor", *made).get_data() == as_csv()


def test_a_workbook_stays_a_workbook(publish, fetch):
    made = publish("xlsx", OPEN, item=True)
    answer = fetch("", *made)
    assert answer.headers["Content-Disposition"].endswith(".xlsx")
    data, notice = data_and_notice(answer)
    assert data == [["单位名称", "经费"], *([name, int(amount)] for name, amount in GIVEN)]
    assert notice == [["不向您提供的列已从本文件中略去。"]]
    assert "canary-cell-7" in str(sheets(fetch("editor", *made)))


def test_what_is_no_table_is_not_given_in_parts(publish, fetch):
    made = publish("pdf", OPEN, item=True)
    answer = fetch("", *made)
    assert answer.status_code == 403
    assert "canary" not in answer.get_data(as_text=True)
    assert fetch("editor", *made).get_data() == FILES["pdf"]()


@pytest.fixture
def granted(issued: Callable[..., Any]) -> Callable[..., str]:
    """Give ``plain`` a grant with obligations; returns its number."""

    def give(dataset_id: str, **obligations: Any) -> str:
        factories_user = model.User.get("plain")
        assert factories_user is not None
        return str(issued(dataset_id, obligations=Obligations(**obligations)).number)

    return give


def test_a_watermark_names_the_grant_and_is_found_in_a_copy(publish, fetch, granted):
    made = publish("csv", CLOSED)
    fetch("plain", *made)
    number = granted(made[0], watermark=True)
    answer = fetch("plain", *made)
    notice, head, *rows = lines(answer)
    assert number in notice[0]
    assert answer.headers["X-Scigov-Grant"] == number
    assert head == HEAD
    assert [[cell.rstrip() for cell in row] for row in rows] == ROWS
    # Somebody has copied half of the rows, in another order, and none of the notice.
    leaked = [row[0] for row in rows[::-2]] + [row[0] for row in rows[:20]]
    numbers = [number, "SQ2026-0000-0000"]
    assert marks.found(config.mark_key(), numbers, leaked) == [number]


def test_a_workbook_bears_the_mark_too(publish, fetch, granted):
    made = publish("xlsx", CLOSED)
    fetch("plain", *made)
    number = granted(made[0], watermark=True)
    data, notice = data_and_notice(fetch("plain", *made))
    assert number in notice[0][0]
    cells = [str(row[0]) for row in data[1:]]
    assert marks.found(config.mark_key(), [number], cells) == [number]


def test_another_file_is_named_in_a_header(publish, fetch, granted):
    made = publish("pdf", CLOSED)
    fetch("plain", *made)
    number = granted(made[0], watermark=True)
    answer = fetch("plain", *made)
    assert (answer.get_data(), answer.headers["X-Scigov-Grant"]) == (FILES["pdf"](), number)


def test_a_grant_for_questions_gives_no_file(publish, fetch, granted):
    made = publish("csv", CLOSED)
    fetch("plain", *made)
    granted(made[0], query_only=True)
    answer = fetch("plain", *made)
    assert answer.status_code == 403
    assert "canary" not in answer.get_data(as_text=True)
    assert "datastore_search" in answer.get_data(as_text=True)


@pytest.mark.parametrize("way", ["access/x.csv", "download", "download/x.csv"])
def test_every_address_of_a_file_keeps_the_conditions(publish, fetch, granted, way):
    made = publish("csv", CLOSED)
    fetch("plain", *made)
    granted(made[0], most_rows=10)
    answer = fetch("plain", *made, way)
    assert (answer.status_code, "canary" in answer.get_data(as_text=True)) == (403, False)
    assert fetch("editor", *made, way).get_data() == as_csv()


def test_requests_of_a_day_are_counted(publish, fetch, granted):
    made = publish("csv", CLOSED)
    fetch("plain", *made)
    granted(made[0], most_requests_a_day=2)
    seen = [fetch("plain", *made).status_code for _ in range(3)]
    assert seen == [200, 200, 403]


def test_a_cell_is_no_formula(publish, fetch, monkeypatch):
    evil = '=HYPERLINK("http://example.org")'
    monkeypatch.setattr(three_items, "ROWS", [[evil, "x", "1"]])
    made = publish("xlsx", OPEN, item=True)
    book = openpyxl.load_workbook(io.BytesIO(fetch("", *made).get_data()))
    cell = book.worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == (evil, "s")


def test_terms_are_accepted_before_anything_is_given(publish, fetch, granted):
    made = publish("csv", CLOSED)
    fetch("plain", *made)
    number = granted(made[0], no_onward_transfer=True)
    answer = fetch("plain", *made)
    assert answer.status_code == 403
    assert f"/grants/{number}/terms" in answer.get_data(as_text=True)
    reader: Any = {"user": "plain"}
    with pytest.raises(tk.NotAuthorized, match=number):
        tk.get_action("datastore_search")(dict(reader), {"resource_id": made[1]})
    accept = tk.get_action("scigov_access_terms_accept")
    accept(dict(reader), {"number": number, "confirmed": True})
    assert fetch("plain", *made).get_data() == as_csv()
    rows = tk.get_action("datastore_search")(dict(reader), {"resource_id": made[1]})
    assert rows["total"] == len(ROWS)
