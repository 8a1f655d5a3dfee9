"""Names of data items: which speak of a person. The names are those of real catalogues."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.scigov.access.domain.personal_data import Column, FoundBy, find
from ckanext.scigov.access.domain.personal_words import PersonalDataKind, kinds_in

TODAY = dt.date(2026, 9, 24)
NAMED = [
    (
        "resident_id",
        "身份证号 身份证号码 公民身份号码 居民身份证号码 法定代表人身份证件号码 证件号码 证件编号",
    ),
    ("resident_id", "统一社会信用代码(身份证号) 证书编号（身份证号） 身份证号/公司注册号 身份证"),
    (
        "resident_id",
        "id_card idCardNo IDNumber ID_NO identity_no national_id sfzh SFZHM fr_sfzh zjhm",
    ),
    (
        "mobile",
        "手机号 手机号码2 手机 移动电话 联系电话 电话 联系方式 联系人电话 固定电话(法定代表人) 联系人号码",
    ),
    (
        "mobile",
        "mobile mobile_no userMobile phone telephone_number tel lxdh sjh 单位联系人手机 联系电话等信息",
    ),
    ("bank_card", "银行卡号 银行账号 收款人账号 bank_card bankAccountNo yhkh"),
    ("email", "邮箱 电子邮箱 电子邮箱_1 email E-mail e_mail user_email_address dzyx 联系人邮箱"),
    (
        "person_name",
        "姓名 法人姓名 姓名拼音 法定代表人 法定代表人(负责人) 项目负责人 联系人名称 姓名/名称(英文)",
    ),
    ("person_name", "full_name realName 单位名称(个人姓名) xm 姓名或企业名称"),
    ("home_address", "家庭住址 住址 户籍地址 现居住地 home_address jtzz 户口所在地"),
    ("birth_date", "出生日期 出生年月 生日 birthday date_of_birth csrq"),
    ("passport", "护照 护照号 passport passport_no hzhm"),
    ("travel_permit", "港澳通行证号码 台胞证号 居住证编号 travel_permit_no"),
    ("social_security", "社保号 社保卡 医保卡号 个人社保编号 social_security_number ssn"),
    ("online_account", "QQ号码 微信号 wechat qq_no"),
    ("licence_plate", "车牌号 号牌号码 license_plate plate_no hphm"),
]
PAIRS = [(kind, name) for kind, names in NAMED for name in names.split()]
OF_NOBODY = """
    身份证类型 证件类型 证件 主体身份代码 人员身份 身份证有效期 结项证书号 项目批准号 许可证件号
    手机型号 手机品牌 手机数量 服务电话 企业联系电话 办公电话 投诉举报电话 派出所联系电话 单位电话 传真
    单位地址 经营地址 网址 IP地址 户籍地(省) 户籍地(区县) 学校住址
    企业邮箱 邮编 名称 项目名称 企业名称 法人单位 法人证照号码 开户银行 账户余额
    是否负责人 有无护照 社保 医保 医保区划 单位社保编号 医保编码 微信 经办人编码 年份 金额
    name title user_id id code plate percent_identity gender_identity phone_model phone_count
    office_phone company_email mobile_users project_name xm_bh xmmc kt_xm url address species_family_name
"""


@pytest.mark.parametrize(("kind", "name"), PAIRS)
def test_names_that_speak_of_a_person(kind: str, name: str) -> None:
    for column in (Column(name), Column("x1", name)):
        (finding,) = find([column], today=TODAY)
        assert (finding.kind.value, finding.by, finding.hits) == (kind, FoundBy.NAME, 0)


@pytest.mark.parametrize("name", OF_NOBODY.split())
def test_names_that_speak_of_none(name: str) -> None:
    assert find([Column(name)], today=TODAY) == ()


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("姓名及身份证号", {"person_name", "resident_id"}),
        ("联系人和电话", {"person_name", "mobile"}),
        ("联系人(手机号)", {"person_name", "mobile"}),
        ("法定代表人/负责人证件号码", {"resident_id"}),
        ("负责人|电话", {"person_name", "mobile"}),
        ("", set()),
        ("号", set()),
        ("((", set()),
    ],
)
def test_names_of_several_things(name: str, kinds: set[str]) -> None:
    assert {kind.value for kind in kinds_in(name)} == kinds


def test_every_kind_has_names() -> None:
    assert {kind for kind, _names in NAMED} == {kind.value for kind in PersonalDataKind}


def test_what_comes_late_in_a_name_is_not_read() -> None:
    assert kinds_in("x" * 198 + "姓名") == {PersonalDataKind.PERSON_NAME}
    assert kinds_in("x" * 199 + "姓名") == frozenset()
