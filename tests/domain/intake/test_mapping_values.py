"""Rules one by one: where a value comes from, and each step that it goes through."""

from __future__ import annotations

from typing import Any

import mapping_texts as given
import pytest

from ckanext.scigov.intake.domain.mapping import BadValue, Unmapped


def value(record: Any, rule: str, field: str = "in_series", rest: str = "") -> Any:
    return given.mapped(record, f"{field}: {rule}", rest=rest).entry.get(field)


@pytest.mark.parametrize(
    ("record", "rule", "expected"),
    [
        ({"a": "x"}, "a", "x"),
        ({"a": {"b": [{"c": "x"}]}}, "a.b.0.c", "x"),
        ({"a.b": "x", "a": {"b": "y"}}, "a.b", "x"),
        ({"a": ["x"]}, "a.1", None),
        ({"a": ["x"]}, "a.b", None),
        ({"a": "x"}, "a.b", None),
        ({"a": "", "b": "x"}, "{from: [a, b, c]}", "x"),
        ({"a": "-", "b": "x"}, "{from: [a, b], missing: [-]}", "x"),
        ({"a": 3}, "a", "3"),
        ({"a": 3.0}, "a", "3"),
        ({"a": 0.5}, "a", "0.5"),
        ({"a": True}, "a", "true"),
        ({"a": float("nan")}, "a", None),
        ({"a": ["x", 2, None, "y"]}, "a", "x、2、y"),
        ({"a": "x"}, "{constant: 固定}", "固定"),
        ({"a": "x", "b": "", "c": ["y", "z"]}, "{join: [a, b, c], with: ；}", "x；y；z"),
        ({"a": ""}, "{join: [a, b], with: ；}", None),
        ({"a": "x", "b": 2}, '{template: "{a}-{b}"}', "x-2"),
        ({"a": "x"}, '{template: "{a}-{b}"}', None),
        ({"a": "--x--"}, "{from: a, strip: -}", "x"),
        ({"a": "x y z"}, '{from: a, replace: {x: "", " ": "_"}}', "_y_z"),
        ({"a": "第12号"}, r"{from: a, pattern: '\d+'}", "12"),
        ({"a": "甲（乙）"}, "{from: a, pattern: '（(.*?)）'}", "乙"),
        ({"a": "甲（无）"}, "{from: a, pattern: '（(.*?)）', missing: [无]}", None),
        ({"a": ""}, "{from: a, default: 乙}", "乙"),
        ({"a": "x"}, "{from: a, default: 乙}", "x"),
        ({"a": " x \r\n y "}, "a", "x y"),
        ({"a": "x\x00\x0b\x7f\ud800y\ufeff"}, "a", "xy"),
    ],
)  # fmt: skip
def test_a_value(record: Any, rule: str, expected: str | None) -> None:
    assert value(record, rule) == expected


@pytest.mark.parametrize(
    ("raw", "rule", "expected"),
    [
        ("甲, 乙、丙", "{from: a, split: [',', 、]}", ["甲", "乙", "丙"]),
        ("甲,,甲", "{from: a, split: ','}", ["甲"]),
        ("水", "a", ["水"]),
        ('["甲", 1, null, {"x": 2}]', "{from: a, list: json_text}", ["甲", "1"]),
        ("['甲', \"乙\"]", "{from: a, list: json_text}", ["甲", "乙"]),
        ("[]", "{from: a, list: json_text}", None),
        ("[甲]", "{from: a, list: json_text}", ["[甲]"]),
        (["甲", "乙"], "{from: a, list: array}", ["甲", "乙"]),
        ("甲；乙|丙，丁", "{from: a, list: comma}", ["甲", "乙", "丙", "丁"]),
        ("甲,乙", "{from: a, list: comma, split: [' ']}", ["甲", "乙"]),
        ('甲"乙",丙', "a", ["甲 乙 丙"]),
        ("甲\n乙", "a", ["甲 乙"]),
        ('",', "a", None),
    ],
)  # fmt: skip
def test_keywords(raw: Any, rule: str, expected: list[str] | None) -> None:
    found = given.mapped({"a": raw}, f"tag_string: {rule}").entry.get("tags")
    assert found == (expected and [{"name": tag} for tag in expected])


TABLE = 'tables:\n  t: {每日: daily, " ABC ": weekly, 其他: ""}\n'


@pytest.mark.parametrize(
    ("raw", "expected", "unmapped"),
    [
        ("每日", "daily", []),
        (" 每 日", "daily", []),
        ("ａｂｃ", "weekly", []),
        ("其他", None, []),
        ("daily", None, ["daily"]),
        ("随缘", None, ["随缘"]),
    ],
)
def test_value_tables_ignore_width_case_and_spaces(
    raw: str, expected: str | None, unmapped: list[str]
) -> None:
    found = given.mapped({"a": raw}, "update_cycle: {from: a, table: t}", rest=TABLE)
    assert found.entry.get("update_cycle") == expected
    assert [one.value for one in found.unmapped] == unmapped


def test_a_table_remembers_only_so_many_values() -> None:
    mapping = given.with_fields("update_cycle: {from: a, table: t}", rest=TABLE)
    for number in range(5_001):
        mapping.apply({"id": "1", "name": "甲", "a": str(number)})
    assert len(mapping.tables["t"].remembered) == 5_000
    assert mapping.apply({"id": "1", "name": "甲", "a": "每日"}).entry["update_cycle"] == "daily"


def test_a_value_for_anything_else() -> None:
    rest = 'tables:\n  t: {每日: daily, "*": other}\n'
    assert value({"a": "随缘"}, "{from: a, table: t}", "update_cycle", rest) == "other"
    assert value({"a": "xls"}, "{from: a, table: t}", rest='tables: {t: {"*": $value}}') == "xls"


@pytest.mark.parametrize(
    ("raw", "forms", "expected"),
    [
        ("2023-05-31\n03:00", "'%Y-%m-%d %H:%M'", "2023-05-31"),
        ("2023/5/3", "['%Y-%m-%d', '%Y/%m/%d']", "2023-05-03"),
        ("2023年5月", "'%Y年%m月'", "2023-05"),
        ("2023", '"%Y"', "2023"),
        ("23-151", "'%y-%j'", "2023-05-31"),
        (1685466000000, "epoch_ms", "2023-05-31"),
        ("1685466000", "epoch", "2023-05-31"),
    ],
)
def test_dates(raw: Any, forms: str, expected: str) -> None:
    assert value({"a": raw}, f"{{from: a, date: {forms}}}", "modified") == expected


@pytest.mark.parametrize("raw", ["昨天", "2023-02-30", "9" * 30, "2023-01-01" + "x" * 91])
def test_what_is_no_date(raw: str) -> None:
    for forms in ("'%Y-%m-%d'", "epoch"):
        found = given.mapped({"a": raw}, f"modified: {{from: a, date: {forms}}}")
        assert found.bad == (BadValue("modified", "a", raw, "not_a_date"),)
        assert found.entry["source_values"] == [f"a：{raw}"]


@pytest.mark.parametrize(
    ("field", "raw", "cause"),
    [
        ("in_series", {"x": 1}, "not_a_text"),
        ("in_series", [["x"]], "not_a_text"),
        ("in_series", 10**400, "not_a_text"),
        ("update_cycle", ["daily", "weekly"], "several_values"),
        ("modified", "2023-5-1", "not_a_date"),
        ("source_url", "ftp://x.org", "not_an_address"),
        ("source_url", "http://[::1", "not_an_address"),
        ("source_url", "http://x.org/" + "y" * 10_000, "too_long"),
        ("category_item", "7", "wrong_form"),
        ("personal_info", "也许", "not_a_flag"),
        ("related_codes", ["x" * 10_001], "too_long"),
        ("tag_string", "长" * 101, "too_long"),
        ("tag_string", ["x"] * 201, "too_many"),
    ],
)
def test_what_does_not_fit(field: str, raw: Any, cause: str) -> None:
    found = given.mapped({"a": raw}, f"{field}: a")
    assert [(one.field, one.source, one.reason) for one in found.bad] == [(field, "a", cause)]
    assert (field in found.entry, found.rejection) == (False, "")


@pytest.mark.parametrize(
    ("group", "raw", "cause"),
    [
        ("contact: {email: a}", "无此邮箱", "not_an_email"),
        ("contact: {url: a}", "见网站", "not_an_address"),
        ("temporal_coverage: {start: a}", "去年", "not_a_date"),
    ],
)
def test_what_does_not_fit_in_a_group(group: str, raw: str, cause: str) -> None:
    found = given.mapped({"a": raw}, group)
    assert [(one.source, one.value, one.reason) for one in found.bad] == [("a", raw, cause)]
    assert found.entry["source_values"] == [f"a：{raw}"]


def test_long_texts_are_cut_and_told() -> None:
    found = given.mapped({"a": "长" * 2_001}, "notes: a")
    assert found.entry["notes"] == "长" * 1_999 + "…"
    assert [(one.field, one.reason) for one in found.bad] == [("notes", "cut")]
    assert "source_values" not in found.entry


def test_a_text_too_long_for_its_pattern_is_not_searched() -> None:
    found = given.mapped({"a": "1" * 2_001}, r"in_series: {from: a, pattern: '\d'}")
    assert [(one.field, one.reason) for one in found.bad] == [("in_series", "too_long")]


def test_a_pattern_that_does_not_fit() -> None:
    found = given.mapped({"a": "甲"}, r"in_series: {from: a, pattern: '\d'}")
    assert found.bad == (BadValue("in_series", "a", "甲", "no_match"),)


def test_flags_lists_and_codes() -> None:
    found = given.mapped(
        {"是否": "是", "否": "No", "列": ["甲", "乙", "甲"], "域": ["health", "未知"]},
        "personal_info: 是否", "non_electronic: 否", "related_codes: 列", "data_domain: 域",
    )  # fmt: skip
    assert found.entry["personal_info"] is True
    assert found.entry["non_electronic"] is False
    assert found.entry["related_codes"] == ["甲", "乙"]
    assert found.entry["data_domain"] == ["health"]
    assert found.unmapped == (Unmapped("data_domain", "域", "未知"),)
