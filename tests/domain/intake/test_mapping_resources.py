"""Resources and data items: one, one for each value, one for each object."""

from __future__ import annotations

from typing import Any

import mapping_texts as given


def resources(record: Any, rest: str) -> Any:
    return given.mapped(record, rest=f"resources:\n{rest}").entry["resources"]


def test_one_rule_gives_one_resource() -> None:
    rule = "  url: url\n  name: {constant: 页面}\n"
    assert resources({"url": "http://x.org/1"}, rule) == [{"url": "http://x.org/1", "name": "页面"}]


def test_nothing_but_constants_is_no_resource() -> None:
    assert resources({}, "  url: url\n  name: {constant: 页面}\n") == []


def test_a_list_of_rules_gives_all_of_theirs_and_none_twice() -> None:
    rules = "  - {url: url}\n  - each: formats\n    url: url\n  - url: other\n"
    record = {"url": "http://x.org/1", "other": "http://x.org/2", "formats": ["a", "b"]}
    assert resources(record, rules) == [{"url": "http://x.org/1"}, {"url": "http://x.org/2"}]


def test_objects_can_be_repeated_for() -> None:
    rule = "  each: files\n  url: $each.href\n  name: $each.title\n"
    files = [{"href": "http://x.org/1", "title": "甲"}, "no object", {"href": "http://x.org/2"}]
    assert resources({"files": files}, rule) == [
        {"url": "http://x.org/1", "name": "甲"},
        {"url": "http://x.org/2"},
    ]


def test_a_default_stands_for_an_empty_list() -> None:
    rule = "  each: {from: formats, default: html}\n  format: $each\n"
    assert resources({"formats": []}, rule) == [{"format": "html"}]


def test_an_address_that_is_none_is_left_out() -> None:
    found = given.mapped({"url": "见网站"}, rest="resources: {url: url, name: name}\n")
    assert found.entry["resources"] == [{"name": "甲"}]
    assert [(one.field, one.value, one.reason) for one in found.bad] == [
        ("resources.url", "见网站", "not_an_address")
    ]


def test_templates_know_our_fields_before_the_sources() -> None:
    rule = "  name: {template: '{title}·{id}'}\n"
    assert resources({"title": "别的"}, rule) == [{"name": "甲·1"}]


ITEMS = "  name: name\n  data_items: {each: items, title: 名, name: $each.code, data_type: {from: 型, table: t}}\n"
TYPES = "tables: {t: {char: C}}\n"


def test_data_items_without_title_and_name_fall_out() -> None:
    items = [{"名": "水位", "code": "z", "型": "char"}, {"型": "char"}, {"名": "站", "code": "9x"}]
    found = given.mapped({"items": items}, rest=f"resources:\n{ITEMS}{TYPES}")
    assert found.entry["resources"][0]["data_items"] == [
        {"title": "水位", "name": "z", "data_type": "C"},
        {"title": "站"},
    ]
    assert [(one.field, one.value, one.reason) for one in found.bad] == [
        ("data_items.name", "9x", "wrong_form")
    ]


def test_a_resource_without_data_items_has_no_list_of_them() -> None:
    found = given.mapped({"items": [{"x": 1}]}, rest=f"resources:\n{ITEMS}{TYPES}")
    assert found.entry["resources"] == [{"name": "甲"}]


def test_too_many_are_told_and_the_first_taken() -> None:
    rest = "resources: {name: name, data_items: {each: items, title: n}}\n"
    found = given.mapped({"items": [{"n": str(n)} for n in range(2_001)]}, rest=rest)
    assert len(found.entry["resources"][0]["data_items"]) == 2_000
    assert [(one.field, one.source, one.value, one.reason) for one in found.bad] == [
        ("data_items.each", "items", "2001", "too_many")
    ]
    found = given.mapped(
        {"f": "x," * 250}, rest="resources: {each: {from: f, list: comma}, format: $each}\n"
    )
    assert [(one.field, one.value, one.reason) for one in found.bad] == [
        ("resources.each", "250", "too_many")
    ]


def test_sizes_of_data_items_are_whole_numbers() -> None:
    rest = "resources: {name: name, data_items: {each: items, title: n, length: l}}\n"
    found = given.mapped({"items": [{"n": "甲", "l": 20}, {"n": "乙", "l": "20字"}]}, rest=rest)
    assert found.entry["resources"][0]["data_items"] == [
        {"title": "甲", "length": "20"},
        {"title": "乙"},
    ]
    assert [(one.field, one.reason) for one in found.bad] == [("data_items.length", "not_a_number")]
