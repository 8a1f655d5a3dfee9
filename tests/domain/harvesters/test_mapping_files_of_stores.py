"""The ready mapping files of databases, files and the business platform, each with a record of its source."""

from __future__ import annotations

from importlib import resources

import pytest

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.contract import Wiring
from ckanext.scigov_harvesters import database, file_drop, json_rest

TABLE = {
    "table": "kj_project", "schema": "", "kind": "table", "title": "科技计划项目信息", "description": "立项与承担",
    "key": ["project_no"], "growing": "updated_at", "row_count": 600, "modified": "2026-01-01T09:25:00",
    "items": [
        {"name": "project_no", "column": "project_no", "title": "项目编号", "description": "由业务系统填写",
         "data_type": "C", "is_key": True, "nullable": False, "length": 30},
        {"name": "budget", "column": "budget", "title": "总经费（万元）", "description": "由业务系统填写",
         "data_type": "N", "is_key": False, "nullable": True, "precision": "14,2"},
    ],
}  # fmt: skip
API = {
    "resourceCode": "R1", "resourceName": "科技成果登记", "resourceDesc": "已登记的成果", "keywords": "成果，登记",
    "deptName": "成果处", "contactPhone": "12345678", "updateCycle": "每月", "securityLevel": "3级",
    "shareType": "有条件共享", "shareCondition": "用于统计分析", "openType": "不予开放",
    "updateTime": "2026-03-01 10:00:00", "apiUrl": "https://api.example.org/r1",
    "fields": [{"fieldCode": "cgmc", "fieldName": "成果名称", "fieldType": "varchar", "fieldLength": 200}],
}  # fmt: skip
VERTICAL = {
    "资源代码": "N1", "资源名称": "高新技术企业名录", "资源摘要": "有效期内的企业", "关键词": "高新技术", "数源单位": "火炬中心",
    "来源系统": "高企认定系统", "更新周期": "每年", "安全等级": "1级", "共享属性": "无条件共享", "共享条件": "",
    "开放属性": "无条件开放", "开放条件": "无", "发布日期": "2026年1月5日", "更新日期": "20260301", "资源地址": "",
    "资源格式": "CSV",
}  # fmt: skip
OFFLINE = {
    "数据资源名称": "大型仪器台账", "摘要": "各单位仪器", "关键词": "仪器、共享", "提供单位": "省科学技术厅", "数源单位": "",
    "联系人或部门": "条件处", "电话": "12345678", "电子邮箱": "", "数据种类": "科技管理数据", "对应信息系统": "",
    "更新周期": "每半年", "安全等级": "二级", "共享属性": "无条件共享", "共享条件": "/", "开放属性": "有条件开放",
    "开放条件": "实名登记后使用", "更新日期": "2026.3.1", "来源文件": "offline.xlsx",
}  # fmt: skip


def mapping(name):
    folder = resources.files("ckanext.scigov_harvesters") / "mappings"
    return mapping_files.read((folder / f"{name}.yaml").read_text(encoding="utf-8"))


def applied(name, raw, *fields):
    mapped = mapping(name).apply(raw)
    assert (mapped.rejection, mapped.unmapped, mapped.bad) == ("", (), ())
    return [mapped.key, mapped.provider, *(mapped.entry.get(field) for field in fields)]


def test_a_table_of_the_business_platform():
    fields = ("title", "notes", "update_cycle", "modified", "resources")
    items = [
        {"name": "project_no", "title": "项目编号", "data_type": "C", "description": "由业务系统填写", "length": "30"},
        {"name": "budget", "title": "总经费（万元）", "data_type": "N", "description": "由业务系统填写", "precision": "14,2"},
    ]  # fmt: skip
    assert applied("business-database", TABLE, *fields) == [
        "\x1fkj_project", "business-platform", "科技计划项目信息", "立项与承担", "daily", "2026-01-01",
        [{"name": "科技计划项目信息", "data_items": items}],
    ]  # fmt: skip


def test_a_resource_of_the_business_platforms_interface():
    fields = ("title", "security_level", "share_type", "open_type", "share_condition", "tags")
    assert applied("business-api", API, *fields) == [
        "R1", "business-platform", "科技成果登记", "3", "conditional", "none", "用于统计分析",
        [{"name": "成果"}, {"name": "登记"}],
    ]  # fmt: skip


def test_a_line_of_a_national_system():
    fields = ("title", "security_level", "open_type", "issued", "modified", "open_condition")
    assert applied("national-vertical", VERTICAL, *fields) == [
        "N1", "national-systems", "高新技术企业名录", "1", "unconditional", "2026-01-05", "2026-03-01", None,
    ]  # fmt: skip


def test_a_line_of_a_spreadsheet():
    fields = ("title", "authoritative_source", "open_type", "modified", "no_resource_reason")
    assert applied("offline-spreadsheet", OFFLINE, *fields) == [
        "省科学技术厅\x1f大型仪器台账", "science-department", "大型仪器台账", "省科学技术厅", "conditional",
        "2026-03-01", "线下填报：offline.xlsx",
    ]  # fmt: skip


def test_a_unit_that_is_not_known_is_rejected():
    mapped = mapping("offline-spreadsheet").apply({**OFFLINE, "提供单位": "某局"})
    assert mapped.rejection == "unknown_provider"


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("business-database", database.DatabaseConnector),
        ("business-api", json_rest.make),
        ("national-vertical", file_drop.make),
        ("offline-spreadsheet", file_drop.make),
    ],
)
def test_their_connectors_take_the_settings(tmp_path, name, make):
    settings = filled(mapping(name).connector)
    make(Wiring(settings, "https://api.example.org/list", folder=str(tmp_path))).close()


def filled(value):
    """Put a word in the place of each credential."""
    if isinstance(value, dict):
        if set(value) == {"secret"}:
            return "word"
        return {key: filled(one) for key, one in value.items()}
    return value
