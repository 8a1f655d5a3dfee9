"""What can be derived from a file before anybody has described it, and what is said of bad ones."""

from __future__ import annotations

import json
import zipfile

import openpyxl
import pytest

from ckanext.scigov.shared.interfaces import FromFile
from ckanext.scigov.shared.interfaces import from_file as asked_of_plugins
from ckanext.scigov.tables import from_file

pytestmark = pytest.mark.usefixtures("with_plugins")


@pytest.fixture
def reading(tmp_path):
    def read(name, content):
        path = tmp_path / "0123"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return from_file.read(path, name)

    return read


def items(found):
    return [(item["title"], item["data_type"]) for item in json.loads(found.values["data_items"])]


def test_the_real_table_is_described_without_a_word(reading, nsfc_bytes):
    found = reading("项目.csv", nsfc_bytes)
    assert [title for title, _type in items(found)] == [
        "项目批准号", "项目类别", "项目名称", "依托单位", "金额", "起止年月", "总评",
    ]  # fmt: skip
    assert all(item["description"] for item in json.loads(found.values["data_items"]))
    assert found.remarks == ()


def test_gb18030_and_semicolons_are_found_out(reading):
    found = reading("a.csv", "名称;自定日期\n甲;2023-01-05\n乙;2023-02-06\n".encode("gb18030"))
    assert items(found) == [("名称", "C"), ("自定日期", "D")]
    period = [found.values[f"temporal_coverage-0-{end}"] for end in ("start", "end")]
    assert period == ["2023-01-05", "2023-02-06"]


def test_a_workbook_tells_its_title(tmp_path):
    book = openpyxl.Workbook()
    book.properties.title = "重点实验室 & 名录"
    book.active.append(["名称", "数量"])
    book.active.append(["甲", 3])
    book.save(tmp_path / "book")
    found = from_file.read(tmp_path / "book", "附件1.xlsx")
    assert found.values["title"] == "重点实验室 & 名录"
    assert items(found) == [("名称", "C"), ("数量", "I")]


def test_json_has_names_for_headings(reading):
    found = reading("a.json", '[{"名称": "甲", "数量": 1}, {"名称": "乙", "数量": 2}]')
    assert items(found) == [("名称", "C"), ("数量", "I")]


def test_a_large_table_is_looked_at_in_part_and_has_no_period(reading, monkeypatch):
    monkeypatch.setattr(from_file, "MOST_ROWS", 1_000)
    rows = "".join(f"{n},2023-01-05\n" for n in range(1_001))
    found = reading("a.csv", f"序号,批准日期\n{rows}")
    assert "temporal_coverage-0-start" not in found.values
    assert items(found)[1] == ("批准日期", "D")
    monkeypatch.setattr(from_file, "MOST_BYTES", 10)
    assert "temporal_coverage-0-start" not in reading("a.csv", f"序号,批准日期\n{rows}").values


def test_what_goes_wrong_further_down_leaves_the_heading(reading):
    found = reading("a.csv", '名称,数量\n甲,1\n"乙,2\n')
    assert [title for title, _type in items(found)] == ["名称", "数量"]
    assert len(found.remarks) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", ""),
        ("a.csv", "<!DOCTYPE html><html></html>"),
        ("a.xlsx", b"PK\x03\x04 nothing"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600),
        ("a.json", "{"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\x00\x00"),
    ],
)
def test_a_file_that_is_no_table_gives_a_sentence(reading, name, content):
    found = reading(name, content)
    assert (dict(found.values), len(found.remarks)) == ({}, 1)


def test_a_bomb_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("ckanext.scigov.tables.first_rows.MOST_BYTES", 1_000)
    path = tmp_path / "bomb"
    book = openpyxl.Workbook()
    book.active.append(["名称"])
    book.save(path)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/media/zeros.bin", b"0" * 2_000_000)
    found = from_file.read(path, "a.xlsx")
    assert (dict(found.values), len(found.remarks)) == ({}, 1)


def test_other_files_say_nothing(reading):
    assert reading("a.pdf", "%PDF-1.7") == FromFile()


def test_plugins_are_asked(tmp_path):
    path = tmp_path / "0123"
    path.write_text("名称\n甲\n", encoding="utf-8")
    assert items(asked_of_plugins(path, "a.csv")) == [("名称", "C")]
    assert asked_of_plugins(path, "a.pdf").values == {}
