"""Rows of a sheet against the data items of a table."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.intake.domain.row_check import (
    Checked,
    Problem,
    Reason,
    check_keys,
    check_row,
    comparable,
    groups_of,
    keys_of,
)
from ckanext.scigov.intake.domain.row_rules import Rule, rule_of
from ckanext.scigov.tables.domain.kinds import Kind


def problem_of(kind: Kind, cell: str, **item: object) -> tuple[Reason, dict] | None:
    found = check_row([rule_of("c", "列", kind, item)], 2, {"c": cell}).problems
    return (found[0].reason, dict(found[0].values)) if found else None


@pytest.mark.parametrize(("kind", "cell", "item", "reason", "values"), [
    (Kind.TEXT, "  ", {"required": "true"}, Reason.MISSING, {}),
    (Kind.TEXT, "无", {"required": "true", "missing_values": "无"}, Reason.MISSING, {}),
    (Kind.TEXT, "a\N{REPLACEMENT CHARACTER}", {}, Reason.LOST_SIGN, {}),
    (Kind.TEXT, "丙", {"enum": "甲,乙"}, Reason.NOT_LISTED, {"choices": "甲、乙"}),
    (Kind.INTEGER, "3", {"codes": "1 是\n2 否"}, Reason.NOT_LISTED, {"choices": "1 是、2 否"}),
    (Kind.INTEGER, "x", {"codes": "1 是"}, Reason.NOT_LISTED, {"choices": "1 是"}),
    (Kind.INTEGER, "1.5", {}, Reason.OTHER_TYPE, {"code": "not_integer"}),
    (Kind.TEXT, "四个汉字", {"length": "3"}, Reason.TOO_LONG, {"longest": 3, "length": 4}),
    (Kind.NUMBER, "123.4", {"precision": "3,1"}, Reason.TOO_MANY_DIGITS, {"most": 3}),
    (Kind.NUMBER, "1.234", {"precision": "2"}, Reason.TOO_MANY_DECIMALS, {"most": 2}),
    (Kind.NUMBER, "-0.1", {"range_min": "0"}, Reason.TOO_LOW, {"limit": "0"}),
    (Kind.DATE, "2025-01-01", {"range_max": "2024-12-31"}, Reason.TOO_HIGH, {"limit": "2024-12-31"}),
    (Kind.TEXT, "AB", {"pattern": r"^\d+$"}, Reason.OTHER_PATTERN, {"pattern": r"^\d+$"}),
])  # fmt: skip
def test_what_does_not_fit(kind, cell, item, reason, values) -> None:
    assert problem_of(kind, cell, **item) == (reason, values)


@pytest.mark.parametrize(("kind", "cell", "item"), [
    (Kind.TEXT, "", {}), (Kind.NUMBER, "1.20", {"precision": "1"}), (Kind.NUMBER, "0.001", {"precision": "3,3"}),
    (Kind.NUMBER, "1,234", {"range_min": "1000", "range_max": "1234"}), (Kind.TEXT, "x" * 501, {"pattern": r"^\d$"}),
    (Kind.FLOAT, "1e3", {"length": "4"}), (Kind.TEXT, "甲", {"enum": "甲、乙", "length": "1"}),
])  # fmt: skip
def test_what_fits(kind, cell, item) -> None:
    assert problem_of(kind, cell, **item) is None


def test_a_label_stands_for_its_code_and_a_number_for_its_writing() -> None:
    rules = [rule_of("s", "性别", Kind.INTEGER, {"codes": "1 男\n2 女"})]
    for cell in ("女", "2", "2 女", "２", "2.0"):
        found = check_row(rules, 2, {"s": cell})
        assert (found.values, found.texts) == ({"s": "2"}, {"s": "2"})


def test_what_is_written_stays_as_it_was_written() -> None:
    rules = [rule_of("d", "日期", Kind.DATE, {}), rule_of("b", "是否", Kind.BOOLEAN, {})]
    found = check_row(rules, 7, {"d": " 2024/3/1 ", "b": "是"})
    assert found == Checked(7, {"d": "2024-03-01", "b": "t"}, {"d": "2024/3/1", "b": "是"})


KEY = [
    Rule("a", "甲", Kind.NUMBER, is_key=True),
    Rule("b", "乙", Kind.TEXT, is_key=True, unique=True),
]


def rows(*cells: tuple[str, str]) -> list[Checked]:
    return [
        check_row(KEY, number, dict(zip("ab", one, strict=True)))
        for number, one in enumerate(cells, 2)
    ]


def test_keys_are_compared_as_a_whole_and_unique_columns_alone() -> None:
    assert groups_of(KEY) == [("a", "b"), ("b",)]
    assert groups_of([Rule("a", "甲", Kind.TEXT)]) == []
    found = check_keys(
        KEY, rows(("1.0", "x"), ("1", "x"), ("2", "y"), ("", "z")), {("b",): frozenset({("y",)})}
    )
    assert [one.problems for one in found] == [
        (),
        (
            Problem("a", Reason.TWICE, {"value": "1 x", "row": 2}),
            Problem("b", Reason.TWICE, {"value": "x", "row": 2}),
        ),
        (Problem("b", Reason.IN_TABLE, {"value": "y"}),),
        (),
    ]


def test_keys_that_are_asked_for_are_those_of_whole_rows() -> None:
    assert keys_of(KEY, rows(("1.0", "x"), ("", "z"), ("1", "x")), ("a", "b")) == [("1", "x")]


@pytest.mark.parametrize(("kind", "value", "told"), [
    (Kind.NUMBER, "12.60", "12.6"), (Kind.NUMBER, "1200", "1200"), (Kind.DOUBLE, "-0.0", "0"), (Kind.TEXT, "01", "01"),
])  # fmt: skip
def test_equal_values_are_written_alike(kind: Kind, value: str, told: str) -> None:
    assert comparable(kind, value) == told


@given(st.text(max_size=30), st.sampled_from(Kind))
def test_any_cell_is_a_value_or_a_problem_and_never_both(cell: str, kind: Kind) -> None:
    rules = [rule_of("c", "列", kind, {"length": "12", "precision": "9,2", "pattern": r"^\S+$"})]
    found = check_row(rules, 2, {"c": cell})
    assert len(found.problems) <= 1
    if found.problems or not cell.strip():
        assert (found.values, found.texts if not cell.strip() else {}) == ({"c": None}, {})
    else:
        assert found.texts == {"c": cell.strip()}
        # What was taken once is taken again, and says the same.
        assert check_row(rules, 2, {"c": found.texts["c"]}) == found


@given(
    st.decimals(min_value=-1000, max_value=1000, places=3),
    st.integers(-500, 500),
    st.integers(0, 500),
)
def test_a_number_fits_exactly_where_it_is_within_its_limits(
    value: Decimal, low: int, more: int
) -> None:
    item = {"range_min": str(low), "range_max": str(low + more)}
    assert (problem_of(Kind.NUMBER, f"{value:f}", **item) is None) == (low <= value <= low + more)


@given(st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=8))
def test_of_equal_keys_the_first_is_good(cells: list[str]) -> None:
    rules = [Rule("k", "键", Kind.TEXT, unique=True)]
    checked = [check_row(rules, number, {"k": cell}) for number, cell in enumerate(cells)]
    bad = [one.number for one in check_keys(rules, checked, {}) if one.problems]
    seen: set[str] = set()
    assert bad == [n for n, cell in enumerate(cells) if cell and (cell in seen or seen.add(cell))]
