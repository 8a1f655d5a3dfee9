"""The wizard as somebody without JavaScript goes through it."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from bs4 import BeautifulSoup
from importing import ITEMS, checked, rows_of, sheet, table, uploaded, written
from page_reading import texts

import ckan.plugins.toolkit as tk
from ckan.tests import factories

pytestmark = pytest.mark.usefixtures("clean_site", "clean_datastore")


@pytest.fixture
def ask(app, owner_editor):
    token = tk.get_action("api_token_create")(
        {"ignore_auth": True, "user": "owner_editor"}, {"user": "owner_editor", "name": "pages"}
    )["token"]

    def send(path: str, token: str = token, **form: Any) -> Any:
        client = app.test_client(use_cookies=False)
        headers = {"Authorization": token, "Accept-Language": "en"}
        path = path if path.startswith(("http", "/en/")) else f"/en{path}"
        if form:
            return client.post(path, data=form, headers=headers, follow_redirects=False)
        return client.get(path, headers=headers, follow_redirects=False)

    return send


def chosen(answer: Any) -> dict[str, str]:
    page = BeautifulSoup(answer.body, "html.parser")
    found = {}
    for one in page.select("select[name^=column-]"):
        option = one.select_one("option[selected]")
        found[one["name"]] = option["value"] if option else ""
    return found


def test_a_sheet_goes_through_all_steps(entry, ask) -> None:
    _dataset, resource = table(entry)
    form = ask(f"/imports/new?kind=rows&resource={resource}")
    assert form.status_code == 200
    upload = sheet(
        ["编号", "金额", "立项日期"], ["B1", "3", "2024-03-01"], ["B2", "x", "2024-03-01"]
    )
    answer = ask("/imports/new", kind="rows", resource=resource, upload=(upload.stream, "清单.csv"))
    assert answer.status_code == 302
    columns = ask(answer.location)
    fields = chosen(columns)
    assert fields == {"column-0": "编号", "column-1": "金额", "column-2": "立项日期"}
    answer = ask(answer.location, **fields)
    page = ask(answer.location)
    assert texts(page, ".scigov-import-counts dt") == ["Without errors", "With errors"]
    assert texts(page, "td.scigov-import-bad") == ["x This is no number."]
    done = ask(f"{answer.location}/write", policy="only_good")
    assert done.status_code == 302
    assert [row[0] for row in rows_of(resource)] == ["编号", "A1", "A2", "B1"]
    assert texts(ask(done.location), "h1") == ["Written"]
    assert texts(ask("/imports"), "table th[scope=row] a") == ["清单.csv"]


def test_undoing_asks_whether_that_is_meant(entry, ask) -> None:
    _dataset, resource = table(entry)
    heading = ["编号", "立项日期"]
    batch = written("rows", sheet(heading, ["B1", "2024-03-01"]), resource_id=resource)
    address = f"/imports/{batch['id']}/undo"
    unsure = ask(address, other="1")
    assert (unsure.status_code, texts(unsure, ".alert-danger li")) == (
        409, ["Tick the box if the import is to be undone."],
    )  # fmt: skip
    under_way = ask(address, sure="1")
    assert texts(under_way, ".alert-danger li") == [
        "A new file of this resource is being loaded. Wait until that is done, then try again."
    ]
    assert texts(under_way, "h1") == ["Written"]


def test_rows_with_errors_come_as_files_that_are_read_again(entry, ask) -> None:
    _dataset, resource = table(entry)
    rows = (["编号", "金额", "立项日期"], ["=1+1", "-x", "2024-03-01"], ["B2", "1", "2024-03-01"])
    batch = checked("rows", sheet(*rows), resource_id=resource)
    answer = ask(f"/imports/{batch['id']}/errors.csv")
    assert answer.get_data().decode("utf-8-sig") == (
        "编号,金额,立项日期,Errors,Row of the file\r\n"
        "'=1+1,'-x,2024-03-01,金额: This is no number.,2\r\n"
    )
    again = uploaded("rows", sheet_of(answer.get_data(), "again.csv"), resource_id=resource)
    assert again["proposals"]["Errors"]["field"] == ""
    found = tk.get_action("scigov_intake_batch_show")({"user": "owner_editor"}, {"id": again["id"]})
    assert found["rows"][0]["cells"][:2] == ["=1+1", "-x"]
    book = openpyxl.load_workbook(io.BytesIO(ask(f"/imports/{batch['id']}/errors.xlsx").get_data()))
    cells = next(iter(book.active.iter_rows(min_row=2)))
    assert [one.value for one in cells] == [
        "=1+1",
        "-x",
        "2024-03-01",
        "金额: This is no number.",
        "2",
    ]
    assert [one.fill.fgColor.rgb for one in cells[:2]] == ["00000000", "00FFC7CE"]
    assert cells[0].data_type == "s"
    assert ask(f"/imports/{batch['id']}/errors.pdf").status_code == 404


def sheet_of(content: bytes, name: str) -> Any:
    from werkzeug.datastructures import FileStorage

    return FileStorage(io.BytesIO(content), filename=name)


def test_the_template_of_a_table_comes_back_and_matches_by_itself(entry, ask) -> None:
    dataset, resource = table(entry)
    answer = ask(f"/dataset/{dataset}/resource/{resource}/rows-template.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.get_data()))
    assert book.sheetnames == ["Rows", "How to fill it in", "Lists", "Field names"]
    page = book["Rows"]
    assert [one.value for one in page[1]] == ["编号*", "金额", "类别", "立项日期*"]
    assert [page.column_dimensions[one].number_format for one in "ABCD"] == [
        "@",
        "General",
        "@",
        "yyyy-mm-dd",
    ]
    rules = {
        str(one.sqref): (one.type, one.formula1) for one in page.data_validations.dataValidation
    }
    assert rules == {"B2:B2001": ("decimal", "0"), "C2:C2001": ("list", "'Lists'!$C$1:$C$2")}
    assert [one.value for one in book["Lists"]["C"]] == ["1 重点", "2 一般"]
    assert "立项时给出的编号" in page["A1"].comment.text
    assert (book["Lists"].sheet_state, book["Field names"].sheet_state) == ("hidden", "hidden")
    for number, cell in enumerate(["B7", 12.5, "2 一般", "2024-05-06"], start=1):
        page.cell(2, number).value = cell
    made = io.BytesIO()
    book.save(made)
    batch = checked("rows", sheet_of(made.getvalue(), "filled.xlsx"), resource_id=resource)
    assert batch["rows_by_state"]["good"] == 1
    assert batch["columns"]["编号*"] == "编号"


@pytest.mark.parametrize("kind", ["entries", "items"])
def test_the_templates_of_fields_match_by_themselves(ask, provider, entry, kind) -> None:
    _dataset, resource = table(entry)
    book = openpyxl.load_workbook(io.BytesIO(ask(f"/imports/templates/{kind}.xlsx").get_data()))
    page = book.worksheets[0]
    fields = [one.value for one in book.worksheets[3][2]]
    page.append(["x"] * len(fields))
    made = io.BytesIO()
    book.save(made)
    where = {"provider": provider["id"]} if kind == "entries" else {"resource_id": resource}
    batch = uploaded(kind, sheet_of(made.getvalue(), "filled.xlsx"), **where)
    assert [one["field"] for one in (batch["proposals"][h] for h in batch["headers"])] == fields


def test_a_row_is_entered_on_a_page(entry, ask) -> None:
    dataset, resource = table(entry)
    address = f"/dataset/{dataset}/resource/{resource}/rows/new"
    form = ask(address)
    page = BeautifulSoup(form.body, "html.parser")
    labels = [one.get_text(" ", strip=True) for one in page.select(".scigov-import-row label")]
    assert labels[:4] == ["编号 *", "金额（万元）", "类别", "立项日期 *"]
    assert [one["value"] for one in page.select("#cell-2 option")] == ["", "1", "2"]
    wrong = ask(address, **{"cell-0": "A1", "cell-1": "-1", "cell-2": "", "cell-3": ""})
    assert wrong.status_code == 409
    assert texts(wrong, ".error-block") == [
        "The table has a row with “A1” already. Leave this row out, or change the row there.",
        "This is below the smallest value allowed, 0.",
        "This is mandatory. Fill it in.",
    ]
    good = ask(address, **{"cell-0": "A3", "cell-1": "1", "cell-2": "2", "cell-3": "2024-05-06"})
    assert good.status_code == 302
    assert rows_of(resource)[-1] == ["A3", "1", "2", "2024-05-06"]


def test_the_pages_are_not_for_everybody(entry, ask) -> None:
    dataset, resource = table(entry)
    other = factories.UserWithToken(name="other")["token"]
    batch = checked("rows", sheet(["编号", "立项日期"], ["B1", "2024-03-01"]), resource_id=resource)
    paths = {
        "/imports": 403, "/imports/new": 403, f"/imports/{batch['id']}": 403, "/imports/templates/items.xlsx": 403,
        f"/dataset/{dataset}/resource/{resource}/rows/new": 403,
        f"/dataset/{dataset}/resource/{resource}/rows-template.xlsx": 403,
    }  # fmt: skip
    assert {path: ask(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert {path: ask(path, other).status_code for path in paths} == paths
    assert ask("/imports/none").status_code == 404


def test_the_page_of_a_resource_leads_there(entry, ask) -> None:
    dataset, resource = table(entry)
    address = f"/dataset/{dataset}/resource/{resource}"
    found = texts(ask(address), ".scigov-actions a")
    assert found[3:7] == ["Enter a row", "Import rows", "Template for rows", "Import data items"]
    assert len(ITEMS) == 4


def test_what_is_written_is_not_discarded(entry, ask) -> None:
    _dataset, resource = table(entry)
    batch = written("rows", sheet(["编号", "立项日期"], ["B1", "2024-03-01"]), resource_id=resource)
    answer = ask(f"/imports/{batch['id']}/discard", other="1")
    assert (answer.status_code, texts(answer, ".alert-danger li")) == (
        409,
        [
            "This cannot be done with the import as it stands now. Reload the page to see how it stands."
        ],
    )
