"""Groups of fields: one, or one for every object of a list."""

from __future__ import annotations

from typing import Any

import mapping_texts as given

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.domain.mapping.checking import check
from ckanext.scigov.intake.value_tables import readable

PEOPLE = [{"姓名": "资源处", "邮箱": "a@x.org"}, "no object", {"姓名": "值班室"}]
EACH = "contact: {each: 联系人, name: $each.姓名, email: $each.邮箱}"


def contacts(record: Any, rule: str) -> Any:
    return given.mapped(record, rule).entry.get("contact")


def test_one_rule_gives_one() -> None:
    assert contacts({"部门": "资源处"}, "contact: {name: 部门}") == [{"name": "资源处"}]
    assert contacts({}, "contact: {name: 部门}") is None


def test_a_list_gives_one_for_each_object_that_says_something() -> None:
    found = contacts({"联系人": PEOPLE}, EACH)
    assert found == [{"name": "资源处", "email": "a@x.org"}, {"name": "值班室"}]
    assert contacts({"联系人": []}, EACH) is None


def test_what_does_not_fit_is_told_by_its_field() -> None:
    found = given.mapped({"联系人": [{"姓名": "甲", "邮箱": "无"}]}, EACH)
    assert found.entry["contact"] == [{"name": "甲"}]
    assert [(one.field, one.reason) for one in found.bad] == [("contact.email", "not_an_email")]


def test_the_list_is_known_to_the_group_alone() -> None:
    text = given.SMALL.replace("title: name", f"{EACH}\n  title: $each.名")
    assert [(path, reason) for _line, path, reason, _values in given.errors(text)] == [
        ("fields.title", "each_outside")
    ]


def test_pages_and_reports_know_where_a_group_comes_from() -> None:
    mapping = given.with_fields(EACH)
    lines = {one.field: one.source for one in readable(mapping).lines}
    assert (lines["contact.each"], lines["contact.email"]) == ("联系人", "$each.邮箱")
    records = [{"id": "1", "name": "甲", "联系人": PEOPLE, "部门": "无"}]
    report = check(mapping, records, mapping_files.catalogue())
    assert "部门" in report.unused
    assert "联系人" not in report.unused
    assert report.filled["contact.email"] == 1
    assert "联系人" in check(mapping, [{"id": "1", "name": "甲"}], mapping_files.catalogue()).absent
