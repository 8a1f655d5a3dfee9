"""Rows of a source's table: all of them at first, then what has changed since."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.usefixtures("clean")

FIRST = [
    ("P1", "大数据决策研究", "12.60", "2024-02-09", "1"),
    ("P2", "能耗监测", "1000", "2024-03-01", "2"),
    ("P3", "作物育种", None, "2024-05-02", "3"),
]


def test_the_first_time_all_rows_come(take, source, rows, as_user, editor):
    taken = take(source)
    assert (taken.outcome.value, taken.rows, taken.counts.new) == ("first", 3, 3)
    assert (taken.is_complete, taken.problems) == (True, ())
    assert rows(taken.resource_id) == FIRST

    resource = as_user(editor, "resource_show", id=taken.resource_id)
    assert (resource["name"], resource["url_type"]) == ("科技计划项目", "datastore")
    load = as_user(editor, "scigov_tables_load_show", resource_id=taken.resource_id)
    assert (resource["datastore_active"], load["state"], load["row_count"]) == (True, "loaded", 3)
    names = [(one["name"], one["title"], one["data_type"]) for one in resource["data_items"]]
    assert names[:3] == [
        ("id", "项目编号", "C"),
        ("title", "项目名称", "C"),
        ("amount", "金额", "N"),
    ]


def test_later_only_what_is_behind_the_watermark_comes(take, source, rows):
    first = take(source)
    source.put(("P2", "能耗监测二期", "8", "2024-03-01", 4), ("P4", "遥感", "3", None, 5))
    taken = take(source, days=1)
    assert source.asked == ["", "3"]
    assert taken.resource_id == first.resource_id
    assert (taken.outcome.value, taken.rows) == ("changed", 4)
    assert (taken.counts.new, taken.counts.changed, taken.counts.gone) == (1, 1, 0)
    assert rows(taken.resource_id) == [
        FIRST[0],
        ("P2", "能耗监测二期", "8", "2024-03-01", "4"),
        FIRST[2],
        ("P4", "遥感", "3", None, "5"),
    ]


def test_nothing_new_changes_nothing(take, source, as_user, editor):
    first = take(source)
    taken = take(source, days=1)
    assert (taken.outcome.value, taken.rows) == ("unchanged", 3)
    found = as_user(editor, "scigov_tables_version_list", resource_id=first.resource_id)
    assert [one["number"] for one in found["versions"]] == [1]


def test_a_row_that_is_gone_at_the_source_is_found_by_reading_all(take, source, rows):
    first = take(source)
    source.run("DELETE FROM projects WHERE id = 'P3'")
    assert take(source, days=1).outcome.value == "unchanged"
    taken = take(source, days=30)
    assert (taken.outcome.value, taken.rows, taken.counts.gone) == ("changed", 2, 1)
    assert source.asked == ["", "3", ""]
    assert rows(first.resource_id) == FIRST[:2]


def test_more_gone_than_the_share_takes_nothing_away(take, source, rows):
    first = take(source)
    source.run("DELETE FROM projects WHERE id <> 'P3'")
    taken = take(source, is_whole=True)
    assert taken.outcome.value == "refused"
    assert [(one.cause.value, one.count) for one in taken.problems] == [("rows_would_vanish", 2)]
    assert rows(first.resource_id) == FIRST

    confirmed = take(source, is_whole=True, may_vanish=True)
    assert (confirmed.outcome.value, confirmed.counts.gone) == ("changed", 2)
    assert rows(first.resource_id) == FIRST[2:]


def test_each_change_is_a_version_with_a_note_and_on_record(take, source, as_user, editor):
    from ckan import model

    from ckanext.scigov.audit.model import AuditEvent

    resource_id = take(source).resource_id
    source.put(("P2", "能耗监测二期", "8", "2024-03-01", 4))
    take(source, days=1)
    found = as_user(editor, "scigov_tables_version_list", resource_id=resource_id)["versions"]
    assert [(one["number"], one["row_count"], one["has_file"]) for one in found] == [
        (2, 3, False),
        (1, 3, False),
    ]
    assert [one["note"] for one in found] == [
        "从来源系统取得数据行：新增0行，变更1行，不再存在0行",
        "从来源系统取得数据行：新增3行，变更0行，不再存在0行",
    ]
    query = model.Session.query(AuditEvent).filter_by(event="table.take", object_id=resource_id)
    assert [(one.actor_name, one.detail) for one in query.order_by(AuditEvent.id)] == [
        ("system:intake", {"version": 1, "rows": 3, "new": 3, "changed": 0, "gone": 0}),
        ("system:intake", {"version": 2, "rows": 3, "new": 0, "changed": 1, "gone": 0}),
    ]


def test_a_record_without_a_table_has_no_rows(entry):
    from sqlite_rows import SqliteRows

    from ckan import model

    from ckanext.scigov.intake.rows.taking import take
    from ckanext.scigov.shared import clock

    args = ("source-1", entry["id"], "", SqliteRows(), {"name": "another"}, clock.now())
    assert take(model.Session, *args) is None
