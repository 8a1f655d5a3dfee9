"""Data items and marks of harvested tables: pure rules."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from ckanext.scigov.intake.domain import row_marks
from ckanext.scigov.intake.domain.row_causes import REFUSALS, RowCause
from ckanext.scigov.intake.domain.row_items import merged, named
from ckanext.scigov.intake.domain.row_marks import Counts, Mark, Structure, StructureChange

PAGE = (Path(__file__).parents[3] / "docs" / "harvest-rows.md").read_text(encoding="utf-8")
NOW = dt.datetime(2026, 9, 24, tzinfo=dt.timezone.utc)


def names(*items: dict[str, str]) -> list[tuple[str, str]]:
    return [(one["name"], one["title"]) for one in named(items)]


def test_names_that_the_catalogue_takes_stay_and_others_are_made() -> None:
    given = (
        {"name": "PROJ_NO", "title": "项目编号"},
        {"name": "依托单位", "title": ""},
        {"name": "1st", "title": "第一承担单位"},
        {"name": "proj_no", "title": "项目编号"},
    )
    assert names(*given) == [
        ("PROJ_NO", "项目编号"),
        ("yi_tuo_dan_wei", "依托单位"),
        ("di_yi_cheng_dan_dan_wei", "第一承担单位"),
        ("xiang_mu_bian_hao", "项目编号（xiang_mu_bian_hao）"),
    ]


def test_descriptions_and_ranges_that_say_nothing_are_left_out() -> None:
    item = {"name": "a", "title": "金额", "data_type": "N"}
    (found,) = named([{**item, "description": "金额", "range_min": "9", "range_max": "1"}])
    assert found == item
    (found,) = named([{**item, "description": "经费，单位万元", "range_max": "9"}])
    assert found == {**item, "description": "经费，单位万元", "range_max": "9"}


def test_what_was_written_here_stays_but_for_types_that_changed_at_the_source() -> None:
    stored = [
        {"name": "a", "title": "改过的名称", "data_type": "N", "unit": "万元"},
        {"name": "b", "title": "乙", "data_type": "D"},
        {"name": "gone", "title": "丙", "data_type": "C"},
    ]
    given = [
        {"name": "b", "title": "B", "data_type": "T"},
        {"name": "a", "title": "A", "data_type": "C"},
        {"name": "new", "title": "新", "data_type": "C"},
    ]
    assert merged(stored, given, {"a": "C", "b": "D"}) == [
        {"name": "b", "title": "乙", "data_type": "T"},
        {"name": "a", "title": "改过的名称", "data_type": "N", "unit": "万元"},
        {"name": "new", "title": "新", "data_type": "C"},
    ]


def test_a_mark_is_read_as_it_was_written() -> None:
    structure = Structure([("a", "text"), ("b", "int8")], ["a"], {"a": "C", "b": "I"})
    mark = Mark("source", "table", "17", structure, Counts(1, 2, 3), NOW.isoformat())
    assert row_marks.mark_in({"intake": mark.stored(), "report": "x"}) == mark
    assert row_marks.mark_in({"report": "x"}) is None


@pytest.mark.parametrize(
    ("columns", "key", "change"),
    [
        ([("a", "text"), ("b", "int8")], ["a"], StructureChange()),
        ([("b", "int8"), ("a", "text")], ["a"], StructureChange()),
        ([("a", "text")], ["a"], StructureChange(removed=("b",))),
        ([("a", "text"), ("b", "text")], ["a"], StructureChange(retyped=("b",))),
        ([("a", "text"), ("b", "int8"), ("c", "date")], ["a"], StructureChange(added=("c",))),
        ([("a", "text"), ("b", "int8")], [], StructureChange(has_other_key=True)),
    ],
)
def test_what_is_different_in_a_table(columns, key, change) -> None:
    before = Structure([("a", "text"), ("b", "int8")], ["a"])
    assert row_marks.compared(before, Structure(columns, key)) == change


@pytest.mark.parametrize(
    ("compared_at", "days", "is_due"),
    [
        ("", 30, True),
        ("", 0, False),
        ("2026-08-25T00:00:00+00:00", 30, True),
        ("2026-08-26T00:00:00+00:00", 30, False),
        ("2026-08-25T00:00:00+00:00", 0, False),
    ],
)
def test_all_rows_are_read_again_after_so_many_days(compared_at, days, is_due) -> None:
    assert row_marks.is_due(compared_at, days, NOW) is is_due


def test_the_documentation_has_every_cause_and_what_it_does_to_the_table() -> None:
    lines = re.findall(
        r"^\| (`[a-z_`, ]+) \| [^|]+ \| (as it was|changed|made anew)", PAGE, re.MULTILINE
    )
    told = {code: end for codes, end in lines for code in re.findall(r"`(\w+)`", codes)}
    assert sorted(told) == sorted(one.value for one in RowCause)
    assert {code for code, end in told.items() if end == "as it was"} == {
        one.value for one in REFUSALS
    }
