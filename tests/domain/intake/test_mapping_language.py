"""A mapping file that uses the whole language, applied to a record that has all of it."""

from __future__ import annotations

import mapping_texts as given

from ckanext.scigov.intake.domain.mapping import BadValue, Unmapped

ENTRY = {
    "title": "河道水位",
    "notes": "各站\n逐时水位",
    "authoritative_source": "市水务局",
    "update_cycle": "daily",
    "modified": "2023-05-31",
    "tags": [{"name": "水"}, {"name": "农、林"}],
    "data_kind": "public_distributed",
    "data_domain": ["industry_agriculture", "environment"],
    "contact": [{"name": "市水务局", "email": "water@example.org"}],
    "open_type": "conditional",
    "in_series": "水情",
    "source_url": "https://data.example.org/7",
    "spatial_coverage": [{"text": "江滨市"}],
    "security_level": "2",
    "share_type": "unconditional",
    "catalogue_profile": "gathered",
    "source_portal": "river-portal",
    "source_id": "7 | 甲",
}
ITEMS = [
    {"name": "z", "title": "水位", "data_type": "N"},
    {"name": "stn", "title": "站名", "data_type": "C"},
]
RESOURCES = [
    {
        "url": "https://data.example.org/7/excel",
        "name": "河道水位（excel）",
        "format": "XLSX",
        "data_items": ITEMS,
    },
    {
        "url": "https://data.example.org/7/csv",
        "name": "河道水位（csv）",
        "format": "csv",
        "data_items": ITEMS,
    },
]


def test_all_of_a_record_is_mapped() -> None:
    found = given.read(given.WHOLE).apply(given.RECORD)
    assert found.entry == {**ENTRY, "resources": RESOURCES}
    assert (found.key, found.title, found.provider) == ("7\x1f甲", "河道水位", "water-bureau")
    assert (found.rejection, found.unmapped, found.bad) == ("", (), ())
    assert found.version == "2023-05-31\n03:00"


def test_the_grade_is_the_mappings_unless_the_source_states_it() -> None:
    found = given.read(given.WHOLE).apply(given.RECORD)
    assert found.grade == ("2", "unconditional", "conditional")
    assert found.is_graded_by_source is False
    stated = given.mapped(
        {"等级": "3", "共享": "conditional", "开放": "none"},
        "security_level: 等级", "share_type: 共享", "open_type: 开放",
    )  # fmt: skip
    assert stated.grade == ("3", "conditional", "none")
    assert stated.is_graded_by_source is True
    assert stated.entry["security_level"] == "3"


def test_a_constant_grade_is_not_the_sources() -> None:
    found = given.mapped(
        {}, 'security_level: {constant: "1"}', "share_type: {constant: unconditional}",
        "open_type: {constant: unconditional}",
    )  # fmt: skip
    assert found.grade == ("1", "unconditional", "unconditional")
    assert found.is_graded_by_source is False


def test_without_a_level_an_entry_has_no_grade_and_keeps_the_sources_wish() -> None:
    found = given.mapped({"开放": "有条件"}, "open_type: {from: 开放, table: o}", rest=OPEN_TYPES)
    assert found.grade == (None, None, "conditional")
    assert "open_type" not in found.entry
    assert found.entry["source_values"] == ["开放：有条件"]


def test_a_grade_that_is_none_is_told_and_left_out() -> None:
    found = given.mapped(
        {"等级": "4", "共享": "none", "开放": "有条件"},
        "security_level: 等级", "share_type: 共享", "open_type: {from: 开放, table: o}",
        rest=OPEN_TYPES,
    )  # fmt: skip
    assert found.grade == ("4", "none", "conditional")
    assert {"security_level", "share_type", "open_type"} & found.entry.keys() == set()
    shown = BadValue(
        "security_level", "security_level", "4 / none / conditional", "grade_not_allowed"
    )
    assert found.bad == (shown,)


OPEN_TYPES = "tables:\n  o: {有条件: conditional}\n"
GRADES = """grade:
  by_open_type: {conditional: {security_level: "3", share_type: conditional}}
  otherwise: {security_level: "4", share_type: none, open_type: none}
"""


def test_the_default_grade_of_all_other_open_types() -> None:
    line = "open_type: {from: 开放, table: o}"
    some = given.mapped({"开放": "有条件"}, line, rest=OPEN_TYPES + GRADES)
    none = given.mapped({}, line, rest=OPEN_TYPES + GRADES)
    assert some.grade == ("3", "conditional", "conditional")
    assert none.grade == ("4", "none", "none")
    assert none.entry["open_type"] == "none"


def test_what_stands_in_no_table_is_kept_as_original_wording() -> None:
    found = given.read(given.WHOLE).apply(given.RECORD | {"频率": "随缘", "更新": "昨天"})
    assert "update_cycle" not in found.entry
    assert found.unmapped == (Unmapped("update_cycle", "频率", "随缘"),)
    assert found.bad == (BadValue("modified", "更新", "昨天", "not_a_date"),)
    assert found.entry["source_values"] == ["频率：随缘", "更新：昨天"]


def test_who_provides_it() -> None:
    whole = given.read(given.WHOLE)
    unknown = whole.apply(given.RECORD | {"部门": "市气象局"})
    assert (unknown.rejection, unknown.provider, unknown.entry) == ("unknown_provider", "", {})
    assert unknown.unmapped == (Unmapped("provider", "部门", "市气象局"),)
    nobody = whole.apply(given.RECORD | {"部门": "暂无"})
    assert (nobody.rejection, nobody.unmapped) == ("unknown_provider", ())
    other = given.read(given.WHOLE.replace("otherwise: reject", "otherwise: portal"))
    assert other.apply(given.RECORD | {"部门": "市气象局"}).provider == "portal"
    assert given.read(given.SMALL.replace("{constant: bureau}", "org")).apply(
        {"id": 1, "name": "甲", "org": "science-bureau"}
    ).provider == "science-bureau"  # fmt: skip


def test_records_that_do_not_go_in() -> None:
    small = given.with_fields()
    for record, cause in [
        ("text", "not_a_record"),
        ({"name": "甲"}, "no_identity"),
        ({"id": " ", "name": "甲"}, "no_identity"),
        ({"id": "1"}, "no_title"),
        ({"id": "1", "name": {"zh": "甲"}}, "no_title"),
        ({"id": "1", "name": "甲" * 501}, "title_too_long"),
    ]:
        found = small.apply(record)
        assert (found.rejection, found.entry) == (cause, {}), record
    assert small.apply({"id": "1", "name": "甲" * 500}).title == "甲" * 500


def test_the_record_may_lie_deeper() -> None:
    text = given.SMALL + "records: data.row\n"
    assert given.read(text).apply({"data": {"row": {"id": 1, "name": "甲"}}}).key == "1"
    assert given.read(text).apply({"id": 1, "name": "甲"}).rejection == "not_a_record"


def test_identities() -> None:
    two = given.read(given.SMALL.replace("[id]", "[a, b]"))
    first, second = two.apply({"a": "x", "name": "甲"}), two.apply({"b": "x", "name": "甲"})
    assert (first.key, second.key) == ("x\x1f", "\x1fx")
    assert first.entry["source_id"] == second.entry["source_id"] == "x"
    long = given.with_fields().apply({"id": "长" * 600, "name": "甲"}).key
    other = given.with_fields().apply({"id": "长" * 601, "name": "甲"}).key
    assert (len(long), len(other), long == other) == (265, 265, False)


def test_what_a_file_says_of_itself() -> None:
    found = given.read(given.WHOLE)
    assert (found.name, found.kind) == ("river-portal", "json")
    assert found.title == {"zh_Hans_CN": "江滨市数据开放平台", "en": "River portal"}
    assert found.connector == {"page_size": 50, "key": {"secret": "river-key"}}
    assert sorted(found.tables) == sorted(
        ["providers", "update_cycle", "open_type", "domains", "formats", "item_types"]
    )


def test_the_identity_of_a_record_without_the_rest_of_it() -> None:
    two = given.read(given.SMALL.replace("[id]", "[a, b]") + "records: row\n")
    record = {"row": {"a": " 7 ", "b": "科技厅", "name": "甲"}}
    assert two.key_of(record) == two.apply(record).key == "7\x1f科技厅"
    assert (two.key_of({"row": {"name": "甲"}}), two.key_of({"row": "none"})) == ("", "")
    assert given.read(given.SMALL).key_of({"id": 1}) == "1"
