"""How a file is read is found out, shown to its owner, and settled by him where it was wrong."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk

BIG5 = "計畫,經費\n測試,1\n".encode("big5")
PREAMBLE = "省级项目清单\n\n编号;名称\n1;甲\n".encode()


@pytest.fixture
def page(app, owner_editor):
    def get(resource, **query):
        address = f"/en/dataset/{resource['package_id']}/resource/{resource['id']}/reading"
        headers = {"Authorization": owner_editor["token"]}
        answer = app.get(address, query_string=query, headers=headers)
        return BeautifulSoup(answer.data, "html.parser")

    return get


def lines(soup):
    return [[c.get_text() for c in row.select("th, td")] for row in soup.select(".scigov-table tr")]


def test_the_first_rows_are_shown_as_they_would_be_read(upload, page, work):
    resource = upload(PREAMBLE, "表.csv")
    work()
    assert lines(page(resource))[0] == ["Line", "省级项目清单"]
    soup = page(resource, header_row="3")
    assert lines(soup) == [["Line", "编号", "名称"], ["4", "1", "甲"]]
    hidden = {one["name"]: one["value"] for one in soup.select("form[method=post] input[name]")}
    hidden.pop("_csrf_token", None)
    assert hidden == {"encoding": "", "delimiter": "", "header_row": "3", "sheet": ""}


def test_what_is_settled_is_loaded(upload, app, owner_editor, work, rows, state, call):
    resource = upload(PREAMBLE, "表.csv")
    work()
    address = f"/dataset/{resource['package_id']}/resource/{resource['id']}/reading"
    headers = {"Authorization": owner_editor["token"]}
    form = {"encoding": "", "delimiter": "semicolon", "header_row": "3", "sheet": ""}
    answer = app.post(address, data=form, headers=headers, follow_redirects=False)
    assert answer.status_code == 302
    assert state(resource)["state"] == "queued"
    work()
    assert [f["id"] for f in rows(resource)["fields"]] == ["编号", "名称"]
    shown = call("resource_show", id=resource["id"])
    assert (shown["delimiter"], shown["header_row"]) == ("semicolon", "3")
    assert (shown.get("encoding", ""), shown["encoding_found"]) == ("", "utf-8")


@pytest.mark.parametrize(
    ("content", "name", "fields", "columns"),
    [
        (BIG5, "a.csv", {"encoding": "big5"}, ["計畫", "經費"]),
        (b"1|x;y\n2|z;w\n", "a.csv", {"header_row": "0"}, ["column_1", "column_2"]),
        (b'{"a": [{"x": 1}], "b": [{"y": 1}]}', "a.json", {"sheet": "b"}, ["y"]),
    ],
)
def test_each_can_be_corrected(content, name, fields, columns, upload, work, rows):
    resource = upload(content, name, **fields)
    work()
    assert [f["id"] for f in rows(resource)["fields"]] == columns


def test_why_nothing_can_be_read_is_said(upload, page):
    resource = upload(BIG5, "表.csv")
    soup = page(resource, encoding="utf-8")
    told = soup.select_one(".alert-danger").get_text(" ", strip=True)
    assert told.startswith("The file is no text in the encoding that this resource names.")


@pytest.mark.parametrize(
    "wish", [{"encoding": "ebcdic"}, {"delimiter": "x"}, {"header_row": "-1"}, {"header_row": "x"}]
)
def test_nonsense_is_refused(wish, upload, call, page):
    resource = upload(PREAMBLE, "表.csv")
    with pytest.raises(tk.ValidationError):
        call("scigov_tables_reading_show", resource_id=resource["id"], **wish)
    with pytest.raises(tk.ValidationError):
        call("resource_patch", id=resource["id"], **wish)
    assert page(resource, **wish).select_one(".alert-danger li")


def test_it_is_the_owners_page(upload, app):
    resource = upload(PREAMBLE, "表.csv")
    address = f"/dataset/{resource['package_id']}/resource/{resource['id']}/reading"
    assert app.get(address, status=403).status_code == 403
    assert app.post(address, data={}, status=403).status_code == 403
    wish = {"resource_id": resource["id"]}
    with pytest.raises(tk.NotAuthorized):
        tk.get_action("scigov_tables_reading_show")({"user": ""}, wish)
