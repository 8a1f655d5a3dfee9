"""A mapping file that uses the whole language, and small ones made from parts."""

from __future__ import annotations

from typing import Any

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.domain.mapping import Mapped, MappingErrors, MappingFile

WHOLE = r"""
mapping: 1
name: river-portal
title: {zh_Hans_CN: 江滨市数据开放平台, en: River portal}
connector:
  kind: json
  page_size: 50
  key: {secret: river-key}
missing: [暂无, 无]
identity: [编号, 来源]
provider: {from: 部门, table: providers, otherwise: reject}
fields:
  title: {from: [目录名称, 别名]}
  notes: {from: 摘要, missing: [见附件]}
  authoritative_source: 部门
  update_cycle: {from: 频率, pattern: '^([^(（]*)', table: update_cycle}
  modified: {from: 更新, date: ["%Y-%m-%d %H:%M", "%Y年%m月"]}
  tag_string: {from: 标签, split: ["\r\n\t"]}
  data_kind: {constant: public_distributed}
  data_domain: {from: 主题, split: ["、"], table: domains}
  contact: {name: 部门, email: 邮箱}
  open_type: {from: 开放, table: open_type}
  in_series: {join: [系列, 卷], with: "，"}
  source_url: {template: "https://data.example.org/{编号}"}
  spatial_coverage: {text: {from: 地区, default: 江滨市}}
resources:
  - each: {from: 格式, list: json_text}
    url: {template: "https://data.example.org/{编号}/{each}"}
    name: {template: "{title}（{each}）"}
    format: {from: $each, table: formats}
    data_items:
      each: 数据项
      name: field_name
      title: {from: field_cn_name, strip: "*"}
      data_type: {from: type, replace: {varchar2: varchar}, table: item_types}
tables:
  providers: {市水务局: water-bureau, 市科技局: science-bureau}
  update_cycle: {实时: realtime, 每日: daily, 每年: annual}
  open_type: {无条件开放: unconditional, 有条件开放: conditional}
  domains: {水利: [environment, industry_agriculture], 气象: weather, 其他: ""}
  formats: {excel: XLSX, "*": $value}
  item_types: {varchar: C, number: N}
grade:
  by_open_type:
    unconditional: {security_level: "1", share_type: unconditional}
    conditional: {security_level: "2", share_type: unconditional}
  otherwise: {}
version: 更新
"""

RECORD: dict[str, Any] = {
    "编号": "7",
    "来源": "甲",
    "部门": "市水务局",
    "目录名称": "  河道水位 ",
    "摘要": "各站\r\n逐时水位",
    "频率": "每日(更新说明:无)",
    "更新": "2023-05-31\n03:00",
    "标签": "水\r\n\t农、林\r\n\t暂无",
    "主题": "水利、其他",
    "邮箱": "water@example.org",
    "开放": "有条件开放",
    "系列": "水情",
    "卷": "",
    "格式": "['excel', 'csv']",
    "数据项": [
        {"field_name": "z", "field_cn_name": "*水位*", "type": "number"},
        {"field_name": "stn", "field_cn_name": "站名", "type": "varchar2"},
    ],
}

SMALL = """
mapping: 1
name: small
connector: {kind: files}
identity: [id]
provider: {constant: bureau}
fields:
  title: name
"""


def read(text: str) -> MappingFile:
    return mapping_files.read(text)


def with_fields(*lines: str, rest: str = "") -> MappingFile:
    """Return the small mapping with more fields, and what follows them."""
    return read(SMALL + "".join(f"  {line}\n" for line in lines) + rest)


def mapped(record: Any, *lines: str, rest: str = "") -> Mapped:
    """Apply the small mapping with more fields to a record that has an identity and a title."""
    return with_fields(*lines, rest=rest).apply({"id": "1", "name": "甲", **record})


def errors(text: str) -> list[tuple[int, str, str, dict[str, str]]]:
    """Return what is wrong with a mapping file; nothing when it can be used."""
    try:
        read(text)
    except MappingErrors as found:
        return [(one.line, one.path, one.reason.value, dict(one.values)) for one in found.errors]
    return []
