"""Tables that change their shape, do not fit, have no key or do not grow; limits of a run."""

from __future__ import annotations

import pytest
from sqlite_rows import ITEMS, SqliteRows

pytestmark = pytest.mark.usefixtures("clean")


def problems(taken):
    return [(one.cause.value, one.field, one.count) for one in taken.problems]


def test_a_new_column_is_added_and_filled_for_the_rows_that_are_there(
    take, source, rows, as_user, editor
):
    first = take(source)
    source.run("ALTER TABLE projects ADD COLUMN 单位 TEXT DEFAULT '某大学'")
    source.items = (
        *ITEMS,
        {"name": "单位", "title": "依托单位", "data_type": "C", "description": "单位"},
    )
    taken = take(source, days=1)
    assert (taken.outcome.value, taken.counts.changed, problems(taken)) == ("changed", 3, [])
    assert rows(first.resource_id)[0] == (
        "P1", "大数据决策研究", "12.60", "2024-02-09", "1", "某大学",
    )  # fmt: skip
    resource = as_user(editor, "resource_show", id=first.resource_id)
    assert [one["name"] for one in resource["data_items"]][-1] == "yi_tuo_dan_wei"


@pytest.mark.parametrize(
    ("items", "problem", "row"),
    [
        (
            ITEMS[:3] + ITEMS[4:],
            ("columns_removed", "day", 1),
            ("P1", "大数据决策研究", "12.60", "1"),
        ),
        (
            (*ITEMS[:2], {**ITEMS[2], "data_type": "C"}, *ITEMS[3:]),
            ("columns_retyped", "amount", 1),
            ("P1", "大数据决策研究", "12.60", "2024-02-09", "1"),
        ),
    ],
)
def test_a_column_that_is_gone_or_of_another_type_has_all_read_anew(
    items, problem, row, take, source, rows
):
    first = take(source)
    source.items = items
    taken = take(source, days=1)
    assert (taken.outcome.value, taken.rows) == ("changed", 3)
    assert problems(taken) == [problem]
    assert taken.problems[0].severity.value == "warning"
    assert rows(first.resource_id)[0] == row
    assert take(source, days=2).outcome.value == "unchanged"


@pytest.mark.parametrize("key", [("id",), ()])
def test_a_table_that_does_not_grow_is_taken_whole_each_time(key, take, rows):
    source = SqliteRows(key=key, growing="")
    source.put(("P1", "甲", "1", None, 1), ("P2", "乙", "2", None, 2), ("P3", "丙", "3", None, 3))
    first = take(source)
    assert take(source, days=1).outcome.value == "unchanged"
    source.run("UPDATE projects SET title = '乙二' WHERE id = 'P2'")
    source.run("DELETE FROM projects WHERE id = 'P3'")
    taken = take(source, days=2)
    assert source.asked == ["", "", ""]
    assert (taken.outcome.value, taken.rows) == ("changed", 2)
    assert [row[:2] for row in rows(first.resource_id)] == [("P1", "甲"), ("P2", "乙二")]


def test_rows_with_one_key_count_once_and_rows_without_one_not_at_all(take, rows):
    source = SqliteRows(growing="", page_size=10)
    source.key = ()
    source.put(("P1", "旧", "1", None, 1), ("P1", "新", "1", None, 2), (None, "无", "1", None, 3))
    source.key = ("id",)
    taken = take(source)
    assert problems(taken) == [("rows_without_key", "id", 1), ("key_repeated", "id", 1)]
    assert [row[:2] for row in rows(taken.resource_id)] == [("P1", "新")]


def test_cells_that_do_not_fit_are_empty_and_in_the_report_of_the_version(
    take, source, rows, call, as_user, editor
):
    first = take(source)
    call("resource_patch", id=first.resource_id, bad_cells_percent="50")
    source.put(("P4", "遥感", "约三万", "2024-01-01", 4), ("P5", "地理", "5", "2024-01-02", 5))
    taken = take(source, days=1)
    assert problems(taken) == [("cells_unfit", "金额", 1)]
    assert rows(first.resource_id)[3] == ("P4", "遥感", None, "2024-01-01", "4")
    found = as_user(editor, "scigov_tables_bad_cell_list", resource_id=first.resource_id)
    assert [(one["row"], one["column"], one["value"]) for one in found["cells"]] == [
        (4, "amount", "约三万")
    ]


def test_more_cells_than_are_put_up_with_leave_the_table_as_it_was(take, source, rows):
    first = take(source)
    source.put(("P4", "遥感", "约三万", "2024-01-01", 4))
    taken = take(source, days=1)
    assert taken.outcome.value == "refused"
    assert problems(taken) == [("too_many_unfit", "金额", 1)]
    assert taken.problems[0].severity.value == "error"
    assert [row[0] for row in rows(first.resource_id)] == ["P1", "P2", "P3"]


def test_a_run_ends_at_its_limit_and_the_next_one_goes_on(take, source, rows):
    first = take(source, most_rows=2)
    assert (first.rows, first.is_complete) == (2, False)
    source.put(*((f"P{number}", "新", "1", None, number) for number in range(4, 8)))
    second = take(source, most_bytes=20)
    assert (second.rows, second.is_complete) == (4, False)
    third = take(source)
    assert (third.rows, third.is_complete) == (7, True)
    assert source.asked == ["", "2", "4"]
    assert [row[0] for row in rows(first.resource_id)] == [f"P{number}" for number in range(1, 8)]


def test_a_table_that_does_not_grow_and_is_too_large_stays_as_it_was(take, rows):
    source = SqliteRows(growing="")
    source.put(("P1", "甲", "1", None, 1))
    first = take(source)
    source.put(("P2", "乙", "2", None, 2), ("P3", "丙", "3", None, 3))
    taken = take(source, days=1, most_rows=2)
    assert (taken.outcome.value, problems(taken)) == ("refused", [("too_many_rows", "", 2)])
    assert [row[0] for row in rows(first.resource_id)] == ["P1"]


def test_a_table_too_large_to_be_compared_is_followed_by_its_watermark(take, source, rows):
    first = take(source)
    source.put(("P4", "遥感", "3", None, 4))
    taken = take(source, days=40, most_rows=2)
    assert (taken.outcome.value, taken.rows) == ("changed", 4)
    assert problems(taken) == [("too_many_rows", "", 2)]
    assert [row[0] for row in rows(first.resource_id)] == ["P1", "P2", "P3", "P4"]


def test_a_page_with_other_columns_is_refused(take, source):
    source.items = (
        *ITEMS,
        {"name": "unit", "title": "单位", "data_type": "C", "description": "单位"},
    )
    taken = take(source)
    assert (taken.outcome.value, problems(taken)) == ("refused", [("columns_differ", "unit", 1)])


def test_limits_are_those_of_the_site_where_nobody_says_otherwise(
    take, source, ckan_config, monkeypatch
):
    monkeypatch.setitem(ckan_config, "ckanext.scigov.intake.rows_most", 2)
    assert (take(source, usual=True).rows, take(source, usual=True).rows) == (2, 3)


def test_the_share_that_may_be_gone_is_that_of_the_source(take, source):
    from ckan import model

    from ckanext.scigov.intake.rows.config import options_of

    assert options_of(model.Session, "source-1").most_vanished_percent == 20
    take(source)
    source.run("DELETE FROM projects WHERE id = 'P3'")
    assert take(source, days=31, usual=True).outcome.value == "refused"
