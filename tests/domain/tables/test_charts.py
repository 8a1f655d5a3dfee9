"""The shapes of charts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ckanext.scigov.tables.domain.charts import (
    Tick,
    bars_of,
    line_of,
    periods,
    shortened,
    ticks,
    with_gaps,
)


def amounts(*numbers):
    return [(f"第{n}", Decimal(one), str(one)) for n, one in enumerate(numbers)]


def test_bars_are_as_long_as_their_amounts():
    found = bars_of(amounts(40, 10, 0))
    assert (found.height, found.zero) == (132, "0.0")
    assert [(bar.label, bar.y, bar.x, bar.width) for bar in found.bars] == [
        ("第0", 0, "0.0", "480.0"),
        ("第1", 44, "0.0", "120.0"),
        ("第2", 88, "0.0", "0.0"),
    ]


def test_negative_amounts_go_to_the_left():
    found = bars_of(amounts(30, -10))
    assert found.zero == "120.0"
    assert [(bar.x, bar.width) for bar in found.bars] == [("120.0", "360.0"), ("0.0", "120.0")]


def test_the_rest_is_cut_where_it_is_longer():
    found = bars_of(amounts(40, 10), amounts(4000, 20))
    assert [(bar.width, bar.is_rest, bar.is_cut) for bar in found.bars] == [
        ("480.0", False, False), ("120.0", False, False), ("480.0", True, True),
        ("240.0", True, False),
    ]  # fmt: skip
    assert [bar.width for bar in bars_of([], amounts(7)).bars] == ["480.0"]


def test_nothing_and_zeros_have_a_chart_too():
    assert bars_of([]).bars == ()
    assert [bar.width for bar in bars_of(amounts(0)).bars] == ["0.0"]


def test_huge_amounts_are_no_floats():
    huge = "1" + "0" * 400
    assert [bar.width for bar in bars_of(amounts(huge, huge + "0")).bars] == ["48.0", "480.0"]


def test_long_labels_are_shortened_and_kept():
    (bar,) = bars_of([("字" * 30, Decimal(1), "1")]).bars
    assert (bar.label, bar.full_label) == ("字" * 15 + "…", "字" * 30)
    assert shortened("a" * 32) == "a" * 32
    assert shortened("a" * 33) == "a" * 31 + "…"


@pytest.mark.parametrize(
    ("numbers", "steps"),
    [
        ([], "0 1"),
        ([0], "0 1"),
        ([7, 93], "0 20 40 60 80 100"),
        ([100], "0 20 40 60 80 100"),
        (["0.003"], "0.000 0.001 0.002 0.003"),
        ([-30, 10], "-30 -20 -10 0 10"),
        ([-3], "-3 -2 -1 0"),
    ],
)
def test_ticks_are_round(numbers, steps):
    found = ticks([Decimal(one) for one in numbers])
    assert found[0] == Decimal(steps.split()[0])
    assert found[-1] == Decimal(steps.split()[-1])
    assert Decimal(0) in found


def test_a_line_goes_from_left_to_right():
    found = line_of(amounts(0, 50, 100))
    assert [(dot.x, dot.y) for dot in found.dots] == [
        ("90.0", "226.0"), ("273.0", "121.0"), ("456.0", "16.0"),
    ]  # fmt: skip
    assert found.path == "90.0,226.0 273.0,121.0 456.0,16.0"
    assert found.zero == "226.0"
    assert [one.text for one in found.across] == ["0", "20", "40", "60", "80", "100"]
    assert found.below == (Tick("90.0", "第0"), Tick("273.0", "第1"), Tick("456.0", "第2"))


def test_few_words_stand_below_a_long_line():
    found = line_of(amounts(*range(100)))
    assert [one.text for one in found.below] == ["第0", "第17", "第34", "第51", "第68", "第85"]
    assert line_of(amounts("0.3")).across[1].text == "0.1"
    assert len(line_of(amounts(5)).dots) == 1


def test_periods_follow_one_another():
    assert list(periods("2024", "2026")) == ["2024", "2025", "2026"]
    assert list(periods("2025-11", "2026-02")) == ["2025-11", "2025-12", "2026-01", "2026-02"]


def test_gaps_are_filled():
    assert with_gaps({}) == []
    found = with_gaps({"2026-03": (2, "1.5"), "2026-01": (1, "2")})
    assert found == [("2026-01", 1, "2"), ("2026-02", 0, None), ("2026-03", 2, "1.5")]


def test_too_many_periods_are_none():
    assert with_gaps({"0001": (1, None), "9999": (1, None)}) is None
    assert len(with_gaps({"1001": (1, None), "1600": (1, None)}) or ()) == 600
