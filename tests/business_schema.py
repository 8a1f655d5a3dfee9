"""The database of a business platform for science and technology, as a province has one: 14 tables.

Comments are in Chinese; a dictionary of the system's own says for each column its name, type, length and
whether it is a key. Rows are made by rule: nobody and nothing of them exists.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from business_columns import C, D, I, L, Line, M, N, T, table_of

TITLES = {
    "kj_region": "行政区划",
    "kj_code": "代码字典",
    "kj_institution": "单位信息",
    "kj_person": "人员信息",
    "kj_guide": "申报指南",
    "kj_project": "科技计划项目信息",
    "kj_member": "项目成员",
    "kj_review": "专家评审意见",
    "kj_funding": "经费拨付",
    "kj_contract": "任务书",
    "kj_acceptance": "验收结论",
    "kj_output": "科技成果登记",
    "kj_equipment": "大型科研仪器",
    "kj_expert": "评审专家",
}
LINES: tuple[Line, ...] = (
    C("kj_region", "code", "区划代码", 6, key=True), C("kj_region", "name", "区划名称", 50),
    C("kj_region", "parent_code", "上级区划代码", 6), T("kj_region", "updated_at", "更新时间"),
    C("kj_code", "kind", "字典类别", 30, key=True), C("kj_code", "code", "代码值", 20, key=True),
    C("kj_code", "label", "代码名称", 100), T("kj_code", "updated_at", "更新时间"),
    I("kj_institution", "id", "单位标识", key=True), C("kj_institution", "uscc", "统一社会信用代码", 18),
    C("kj_institution", "name", "单位名称", 200), C("kj_institution", "kind", "单位性质", 20),
    C("kj_institution", "region_code", "所在地区", 6), T("kj_institution", "updated_at", "更新时间"),
    I("kj_person", "id", "人员标识", key=True), C("kj_person", "code", "人员编号", 20),
    C("kj_person", "title", "职称", 20), D("kj_person", "born_on", "出生日期"),
    I("kj_person", "institution_id", "所在单位"), T("kj_person", "updated_at", "更新时间"),
    I("kj_guide", "id", "指南标识", key=True), I("kj_guide", "year", "申报年度"),
    C("kj_guide", "plan", "计划类别", 50), M("kj_guide", "body", "指南正文"),
    D("kj_guide", "opens_on", "受理开始日期"), D("kj_guide", "closes_on", "受理截止日期"),
    T("kj_guide", "updated_at", "更新时间"),
    C("kj_project", "project_no", "项目编号", 30, key=True), C("kj_project", "name", "项目名称", 200),
    I("kj_project", "guide_id", "对应指南"), I("kj_project", "institution_id", "承担单位"),
    I("kj_project", "leader_id", "负责人"), D("kj_project", "starts_on", "起始日期"),
    D("kj_project", "ends_on", "终止日期"), N("kj_project", "budget", "总经费（万元）", "14,2"),
    C("kj_project", "state", "项目状态", 10), L("kj_project", "is_key", "是否重点"),
    M("kj_project", "summary", "项目摘要"), T("kj_project", "updated_at", "更新时间"),
    C("kj_member", "project_no", "项目编号", 30, key=True), I("kj_member", "person_id", "成员", key=True),
    C("kj_member", "duty", "分工", 100), I("kj_member", "months", "投入人月"),
    T("kj_member", "updated_at", "更新时间"),
    I("kj_review", "id", "意见标识", key=True), C("kj_review", "project_no", "项目编号", 30),
    I("kj_review", "expert_id", "评审专家"), N("kj_review", "score", "评分", "5,2"),
    M("kj_review", "opinion", "评审意见"), T("kj_review", "updated_at", "更新时间"),
    I("kj_funding", "id", "拨付标识", key=True), C("kj_funding", "project_no", "项目编号", 30),
    N("kj_funding", "amount", "拨付金额（万元）", "14,2"), D("kj_funding", "paid_on", "拨付日期"),
    C("kj_funding", "source", "资金来源", 20), T("kj_funding", "updated_at", "更新时间"),
    I("kj_contract", "id", "任务书标识", key=True), C("kj_contract", "project_no", "项目编号", 30),
    C("kj_contract", "contract_no", "任务书编号", 40), D("kj_contract", "signed_on", "签订日期"),
    T("kj_contract", "updated_at", "更新时间"),
    I("kj_acceptance", "id", "验收标识", key=True), C("kj_acceptance", "project_no", "项目编号", 30),
    C("kj_acceptance", "conclusion", "验收结论", 10), D("kj_acceptance", "accepted_on", "验收日期"),
    N("kj_acceptance", "score", "综合评分", "5,2"), T("kj_acceptance", "updated_at", "更新时间"),
    I("kj_output", "id", "成果标识", key=True), C("kj_output", "project_no", "项目编号", 30),
    C("kj_output", "kind", "成果类型", 20), C("kj_output", "name", "成果名称", 200),
    D("kj_output", "registered_on", "登记日期"), T("kj_output", "updated_at", "更新时间"),
    I("kj_equipment", "id", "仪器标识", key=True), C("kj_equipment", "name", "仪器名称", 100),
    I("kj_equipment", "institution_id", "所属单位"), N("kj_equipment", "price", "原值（万元）", "14,2"),
    D("kj_equipment", "bought_on", "启用日期"), L("kj_equipment", "is_shared", "是否开放共享"),
    T("kj_equipment", "updated_at", "更新时间"),
    I("kj_expert", "id", "专家标识", key=True), I("kj_expert", "person_id", "对应人员"),
    C("kj_expert", "field", "学科领域", 50), I("kj_expert", "level", "专家等级"),
    T("kj_expert", "updated_at", "更新时间"),
)  # fmt: skip
METADATA = sa.MetaData()
TABLES = {name: table_of(METADATA, name, title, LINES) for name, title in TITLES.items()}
DICTIONARY = sa.Table(
    "sys_dictionary",
    METADATA,
    *(sa.Column(name, sa.String(200)) for name in ("tbl", "tbl_cn", "tbl_desc", "col", "col_cn")),
    *(sa.Column(name, sa.String(200)) for name in ("col_desc", "col_type", "is_key")),
    sa.Column("col_len", sa.Integer),
    comment="数据字典",
)
BEGIN = dt.datetime(2026, 1, 1, 8, 0)  # noqa: DTZ001 (as such systems keep it)
SIZES = {
    "kj_region": 20, "kj_code": 60, "kj_institution": 120, "kj_person": 400, "kj_guide": 12,
    "kj_project": 600, "kj_member": 1500, "kj_review": 1200, "kj_funding": 900, "kj_contract": 600,
    "kj_acceptance": 300, "kj_output": 500, "kj_equipment": 80, "kj_expert": 100,
}  # fmt: skip
"""Rows of each table, 6,392 in all."""


def make(engine: sa.Engine) -> None:
    """Make all tables anew and fill them."""
    METADATA.drop_all(engine)
    METADATA.create_all(engine)
    with engine.begin() as connection:
        for name, size in SIZES.items():
            rows = [_row(name, number) for number in range(size)]
            connection.execute(sa.insert(TABLES[name]), rows)
        connection.execute(sa.insert(DICTIONARY), dictionary_rows())


def dictionary_rows() -> list[dict[str, Any]]:
    return [
        {
            "tbl": one.table.upper(), "tbl_cn": TITLES[one.table], "tbl_desc": f"{TITLES[one.table]}表",
            "col": one.name.upper(), "col_cn": one.title, "col_desc": f"{one.title}，由业务系统填写",
            "col_type": one.written, "col_len": one.length, "is_key": "是" if one.is_key else "否",
        }
        for one in LINES
    ]  # fmt: skip


def _row(table: str, number: int) -> dict[str, Any]:
    return {one.name: _value(one, number) for one in LINES if one.table == table}


def _value(line: Line, number: int) -> Any:
    if line.name == "updated_at":
        return BEGIN + dt.timedelta(minutes=number // 7)  # seven rows share each moment
    if line.name == "project_no":
        return f"2026KJ{number:06d}"
    whole = number + 1 if line.is_key or not line.name.endswith("_id") else number % 90 + 1
    by_letter = {
        "I": whole,
        "N": Decimal(number % 900) + Decimal("0.25"),
        "D": dt.date(2026, 1, 1) + dt.timedelta(days=number % 365),
        "L": number % 2 == 0,
    }
    return by_letter[line.letter] if line.letter in by_letter else _text(line, number)


def _text(line: Line, number: int) -> str:
    if line.name.endswith("code"):
        return str(330_000 + number)
    words = {"kj_person": "人员", "kj_institution": "单位", "kj_project": "项目"}
    return f"{words.get(line.table, line.title)}{number + 1:04d}"[: line.length or None]
