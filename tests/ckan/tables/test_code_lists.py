"""Code lists of data items: kept, checked while loading, shown with their labels, given out."""

from __future__ import annotations

import io
import json

import openpyxl
import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables import pasting

CODES = "1 男\n2 女"
STORED = "1\t男\n2\t女"
SEX = {"title": "性别", "name": "xb", "data_type": "C", "description": "人员的性别代码"}
NAME = {"title": "姓名", "name": "xm", "data_type": "C", "description": "人员的姓名全称"}


def dictionary(codes=CODES):
    return [NAME, {**SEX, "codes": codes}]


def table(good, *bad):
    rows = [f"人{n},{1 + n % 2}" for n in range(good)]
    return "\n".join(["姓名,性别", *rows, *bad, ""]).encode()


@pytest.fixture
def page(app):
    def get(resource, path="", language=""):
        base = f"{language}/dataset/{resource['package_id']}/resource/{resource['id']}"
        return app.test_client(use_cookies=False).get(base + path)

    return get


@pytest.mark.parametrize(
    "given",
    [
        CODES,
        "1=男\n2=女",
        [{"value": 1, "label": "男"}, {"value": "2", "label": "女"}],
        '[{"value": "1", "label": "男"}, {"value": "2", "label": "女"}]',
    ],
)
def test_a_code_list_is_kept_in_one_form(upload, given):
    resource = upload(b"", "x.bin", data_items=dictionary(given))
    assert resource["data_items"][1]["codes"] == STORED
    assert "codes" not in resource["data_items"][0]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("1 男\n1 女", "twice"),
        ("\n".join(map(str, range(501))), "at most 500"),
        ("1 " + "长" * 201, "too long"),
        ([{"value": "", "label": "男"}], "no value"),
        (["1 男"], "each line"),
        (7, "each line"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_the_item(upload, given, said):
    with pytest.raises(tk.ValidationError) as refused:
        upload(b"", "x.bin", data_items=dictionary(given))
    assert said in str(refused.value.error_dict["data_items"][1]["codes"])


def test_other_values_are_bad_cells(upload, work, state, rows, call):
    resource = upload(table(199, "甲,9"), "表.csv", data_items=dictionary())
    work()
    shown = state(resource)
    assert (shown["state"], shown["row_count"]) == ("loaded", 200)
    assert [(one["label"], one["count"]) for one in shown["emptied"]] == [("性别", 1)]
    (cell,) = call("scigov_tables_bad_cell_list", resource_id=resource["id"])["cells"]
    assert (cell["line"], cell["value"], cell["code"]) == (201, "9", "not_in_code_list")
    assert cell["reason"].startswith("This is not in the code list.")
    assert rows(resource, filters={"姓名": "甲"})["records"][0]["性别"] is None
    # A list that has the value makes the table whole: a new dictionary loads it again.
    call("resource_patch", id=resource["id"], data_items=dictionary(f"{CODES}\n9 未说明"))
    work()
    assert state(resource)["emptied"] == []
    assert rows(resource, filters={"姓名": "甲"})["records"][0]["性别"] == "9"


def test_too_many_of_them_refuse_the_file(upload, work, state):
    resource = upload(table(10, "甲,9"), "表.csv", data_items=dictionary())
    work()
    assert state(resource)["state"] == "failed"
    same = upload(table(10, "甲,9"), "表.csv", data_items=dictionary(""))
    work()
    assert state(same)["state"] == "loaded"


def test_the_page_has_labels_and_downloads_have_values(upload, work, page):
    resource = upload(
        table(2), "表.csv", data_items=[NAME, {**SEX, "codes": CODES, "data_type": "I"}]
    )
    work()
    soup = BeautifulSoup(page(resource).get_data(as_text=True), "html.parser")
    cells = [
        " ".join(cell.get_text(" ", strip=True).split())
        for cell in soup.select("table.scigov-rows tbody td:not(.scigov-flag-row)")
    ]
    assert [cell for cell in cells if cell in ("1 男", "2 女")] == ["1 男", "2 女"]
    assert soup.select("table.scigov-rows tfoot") == []
    legend = soup.select_one(".scigov-codes dl").get_text(" ", strip=True)
    assert legend == "1 男 2 女"
    text = page(resource, "/rows.csv").get_data(as_text=True)
    assert "男" not in text
    assert "人0,1" in text


def test_files_of_the_dictionary_have_the_list(upload, page):
    resource = upload(table(2), "表.csv", data_items=dictionary())
    field = page(resource, "/dictionary.json").json["fields"][1]
    assert field["categories"][1] == {"value": "2", "label": "女"}
    assert field["constraints"] == {"enum": ["1", "2"]}
    column = json.loads(page(resource, "/dictionary.csvw").get_data())["tableSchema"]["columns"][1]
    assert len(column["dc:conformsTo"]["skos:hasTopConcept"]) == 2
    book = openpyxl.load_workbook(io.BytesIO(page(resource, "/dictionary.xlsx").get_data()))
    assert book.sheetnames == ["数据项字典", "代码表"]
    assert [list(row) for row in book["代码表"].values] == [
        ["字段名", "数据项", "代码值", "代码名称"],
        ["xb", "性别", "1", "男"],
        ["xb", "性别", "2", "女"],
    ]


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_sheet_can_be_pasted_back(upload, page, language):
    resource = upload(table(2), "表.csv", data_items=dictionary())
    book = openpyxl.load_workbook(
        io.BytesIO(page(resource, "/dictionary.xlsx", language).get_data())
    )
    # As spreadsheets copy: a cell with a line break or a tab is in quotes.
    lines = ["\t".join(f'"{cell or ""}"' for cell in row) for row in book.worksheets[0].values]
    again = pasting.dictionary_from("\n".join(lines)).items
    assert [one.get("codes") for one in again] == [None, STORED]


def test_versions_tell_which_codes_came_and_went(upload, call):
    resource = upload(table(2), "表.csv", data_items=dictionary())
    call("resource_patch", id=resource["id"], data_items=dictionary("1 男性\n2 女\n9 未说明"))
    latest = call("scigov_tables_dictionary_list", resource_id=resource["id"])["versions"][0]
    (changed,) = latest["difference"]["changed"]
    assert changed["fields"] == [{"field": "codes", "before": "1 男", "after": "1 男性；9 未说明"}]


def test_a_hidden_dictionary_hides_its_codes(app, upload, work, page, dataset, call):
    resource = upload(table(2), "表.csv", data_items=dictionary("1 绝密标签甲\n2 绝密标签乙"))
    work()
    assert "绝密标签甲" in page(resource).get_data(as_text=True)
    grade = {"security_level": "2", "share_type": "unconditional", "open_type": "conditional"}
    terms = {"open_condition": "按用途审核后提供", "open_method": "api", "security_measure": "脱敏"}
    call("package_patch", id=dataset["id"], hide_dictionary=True, **grade, **terms)
    for ending in ("", "/dictionary.json", "/dictionary.xlsx", "/dictionary/history"):
        assert "绝密标签" not in page(resource, ending).get_data(as_text=True)
    client = app.test_client(use_cookies=False)
    for path in (f"/dataset/{dataset['name']}", f"/api/3/action/package_show?id={dataset['id']}"):
        assert "绝密标签" not in client.get(path).get_data(as_text=True)
