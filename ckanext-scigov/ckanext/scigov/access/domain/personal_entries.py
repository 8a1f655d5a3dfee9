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
ORGANISATIONS = re.compile(
    "企业|公司|单位|机构|事务所|合作社|协会|学会|医院|学校|门店|商户|组织|团体|集体|部门|基地|项目|场所|网点|产品|车辆|市场"
    "|商圈|党建"
)

PERSONS = (
    "人员|职工|员工|干部|学生|考生|新生|毕业生|少年|教师|教职工|律师|公证员|鉴定人|鉴定员|仲裁员|调解员|医师|医生|护士"
    "|药师|兽医|患者|病人|残疾人|残疾儿童|老人|老年人|儿童|孤儿|学员|驾驶员|司机|船员|导游|运动员|裁判员|教练员|传承人"
    "|志愿者|会员|党员|专家|劳模|劳动模范|工匠|工作者|获得者|个人|特派员|河长|责任人|居民|村民|农户|贫困户|低保户|户主|流动人口"
    "|军人|士兵|遗属|子女|捐赠者|被执行人|申请人|参保人|自然人|辅导员|指导员|联络员|护林员|网格员|社工|技师|工程师"
    "|建造师|会计师|经济师|农艺师|师资|人选|带头人|湖长|受益户|脱贫户|监测户|搬迁户|困难户"
)
BENEFITS = "低保|特困供养|临时救助|补贴|补助|补助金|津贴|尊老金|养老金|低保金|优待金|抚恤金|慰问金|供养金|助学金"
PAID = "名单|花名册|清册|明细表|明细|台账|发放表"
BETWEEN = (
    "的|基本|基础|详细|主要|相关|登记|注册|执业|在册|年度|年审|资格|证书|执法证|评审|审核|认定|发放|补贴|补助|补助金|救助"
    "|资助|奖励|慰问|评选|表彰|推荐|获奖|获得|汇总|公示|公布|增删|加分|通过|拟录用|拟聘用|等|结果|实名|住院|服药|体检"
    "|首次|变更|延续|从业|信用|守信激励|失信|主体|行政处罚|处罚|良好行为|不良行为|评定|评价|等级|通报|护理|供养|生活|金额|两补|称号"
)
LISTS = "信息表|信息|情况表|名单|名录|名录库|名册|花名册|一览表|明细表|明细|汇总表|登记表|统计表|台账|台帐|档案|数据|数据表|库"
WHOLE_TITLE = 500
PEOPLE = (
    (re.compile(f"(?:{PERSONS})(?:{BETWEEN})*(?:{LISTS})"), 0),
    (re.compile(f"(?:{PERSONS})(?:首次|变更|延续|推荐|注册|行政处罚|称号|的|公示)*$"), 0),
    (re.compile(f"(?:{BENEFITS})(?:人员|对象|资金|发放|公示|给付)*(?:{PAID})"), WHOLE_TITLE),
    (re.compile("低保(?:信息|数据|公示)|花名册|通讯录|名册"), 6),
    (re.compile("处方(?:主表|明细|信息|$)|就诊(?:明细|日志|记录)|病历(?:信息|数据|$)|医嘱(?:信息|$)"), 0),
    (re.compile("(?:门诊|住院)(?:结算|收费|费用)?(?:明细|登记|记录)"), 0),
)  # fmt: skip
"""Titles of lists of persons, and of what was done to each patient; how many characters before are looked at
for an organisation that is meant instead."""
NAMED = re.compile(
    "(?:录用|聘用|拟聘|录取|招聘|招录)[^通知]{0,20}(?:公示|名单|成绩)|等[0-9]+(?:人|名|位)"
)
"""Titles of announcements that name persons, whoever announces."""
NOT_A_LIST = re.compile(
    "人数|数量|构成|比例|比重|统计(?:信息|数据)|素质|年龄|培训|指南|办法|制度|方案|通知|许可|收入|支出|消费|指数|标准|经费"
    "|预算|决算|户数|待遇水平|政策|接口规范|市场主体"
)
"""Titles that count people, or are about what is done for them."""

_PARTS = re.compile(
    r"[,，、;；。:：|“”\"\n\r\t]|主要信息|主要内容|主要|包括|包含|内容|字段|信息有|(?<=姓名)(?=性别|民族|身份|手机|职务)"
)
_MAY_SPEAK = re.compile(
    "[A-Za-z]|"
    + "|".join(
        sorted(
            {
                w
                for t in (CHINESE, CHINESE_OF_ANYBODY)
                for words in t.values()
                for w in words.split()
            }
        )
    )
)
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
    is_of_persons = _is_a_list_of_persons(fold(title))
    if not is_of_persons and not any(_is_a_persons(name, kinds) for name, kinds in named.items()):
        return ()
    found = {kind: name for name, kinds in reversed(named.items()) for kind in kinds}
    if is_of_persons:
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


def _is_a_list_of_persons(title: str) -> bool:
    if NAMED.search(title):
        return True
    if NOT_A_LIST.search(title):
        return False
    return any(
        not ORGANISATIONS.search(title[max(0, found.start() - before) :])
        for pattern, before in PEOPLE
        for found in pattern.finditer(title)
    )


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
