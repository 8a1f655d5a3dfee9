"""Rows as files: given by the same decisions, on the same terms, with the same marks as other files."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from graded_files import HIDDEN, published
from grades_given import CLOSED, OPEN
from three_items import NAMES, csv_of

import ckan.plugins.toolkit as tk
from ckan.tests import factories

from ckanext.scigov.access import config
from ckanext.scigov.access.domain import marks
from ckanext.scigov.access.domain.obligations import Obligations

pytestmark = pytest.mark.usefixtures("clean_site", "now")
ENDINGS = ("csv", "xlsx", "json")
ROWS = [[name, f"canary-{n}", str(n)] for n, name in enumerate(NAMES)]
HEAD = ["单位名称", "canary身份证号", "经费"]


@pytest.fixture
def publish(entry: dict[str, Any], owner_editor: dict[str, Any]) -> Callable[..., Any]:
    """Make an entry with a loaded table; with the second column closed if asked."""

    def make(grade: dict[str, str], *, item: bool = False) -> tuple[str, str]:
        closed = HEAD[1] if item else ""
        content = csv_of([HEAD, *ROWS])
        return published({**entry, **grade}, "立项单位.csv", content, closed_item=closed)

    return make


@pytest.fixture
def plain() -> str:
    return str(factories.UserWithToken(name="plain")["token"])


@pytest.fixture
def files(app: Any) -> Callable[..., dict[str, Any]]:
    """Ask for the rows in each form."""

    def ask(token: str, made: tuple[str, str], **query: str) -> dict[str, Any]:
        headers = {"Authorization": token} if token else {}
        client = app.test_client(use_cookies=False)
        below = f"/dataset/{made[0]}/resource/{made[1]}/rows"
        return {
            one: client.get(f"{below}.{one}", headers=headers, query_string=query)
            for one in ENDINGS
        }

    return ask


def cells(answers: dict[str, Any]) -> dict[str, list[list[str]]]:
    """Return what stands in each file, as text."""
    book = openpyxl.load_workbook(io.BytesIO(answers["xlsx"].get_data()))
    sheets = [[[str(cell) for cell in row] for row in sheet.values] for sheet in book]
    found = json.loads(answers["json"].get_data())
    text = answers["csv"].get_data().decode("utf-8-sig")
    return {
        "csv": list(csv.reader(io.StringIO(text))),
        "xlsx": [row for sheet in reversed(sheets) for row in sheet],
        "json": [
            *([line] for line in found.get("notice", [])),
            [one["id"] for one in found["fields"]],
            *([str(cell) for cell in one.values()] for one in found["records"]),
        ],
    }


def statuses(answers: dict[str, Any]) -> set[int]:
    return {answer.status_code for answer in answers.values()}


def shows(answers: dict[str, Any], text: str) -> bool:
    bodies = [answer.get_data() for answer in answers.values()]
    return any(text.encode() in body for body in bodies)


def test_open_rows_are_everybodys(publish, files):
    answers = files("", publish(OPEN))
    assert statuses(answers) == {200}
    assert all(rows == [HEAD, *ROWS] for rows in cells(answers).values())
    assert all("X-Scigov-Grant" not in one.headers for one in answers.values())


def test_closed_rows_are_given_by_a_grant_and_that_is_on_record(
    publish, files, plain, issued, recorded
):
    made = publish(CLOSED)
    for token in ("", plain):
        answers = files(token, made)
        assert statuses(answers) == {403}
        assert not shows(answers, "canary")
    assert recorded(made[1]).count(("plain", "data.download")) == 0
    number = str(issued(made[0]).number)
    answers = files(plain, made)
    assert all(rows == [HEAD, *ROWS] for rows in cells(answers).values())
    assert {one.headers["X-Scigov-Grant"] for one in answers.values()} == {number}
    assert {one.headers["Cache-Control"] for one in answers.values()} == {"no-store, private"}
    assert recorded(made[1]).count(("plain", "data.download")) == 3


def test_hidden_rows_are_absent(publish, files, plain, owner_editor):
    made = publish(HIDDEN)
    absent = (made[0], "00000000-0000-4000-8000-000000000000")
    assert statuses(files(plain, made)) == statuses(files(plain, absent)) == {404}
    assert statuses(files(owner_editor["token"], made)) == {200}


def test_a_closed_item_is_no_column(publish, files, owner_editor):
    made = publish(OPEN, item=True)
    answers = files("", made)
    assert not shows(answers, "canary")
    left = [[row[0], row[2]] for row in ROWS]
    for rows in cells(answers).values():
        assert rows[0][0].removeprefix("# ") == "不向您提供的列已从本文件中略去。"
        assert rows[1:] == [["单位名称", "经费"], *left]
    answers = files(owner_editor["token"], made)
    assert all(rows == [HEAD, *ROWS] for rows in cells(answers).values())


@pytest.mark.parametrize(
    "query",
    [
        {"fc": HEAD[1], "fo": "contains", "fv": "canary-7"},
        {"fc": HEAD[1], "fo": "eq", "fv": "canary-7"},
        {"sort": HEAD[1]},
    ],
)
def test_nor_can_it_be_asked_for(publish, files, owner_editor, query):
    """The answer is that for a column that never was, but for its name."""
    made = publish(OPEN, item=True)
    never = {key: "不存在的列" if value == HEAD[1] else value for key, value in query.items()}
    for ending, answer in files("", made, **query).items():
        other = files("", made, **never)[ending]
        assert answer.status_code == other.status_code == 400
        of_it, of_none = (one.get_data(as_text=True) for one in (answer, other))
        assert "canary-" not in of_it.replace("canary-7", "")
        told = said(of_none).replace("不存在的列", "X")
        assert "X" in told
        assert said(of_it).replace(HEAD[1], "X") == told
    assert statuses(files(owner_editor["token"], made, **query)) == {200}


def said(page: str) -> str:
    return BeautifulSoup(page, "html.parser").body.get_text(" ", strip=True)


def test_words_of_it_find_nothing(publish, files, owner_editor):
    made = publish(OPEN, item=True)
    found = cells(files("", made, q="canary-7"))
    assert {len(rows) for rows in found.values()} == {2}
    whole = cells(files(owner_editor["token"], made, q="canary-7"))
    assert all(ROWS[7] in rows for rows in whole.values())


def test_a_mark_is_borne_by_each_form(publish, files, plain, issued):
    made = publish(CLOSED)
    number = str(issued(made[0], obligations=Obligations(watermark=True)).number)
    for rows in cells(files(plain, made)).values():
        assert number in rows[0][0]
        assert [[cell.rstrip() for cell in row] for row in rows[1:]] == [HEAD, *ROWS]
        leaked = [row[0] for row in rows[2:]]
        numbers = [number, "SQ2026-0000-0000"]
        assert marks.found(config.mark_key(), numbers, leaked) == [number]


@pytest.mark.parametrize("terms", [{"query_only": True}, {"most_rows": 10}])
def test_portions_only_means_no_file_not_even_of_few_rows(publish, files, plain, issued, terms):
    made = publish(CLOSED)
    issued(made[0], obligations=Obligations(**terms))
    answers = files(plain, made, q="试验单位7")
    assert statuses(answers) == {403}
    assert not shows(answers, "canary-7")
    assert shows(answers, "datastore_search")


def test_terms_are_accepted_first(publish, files, plain, issued):
    made = publish(CLOSED)
    number = issued(made[0], obligations=Obligations(no_onward_transfer=True)).number
    answers = files(plain, made)
    assert statuses(answers) == {403}
    assert shows(answers, f"/grants/{number}/terms")
    accept = tk.get_action("scigov_access_terms_accept")
    accept({"user": "plain"}, {"number": number, "confirmed": True})
    assert statuses(files(plain, made)) == {200}


def test_requests_of_a_day_are_counted(publish, files, plain, issued):
    made = publish(CLOSED)
    issued(made[0], obligations=Obligations(most_requests_a_day=2))
    answers = files(plain, made)
    assert [answers[one].status_code for one in ENDINGS] == [200, 200, 403]
