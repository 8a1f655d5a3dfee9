"""What an address asks of a table, and what the form shows of it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from ckanext.scigov.tables.domain.asking import (
    Asked,
    Field,
    conditions_in,
    day_of,
    fields_for,
    in_words,
    midnight,
)

ZONE = ZoneInfo("Asia/Shanghai")
FIRST = "2026-03-01 00:00:00+08:00"
AFTER = "2026-03-03 00:00:00+08:00"


def conditions(**words):
    return conditions_in(lambda name: words.get(name, ()), ZONE)


def test_triples_in_their_order():
    found = conditions(fc=["甲", "乙"], fo=["eq", "contains"], fv=[" 一 ", "二"])
    assert found == (Asked("甲", "eq", "一"), Asked("乙", "contains", "二"))
    assert found[0].pairs == [("fc", "甲"), ("fo", "eq"), ("fv", "一")]


@pytest.mark.parametrize(
    "words",
    [
        {"fc": [""], "fo": ["eq"], "fv": ["1"]},
        {"fc": ["甲"], "fo": ["eq"], "fv": [" "]},
        {"fc": ["甲"], "fo": ["in"], "fv": ["1"]},
        {"fc": ["甲"], "fo": ["eq"]},
        {"rc": ["甲"], "ra": [""], "rz": [""]},
        {"dc": ["甲"], "da": [""], "dz": [""]},
    ],
)
def test_what_is_incomplete_asks_nothing(words):
    assert conditions(**words) == ()


def test_the_later_of_two_counts():
    found = conditions(fc=["甲"], fo=["gte"], fv=["1"], rc=["甲"], ra=["2"], rz=["3"])
    assert found == (Asked("甲", "gte", "2"), Asked("甲", "lte", "3"))


def test_days_are_whole_days():
    found = conditions(dc=["时"], da=["2026-03-01"], dz=["2026-03-02"])
    assert found == (Asked("时", "gte", FIRST), Asked("时", "lt", AFTER))


@pytest.mark.parametrize("day", ["", "soon", "9999-12-32"])
def test_what_is_no_day_stays_as_it_is(day):
    assert midnight(day, ZONE) == day


def test_the_last_day_has_none_after_it():
    found = conditions(dc=["时"], da=[""], dz=["9999-12-31"])
    assert found == (Asked("时", "lt", "9999-12-31"),)


def test_days_of_moments():
    assert day_of(FIRST, ZONE) == "2026-03-01"
    assert day_of("2026-03-01 08:30:00+08:00", ZONE) == ""
    assert day_of("", ZONE) == ""


def test_conditions_in_words():
    asked = Asked("时", "lt", AFTER)
    told = in_words(asked, "timestamptz", ZONE)
    assert told == ("lte", "2026-03-02")
    assert in_words(Asked("时", "gte", FIRST), "timestamptz", ZONE) == ("gte", "2026-03-01")
    assert in_words(Asked("时", "gte", "2026-03"), "timestamp", ZONE) == ("gte", "2026-03")
    assert in_words(Asked("时", "lt", "2026-03"), "timestamp", ZONE) == ("lt", "2026-03")
    assert in_words(Asked("时", "eq", FIRST), "timestamptz", ZONE) == ("eq", FIRST)
    assert in_words(Asked("数", "gte", "1"), "numeric", ZONE) == ("gte", "1")


TYPES = [("字", "text"), ("数", "numeric"), ("日", "date"), ("时", "timestamptz"), ("是", "bool")]


def test_fields_without_conditions():
    fields, untold = fields_for(TYPES, [], ZONE)
    kinds = [(one.column, one.kind) for one in fields]
    assert kinds == [
        ("字", "words"), ("数", "number"), ("日", "date"), ("时", "days"), ("是", "choice"),
    ]  # fmt: skip
    assert untold == []


def test_fields_are_filled_in():
    asked = [
        Asked("字", "eq", "甲"),
        Asked("数", "gte", "1"),
        Asked("日", "lte", "2026-03-02"),
        Asked("时", "gte", FIRST),
        Asked("时", "lt", AFTER),
        Asked("是", "eq", "t"),
    ]
    fields, untold = fields_for(TYPES, asked, ZONE)
    assert fields == [
        Field("字", "words", "eq", "甲"),
        Field("数", "number", low="1"),
        Field("日", "date", high="2026-03-02"),
        Field("时", "days", low="2026-03-01", high="2026-03-02"),
        Field("是", "choice", "eq", "t"),
    ]
    assert untold == []


def test_what_no_field_shows_is_kept():
    asked = [Asked("数", "eq", "5"), Asked("时", "lt", "2026-03-02 08:00:00+08:00")]
    fields, untold = fields_for(TYPES, asked, ZONE)
    assert untold == asked
    assert all((one.value, one.low, one.high) == ("", "", "") for one in fields)


def test_wide_tables_show_the_first_columns_and_those_that_are_asked_for():
    types = [(f"列{number}", "text") for number in range(20)]
    fields, untold = fields_for(
        types, [Asked("列19", "contains", "x"), Asked("无", "eq", "1")], ZONE
    )
    assert [one.column for one in fields] == [*(f"列{n}" for n in range(12)), "列19"]
    assert untold == [Asked("无", "eq", "1")]
