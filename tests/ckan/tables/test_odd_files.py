"""Odd and hostile files, and the sentence their owner reads; docs/tables.md has the table of them."""

from __future__ import annotations

import io
import zipfile
from collections import deque

import pytest
from workbooks import book

import ckan.plugins.toolkit as tk

CONTENTS = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="一" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
)
ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="xl/workbook.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    "</Relationships>"
)
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
EMPTY = "The file is empty: its first line must name the columns."


def packed(rows, **more):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("_rels/.rels", ROOT)
        file.writestr("xl/workbook.xml", CONTENTS)
        file.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        with file.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(SHEET.encode())
            for row in rows:
                sheet.write(row.encode())
            sheet.write(b"</sheetData></worksheet>")
        for name, text in more.items():
            file.writestr(name, text)
    return target.getvalue()


@pytest.fixture
def told(page, owner_editor):
    """Return what the owner reads about a load on the resource's page."""

    def read(resource):
        soup = page(resource, token=owner_editor["token"])
        return " ".join(one.get_text(" ", strip=True) for one in soup.select(".scigov-load"))

    return read


NUMBERS = [{"title": "名称", "name": "ming_cheng", "data_type": "N", "description": "名称是数字"}]
REFUSED = {
    "an empty file": (b"", "a.csv", EMPTY),
    "no columns": (b",,\n\n,,\n", "a.csv", EMPTY),
    "an empty list": (b"[]", "a.json", EMPTY),
    "a PDF named CSV": (b"%PDF-1.4 ...", "a.csv", "This is no table but a document"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "a.xlsx", "workbook of the old form"),
    "HTML named CSV": (
        b"<!DOCTYPE html><html><table><tr><td>1</table>", "a.csv", "This is a web page or XML",
    ),
    "another archive": (b"PK\x03\x04 ...", "a.xlsx", "The workbook cannot be read."),
    "short rows": (b"a,b\n1\n", "a.csv", "The line has fewer cells than the heading."),
    "long rows": (b"a,b\n1,2,3\n", "a.csv", "The line has more cells than the heading."),
    "open quotes": (b'a,b\n1,"2\n', "a.csv", "The quotes beginning here are not closed"),
    "no text": (b"a,b\n\xff\xff,1\n", "a.csv", "These bytes are neither UTF-8 nor GB18030 text."),
    "text as JSON": (b"a,b\n1,2\n", "a.json", "This is no JSON from here on"),
    "the last corner": (
        packed(['<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>']), "a.xlsx",
        "The workbook is too large",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused(case, upload, work, state, told, datastore_tables):
    content, name, sentence = REFUSED[case]
    resource = upload(content, name)
    work()
    assert state(resource)["state"] == "failed"
    assert sentence in told(resource)
    assert datastore_tables() == set()


def test_a_zip_bomb(upload, work, state, told, monkeypatch):
    from ckanext.scigov.tables import workbook_scan

    monkeypatch.setattr(workbook_scan, "MOST_BYTES", 20_000_000)
    bomb = packed([], **{"xl/media/zeros.bin": "0" * 50_000_000})
    assert len(bomb) < 300_000
    resource = upload(bomb, "a.xlsx")
    work()
    assert state(resource)["state"] == "failed"
    assert "The workbook is too large: unpacked it has more than 2 GB" in told(resource)


@pytest.mark.ckan_config("ckan.max_resource_size", 1)
def test_a_file_over_the_limit(upload, files_in):
    with pytest.raises(tk.ValidationError) as error:
        upload(b"a" * (1 << 20) + b"\n", "a.csv")
    sentence = "The file is larger than 1 MB. Split it or give a link to it."
    assert error.value.error_dict == {"upload": [sentence]}
    assert files_in() == set()


@pytest.mark.parametrize(
    ("content", "name", "columns"),
    [
        ("名称,值\n甲,1\n".encode("gb18030"), "a.csv", ["名称", "值"]),
        (book(("一", [["名称", "值"], ["甲", 1]])), "a.csv", ["名称", "值"]),
        ("名称,值\n甲,1\n".encode(), "a.xlsx", ["名称", "值"]),
        ('[{"名称": "甲"}]'.encode(), "a.csv", ["名称"]),
        ("名称;值\n甲;1\n".encode(), "a.tsv", ["名称", "值"]),
    ],
)
def test_what_is_loaded_whatever_its_name(content, name, columns, upload, work, rows):
    resource = upload(content, name)
    work()
    page = rows(resource)
    assert [f["id"] for f in page["fields"]] == columns
    assert page["records"][0]["名称"] == "甲"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            book(("一", [["甲", "乙"], [1, "=A2*2"]])),
            "Formulas whose result is not stored in the file; their cells are empty: 1.",
        ),
        (
            book(("一", [["甲", "乙"], [1, 2], [3, None]]), merge="A3:B3"),
            "Merged areas, of which only the first cell has the value: 1",
        ),
        (
            book(("一", [["甲"], [1]]), ("二", [["乙"], [2]])),
            "The workbook has several sheets; this one was read: 一",
        ),
    ],
)
def test_what_is_loaded_with_a_remark(content, sentence, upload, work, state, told):
    resource = upload(content, "a.xlsx")
    work()
    assert state(resource)["state"] == "loaded"
    assert sentence in told(resource)


def test_a_dictionary_that_contradicts_the_file(upload, work, state, told):
    resource = upload("名称,值\n甲,1\n".encode(), "a.csv", data_items=NUMBERS)
    work()
    assert state(resource)["state"] == "failed"
    assert "2 名称 甲 This is no number." in told(resource)
    other = [{**NUMBERS[0], "title": "别的", "name": "bie_de"}]
    resource = upload("名称\n甲\n".encode(), "b.csv", data_items=other)
    work()
    assert state(resource)["state"] == "loaded"
    assert "Data item without a column in the file: 别的" in told(resource)
    assert "Column without an entry in the dictionary: 名称" in told(resource)


def test_emoji_and_right_to_left_text(upload, work, rows, app):
    content = "名称 😀,שם\n研究 🚀 项目,שלום עולם\n\u202eevil,مرحبا\n"
    resource = upload(content.encode(), "🚀.csv")
    work()
    page = rows(resource)
    assert [f["id"] for f in page["fields"]] == ["名称 😀", "שם"]
    assert [tuple(row.values())[1:] for row in page["records"]] == [
        ("研究 🚀 项目", "שלום עולם"),
        ("\u202eevil", "مرحبا"),
    ]
    found = rows(resource, filters={"שם": {"eq": "مرحبا"}})
    assert found["total"] == 1
    address = f"/dataset/{resource['package_id']}/resource/{resource['id']}"
    assert "שלום עולם" in app.get(address).get_data(as_text=True)


def test_as_many_rows_as_a_sheet_can_have_are_read(tmp_path):
    from ckanext.scigov.tables.reading import examine

    rows = (f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 1_048_577))
    path = tmp_path / "file"
    path.write_bytes(packed(rows))
    table = examine(path, ending="xlsx").open()
    (last,) = deque(table, maxlen=1)
    assert (table.heading, last) == (["1"], (1_048_576, ["1048576"]))
