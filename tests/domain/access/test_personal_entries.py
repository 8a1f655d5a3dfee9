"""What the words of an entry from another portal say of persons."""

from __future__ import annotations

import time

import pytest

from ckanext.scigov.access.domain.personal_data import Finding, FoundBy
from ckanext.scigov.access.domain.personal_entries import find_in_entry, items_in
from ckanext.scigov.access.domain.personal_words import PersonalDataKind

PROJECTS = (
    "科技计划项目信息;受理编号,项目名称,申报年度,项目类别,单位名称,主管部门,项目负责人,申请金额,提交时间,"
    "项目开始时间,项目结束时间,项目状态,身份证,申报书pdf,申报书xml;"
)


def told(title: str, abstract: str = "", items: tuple[str, ...] = ()) -> dict[str, str]:
    return {one.kind.value: one.item for one in find_in_entry(title, abstract, items)}


def test_an_abstract_is_taken_apart_into_data_items() -> None:
    assert items_in(PROJECTS)[:4] == ("科技计划项目信息", "受理编号", "项目名称", "申报年度")
    assert items_in("某表,主要包括序号、姓名(中文)、联系方式等信息。") == (
        "某表", "序号", "姓名(中文)", "联系方式",
    )  # fmt: skip
    assert items_in("包括姓名性别民族") == ("姓名", "性别民族")
    assert items_in("") == ()


def test_an_entry_that_lists_identity_numbers_is_found() -> None:
    assert find_in_entry("科技计划项目信息", PROJECTS) == (
        Finding(PersonalDataKind.RESIDENT_ID, "身份证", FoundBy.ENTRY, 0, 0),
        Finding(PersonalDataKind.PERSON_NAME, "项目负责人", FoundBy.ENTRY, 0, 0),
    )


@pytest.mark.parametrize(
    ("title", "abstract", "expected"),
    [
        (
            "柳城县区划管理员统计表",
            "主要包含姓名、手机号、所属区域等。",
            {"mobile": "手机号", "person_name": "姓名"},
        ),
        ("机构信息", "机构名称、负责人姓名、手机", {"mobile": "手机", "person_name": "负责人姓名"}),
        ("企业设立信息", "法定代表人证件号码", {"resident_id": "法定代表人证件号码"}),
        ("某县高龄补贴", "乡镇、姓名、住址", {"person_name": "姓名", "home_address": "住址"}),
        ("理县残疾人花名册", "", {"person_name": "理县残疾人花名册"}),
        ("柳州市兼职律师名录", "", {"person_name": "柳州市兼职律师名录"}),
        ("某医院2022年公开招聘拟录用公示", "", {"person_name": "某医院2022年公开招聘拟录用公示"}),
        ("汶川县医院门诊处方主表", "", {"person_name": "汶川县医院门诊处方主表"}),
        ("关于公布王某等180人资格的通知", "", {"person_name": "关于公布王某等180人资格的通知"}),
        ("理县农村低保信息", "", {"person_name": "理县农村低保信息"}),
        ("海南省律师执业证信息", "", {"person_name": "海南省律师执业证信息"}),
        ("宝山区残疾人护理补贴发放情况", "", {"person_name": "宝山区残疾人护理补贴发放情况"}),
        ("某市首届“工匠”名单", "", {"person_name": "某市首届“工匠”名单"}),
        ("茂县就业登记信息表", "", {"person_name": "茂县就业登记信息表"}),
        ("茂县企业自然人出资信息", "", {"person_name": "茂县企业自然人出资信息"}),
    ],
)
def test_entries_about_persons_are_found(
    title: str, abstract: str, expected: dict[str, str]
) -> None:
    assert told(title, abstract) == expected


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("企业信息", "企业名称、统一社会信用代码、法定代表人、联系电话、地址"),
        ("律师事务所信息", "机构名称、负责人姓名、机构地址、联系电话"),
        ("污染源年报", "创建者姓名,更新者姓名,填报人"),
        ("兽药经营许可证", "证号,法定代表人,住址,经营范围"),
        ("各级学校女学生和女教师数信息", ""),
        ("律师事务所名录", ""),
        ("医疗机构人员数信息", ""),
        ("清镇市民办企业花名册", ""),
        ("市场主体变更登记名册", ""),
        ("惠民惠农补贴政策清单", ""),
        ("养老机构信息", "名称、地址"),
        ("中标候选人公示信息", ""),
        ("阿坝县企业非自然人信息", ""),
        ("单位参保登记", ""),
        ("机动车驾驶人理论考试考场信息", ""),
    ],
)
def test_registers_of_organisations_and_statistics_are_not(title: str, abstract: str) -> None:
    assert told(title, abstract) == {}


def test_titles_of_data_items_count_like_those_of_the_abstract() -> None:
    assert told("订单", "订单表", ("订单号", "家庭住址")) == {"home_address": "家庭住址"}


def test_the_first_item_of_a_kind_is_named() -> None:
    assert told("名单", "姓名、监护人姓名、手机、电话") == {"person_name": "姓名", "mobile": "手机"}


def test_a_title_of_nothing_but_such_words_is_read_in_no_time() -> None:
    title = "人员" * 120 + "登记" * 130
    started = time.perf_counter()
    assert told(title) == {}
    assert told(title + "信息") == {"person_name": title + "信息"}
    assert time.perf_counter() - started < 1
