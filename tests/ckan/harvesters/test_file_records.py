"""Files of every shape become records; what is none is told, and nothing is held whole."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from corpus import reading
from dropping import failure, put, records, unreadable

A, B = {"编号": "A1", "名称": "甲"}, {"编号": "B2", "名称": "乙"}
LIST = '[{"编号": "A1", "名称": "甲"}, {"编号": "B2", "名称": "乙"}]'
ONE, OTHER = '{"编号": "A1", "名称": "甲"}', '{"编号": "B2", "名称": "乙"}'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", LIST),
        ("a.json", f"[{ONE}]\n[{OTHER}]"),
        ("a.json", f"[{ONE}][] , [{OTHER}]"),
        ("a.json", f"{ONE}\n{OTHER}\n"),
        ("a.json", f"{ONE}{OTHER}"),
        ("a.jsonl", f"{ONE}\n\n{OTHER}"),
        ("a.ndjson", f"{ONE}\r\n{OTHER}\r\n"),
        ("a.json", f'{{"code": 0, "tags": ["x"], "data": {{"total": 2, "rows": {LIST}}}}}'),
        ("a.csv", "编号,名称\nA1,甲\nB2,乙\n"),
        ("a.csv", '编号;名称\r\n"A1";甲\r\n;\r\nB2;乙'),
        ("a.tsv", "编号\t名称\nA1\t甲\nB2\t乙\n"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_records_of_every_shape(tmp_path: Path, name: str, text: str, encoding: str) -> None:
    put(tmp_path, name, text.encode(encoding))
    assert records(tmp_path) == [A, B]


def test_a_workbook(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["编号", "名称"], ["A1", "甲"], [None, None], ["B2", "乙"]):
        book.active.append(row)
    book.create_sheet("目录").append(["编号"])
    book["目录"].append(["C3"])
    written = io.BytesIO()
    book.save(written)
    put(tmp_path, "a.xlsx", written.getvalue())
    assert records(tmp_path) == [A, B]
    assert records(tmp_path, sheet="目录") == [{"编号": "C3"}]
    assert failure(tmp_path, sheet="没有") == (
        "bad_answer", {"file": "a.xlsx", "line": 0, "code": "sheet_missing"},
    )  # fmt: skip


def test_the_list_in_an_object_can_be_named(tmp_path: Path) -> None:
    put(
        tmp_path,
        "a.json",
        f'{{"more": [{ONE}, {ONE}, {ONE}], "data": {{"rows": {LIST}}}, "n": [[1]]}}',
    )
    assert records(tmp_path) == [A, A, A]
    assert records(tmp_path, records="data.rows") == [A, B]


def test_an_object_without_a_list_is_a_record(tmp_path: Path) -> None:
    put(tmp_path, "a.json", '{"编号": "A1", "标签": ["x", "y"], "联系": {"电话": "1"}}')
    assert records(tmp_path) == [{"编号": "A1", "标签": ["x", "y"], "联系": {"电话": "1"}}]


def test_numbers_and_texts_are_what_can_be_stored(tmp_path: Path) -> None:
    text = r'[{"a": 1.10, "b": 7, "c": 0.12345678901234567890123, "d": "x\u0000y\ud800", "e": null, "f": true}]'
    put(tmp_path, "a.json", text)
    assert records(tmp_path) == [
        {"a": 1.1, "b": 7, "c": "0.12345678901234567890123", "d": "xy", "e": None, "f": True}
    ]


def test_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    put(tmp_path, "a.csv", "名称,,名称\n甲,丙,乙\n")
    assert records(tmp_path) == [{"名称": "甲", "column_2": "丙", "名称_2": "乙"}]


def test_what_stands_in_the_place_of_a_record_is_told(tmp_path: Path) -> None:
    put(tmp_path, "a.json", f'[{ONE}, "text", 7, null, [{OTHER}]]')
    put(tmp_path, "b.jsonl", f'{ONE}\n{{"编号": \n{OTHER}\n')
    put(tmp_path, "c.csv", "编号,名称\nA1,甲\nB2,乙,多,余\nC3\n")
    assert [(one.cause, one.excerpt) for one in unreadable(tmp_path)] == [
        ("not_a_record", "text"), ("not_a_record", "7"), ("not_a_record", "None"),
        ("not_a_record", "[{'编号': 'B2', '名称': '乙'}]"), ("broken_record", '{"编号":'),
        ("broken_record", "3: B2 | 乙 | 多 | 余"),
    ]  # fmt: skip
    assert records(tmp_path) == [A, A, B, A, {"编号": "C3", "名称": ""}]


DEEP = "[" * 10_000 + "]" * 10_000


@pytest.mark.parametrize(
    ("name", "body", "cause"),
    [
        ("a.json", f'[{ONE}, {{"a": {DEEP}}}]'.encode(), "too_deep"),
        ("a.json", LIST.encode()[:-20], "truncated"),
        ("a.json", LIST.encode()[:-8], "truncated"),
        ("a.csv", "编号,名称\nA1,甲".encode()[:-1], "truncated"),
        ("a.json", b'[{"a": 1},, {"a": 2}]', "bad_answer"),
        ("a.json", b'[{"a": "\xff\xff\xff"}]', "wrong_charset"),
        ("a.csv", b"a,b\n\xff\xff,1\n", "wrong_charset"),
        ("a.csv", b'a,b\n"x,1\n', "truncated"),
        ("a.csv", b"<html><body>Sign in</body></html>", "bad_answer"),
        ("a.xlsx", b"PK\x03\x04 no workbook at all", "bad_answer"),
        ("a.json", b"", "truncated"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    tmp_path: Path, name: str, body: bytes, cause: str
) -> None:
    put(tmp_path, name, body)
    found, detail = failure(tmp_path)
    assert (found, detail["file"]) == (cause, name)


def test_a_record_that_is_too_deep_does_not_stop_the_others(tmp_path: Path) -> None:
    deep = '{"a": ' * 80 + "1" + "}" * 80
    put(tmp_path, "a.json", f"[{ONE}, {deep}, {OTHER}]")
    put(tmp_path, "b.jsonl", f'{ONE}\n{{"a": {DEEP}}}\n{OTHER}\n')
    assert [one.cause for one in unreadable(tmp_path)] == ["too_deep", "too_deep"]
    assert records(tmp_path) == [A, B, A, B]


def test_a_record_of_a_gigabyte_is_told_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    with path.open("wb") as file:
        file.write(f'[{ONE}, {{"编号": "'.encode())
        for _turn in range(1024):
            file.write(b"x" * (1 << 20))
        file.write(b'"}]')
    tracemalloc.start()
    try:
        found = failure(tmp_path)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == ("record_too_large", {"file": "a.json", "most": 16_777_216})
    assert peak < 200 << 20


def test_the_real_portals_are_read_whole() -> None:
    try:
        folder = reading.folder()
    except reading.CorpusMissingError as reason:
        pytest.skip(f"NOT RUN: {reason}")
    assert {name: len(records(folder, files=name)) for name in REAL} == REAL


REAL: dict[str, Any] = {
    "anhui_anhui.json": 700, "guangxi_liuzhou.json": 1540, "guizhou_guiyang.json": 2469,
    "hainan_hainan.json": 3947, "jiangsu_huaian.json": 2577, "jiangsu_jiangsu.json": 965,
    "jiangsu_zhenjiang.json": 2143, "shanghai_shanghai.json": 4494, "sichuan_aba.json": 7379,
    "zhejiang_zhejiang.json": 1309,
}  # fmt: skip
