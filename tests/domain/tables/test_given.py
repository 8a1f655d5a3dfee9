"""What the owner says of a file is not looked for: encoding, delimiter, heading."""

from __future__ import annotations

import pytest

from ckanext.scigov.tables.domain.problems import Code, UnfitFile
from ckanext.scigov.tables.domain.sniffing import kind_of
from ckanext.scigov.tables.first_rows import first_rows
from ckanext.scigov.tables.reading import Given, examine

PREAMBLE = "省级项目清单, 2024年, 公开\n\n编号;名称;备注\n1;甲;乙\n"


@pytest.fixture
def file(tmp_path):
    def write(content):
        path = tmp_path / "file"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def read(path, **given):
    table = examine(path, ending="csv", given=Given(**given)).open()
    return [table.heading, *table]


def test_the_line_of_the_heading(file):
    path = file(PREAMBLE)
    assert read(path, header_row=3) == [["编号", "名称", "备注"], (4, ["1", "甲", "乙"])]
    # A blank line is passed over.
    assert read(path, header_row=2)[0] == ["编号", "名称", "备注"]


def test_no_heading_at_all(file):
    assert read(file("1,2\n3,4\n"), header_row=0) == [
        ["column_1", "column_2"], (1, ["1", "2"]), (2, ["3", "4"]),
    ]  # fmt: skip


def test_a_heading_behind_the_end(file):
    with pytest.raises(UnfitFile) as unfit:
        read(file("1,2\n"), header_row=5)
    assert unfit.value.problems.kept[0].code is Code.NO_HEADER


@pytest.mark.parametrize(
    ("word", "heading"),
    [("comma", ["a|b;c\td"]), ("bar", ["a", "b;c\td"]), ("tab", ["a|b;c", "d"])],
)
def test_the_delimiter(word, heading, file):
    assert read(file("a|b;c\td\n"), delimiter=word)[0] == heading


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("big5", "計畫,經費\n".encode("big5")),
        ("utf-8", "計畫,經費\n".encode("utf-8-sig")),
        ("gb18030", "計畫,經費\n".encode("gb18030")),
        ("utf-16", "計畫,經費\n".encode("utf-16")),
    ],
)
def test_the_encoding(encoding, content, file):
    assert read(file(content), encoding=encoding) == [["計畫", "經費"]]


@pytest.mark.parametrize("lines", [1, 200_000])
def test_a_wrong_encoding_is_told(lines, file):
    path = file(b"a,b\n" * lines + "計畫,經費\n".encode("big5"))
    with pytest.raises(UnfitFile) as unfit:
        read(path, encoding="utf-8")
    assert unfit.value.problems.kept[0].code is Code.WRONG_ENCODING


@pytest.mark.parametrize(
    ("beginning", "code"),
    [
        (b"<!DOCTYPE html><html>", Code.WEB_PAGE),
        (b"\xef\xbb\xbf \n<HTML>", Code.WEB_PAGE),
        (b"<table><tr>", Code.WEB_PAGE),
        (b"<?xml version='1.0'?>", Code.WEB_PAGE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Code.OLD_WORKBOOK),
        (b"%PDF-1.4", Code.OTHER_KIND),
        (b"\x89PNG\r\n", Code.OTHER_KIND),
        (b"<5,>6\n", None),
        (b"a,b\n", None),
        (b"", None),
    ],
)
def test_what_is_no_table_by_its_beginning(beginning, code):
    assert kind_of(beginning) is code


ITEMS = [{"title": "编号", "name": "bian_hao", "data_type": "N"}]


def test_the_first_rows_are_shown_as_they_would_be_read(file):
    lines = "".join(f"{n},{'长' * 300}\n" for n in range(100))
    found = first_rows(file(f"编号,名称\n{lines}"), "csv", Given(), ITEMS)
    assert (found.heading, found.types, len(found.rows)) == (("编号", "名称"), ("numeric", ""), 20)
    assert (found.rows[0][0], len(found.rows[0][1][1])) == (2, 200)
    assert (found.layout, found.problem) == ("utf-8 ','", None)


def test_of_a_long_text_the_beginning_tells_its_encoding(file):
    content = "编号,名称\n".encode() + "1,计划\n".encode() * 150_000
    found = first_rows(file(content + b"\xff\xff\n"), "csv", Given(), [])
    assert found.problem is None


def test_what_cannot_be_read_is_told(file, tmp_path):
    assert first_rows(file(""), "csv", Given(), []).problem == {
        "line": 0, "column": "", "value": "", "code": "no_header",
    }  # fmt: skip
    assert first_rows(tmp_path / "gone", "csv", Given(), []).problem["code"] == "file_missing"


def test_files_that_are_read_whole_have_a_limit(file, monkeypatch):
    from openpyxl import Workbook

    from ckanext.scigov.tables import first_rows as module

    path = file('[{"a": 1}]')
    assert first_rows(path, "json", Given(), []).heading == ("a",)
    monkeypatch.setattr(module, "MOST_BYTES", 5)
    assert first_rows(path, "json", Given(), []).problem["code"] == "too_large_to_show"
    Workbook().save(path)
    assert first_rows(path, "xlsx", Given(), []).problem["code"] == "too_large_to_show"
