"""Findings in columns."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.access.domain import personal_data as pd
from ckanext.scigov.access.domain.personal_data import (
    Column,
    Finding,
    FoundBy,
    PersonalDataKind,
    find,
)

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
