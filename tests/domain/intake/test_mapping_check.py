"""What a mapping makes of a sample, counted."""

from __future__ import annotations

from collections import Counter
from typing import Any

import mapping_texts as given

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.domain.mapping.checking import Report, check


def checked(records: list[Any], text: str = given.WHOLE, first: int = 3) -> Report:
    return check(given.read(text), records, mapping_files.catalogue(), first=first)


def with_(**values: Any) -> dict[str, Any]:
    return {**given.RECORD, **values}


def test_records_are_counted_by_what_becomes_of_them() -> None:
    bad = [{}, "text", with_(编号="8", 目录名称="", 别名=""), with_(编号="9", 部门="不明")]
    report = checked([given.RECORD, *bad, given.RECORD, with_(编号="10")], first=1)
    assert (report.records, report.entries, report.is_usable) == (7, 2, True)
    assert {cause: (one.count, one.examples) for cause, one in report.rejections.items()} == {
        "no_identity": (1, ["2"]),
        "not_a_record": (1, ["3"]),
        "no_title": (1, ["4: 8甲"]),
        "unknown_provider": (1, ["5: 河道水位"]),
    }
    assert (report.duplicates.count, report.duplicates.examples) == (1, ["6: 7 | 甲"])
    assert [entry["source_id"] for entry in report.first] == ["7 | 甲"]
    assert report.providers == Counter({"water-bureau": 2})


def test_fields_are_counted_where_they_are_filled() -> None:
    report = checked([given.RECORD, with_(编号="8", 摘要="见附件", 格式="[]", 邮箱="")])
    counts = {name: report.filled[name] for name in ("title", "notes", "tag_string", "open_type")}
    assert counts == {"title": 2, "notes": 1, "tag_string": 2, "open_type": 2}
    inside = ("contact.name", "contact.email", "resources.format", "resources.data_items")
    assert [report.filled[name] for name in inside] == [2, 1, 1, 1]


def test_an_open_type_counts_though_the_entry_has_no_grade_yet() -> None:
    text = given.SMALL + "  open_type: {from: 开, table: t}\ntables: {t: {开放: conditional}}\n"
    report = checked([{"id": 1, "name": "甲", "开": "开放"}], text)
    assert (report.filled["open_type"], report.unclassified) == (1, 1)


def test_lost_values_are_counted() -> None:
    records = [with_(编号=str(n), 频率=f"随缘{n % 2}", 更新=f"昨天{n}") for n in range(5)]
    report = checked(records)
    assert report.unmapped == {("update_cycle", "频率"): Counter({"随缘0": 3, "随缘1": 2})}
    bad = report.bad["modified", "not_a_date"]
    assert (bad.count, bad.examples) == (5, ["1: 昨天0", "2: 昨天1", "3: 昨天2"])


def test_gaps_are_what_a_gathered_entry_lists() -> None:
    report = checked([{"id": 1, "name": "甲"}], given.SMALL)
    assert sorted(report.gaps) == sorted(
        [
            "notes", "data_kind", "theme", "authoritative_source", "share_channel", "data_grade",
            "secrecy_level", "data_form", "source_system", "update_cycle", "category_class",
            "category_item", "category_subitem", "issued", "tag_string", "resources",
            "retention_period",
        ]
    )  # fmt: skip
    filled = checked([given.RECORD])
    assert {"notes", "tag_string", "resources", "retention_period"} & filled.gaps.keys() == set()


def test_names_that_no_record_has_and_fields_that_are_not_used() -> None:
    record = {"id": 1, "name": "甲", "files": [{"href": "x"}], "a": {"b": 1}, "扩展": "x"}
    rest = (
        "  notes: {from: [a.b, 摘要]}\nresources:\n  each: files\n  url: $each.href\n"
        "  name: {template: '{title}{编码}'}\n  data_items: {each: 列, title: 名}\nversion: 版\n"
    )
    report = checked([record], given.SMALL + rest)
    assert report.absent == ["列", "摘要", "版", "编码"]
    assert report.unused == ["扩展"]


def test_of_which_little_comes_cannot_be_used() -> None:
    assert checked([]).is_usable is False
    assert checked([given.RECORD] * 10).is_usable is True
    assert checked([given.RECORD] * 11).is_usable is False
