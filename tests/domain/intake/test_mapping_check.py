"""What a mapping makes of a sample, counted."""

from __future__ import annotations

from collections import Counter
from typing import Any

import mapping_texts as given

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.domain.mapping.applying import GRADE
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
            "retention_period", "contact", "security_level",
        ]
    )  # fmt: skip
    filled = checked([given.RECORD])
    assert {"notes", "tag_string", "resources", "retention_period"} & filled.gaps.keys() == set()
    assert {"contact", "security_level"} & filled.gaps.keys() == set()
    nameless = checked([with_(部门="", 邮箱="a@b.cn")], given.WHOLE.replace("reject}", "others}"))
    assert nameless.gaps["contact"] == 1


def test_a_table_without_data_items_is_a_gap() -> None:
    assert checked([given.RECORD, with_(编号="8", 数据项=[])]).gaps["data_items"] == 1


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


def test_entries_about_persons_are_shown_as_a_run_would_propose_them() -> None:
    persons = with_(编号="8", 摘要="姓名,身份证号码", 开放="无条件开放")
    report = checked([given.RECORD, persons, with_(编号="9", 摘要="姓名,手机号码", 开放="")])
    assert (report.about_persons, report.asked) == (2, 1)
    assert {kind: (one.count, one.examples) for kind, one in report.personal.items()} == {
        "resident_id": (1, ["2: 河道水位（身份证号码）"]),
        "person_name": (2, ["2: 河道水位（姓名）", "3: 河道水位（姓名）"]),
        "mobile": (1, ["3: 河道水位（手机号码）"]),
    }
    grades = [[entry.get(name) for name in GRADE] for entry in report.first]
    assert grades == [
        ["2", "unconditional", "conditional"], ["3", "conditional", "conditional"], [None] * 3,
    ]  # fmt: skip


def test_public_addresses_that_are_a_resources_are_counted() -> None:
    text = given.SMALL + "  source_url: u\nresources: {url: f}\n"
    records = [
        {"id": number, "name": "甲", "u": f"http://x.org/{number}", "f": f"http://x.org/{file}"}
        for number, file in enumerate((0, 0, 2))
    ]
    tally = checked([*records, {"id": 4, "name": "乙"}], text).shown_addresses
    assert (tally.count, tally.examples) == (
        2, ["1: 甲: http://x.org/0", "3: 甲: http://x.org/2"],
    )  # fmt: skip


class Site:
    """A site with one organisation, whose validators refuse what is called 雨量."""

    def has_provider(self, name: str) -> bool:
        return name == "water-bureau"

    def judge(self, entry: Any, provider: str) -> Any:
        if not self.has_provider(provider):
            return None
        return ((), ("title",)) if entry["title"] == "雨量" else (("theme",), ())


def test_what_the_site_says_is_counted() -> None:
    text = given.WHOLE.replace("otherwise: reject", "otherwise: others")
    records = [given.RECORD, with_(编号="8", 目录名称="雨量"), with_(编号="9", 部门="不明")]
    report = check(given.read(text), records, mapping_files.catalogue(), site=Site())
    found = {name: (one.count, one.examples) for name, one in report.unknown_providers.items()}
    assert found == {"others": (1, ["3: 河道水位"]), "science-bureau": (0, [])}
    assert report.bad["title", "invalid"].examples == ["2: 雨量"]
    # The third has no provider: what it lacks is told by what it has itself.
    assert (report.gaps["theme"], report.gaps["data_grade"]) == (2, 1)


def test_a_constant_provider_that_is_not_there_is_told_without_records() -> None:
    report = check(given.read(given.SMALL), [], mapping_files.catalogue(), site=Site())
    assert list(report.unknown_providers) == ["bureau"]
    passed = given.SMALL.replace("{constant: bureau}", "{from: a, table: t}") + (
        'tables: {t: {a: water-bureau, "*": $value}}\n'
    )
    report = check(given.read(passed), [], mapping_files.catalogue(), site=Site())
    assert report.unknown_providers == {}
