"""Findings in columns, and the approver's answer to them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.access.domain import personal_data as pd
from ckanext.scigov.access.domain.personal_data import (
    Answer,
    Column,
    Finding,
    FoundBy,
    PersonalDataKind,
    PersonalDataReason,
    find,
    judge_answer,
    needs_answer,
)
from ckanext.scigov.catalogue.domain.grades import OpenType, ShareType

TODAY = dt.date(2026, 9, 24)
ID, MOBILE = PersonalDataKind.RESIDENT_ID, PersonalDataKind.MOBILE


# Robustness


@given(st.lists(st.text(), max_size=20))
def test_anything_can_be_looked_at(values: list[str]) -> None:
    find([Column("x", values=values)], today=TODAY)


@given(st.text())
def test_anything_can_be_a_name(name: str) -> None:
    find([Column(name, name)], today=TODAY)


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "a", "@", "a@", "1-", "138 ", "86", "号", "()", "a.", "@a."]
)
def test_long_values_are_read_to_a_limit(piece: str) -> None:
    long = piece * (1_000_000 // len(piece))
    assert find([Column(long, values=[long])], today=TODAY) == ()


def test_what_comes_late_in_a_value_is_not_read() -> None:
    assert find([Column("x", values=["。" * 9989 + "13800138000"])], today=TODAY) != ()
    assert find([Column("x", values=["。" * 9990 + "13800138000"])], today=TODAY) == ()


# Samples and columns


def test_samples() -> None:
    assert pd.sample(range(100), every=30, most=3) == [0, 30, 60]
    assert pd.sample(iter(range(10)), every=4, most=99) == [0, 4, 8]
    assert pd.sample([], every=1, most=5) == []


def test_rows_become_columns_although_some_are_short() -> None:
    columns = pd.columns_of([("a", "甲"), ("b", "")], [["1", "2"], ["3"]])
    assert columns == (Column("a", "甲", ("1", "3")), Column("b", "", ("2",)))


def test_findings_are_by_column_and_kind() -> None:
    columns = [
        Column("lxdh", "联系电话", ["13800138000", "13900139000", "13800138000", "", "无"]),
        Column("xm", "姓名", ["张某", "李某"]),
        Column("sfzh", "", ["1101**********002X"]),
        Column("year", "年份", ["2026"]),
    ]
    assert find(columns, today=TODAY) == (
        Finding(MOBILE, "联系电话", FoundBy.VALUES, hits=2, sampled=3),
        Finding(PersonalDataKind.PERSON_NAME, "姓名", FoundBy.NAME, hits=0, sampled=2),
        Finding(ID, "sfzh", FoundBy.NAME, hits=0, sampled=1),
    )


# The approver's answer

BY_NAME = Finding(ID, "证件号", FoundBy.NAME, 0, 100)
BY_VALUES = Finding(MOBILE, "手机号", FoundBy.VALUES, 90, 100)
OPEN, ON_CONDITIONS, CLOSED = OpenType
SHARED, SHARED_ON_CONDITIONS, NOT_SHARED = ShareType
LEVELS = [
    (OPEN, SHARED, True),
    (ON_CONDITIONS, SHARED, True),
    (CLOSED, SHARED, True),
    (ON_CONDITIONS, SHARED_ON_CONDITIONS, True),
    (CLOSED, SHARED_ON_CONDITIONS, False),
    (CLOSED, NOT_SHARED, False),
    (None, None, False),
]


@pytest.mark.parametrize(("open_type", "share_type", "needed"), LEVELS)
@pytest.mark.parametrize("finding", [BY_NAME, BY_VALUES])
def test_what_opens_needs_an_answer(
    finding: Finding, open_type: OpenType | None, share_type: ShareType | None, needed: bool
) -> None:
    assert needs_answer([finding], open_type, share_type) is needed
    assert needs_answer([], open_type, share_type) is False
    refusals = judge_answer([finding], None, "", open_type=open_type, share_type=share_type)
    assert bool(refusals) is needed


def judged(findings: list[Finding], answer: Answer | None, text: str) -> list[tuple[str, ...]]:
    refusals = judge_answer(findings, answer, text, open_type=OPEN, share_type=SHARED)
    return [(r.reason.name, r.field, str(r.values.get("items", ""))) for r in refusals]


@pytest.mark.parametrize(
    ("answer", "text", "refused"),
    [
        (None, "", [("ANSWER_MISSING", "answer", "证件号、手机号")]),
        (None, "依据《条例》第九条", [("ANSWER_MISSING", "answer", "证件号、手机号")]),
        (Answer.LAWFUL_GROUND, "依据《条例》第九条", []),
        (Answer.LAWFUL_GROUND, " 无 \n 无 ", [("GROUND_MISSING", "answer_text", "")]),
        (Answer.MASKED, "", [("MASKING_UNEXPLAINED", "answer_text", "手机号")]),
        (Answer.MASKED, "号码为虚构", []),
    ],
)
def test_answers(answer: Answer | None, text: str, refused: list[tuple[str, ...]]) -> None:
    assert judged([BY_NAME, BY_VALUES, BY_VALUES], answer, text) == refused


def test_a_name_alone_is_answered_by_masking() -> None:
    assert judged([BY_NAME], Answer.MASKED, "") == []


def test_an_answer_nobody_needs_is_not_judged() -> None:
    assert judged([], Answer.LAWFUL_GROUND, "") == []


def test_reasons_are_words() -> None:
    assert {reason.value for reason in PersonalDataReason} == {
        "answer_missing", "ground_missing", "masking_unexplained",
    }  # fmt: skip
