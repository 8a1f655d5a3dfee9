"""Each rule in PostgreSQL: a row for each two values, and what is said of them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import comparing
import pytest
from comparing import HERE, THERE

from ckanext.scigov.dispute import comparison
from ckanext.scigov.dispute.domain.comparing import (
    Comparison,
    Match,
    Norm,
    Precision,
    Rule,
    Table,
)
from ckanext.scigov.dispute.domain.sources import Source

pytestmark = pytest.mark.usefixtures("clean_datastore", "with_plugins")
KEY = Match("no", {HERE: "no", THERE: "no"})
SOURCES = {"v": Source("v", "funder", HERE)}
Told = dict[tuple[str, str], str]


def told(
    rule: Rule, pairs: Sequence[tuple[str, str]], kinds: tuple[str, str] = ("text", "text")
) -> Told:
    """Return what is said of each pair that differs, as kind and detail."""
    for place, table in enumerate((HERE, THERE)):
        rows = [{"no": str(number), "v": pair[place]} for number, pair in enumerate(pairs)]
        comparing.put(table, rows, {"no": "text", "v": kinds[place]})
    declared = Comparison(
        [Table(HERE, "funder"), Table(THERE, "other")],
        [KEY],
        [Match("v", {HERE: "v", THERE: "v"}, rule)],
    )
    found: Told = {}
    for cause in comparison.run(declared, SOURCES, examples=100).causes:
        for example in cause.examples:
            pair = pairs[int(example.key[0] or "")]
            found[pair] = ":".join(filter(None, (cause.kind.value, cause.detail)))
    return found


def test_exact_texts() -> None:
    assert told(
        Rule(),
        [
            ("省科技厅", "省科技厅"), ("", ""), ("", " \t　"), ("省科技厅", "省科技厅 "),
            ("ＡＢ１", "ab1"), ("省科技厅", "省科技局"), ("省科技厅", ""), ("　", "省科技厅"),
            ("省科技厅成果处", "省科技厅"), ("省科技厅", "省科技厅成果处"),
        ],
    ) == {
        ("省科技厅", "省科技厅 "): "spelling",
        ("ＡＢ１", "ab1"): "spelling",
        ("省科技厅", "省科技局"): "value",
        ("省科技厅", ""): "empty_there",
        ("　", "省科技厅"): "empty_here",
        ("省科技厅成果处", "省科技厅"): "cut_there",
        ("省科技厅", "省科技厅成果处"): "cut_here",
    }  # fmt: skip


def test_folded_texts() -> None:
    assert told(
        Rule(Norm.FOLDED),
        [
            ("ＡＢ（１）", "ab(1)"), ("中山 大学", "中山大学"), ("a\u200bb\ufeff", "A B"),
            ("%_\\'\"", "%_\\'\""), ("中山大学", "中山"), ("中山大学", "中大"),
        ],
    ) == {("中山大学", "中山"): "cut_there", ("中山大学", "中大"): "value"}  # fmt: skip


def test_numbers_in_texts() -> None:
    rule = Rule(Norm.NUMBER, Decimal("0.01"))
    assert told(
        rule,
        [
            ("1,234.50", "１２３４．５"), ("18", "18.01"), ("-3", "−3"), (".5", "0.50"), ("1.", "1"),
            ("2e3", "2000"), ("不详", " 不详"), ("+7", "7.0"),
            ("18", "18.02"), ("18", "180000"), ("12.345", "123450"), ("250000", "25.00"),
            ("0", "10"), ("10", "0"), ("1,23", "123"), ("5", "5万"), ("不详", "5"), ("", "0"),
            ("不详", "未知"), (".", "1"), ("1e999999", "1"), ("9" * 300, "1"),
        ],
    ) == {
        ("18", "18.02"): "value", ("18", "180000"): "power_of_ten:4",
        ("12.345", "123450"): "power_of_ten:4", ("250000", "25.00"): "power_of_ten:-4",
        ("0", "10"): "value", ("10", "0"): "value", ("1,23", "123"): "unreadable_here",
        ("5", "5万"): "unreadable_there", ("不详", "5"): "unreadable_here", ("", "0"): "empty_here",
        ("不详", "未知"): "unreadable_here", (".", "1"): "unreadable_here",
        ("1e999999", "1"): "unreadable_here", ("9" * 300, "1"): "unreadable_here",
    }  # fmt: skip


@pytest.mark.parametrize("kinds", [("numeric", "float8"), ("int8", "text"), ("float4", "numeric")])
def test_numbers_of_all_types(kinds: tuple[str, str]) -> None:
    pairs = [("18", "18"), ("18", "19"), ("3", "30000"), ("", "1")]
    assert told(Rule(Norm.NUMBER), pairs, kinds) == {
        ("18", "19"): "value",
        ("3", "30000"): "power_of_ten:4",
        ("", "1"): "empty_here",
    }


def test_floats_that_are_no_numbers() -> None:
    pairs = [("NaN", "NaN"), ("Infinity", "Infinity"), ("NaN", "1"), ("1", "Infinity")]
    assert told(Rule(Norm.NUMBER), pairs, ("float8", "float8")) == {
        ("NaN", "1"): "unreadable_here",
        ("1", "Infinity"): "unreadable_there",
    }


def test_days_in_texts() -> None:
    assert told(
        Rule(Norm.DATE),
        [
            ("2017-06-30", "2017/6/30"), ("2017.6.30", "20170630"), ("2017年6月30日", "２０１７-06-30"),
            ("2017-06-30 08:30:00", "2017-06-30T00:00"), ("2016-02-29", "2016年2月29日"),
            ("2014-11-00", "2014-11-00 "),
            ("2017-06-30", "2017-07-01"), ("2017-06-30", "2017-06-29"), ("2017-03-04", "2017-04-03"),
            ("2017-06-30", "2016-06-30"), ("2017-06-30", "2017-06"), ("2014-11-00", "2014-11-01"),
            ("2017-02-30", "2017-03-02"), ("2017-13-01", "2017-01-13"), ("0000-01-01", "2017-01-01"),
            ("2017-06-30", "不详"), ("2017-06-30", ""),
        ],
    ) == {
        ("2017-06-30", "2017-07-01"): "day_later", ("2017-06-30", "2017-06-29"): "day_earlier",
        ("2017-03-04", "2017-04-03"): "swapped", ("2017-06-30", "2016-06-30"): "value",
        ("2017-06-30", "2017-06"): "unreadable_there",
        ("2014-11-00", "2014-11-01"): "unreadable_here",
        ("2017-02-30", "2017-03-02"): "unreadable_here",
        ("2017-13-01", "2017-01-13"): "unreadable_here",
        ("0000-01-01", "2017-01-01"): "unreadable_here",
        ("2017-06-30", "不详"): "unreadable_there", ("2017-06-30", ""): "empty_there",
    }  # fmt: skip


def test_months_and_years() -> None:
    pairs = [("2014-11-00", "2014年11月"), ("201411", "2014.11.30"), ("2014", "2014-11")]
    month, year = (Rule(Norm.DATE, precision=one) for one in (Precision.MONTH, Precision.YEAR))
    assert told(month, [*pairs, ("2014-11-03", "2014-12-03")]) == {
        ("2014", "2014-11"): "unreadable_here",
        ("2014-11-03", "2014-12-03"): "value",
    }
    assert told(year, [*pairs, ("2014年", "2015")]) == {("2014年", "2015"): "value"}


def test_moments_are_days_of_the_sites_zone() -> None:
    same = [("2017-06-30", "2017-06-30 00:30:00+08"), ("2017-06-30", "2017-06-30T15:30:00Z")]
    pairs = [*same, ("2017-06-30", "2017-07-01 00:10:00+08")]
    assert told(Rule(Norm.DATE), pairs, ("date", "timestamptz")) == {
        ("2017-06-30", "2017-07-01 00:10:00+08"): "day_later"
    }


def test_codes() -> None:
    rule = Rule(Norm.CODES, codes=(("1", "男"), ("２", "女"), ("F", "女")))
    assert told(
        rule, [("1", "男"), ("女", "2"), ("f", "2"), ("9", "9"), ("1", "2"), ("9", "男"), ("1", "")]
    ) == {("1", "2"): "value", ("9", "男"): "value", ("1", ""): "empty_there"}


@pytest.mark.parametrize(
    ("rule", "kinds", "keys"),
    [
        (Rule(Norm.NUMBER), ("int8", "text"), (["1", "2"], ["１.0", "第2"])),
        (Rule(Norm.DATE), ("date", "text"), (["2017-01-01", "2017-01-02"], ["2017/1/1", "未知"])),
        (
            Rule(Norm.CODES, codes=(("1", "男"),)), ("text", "text"),
            (["1", "女"], ["男", "未知"]),
        ),
        (Rule(Norm.FOLDED), ("text", "text"), (["Ａ 1", "b"], ["a1", "c"])),
        (Rule(), ("text", "text"), (["a1", "b"], ["a1", "B"])),
    ],
)  # fmt: skip
def test_keys_are_read_by_their_rules(rule: Rule, kinds: Any, keys: Any) -> None:
    for table, kind, own in zip((HERE, THERE), kinds, keys, strict=True):
        comparing.put(table, [{"k": key, "v": "x"} for key in own], {"k": kind, "v": "text"})
    key = Match("k", {HERE: "k", THERE: "k"}, rule)
    tables = [Table(HERE, "funder"), Table(THERE, "other")]
    declared = Comparison(tables, [key], [Match("v", {HERE: "v", THERE: "v"})])
    found = comparison.run(declared, SOURCES)
    assert found.checks["v"][0].cells == 1
    missing = {one.kind.value: [e.key for e in one.examples] for one in found.causes}
    assert missing == {"missing_here": [(keys[1][1],)], "missing_there": [(keys[0][1],)]}
