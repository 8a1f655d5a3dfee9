"""Cells in files: nothing of a number is lost or added on the way."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from ckanext.scigov.tables.domain.exported import (
    FileColumn,
    as_object,
    for_json,
    for_workbook,
    heading_of,
)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (None, "text", None),
        ("=1+1", "text", "=1+1"),
        ("true", "bool", True),
        ("f", "bool", False),
        ("maybe", "bool", "maybe"),
        ("12", "int8", 12),
        ("-7", "numeric", -7),
        ("12.60", "numeric", Decimal("12.60")),
        ("1e-05", "float8", Decimal("0.00001")),
        ("NaN", "numeric", "NaN"),
        ("Infinity", "float8", "Infinity"),
        ("123456789012345", "int8", 123456789012345),
        ("1234567890123456", "int8", "1234567890123456"),
        ("0.1234567890123456", "numeric", "0.1234567890123456"),
        ("2026-03-01", "date", dt.date(2026, 3, 1)),
        ("1900-02-28", "date", "1900-02-28"),
        ("infinity", "date", "infinity"),
        ("2026-03-01 08:00:00+08", "timestamptz", "2026-03-01 08:00:00+08"),
    ],
)
def test_a_workbook_changes_nothing(text, kind, value):
    found = for_workbook(text, kind)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        (None, "numeric", "null"),
        ("12.60", "numeric", "12.60"),
        ("9007199254740993", "int8", "9007199254740993"),
        ("NaN", "float8", '"NaN"'),
        ("true", "bool", "true"),
        ("f", "bool", "false"),
        ("?", "bool", '"?"'),
        ('"甲"\n', "text", '"\\"甲\\"\\n"'),
        ("12", "text", '"12"'),
    ],
)
def test_json_keeps_all_digits(text, kind, written):
    assert for_json(text, kind) == written


def test_a_row_is_an_object():
    columns = [FileColumn("名", "text", "名"), FileColumn("数", "numeric", "数")]
    assert as_object(["甲", "1.0"], columns) == '{"名": "甲", "数": 1.0}'


def test_headings_are_those_of_the_original():
    assert heading_of("金额", "资助金额", "jin_e") == "金额"
    assert heading_of("金额", "金额（超过六十三字节的标题）", "") == "金额（超过六十三字节的标题）"
    assert heading_of("金额", "", "") == "金额"
