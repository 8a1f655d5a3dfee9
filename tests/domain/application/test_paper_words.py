"""What the fields of a paper say."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from papers import sample

from ckanext.scigov.application.domain.paper_values import (
    Appeal,
    AppealOutcome,
    Content,
    Deadline,
    Outcome,
    Part,
)
from ckanext.scigov.application.papers import fields, wording

DAY = dt.date(2026, 9, 5)


def test_a_date_has_no_leading_zero():
    assert wording.day(DAY) == "2026年9月5日"
    assert wording.day(None) == ""


def test_a_provisional_day_says_so():
    assert wording.last_day(Deadline(DAY)) == "2026年9月5日"
    assert wording.last_day(Deadline(DAY, provisional=True)) == "2026年9月5日（暂定）"
    assert wording.last_day(None) == ""


@pytest.mark.parametrize("values", sample.OF_PAPERS.values())
def test_every_field_is_filled_in_every_case(values):
    found = fields.context(values)
    assert found.keys() == fields.FIELDS.keys()
    for name, field in fields.FIELDS.items():
        if field.kind is fields.Kind.ROWS:
            assert all(row.keys() == set(field.columns) for row in found[name])
        else:
            kinds = {fields.Kind.TEXT: str, fields.Kind.MARK: bool, fields.Kind.LIST: list}
            assert type(found[name]) is kinds[field.kind]


def test_the_fields_of_an_agency():
    found = fields.context(sample.FILED)
    wanted = {
        "事项": "政务数据共享", "受理编号": "SJSQ-20260924-0001", "称谓": "你单位", "自称": "本单位",
        "申请人为个人": False, "提交日期": "2026年9月24日", "答复期限": "2026年10月15日",
        "答复工作日": "10", "使用方式": "接口调用、仅查询", "使用期限": "2026年10月16日至2026年11月14日",
        "有暂定日期": False, "延期至": "", "救济途径": [],
        "补充问题": [{"问题": "是否涉及个人信息？", "回答": "不涉及。"}],
    }  # fmt: skip
    assert {name: found[name] for name in wanted} == wanted


def test_the_fields_of_a_person():
    found = fields.context(sample.PERSON)
    names = ("事项", "称谓", "自称", "申请人为个人", "统一社会信用代码")
    assert [found[name] for name in names] == ["公共数据开放", "您", "本人", True, ""]


def test_a_part_is_told_with_what_was_granted_and_what_was_not():
    granted = fields.context(sample.IN_PART)["同意的数据"]
    refused = fields.context(sample.IN_PART)["不予同意的数据"]
    assert [(row["序号"], row["同意内容"]) for row in granted] == [
        ("1", "项目立项信息表（2019—2025年）：项目编号、承担单位\n项目验收结论表")
    ]
    assert [(row["序号"], row["未同意内容"]) for row in refused] == [
        ("1", "项目立项信息表（2019—2025年）：项目负责人"),
        ("2", "加计扣除明细表：纳税人识别号、加计扣除金额"),
    ]


ASKED = (Content("表一", ("甲", "乙")), Content("表二"), Content("表三"))


@pytest.mark.parametrize(
    ("asked", "granted", "left"),
    [
        (ASKED, (Content("表一", ("甲", "乙")), Content("表二")), "表三"),
        (ASKED, (Content("表一", ("甲",)), Content("表二"), Content("表三")), "表一：乙"),
        (ASKED, (Content("表一"), Content("表二", ("丙",))), "表二（已同意的数据项除外）\n表三"),
        ((), (Content("表一"),), "已同意内容以外的数据"),
    ],
)
def test_what_is_left_out_is_told_by_resource_and_item(asked, granted, left):
    part = Part("数据", "单位", asked, outcome=Outcome.APPROVED_IN_PART, granted=granted)
    values = replace(sample.FILED, parts=(part,))
    assert fields.context(values)["数据"][0]["未同意内容"] == left


def test_what_is_refused_or_approved_as_a_whole_is_all_of_it():
    parts = tuple(Part("数据", "单位", outcome=one) for one in (*Outcome, None))
    rows = fields.context(replace(sample.FILED, parts=parts))["数据"]
    told = {row["办理结果"]: (row["同意内容"], row["未同意内容"]) for row in rows}
    assert told == {
        "同意": ("全部数据", ""),
        "部分同意": ("全部数据", "已同意内容以外的数据"),
        "不予同意": ("", "全部数据"),
        "": ("", ""),
    }


def test_obligations_of_several_parts_are_told_once():
    values = replace(sample.FILED, parts=(sample.GRANTED, sample.GRANTED))
    assert fields.context(values)["使用要求"] == list(sample.GRANTED.obligations)


def test_data_that_come_later_are_announced():
    assert fields.context(sample.IN_PART)["提供安排"] == [
        f"“{sample.PROJECTS.dataset}”将于2026年11月12日前提供。"
    ]


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        (AppealOutcome.UPHELD, "维持原答复"),
        (AppealOutcome.CHANGED, "变更原答复"),
        (AppealOutcome.REVERSED, "撤销原答复"),
    ],
)
def test_the_end_of_an_appeal(outcome, told):
    appeal = Appeal("文号", DAY, "诉求", outcome, ("理由",))
    assert fields.context(replace(sample.FILED, appeal=appeal))["申诉结论"] == told


@pytest.mark.parametrize(
    ("raw", "printed"),
    [
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("甲\x00乙\x07丙\x0c丁\ud800", "甲乙丙\n丁"),
        ("倒\u202e序\u200b", "倒序"),
        ("一\t二 ", "一 二"),
        ("e\u0301", "é"),
    ],
)
def test_what_cannot_be_printed_is_left_out(raw, printed):
    assert fields.clean(raw) == printed


def test_lists_and_rows_are_cleaned_too():
    part = replace(sample.GRANTED, obligations=("甲\x07",), dataset="数\x00据")
    found = fields.context(replace(sample.FILED, parts=(part,)))
    assert found["使用要求"] == ["甲"]
    assert found["数据"][0]["数据资源"] == "数据"
