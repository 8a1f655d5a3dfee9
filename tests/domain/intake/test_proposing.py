"""Mappings proposed from a sample: what is guessed, by what, and what is left to people."""

from __future__ import annotations

from typing import Any

import pytest

from ckanext.scigov.intake import mapping_files, proposals
from ckanext.scigov.intake.domain.mapping import MappingFile


def proposed(*records: Any) -> tuple[str, MappingFile]:
    text = proposals.propose(records, "样本 Sample")
    return text, mapping_files.read(text)


def sources(mapping: MappingFile) -> dict[str, str]:
    return {rule.field.name: rule.rule.sources[0].text for rule in mapping.fields}


FIRST = {
    "资源名称": "水位", "所属部门": "水务局", "更新周期": "每日", "开放属性": "依申请", "简介": "各站水位",
    "更新时间": "2023/05/31 10:00:00", "发布时间": "2020年5月", "关键字": "水,雨", "文件格式": "csv;xls",
    "链接": "http://x.org/1", "联系电话": "0571-8800 1234", "备用": "甲\n乙",
}  # fmt: skip
SECOND = {
    **FIRST, "资源名称": "雨量", "更新周期": "随缘", "开放属性": "看情况", "链接": "http://x.org/2", "简介": "暂无",
}  # fmt: skip
TEXT = r"""mapping: 1
name: sample
title: {zh_Hans_CN: "样本 Sample", en: "样本 Sample"}
connector: {kind: files}
missing: ["", 暂无]
identity: [链接]
# 下面填接收单位的名称（网址中的名称）。Name our organisation that gets the entries.
provider: {constant: sample}
# 按来源单位分配时改为 / or one for each provider:
# provider: {from: 所属部门, table: providers, otherwise: reject}
fields:
  title: 资源名称
  notes: 简介
  authoritative_source: 所属部门
  open_type: {from: 开放属性, table: open_type}
  update_cycle: {from: 更新周期, table: update_cycle}
  modified: {from: 更新时间, date: ["%Y/%m/%d %H:%M:%S"]}
  issued: {from: 发布时间, date: ["%Y年%m月"]}
  tag_string: {from: 关键字, split: [","]}
  contact: {name: 所属部门, phone: 联系电话}
  # 来源网址对所有人公开 / everybody sees this address: a page of its own, never a file's
  source_url: 链接
  data_form: {from: 文件格式, list: comma, table: data_form}
  # 数据种类请选填 / choose one: management, scientific, interaction, public_distributed
  # data_kind: {constant: public_distributed}
resources:
  - each: {from: 文件格式, list: comma, table: formats}
    url: 链接
    name: {template: "{title}（{each}）"}
    format: $each
tables:
  open_type:
    依申请: conditional
    # 以下取值未能识别，请补充 / not known, please add:
    # 看情况:  # 1
  update_cycle:
    每日: daily
    # 以下取值未能识别，请补充 / not known, please add:
    # 随缘:  # 1
  data_form:
    csv: spreadsheet
    xls: spreadsheet
  formats:
    csv: CSV
    xls: XLS
    "*": $value
# 由数据管理员确定后启用 / the steward's to decide; until then nothing is classified:
# grade:
#   by_open_type:
#     unconditional: {security_level: "1", share_type: unconditional}
#     conditional: {security_level: "2", share_type: unconditional}
#   otherwise: {}
version: 更新时间
# 以下来源字段未使用 / fields of the source that are not used:
#   备用: "甲 乙" (2)
"""


def test_a_whole_proposal() -> None:
    assert proposed(FIRST, SECOND)[0] == TEXT


@pytest.mark.parametrize(
    "name",
    [
        "目录名称",
        "MULU_MINGCHENG",
        "mlmc",
        "subjectBaseName",
        "RES_TITLE",
        "title",
        "数据资源名称（中文）",
    ],
)
def test_titles_by_name(name: str) -> None:
    assert sources(proposed({"x": "1", name: "水位"})[1])["title"] == name


def test_a_title_by_what_is_in_it() -> None:
    records = [{"n": str(n), "u": f"http://x.org/{n}", "t": f"水位{n}"} for n in range(3)]
    assert sources(proposed(*records)[1])["title"] == "t"


def test_nested_names() -> None:
    _, mapping = proposed({"data": {"目录名称": "水位", "id": "7"}, "id": ""}, "text")
    assert sources(mapping)["title"] == "data.目录名称"


def test_a_name_is_not_enough() -> None:
    _, mapping = proposed(
        {
            "标题": "甲",
            "更新时间": "昨天",
            "开放方式": "看情况",
            "邮箱": "无此",
            "网址": "见首页",
            "更新周期": "",
        }
    )
    assert sources(mapping) == {"title": "标题"}
    assert mapping.identity[0].text == "标题"


def test_a_field_is_taken_once_but_for_ways_of_contact() -> None:
    record = {
        "标题": "甲",
        "主题": "气象",
        "联系方式": "a@b.cn",
        "更新时间": "2023-01-01",
        "名称": "乙",
    }
    _, mapping = proposed(
        record, {**record, "联系方式": "0571-88001234"}, {**record, "联系方式": "b@b.cn"}
    )
    assert sources(mapping) == {"title": "标题", "data_domain": "主题", "modified": "更新时间"}
    ways = ("0571-88001234", "b@b.cn", "a@b.cn")
    found = [mapping.apply({**record, "联系方式": way}).entry["contact"][0] for way in ways]
    assert found == [{"phone": ways[0]}, {"email": ways[1]}, {"email": ways[2]}]
    # 共享开放属性 may be the name of both; the first who asks has it.
    both = proposed({"标题": "甲", "共享类型开放类型": "有条件"})[1]
    assert sources(both) == {"title": "标题", "open_type": "共享类型开放类型"}


def test_identities() -> None:
    many = [
        {"标题": f"甲{n % 50}", "来源部门": "乙", "网址": "http://x.org", "资源编码": f"{n}"}
        for n in range(100)
    ]
    assert [path.text for path in proposed(*many)[1].identity] == ["资源编码"]
    for record in many:
        record["资源编码"] = "同一个"
    assert [path.text for path in proposed(*many)[1].identity] == ["标题", "来源部门"]


def test_notes_in_brackets_are_left_out() -> None:
    _, mapping = proposed(
        {"标题": "甲", "更新周期": "每月(说明:无)"}, {"标题": "乙", "更新周期": "每年（说明）"}
    )
    cycles = [
        mapping.apply({"标题": "丙", "更新周期": text}) for text in ("每月", "每年（其他说明）")
    ]
    assert [one.entry["update_cycle"] for one in cycles] == ["monthly", "annual"]


def test_lists_by_how_they_are_written() -> None:
    record = {
        "标题": "甲",
        "标签": ["水", "雨"],
        "数据格式": "['csv', 'xls']",
        "开放类型": ["有条件开放"],
        "领域": "气象,能源",
        "网址": "http://x.org/1",
    }
    mapped = proposed(record)[1].apply(record)
    assert [tag["name"] for tag in mapped.entry["tags"]] == ["水", "雨"]
    assert [one["format"] for one in mapped.entry["resources"]] == ["CSV", "XLS"]
    assert mapped.grade[2] == "conditional"
    assert mapped.entry["data_domain"] == ["resources_energy", "weather"]
    other = {"标题": "甲", "标签": '["水"]', "数据格式": "csv"}
    assert [tag["name"] for tag in proposed(other)[1].apply(other).entry["tags"]] == ["水"]
    single = {"标题": "甲", "标签": "水", "数据格式": ["csv", "xls"], "网址": "http://x.org"}
    mapped = proposed(single)[1].apply(single)
    assert mapped.entry["tags"] == [{"name": "水"}]
    assert [one["format"] for one in mapped.entry["resources"]] == ["CSV", "XLS"]


def test_line_breaks_part_keywords_that_have_commas() -> None:
    record = {"标题": "甲", "标签": "农、林、牧、渔业\r\n\t水"}
    mapped = proposed(record)[1].apply(record)
    assert [tag["name"] for tag in mapped.entry["tags"]] == ["农、林、牧、渔业", "水"]


def test_of_nothing_comes_a_mapping_too() -> None:
    text, mapping = proposed()
    assert sources(mapping) == {"title": "title"}
    assert (mapping.identity[0].text, "tables:" in text) == ("id", False)


def test_names_that_cannot_be_named_are_left_out() -> None:
    _, mapping = proposed(
        {"$x": "1", "a..b": "2", "": "3", "长" * 201: "4", " y": "5", "标题": "甲"}
    )
    assert sources(mapping) == {"title": "标题"}


def test_only_so_many_fields_are_looked_at() -> None:
    text, _ = proposed({"标题": "甲", **{f"c{n}": "x" for n in range(400)}})
    assert text.count("#   c") == 299


def test_words_that_yaml_takes_for_others_are_quoted() -> None:
    text, mapping = proposed({"no": "甲", "y": "否"}, {"no": "乙", "y": "是"})
    assert ('title: "no"' in text, sources(mapping)["title"]) == (True, "no")
