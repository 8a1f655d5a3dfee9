"""What data items ask of the cells of their columns."""

from __future__ import annotations

import time

import pytest

from ckanext.scigov.intake.domain.row_rules import Rule, choices_of, pattern_of, rule_of
from ckanext.scigov.tables.domain.kinds import Kind


def rule(kind: Kind = Kind.TEXT, **item: object) -> Rule:
    return rule_of("c", "列", kind, item)


def test_a_column_without_an_item_takes_anything() -> None:
    assert rule() == Rule("c", "列", Kind.TEXT)


def test_a_part_of_the_key_is_needed() -> None:
    found = rule(primary_key="true")
    assert (found.required, found.is_key, found.unique) == (True, True, False)
    assert rule(required=True, unique="true").unique is True


@pytest.mark.parametrize(("item", "sizes"), [
    ({"length": "8"}, (8, None)), ({"length": "8", "precision": "2"}, (8, 2)),
    ({"precision": "10,2"}, (10, 2)), ({"length": "八"}, (None, None)), ({}, (None, None)),
])  # fmt: skip
def test_sizes_of_numbers(item: dict[str, str], sizes: tuple[int | None, int | None]) -> None:
    found = rule(Kind.NUMBER, **item)
    assert (found.longest, found.decimals) == sizes


def test_a_precision_says_nothing_of_texts() -> None:
    found = rule(length="5", precision="3")
    assert (found.longest, found.decimals) == (5, None)


def test_limits_are_read_as_cells_are() -> None:
    found = rule(Kind.DATE, range_min="2024年1月1日", range_max="很久以后")
    assert (found.low, found.high) == ("2024-01-01", "")


def test_codes_come_before_an_enumeration() -> None:
    assert choices_of({"codes": "1 男\n2 女", "enum": "甲"}) == (("1", "男"), ("2", "女"))
    assert choices_of({"enum": "甲、乙，甲"}) == (("甲", ""), ("乙", ""))
    assert choices_of({}) == ()


def test_missing_values_are_a_text_or_a_list() -> None:
    assert rule(missing_values="无，-").missing == {"无", "-"}
    assert rule(missing_values=["NA"]).missing == {"NA"}


@pytest.mark.parametrize(
    "text", [r"^\d{4}$", r"^\d+(\.\d+)?$", r"(\d{2}){3}", r"[(+*]+", r"\(a+\)b+", r"(ab)+", "a|b"]
)
def test_patterns_that_end_are_applied(text: str) -> None:
    found = pattern_of(text)
    assert found is not None
    assert found.pattern == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(a+)+$",
        "((a+))+",
        "(a|b)*",
        "(a?){9,}",
        "(a{1,3}){2}",
        ".*.*.*.*",
        "(",
        "a" * 501,
        "a)+",
    ],
)
def test_patterns_that_may_not_end_or_are_none_are_not(text: str) -> None:
    assert pattern_of(text) is None


def test_what_is_applied_ends_soon() -> None:
    found = pattern_of(r"^\w*\w*\w*x$")
    assert found is not None
    begun = time.perf_counter()
    assert found.search("a" * 500) is None
    assert time.perf_counter() - begun < 5
