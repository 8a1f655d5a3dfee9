"""Cells as values of catalogue fields."""

from __future__ import annotations

import pytest

from ckanext.scigov.intake.domain.cell_values import (
    Unfit,
    UnfitCell,
    choice,
    choices,
    day,
    flag,
    lines,
    listed,
)

LEVELS = listed([("1", ["1级", "Level 1"]), ("2", ["2级", "Level 2"])])
LICENCES = listed([("cc-by", ["署名 4.0（CC BY 4.0）"]), ("cc-zero", ["放弃权利（CC0 1.0）"])])


@pytest.mark.parametrize(
    ("text", "code"),
    [("1", "1"), ("１级", "1"), ("level 2", "2"), ("一级", "1"), ("2 2级", "2"), (" 二级 ", "2")],
)
def test_a_level_may_be_written_in_many_ways(text: str, code: str) -> None:
    assert choice(text, LEVELS) == code


def test_what_stands_in_parentheses_is_a_name_too() -> None:
    assert (choice("CC BY 4.0", LICENCES), choice("放弃权利", LICENCES)) == ("cc-by", "cc-zero")


def test_what_is_not_listed_is_refused_with_what_was_written() -> None:
    with pytest.raises(UnfitCell) as unfit:
        choice(" 五级 ", LEVELS)
    assert (unfit.value.reason, unfit.value.value) == (Unfit.NOT_LISTED, "五级")


def test_several_are_taken_one_by_one_and_each_once() -> None:
    assert choices("2级、1级；2", LEVELS) == ["2", "1"]
    assert choices("Level 1", LEVELS) == ["1"]


def test_lines_and_semicolons_part_a_list() -> None:
    assert lines("甲；乙\n丙; ") == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("text", "told"), [("是", "true"), ("否", "false"), ("Y", "true"), ("0", "false")]
)
def test_yes_and_no(text: str, told: str) -> None:
    assert flag(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2024", "2024"), ("2024年", "2024"), ("2024年3月", "2024-03"), ("2024-11", "2024-11"),
        ("2024/3/1", "2024-03-01"), ("20240301", "2024-03-01"), ("2024-03-01 00:00:00", "2024-03-01"),
    ],
)  # fmt: skip
def test_days_months_and_years(text: str, told: str) -> None:
    assert day(text) == told


@pytest.mark.parametrize(("read", "text", "reason"), [
    (day, "2024-13", Unfit.NO_DAY), (day, "昨天", Unfit.NO_DAY), (flag, "也许", Unfit.NO_ANSWER),
])  # fmt: skip
def test_what_is_no_such_value(read, text: str, reason: Unfit) -> None:
    with pytest.raises(UnfitCell) as unfit:
        read(text)
    assert unfit.value.reason is reason
