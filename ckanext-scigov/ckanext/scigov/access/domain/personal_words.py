"""Words in the names of data items that speak of a person: a table, and how it is read.

A name counts by its end: 法定代表人身份证号 is a number of an identity card, 身份证类型 is not. A word
for what organisations have as well (联系电话, 邮箱) does not count where the name says that it is
theirs. Names prove nothing; what is found by them is a reason to ask.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType


class PersonalDataKind(str, enum.Enum):
    RESIDENT_ID = "resident_id"
    MOBILE = "mobile"
    BANK_CARD = "bank_card"
    EMAIL = "email"
    PERSON_NAME = "person_name"
    HOME_ADDRESS = "home_address"
    BIRTH_DATE = "birth_date"
    PASSPORT = "passport"
    TRAVEL_PERMIT = "travel_permit"
    """For Hong Kong, Macao and Taiwan: 通行证, 回乡证, 台胞证, 居住证."""
    SOCIAL_SECURITY = "social_security"
    ONLINE_ACCOUNT = "online_account"
    LICENCE_PLATE = "licence_plate"


_K = PersonalDataKind

CHINESE: Mapping[PersonalDataKind, str] = MappingProxyType(
    {
        _K.RESIDENT_ID: "身份证 身份证件 身份证明 身份",
        _K.MOBILE: "手机 移动电话 本人电话 个人电话 家庭电话 住宅电话 家长电话 联系人电话 负责人电话"
        " 联系人",
        _K.BANK_CARD: "银行卡 储蓄卡 信用卡 借记卡 工资卡",
        _K.PERSON_NAME: "姓名 法定代表人 法人代表 负责人 联系人 经办人 户主 监护人"
        " 法定代表人名称 负责人名称 联系人名称",
        _K.HOME_ADDRESS: "家庭住址 家庭地址 居住地址 居住地 户籍地址 户籍地 户籍所在地 户口所在地 常住地址"
        " 现居地址 现住地址",
        _K.BIRTH_DATE: "出生日期 出生年月 出生年月日 出生时间 生日",
        _K.PASSPORT: "护照",
        _K.TRAVEL_PERMIT: "港澳通行证 台湾通行证 内地通行证 大陆通行证 回乡证 台胞证 居住证",
        _K.SOCIAL_SECURITY: "社保卡 社会保障卡 医保卡",
        _K.ONLINE_ACCOUNT: "微信 微信账 qq",
        _K.LICENCE_PLATE: "车牌 号牌",
    }
)  # fmt: skip
"""Words a name ends with, once 号码, 编号 and their like are taken off."""
CHINESE_OF_ANYBODY: Mapping[PersonalDataKind, str] = MappingProxyType(
    {
        _K.RESIDENT_ID: "证件",
        _K.MOBILE: "电话 联系方式 联系",
        _K.BANK_CARD: "银行账 银行帐 银行账户 银行帐户 收款账 收款账户 收款人账 付款账 付款人账 开户账 开户行账",
        _K.EMAIL: "邮箱 电子邮件 邮件地址 邮箱地址",
        _K.HOME_ADDRESS: "住址",
        _K.SOCIAL_SECURITY: "社保 社会保障 医保 社会保险",
    }
)  # fmt: skip
"""Words that count unless the name says that an organisation is meant."""
ORGANISATIONS = re.compile(
    "单位|企业|机构|公司|部门|学校|医院|社区|窗口|服务|咨询|投诉|监督|举报|办公|办事|业务|销售|受理|救援|公开|对外"
    "|热线|客服|传真|值班|许可|营业|[所办处局委站科](?:联系)?电话"
)
ONLY_NUMBERED: Mapping[PersonalDataKind, str] = MappingProxyType(
    {
        _K.RESIDENT_ID: "身份 身份证明 证件",
        _K.MOBILE: "联系 联系人",
        _K.SOCIAL_SECURITY: "社保 社会保障 医保 社会保险",
        _K.ONLINE_ACCOUNT: "微信 qq",
    }
)
"""Words that count only as a number: 证件号, not 证件. A name of a person never is one."""
LONGEST_NAME = 200
NEVER = re.compile("^(?:是否|有无)")
COARSE = re.compile("[(](?:省|市|县|区县?|国家?)[)]")
"""户籍地(省) says in which province, not where."""

ENGLISH: Mapping[PersonalDataKind, str] = MappingProxyType(
    {
        _K.RESIDENT_ID: "id card|idcard|identity card|identity|citizen id|national id|resident id",
        _K.MOBILE: "mobile|mobile phone|cellphone|cell phone",
        _K.BANK_CARD: "bank card|bankcard|credit card|debit card|bank account",
        _K.PERSON_NAME: "full name|fullname|real name|realname|person name|first name|last name"
        "|surname|given name|contact person|legal representative",
        _K.HOME_ADDRESS: "home address|residential address|residence address",
        _K.BIRTH_DATE: "birthday|birth date|birthdate|date of birth|dob",
        _K.PASSPORT: "passport",
        _K.TRAVEL_PERMIT: "travel permit|home return permit|residence permit",
        _K.SOCIAL_SECURITY: "social security|ssn",
        _K.ONLINE_ACCOUNT: "wechat|weixin|qq",
        _K.LICENCE_PLATE: "license plate|licence plate|plate",
    }
)
ENGLISH_OF_ANYBODY: Mapping[PersonalDataKind, str] = MappingProxyType(
    {
        _K.MOBILE: "phone|telephone|tel",
        _K.EMAIL: "email|mail|email address|mail address",
    }
)
ENGLISH_ORGANISATIONS = frozenset(
    {
        "org", "organisation", "organization", "company", "unit", "agency", "department", "dept",
        "office", "service", "hotline", "support", "fax", "school", "hospital",
    }
)  # fmt: skip
ENGLISH_ONLY_NUMBERED = frozenset({"identity", "qq", "plate"})

WHOLE: Mapping[PersonalDataKind, str] = MappingProxyType(
    {
        _K.RESIDENT_ID: "idno idnum idnumber sfz sfzh sfzhm sfzjh sfzjhm gmsfhm gmsfzh zjh zjhm"
        " shenfenzheng shenfenzhenghao shenfenzhenghaoma zhengjianhao zhengjianhaoma",
        _K.MOBILE: "sjh sjhm yddh lxdh lxfs shouji shoujihao shoujihaoma lianxidianhua",
        _K.BANK_CARD: "yhkh yhkhm yhzh yinhangkahao yinhangzhanghao",
        _K.EMAIL: "dzyx dzyj youxiang dianziyouxiang",
        _K.PERSON_NAME: "xm xingming fddbr lxr fzr",
        _K.HOME_ADDRESS: "jtzz jtdz hjdz hjd jiatingzhuzhi",
        _K.BIRTH_DATE: "csrq csny chushengriqi",
        _K.PASSPORT: "hzh hzhm huzhao",
        _K.TRAVEL_PERMIT: "txzh txzhm",
        _K.SOCIAL_SECURITY: "sbkh ybkh shbzh shbzhm",
        _K.ONLINE_ACCOUNT: "wxh weixinhao",
        _K.LICENCE_PLATE: "cphm hphm chepai chepaihao",
    }
)
"""Whole names, without separators and digits: first letters or syllables of the Chinese words."""
SHORTEST_LAST_WORD = 4
"""A word of this length also counts at the end of a longer name: fr_sfzh, but not kt_xm."""

_TAIL = re.compile(r"(?:号码|编码|编号|号|信息|等|拼音|[0-9一二三四五]+|[-_.:*\s]+)$")
_AND = re.compile("[|、]|及|和")
_OR = re.compile("/|或者?")
_ENGLISH_TAIL = frozenset({"no", "nr", "num", "number", "numbers"})
_BRACKETS = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[a-z]+|[0-9]+")


def kinds_in(name: str) -> frozenset[PersonalDataKind]:
    """Return what a name (half-width) speaks of; what stands in brackets is a name of its own."""
    name = name[:LONGEST_NAME]
    if NEVER.search(name):
        return frozenset()
    outside = _kinds_in_parts(_BRACKETS.sub("", name), name)
    inside = _kinds_in_parts("/".join(_BRACKETS.findall(name)), name)
    if outside:
        # 固定电话(法定代表人) is a telephone number, not a name.
        inside -= {PersonalDataKind.PERSON_NAME}
    return (outside | inside) - ({PersonalDataKind.HOME_ADDRESS} if COARSE.search(name) else set())


def _kinds_in_parts(text: str, name: str) -> frozenset[PersonalDataKind]:
    found: set[PersonalDataKind] = set()
    for both in _AND.split(text):
        *first, last = _OR.split(both)
        found.update(_kinds_in_part(last.strip(), name))
        for part in first:
            # 法定代表人/负责人证件号码 is a number of either, 姓名/名称 is a name.
            found.update(
                kind
                for kind in _kinds_in_part(part.strip(), name)
                if kind is not PersonalDataKind.PERSON_NAME or part.endswith("姓名")
            )
    return frozenset(found)


def _kinds_in_part(part: str, name: str) -> Iterator[PersonalDataKind]:
    words = _WORD.findall(_CAMEL.sub(" ", part).lower())
    yield from _by_chinese(part.lower(), name)
    yield from _by_english(words)
    if part.isascii():
        yield from _by_whole([word for word in words if word.isalpha()])


def _by_chinese(part: str, name: str) -> Iterator[PersonalDataKind]:
    bare, taken = part, ""
    while found := _TAIL.search(bare):
        bare, taken = bare[: found.start()], taken + found[0]
    tables = [CHINESE] if ORGANISATIONS.search(name) else [CHINESE, CHINESE_OF_ANYBODY]
    for table in tables:
        for kind, words in table.items():
            longest = max((w for w in words.split() if bare.endswith(w)), key=len, default="")
            if longest and _fits(kind, longest, taken):
                yield kind


def _fits(kind: PersonalDataKind, word: str, taken: str) -> bool:
    """Say whether what was taken off the end goes with a word."""
    if kind is PersonalDataKind.PERSON_NAME:
        return "号" not in taken and "编码" not in taken
    return "号" in taken or word not in ONLY_NUMBERED.get(kind, "").split()


def _by_english(words: list[str]) -> Iterator[PersonalDataKind]:
    bare = list(words)
    while bare and (bare[-1] in _ENGLISH_TAIL or bare[-1].isdigit()):
        bare.pop()
    text, numbered = f" {' '.join(bare)}", bare != words
    theirs = not ENGLISH_ORGANISATIONS.isdisjoint(words)
    for table in [ENGLISH] if theirs else [ENGLISH, ENGLISH_OF_ANYBODY]:
        for kind, phrases in table.items():
            ends = {phrase for phrase in phrases.split("|") if text.endswith(f" {phrase}")}
            if ends and (numbered or not ends <= ENGLISH_ONLY_NUMBERED):
                yield kind


def _by_whole(words: list[str]) -> Iterator[PersonalDataKind]:
    last = words[-1] if words and len(words[-1]) >= SHORTEST_LAST_WORD else ""
    for kind, known in WHOLE.items():
        if not {"".join(words), last}.isdisjoint(known.split()):
            yield kind
