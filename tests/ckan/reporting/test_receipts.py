"""Receipts: what is wrong is told at its cell, and then nothing is taken."""

from __future__ import annotations

from typing import Any

import pytest
import reported

import ckan.plugins.toolkit as tk

HEAD = ["数据包序号", "信息资源代码", "处理结果", "原因", "接收方代码"]


@pytest.fixture
def waiting(make: Any) -> None:
    """A package of two entries waits for its receipt."""
    make(1)
    make(2)
    reported.call("approver", "package_create")


def send(*rows: list[Any], head: list[Any] = HEAD) -> dict[str, Any]:
    upload = reported.workbook(head, *rows)
    return reported.call("approver", "receipt_import", sequence=1, upload=upload)


def places(told: dict[str, Any]) -> list[tuple[int, str, str]]:
    return [(one["line"], one["column"], one["reason"]) for one in told["problems"]]


def test_a_workbook_is_taken(waiting: None) -> None:
    told = send([1, "307001/1", "接收", None, "SJ-9"], [1, "307001/2", "退回", "摘要过简", None])
    assert told == {"problems": [], "accepted": 1, "refused": 1, "waiting": 0}
    found = reported.call("approver", "line_list", sequence=1)["results"]
    assert [
        (one["code"], one["outcome"], one["reason"], one["receiver_code"]) for one in found
    ] == [
        ("307001/1", "accepted", "", "SJ-9"),
        ("307001/2", "refused", "摘要过简", ""),
    ]


def test_a_csv_file_is_taken(waiting: None) -> None:
    text = ",".join(HEAD) + "\n1,307001/1,成功,,\n"
    upload = reported.upload(text.encode("gb18030"), "回执.csv")
    told = reported.call("approver", "receipt_import", sequence=1, upload=upload)
    assert (told["problems"], told["accepted"], told["waiting"]) == ([], 1, 1)


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ([2, "307001/2", "接收"], (3, "数据包序号", "other_sequence")),
        ([None, "307001/2", "接收"], (3, "数据包序号", "no_sequence")),
        ([1, "307001/9", "接收"], (3, "信息资源代码", "code_unknown")),
        ([1, None, "接收"], (3, "信息资源代码", "code_empty")),
        ([1, "307001/1", "接收"], (3, "信息资源代码", "code_twice")),
        ([1, "307001/2", "也许"], (3, "处理结果", "result_unknown")),
        ([1, "307001/2", "退回"], (3, "原因", "reason_empty")),
    ],
)
def test_what_is_wrong_is_told_at_its_cell(
    waiting: None, row: list[Any], place: tuple[int, str, str]
) -> None:
    assert places(send([1, "307001/1", "接收"], row)) == [place]
    outcomes = reported.call("approver", "package_show", sequence=1)["outcomes"]
    assert outcomes == {"waiting": 2}


def test_a_column_that_is_missing_is_told(waiting: None) -> None:
    told = send([1, "接收"], head=["数据包序号", "处理结果"])
    assert places(told) == [(0, "信息资源代码", "column_missing")]


def test_what_is_answered_is_not_answered_again(waiting: None) -> None:
    send([1, "307001/1", "接收"])
    assert places(send([1, "307001/1", "接收"])) == [(2, "信息资源代码", "answered")]


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"{", "a.json"), (b"[]", "a.json"), (b'{"x": 1}', "a.json"), (b"\0\1\2", "a.xlsx")],
)
def test_a_file_that_is_none_is_refused(waiting: None, content: bytes, name: str) -> None:
    upload = reported.upload(content, name)
    with pytest.raises(tk.ValidationError) as caught:
        reported.call("approver", "receipt_import", sequence=1, upload=upload)
    assert list(caught.value.error_dict) == ["upload"]


def test_a_package_that_there_is_not_is_not_found(waiting: None) -> None:
    with pytest.raises(tk.ObjectNotFound):
        reported.answer(7, n1="接收")
