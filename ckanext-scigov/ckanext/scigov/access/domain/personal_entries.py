"""Does a catalogue entry speak of personal data? Findings by its own words, where only a description is known.

An entry from another portal often has neither data items nor a table: its abstract lists what the
table holds, or its title says whom it is about. What counts is stricter than for a data item: names
of those who speak for an organisation and its telephone stand in every public register, and are
findings only beside something that is a person's own. As everywhere, a finding is a question.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from ckanext.scigov.access.domain.personal_data import Finding, FoundBy
from ckanext.scigov.access.domain.personal_numbers import fold
from ckanext.scigov.access.domain.personal_titles import is_of_persons
from ckanext.scigov.access.domain.personal_words import (
    CHINESE,
    CHINESE_OF_ANYBODY,
    PersonalDataKind,
    kinds_in,
)

_K = PersonalDataKind

LONGEST_ITEM = 24
"""What is longer is a sentence, and its last word says nothing of a data item."""
OWN_WORDS = re.compile(
    "身份证|公民身份|身份号码|手机|移动电话|银行卡|储蓄卡|信用卡|借记卡|工资卡"
    "|(?:本人|个人|家庭|住宅|家长|司机|车主|患者|学生|户主|农户|监护人)(?:联系)?(?:电话|方式)"
    "|(?:代表人|负责人|经办人|联系人|代理人|申请人|持证人|借款人|患者|车主|户主)(?:的|有效|身份)?证件(?!类)"
)
"""A number of these is a person's, whatever else the entry lists."""
OWN_KINDS = frozenset(
    {
        _K.HOME_ADDRESS, _K.BIRTH_DATE, _K.PASSPORT, _K.TRAVEL_PERMIT, _K.SOCIAL_SECURITY,
        _K.ONLINE_ACCOUNT,
    }
)  # fmt: skip
ANYBODYS = frozenset({"住址"})
"""Organisations have it as well, where nothing else says whose it is."""
SPEAKS_FOR_OTHERS = re.compile(
    "法定代表|法人|法代|代表人|负责人|责任人|联系人|联络人|联络员|经办人|承办人|(?<!班)主任|局长|校长|园长|所长|站长"
    "|创建|更新|修改|录入|填报|填表|操作|处理人|审核|审批|复核|核查|办结|办理人|获取人|管理员|用户|注册人|招标|采购|投标"
    "|项目经理|总监|设计|监理"
)
"""Before 姓名: whose name it is tells his office, as registers of organisations and system columns do."""
_PARTS = re.compile(
    r"[,，、;；。:：|“”\"\n\r\t]|主要信息|主要内容|主要|包括|包含|内容|字段|信息有|(?<=姓名)(?=性别|民族|身份|手机|职务)"
)
_WORDS = {
    word
    for table in (CHINESE, CHINESE_OF_ANYBODY)
    for words in table.values()
    for word in words.split()
}
_MAY_SPEAK = re.compile("|".join(["[A-Za-z]", *sorted(_WORDS)]))
_TAIL = re.compile(r"等[^等]{0,8}$")


def items_in(abstract: str) -> tuple[str, ...]:
    """Return the data items that an abstract lists.

    科技计划项目信息;受理编号,项目名称,身份证; gives 科技计划项目信息, 受理编号, 项目名称, 身份证.
    """
    names = (_TAIL.sub("", _closed(part.strip())).strip() for part in _PARTS.split(abstract))
    return tuple(dict.fromkeys(name for name in names if 0 < len(name) <= LONGEST_ITEM))


def find_in_entry(title: str, abstract: str, items: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Return what an entry's words say it holds of persons; ``items`` are titles of its data items.

    At most one finding for a kind: the first item that speaks of it, or the title.
    """
    named = {name: _kinds(name) for name in (*items_in(abstract), *items)}
    is_listing = is_of_persons(title)
    if not is_listing and not any(_is_a_persons(name, kinds) for name, kinds in named.items()):
        return ()
    found = {kind: name for name, kinds in reversed(named.items()) for kind in kinds}
    if is_listing:
        found.setdefault(_K.PERSON_NAME, title.strip())
    return tuple(
        Finding(kind, found[kind], FoundBy.ENTRY, 0, 0)
        for kind in PersonalDataKind
        if kind in found
    )


def _is_a_persons(name: str, kinds: frozenset[PersonalDataKind]) -> bool:
    """Say whether an item speaks of a person rather than of who stands for something."""
    if not kinds:
        return False
    if OWN_WORDS.search(name) or (kinds & OWN_KINDS and name not in ANYBODYS):
        return True
    if name.isascii() and _K.RESIDENT_ID in kinds:
        # Of Chinese names 证件号码 alone may be an organisation's; sfzh and id_card are a person's.
        return True
    return _K.PERSON_NAME in kinds and not SPEAKS_FOR_OTHERS.search(name)


def _closed(part: str) -> str:
    """Take brackets off the ends of what was cut out of the middle of them."""
    if len(re.findall("[(（]", part)) == len(re.findall("[)）]", part)):
        return part
    return part.strip("()（）")


@functools.lru_cache(maxsize=50_000)
def _kinds(name: str) -> frozenset[PersonalDataKind]:
    """The same names come in thousands of entries, and most speak of nothing."""
    folded = fold(name)
    return kinds_in(folded) if _MAY_SPEAK.search(folded) else frozenset()
