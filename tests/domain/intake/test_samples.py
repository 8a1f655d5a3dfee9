"""Samples of a source: every way in which portals give their records, and what is none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ckanext.scigov.intake import samples
from ckanext.scigov.intake.domain.mapping.paths import path_of
from ckanext.scigov.intake.samples import NoSample, records_of

ONE, OTHER = {"名": "甲", "项": [{"n": 1}]}, {"名": "乙"}
A, B = (json.dumps(record, ensure_ascii=False) for record in (ONE, OTHER))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize(
    "text",
    [
        f"[{A},{B}]",
        f"[{A}]\n[{B}]",
        f"[{A}],\n[{B}]\n",
        f"{A}\n{B}\n",
        f'{{"code": 0, "few": [{A}], "data": {{"total": 2, "rows": [{A},{B}]}}}}',
    ],
)
def test_json(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "sample.json"
    path.write_bytes(text.encode(encoding))
    assert records_of(path) == [ONE, OTHER]


@pytest.mark.parametrize(
    ("text", "where", "expected"),
    [
        (f'{{"a": {{"b": [{A}]}}, "c": [{A},{B}]}}', "a.b", [ONE]),
        (f'[{{"row": {A}}},{{"row": {B}}},{{}}]', "row", [ONE, OTHER, None]),
        (f'{{"row": {A}}}\n{{"row": {B}}}', "row", [ONE, OTHER]),
        (A, "row", [ONE]),
    ],
)
def test_records_may_lie_deeper(tmp_path: Path, text: str, where: str, expected: Any) -> None:
    path = tmp_path / "sample.json"
    path.write_text(text, encoding="utf-8")
    assert records_of(path, path_of(where)) == expected


def test_an_object_without_a_list_is_a_record(tmp_path: Path) -> None:
    path = tmp_path / "sample.json"
    path.write_text('{"a": {"b": [1, 2]}}')
    assert records_of(path) == [{"a": {"b": [1, 2]}}]


@pytest.mark.parametrize("ending", ["csv", "tsv", "txt"])
def test_delimited_text(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"sample.{ending}"
    path.write_bytes(
        "名\t号\n甲\t1\n\t\n乙\t2\n".replace("\t", "\t" if ending == "tsv" else ",").encode(
            "gb18030"
        )
    )
    assert records_of(path) == [{"名": "甲", "号": "1"}, {"名": "乙", "号": "2"}]


def test_a_workbook_by_whatever_name(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["名 ", "号"], ["甲", 1], ["乙", None]):
        book.active.append(row)
    book.save(tmp_path / "sample.xlsx")
    (tmp_path / "sample.xlsx").rename(tmp_path / "sample")
    assert records_of(tmp_path / "sample") == [{"名": "甲", "号": "1"}, {"名": "乙", "号": ""}]


@pytest.mark.parametrize(
    ("name", "content", "code", "value"),
    [
        ("a.json", b"", "empty", ""),
        ("a.json", b"[]", "empty", ""),
        ("a.json", b'[{"a": 1},\n{"a": }]', "no_json", "2"),
        ("a.json", b"<html>", "no_json", "1"),
        ("a.json", b"[" * 100_000, "too_deep", ""),
        ("a.json", b"[" + b"9" * 5_000 + b"]", "no_json", "1"),
        ("a.json", b'["\x81\x20\xff"]', "charset", ""),
        ("a.xlsx", b"PK\x03\x04 none", "no_table", "workbook_unreadable"),
        ("a.csv", b"", "no_table", "no_header"),
        ("a.csv", None, "unreadable", "No such file or directory"),
    ],
)  # fmt: skip
def test_what_is_no_sample(
    tmp_path: Path, name: str, content: bytes | None, code: str, value: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(NoSample) as told:
        records_of(tmp_path / name)
    assert (told.value.code, told.value.value) == (code, value)


def test_a_sample_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.json").write_text("[1]")
    monkeypatch.setattr(samples, "LARGEST", 2)
    with pytest.raises(NoSample) as told:
        records_of(tmp_path / "a.json")
    assert told.value.code == "too_large"
