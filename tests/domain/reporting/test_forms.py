"""Records as cells and objects, and back; receipts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from ckanext.scigov.reporting.domain import elements, forms, receipts, returning
from ckanext.scigov.reporting.domain.changes import Outcome
from ckanext.scigov.reporting.domain.elements import Item, Record
from ckanext.scigov.reporting.domain.judging import Lack, Why
from ckanext.scigov.reporting.domain.receipts import Answer, Problem, Wrong

VALUES: dict[str, tuple[str, ...]] = {
    elements.CLASS: ("3",), elements.ITEM: ("07",), elements.SUBITEM: ("001",),
    elements.TITLE: ("=立项清单",), elements.CODE: ("307001/1",), elements.PROVIDER: ("省科学技术厅",),
    elements.PROVIDER_CODE: ("11350000003591010X",), elements.ABSTRACT: ("一\n二",),
    elements.FORM: ("database",), elements.SHARE: ("unconditional",), elements.SHARE_TERMS: ("无条件",),
    elements.SHARE_WAY: ("file", "api"), elements.OPEN: ("unconditional",), elements.OPEN_TERMS: ("无条件",),
    elements.CYCLE: ("annual",), elements.ISSUED: ("2026-03-01",), elements.RELATED: ("1", "2"),
}  # fmt: skip
ITEMS = (Item("编号", "C", "8"), Item("金额", "N", "12/10,2"), Item("编号", "N"))


def record(**more: tuple[str, ...]) -> Record:
    return elements.record({**VALUES, **more}, ITEMS)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {elements.OPEN: ("none",), elements.OPEN_TERMS: ("法",)},
        {elements.OPEN: ("conditional",), elements.OPEN_TERMS: ("协议",)},
        {elements.OPEN: (), elements.OPEN_TERMS: (), elements.RELATED: ()},
    ],
)
def test_a_record_survives_both_files(given: dict[str, tuple[str, ...]]) -> None:
    made = record(**given)
    cells = dict(zip(elements.NAMES, forms.row(made), strict=True))
    items = [
        (number, dict(zip((elements.CODE, *elements.ITEM_NAMES), row, strict=True)))
        for number, row in enumerate(forms.item_rows(made), start=2)
    ]
    assert forms.records_of([(2, cells)], items) == ([(2, made)], [])
    assert forms.records_of(*forms.lines_of_objects([forms.as_object(made)])) == ([(1, made)], [])


def read(cells: Mapping[str, str], *items: Mapping[str, str]) -> list[tuple[str, Wrong]]:
    full = {**dict(zip(elements.NAMES, forms.row(record()), strict=True)), **cells}
    told = [(number, one) for number, one in enumerate(items, start=2)]
    return [(one.column, one.why) for one in forms.records_of([(2, full)], told)[1]]


@pytest.mark.parametrize(
    ("cells", "column", "why"),
    [
        ({elements.SHARE: "也许"}, elements.SHARE, Wrong.WORD_UNKNOWN),
        ({elements.OPEN: "也许"}, elements.OPEN, Wrong.WORD_UNKNOWN),
        ({elements.TITLE: " "}, elements.TITLE, Wrong.EMPTY),
        ({elements.CODE: ""}, elements.CODE, Wrong.EMPTY),
    ],
)
def test_a_cell_that_cannot_be_read_is_told(cells: dict[str, str], column: str, why: Wrong) -> None:
    assert read(cells) == [(column, why)]


def test_items_that_cannot_be_read_are_told() -> None:
    code = {elements.CODE: "307001/1"}
    assert read({}, {**code, elements.ITEM_TYPE: "C"}) == [(elements.ITEM_NAME, Wrong.EMPTY)]
    assert read({}, {**code, elements.ITEM_NAME: "a", elements.ITEM_TYPE: "?"}) == [
        (elements.ITEM_TYPE, Wrong.WORD_UNKNOWN)
    ]
    assert read({}, {elements.CODE: "x", elements.ITEM_NAME: "a"}) == [
        (elements.CODE, Wrong.CODE_UNKNOWN)
    ]


def test_a_code_that_comes_twice_is_told() -> None:
    cells = dict(zip(elements.NAMES, forms.row(record()), strict=True))
    _found, problems = forms.records_of([(2, cells), (3, cells)], [])
    assert problems == [Problem(3, elements.CODE, Wrong.CODE_TWICE, "307001/1", forms.CATALOGUE)]


def test_digits_of_the_guide_are_read() -> None:
    assert read({elements.OPEN: "1", elements.SHARE: "1"}) == []
    assert read({elements.OPEN: "0"}) == []


def test_objects_that_are_none_are_empty() -> None:
    rows, items = forms.lines_of_objects([{elements.CATEGORY: 3, elements.ITEMS: ["x"]}])
    assert set(rows[0][1].values()) == {""}
    assert len(items) == 1


def test_reasons_are_told_in_the_words_of_the_guide() -> None:
    lacks = [Lack(elements.CODE, Why.EMPTY), Lack(elements.ISSUED, Why.UNFIT)]
    assert forms.reasons(lacks) == "信息资源代码：未填写；发布日期：不符合填写要求"


def test_a_record_becomes_an_entry() -> None:
    made = returning.entry_of(record(), "provider-id")
    assert made["resource_code"] == made["source_id"] == "307001/1"
    assert (made["security_level"], made["share_channel"]) == ("1", ["file", "api"])
    assert [one["name"] for one in made["resources"]] == ["=立项清单（1）", "=立项清单（2）"]
    assert made["resources"][0]["data_items"][1] == {
        "title": "金额", "data_type": "N", "length": "12", "precision": "10,2",
    }  # fmt: skip
    assert "open_condition" not in made


def test_conditions_and_bases_go_to_their_fields() -> None:
    given: dict[str, Any] = {
        elements.SHARE: ("conditional",), elements.SHARE_TERMS: ("查重",),
        elements.OPEN: ("none",), elements.OPEN_TERMS: ("法",),
    }  # fmt: skip
    found = returning.fields_of(record(**given))
    assert (found["share_condition"], found["non_open_basis"]) == ("查重", "法")
    assert found["security_level"] == "3"
    one = returning.entry_of(elements.record(VALUES, ITEMS[:1]), "p")
    assert [each["name"] for each in one["resources"]] == ["=立项清单"]
    none = returning.fields_of(elements.record({elements.SHARE: ("conditional",),
                                                elements.OPEN: ("unconditional",)}))  # fmt: skip
    assert "security_level" not in none


WAITING = {"a": Outcome.WAITING, "b": Outcome.ACCEPTED}


def line(code: str = "a", result: str = "接收", **more: str) -> tuple[int, dict[str, str]]:
    usual = {receipts.SEQUENCE: "1", elements.CODE: code, receipts.RESULT: result}
    return 2, {**usual, **more}


def test_a_receipt_is_read() -> None:
    more = {receipts.REASON: "重复", receipts.RECEIVER_CODE: "R"}
    found = receipts.read(1, [line(result=" Refused ", **more)], WAITING)
    assert found.problems == ()
    assert found.answers == (Answer("a", Outcome.REFUSED, "重复", "R"),)


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (line("x"), Wrong.CODE_UNKNOWN),
        (line("b"), Wrong.ANSWERED),
        (line(""), Wrong.CODE_EMPTY),
        (line(result="?"), Wrong.RESULT_UNKNOWN),
        (line(result="退回"), Wrong.REASON_EMPTY),
        (line(**{receipts.SEQUENCE: ""}), Wrong.NO_SEQUENCE),
        (line(**{receipts.SEQUENCE: "2"}), Wrong.OTHER_SEQUENCE),
    ],
)
def test_what_is_wrong_with_a_receipt_is_told(
    given: tuple[int, dict[str, str]], why: Wrong
) -> None:
    found = receipts.read(1, [given], WAITING)
    assert (found.answers, [one.why for one in found.problems]) == ((), [why])


def test_a_receipt_without_rows_or_with_a_code_twice_is_not_taken() -> None:
    assert receipts.read(1, [], WAITING).problems[0].why is Wrong.NOTHING
    twice = receipts.read(1, [line(), line()], WAITING)
    assert [one.why for one in twice.problems] == [Wrong.CODE_TWICE]
