"""Columns of sheets: which field each is proposed for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.intake.domain.column_matching import (
    How,
    Match,
    Target,
    bare,
    headings,
    letter,
    match,
    plain,
)

TITLE = Target("title", ("数据资源名称", "Title", "title", "目录名称"))
CYCLE = Target("update_cycle", ("更新周期", "Update cycle", "update_cycle"))
AMOUNT = Target("amount", ("金额（万元）", "amount"))
TARGETS = (TITLE, CYCLE, AMOUNT)


def fields(*headers: str, remembered: dict[str, str] | None = None) -> dict[str, tuple[str, How]]:
    found = match(headers, TARGETS, remembered or {})
    return {header: (one.field, one.how) for header, one in found.items()}


def test_what_was_chosen_before_comes_first() -> None:
    remembered = {"名称": "title", "更新周期": "", "其他": "no_such_field"}
    assert fields("名称", "更新周期", "其他", "目录名称", remembered=remembered) == {
        "名称": ("title", How.REMEMBERED),
        "更新周期": ("", How.REMEMBERED),
        "其他": ("", How.NONE),
        "目录名称": ("", How.NONE),
    }


def test_a_name_is_known_in_any_writing() -> None:
    assert fields("ＵＰＤＡＴＥ＿ＣＹＣＬＥ", "目录名称*", "金额") == {
        "ＵＰＤＡＴＥ＿ＣＹＣＬＥ": ("update_cycle", How.CALLED),
        "目录名称*": ("title", How.CALLED),
        "金额": ("amount", How.CALLED),
    }


def test_a_name_that_is_nearly_so_is_proposed_as_such() -> None:
    assert fields("数据资源的名称", "更新") == {
        "数据资源的名称": ("title", How.ALIKE),
        "更新": ("", How.NONE),
    }


def test_no_field_is_proposed_twice() -> None:
    assert fields("目录名称", "Title", "数据资源名称1", "资源数据名称") == {
        "目录名称": ("title", How.CALLED),
        "Title": ("", How.NONE),
        "数据资源名称1": ("", How.NONE),
        "资源数据名称": ("", How.NONE),
    }


def test_the_more_alike_of_two_columns_has_the_field() -> None:
    assert fields("数据资源的总名称", "数据资源的名称") == {
        "数据资源的总名称": ("", How.NONE),
        "数据资源的名称": ("title", How.ALIKE),
    }


def test_of_two_as_alike_the_first_has_the_field() -> None:
    assert fields("数据资源名称甲", "数据资源名称乙") == {
        "数据资源名称甲": ("title", How.ALIKE),
        "数据资源名称乙": ("", How.NONE),
    }


def test_two_remembered_for_one_field() -> None:
    assert fields("甲", "乙", remembered={"甲": "title", "乙": "title"}) == {
        "甲": ("title", How.REMEMBERED),
        "乙": ("", How.NONE),
    }


def test_a_target_without_names_is_nothing() -> None:
    assert match(["abc"], [Target("x", ())], {}) == {"abc": Match("", How.NONE)}


def test_headings_have_names_of_their_own() -> None:
    assert headings(["名称", "", " 名称\n", "名称 (2)", ""]) == [
        "名称", "[B]", "名称 (2)", "名称 (2) (2)", "[E]",
    ]  # fmt: skip


def test_letters_are_those_of_spreadsheets() -> None:
    assert [letter(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_parentheses_alone_stay() -> None:
    assert (plain("（万元）"), bare("（万元）"), bare("金额（万元）")) == (
        "(万元)",
        "(万元)",
        "金额",
    )


@given(st.lists(st.text(max_size=6), max_size=8))
def test_any_heading_gets_one_name_for_each_column(cells: list[str]) -> None:
    found = headings(cells)
    assert len(set(found)) == len(cells)
    used = [one.field for one in match(found, TARGETS, {}).values() if one.field]
    assert len(used) == len(set(used))
