"""Rows have the grade of their entry, as every table: closed until it is in force, columns as they are graded."""

from __future__ import annotations

import pytest
from graded_tables import GRADES, NOW
from sqlite_rows import SqliteRows

pytestmark = pytest.mark.usefixtures("clean")


def grade(target, state):
    from ckan import model

    from ckanext.scigov.access.domain.grading import SecondPerson
    from ckanext.scigov.access.service import grades
    from ckanext.scigov.access.service.grades import Act
    from ckanext.scigov.shared.actors import Actor

    act = Act(Actor("approver-id", "approver"), NOW, SecondPerson.NEVER)
    grades.propose(model.Session, target, GRADES[state], "", act)
    model.Session.commit()


@pytest.fixture
def target():
    from ckanext.scigov.access.service.grades import Target

    return Target


@pytest.fixture
def read(as_user):
    """Return the first column ids and cells that somebody gets; None where the table is none to him."""
    from ckan.plugins import toolkit as tk

    def run(user, resource_id):
        try:
            found = as_user(user, "datastore_search", resource_id=resource_id, sort="_id")
        except (tk.ObjectNotFound, tk.NotAuthorized):
            return None
        names = [one["id"] for one in found["fields"] if one["id"] != "_id"]
        return names, [[one[name] for name in names] for one in found["records"]]

    return run


def test_a_table_is_closed_until_its_grade_is_in_force(take, source, entry, read, editor, target):
    resource_id = take(source).resource_id
    assert len(read(editor, resource_id)[1]) == 3
    assert read("", resource_id) is None

    grade(target.dataset(entry["id"]), "open")
    names, cells = read("", resource_id)
    assert names == ["id", "title", "amount", "day", "changed"]
    assert [row[0] for row in cells] == ["P1", "P2", "P3"]

    source.put(("P4", "遥感", "3", None, 4))
    take(source, days=1)
    assert [row[0] for row in read("", resource_id)[1]] == ["P1", "P2", "P3", "P4"]

    grade(target.dataset(entry["id"]), "closed")
    assert read("", resource_id) is None


def test_a_closed_column_stays_closed_when_all_is_read_anew(take, entry, read, editor, target):
    source = SqliteRows(key=(), growing="")
    source.put(("P1", "甲", "1", None, 1))
    resource_id = take(source).resource_id
    grade(target.dataset(entry["id"]), "open")
    grade(target.item(resource_id, "amount", entry["id"]), "closed")
    assert "amount" in read(editor, resource_id)[0]
    assert read("", resource_id) == (["id", "title", "day", "changed"], [["P1", "甲", None, 1]])

    source.put(("P2", "乙", "2", None, 2))
    assert take(source, days=1).rows == 2
    assert read("", resource_id)[0] == ["id", "title", "day", "changed"]
    assert [row[0] for row in read("", resource_id)[1]] == ["P1", "P2"]


def test_who_saves_the_entry_keeps_table_and_words_of_the_dictionary(
    take, source, entry, rows, call
):
    resource_id = take(source).resource_id
    shown = call("package_show", id=entry["id"])
    items = shown["resources"][0]["data_items"]
    items[0]["description"] = "项目的唯一编号，立项时确定"
    call(
        "package_patch",
        id=entry["id"],
        title="科技计划项目信息（2026）",
        resources=shown["resources"],
    )
    assert len(rows(resource_id)) == 3

    source.put(("P4", "遥感", "3", None, 4))
    assert take(source, days=1).resource_id == resource_id
    assert len(rows(resource_id)) == 4
    found = call("resource_show", id=resource_id)["data_items"][0]
    assert found["description"] == "项目的唯一编号，立项时确定"


def test_a_deleted_resource_takes_its_table_along_and_the_next_run_makes_another(
    take, source, rows, call
):
    from ckanext.scigov.tables import datastore

    resource_id = take(source).resource_id
    call("resource_delete", id=resource_id)
    taken = take(source, days=1)
    assert (taken.resource_id != resource_id, taken.outcome.value, taken.rows) == (True, "first", 3)
    assert len(rows(taken.resource_id)) == 3
    assert datastore.find_marker(resource_id) is None


def test_rows_are_not_taken_into_a_resource_that_is_a_link(take, source, entry, call):
    link = call(
        "resource_create", package_id=entry["id"], url="http://example.gov.cn/a.csv", name="a"
    )
    taken = take(source, resource_id=link["id"])
    assert taken.outcome.value == "refused"
    assert [one.cause.value for one in taken.problems] == ["other_kind"]


def test_new_rows_are_found_by_their_words(take, source, as_user, editor):
    from ckanext.scigov.tables import datastore, jobs

    resource_id = take(source).resource_id
    jobs.make_words({"resource_id": resource_id})
    source.put(("P4", "遥感影像解译", "3", None, 4), ("P2", "水文", "3", None, 5))
    take(source, days=1)
    assert datastore.find_marker(resource_id).has_words

    def found(words):
        page = as_user(editor, "scigov_tables_rows_show", resource_id=resource_id, q=words)
        return [one["id"] for one in page["records"]]

    assert (found("影像"), found("水文"), found("能耗"), found("育种")) == (
        ["P4"],
        ["P2"],
        [],
        ["P3"],
    )
