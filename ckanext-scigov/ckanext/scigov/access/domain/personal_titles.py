"""Titles that say that persons are listed one by one: tables of words, and how they are read.

Half of what portals hold about persons says so in its title alone. A title counts by whom it is about
and by the kind of list that follows, with nothing between them but words of ``BETWEEN``: 律师 基本信息,
残疾人 护理补贴 发放 明细表. 律师事务所名录 and 教师数信息 are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ckanext.scigov.access.domain.personal_numbers import fold

ORGANISATIONS = re.compile(
    "企业|公司|单位|机构|事务所|合作社|协会|学会|医院|学校|门店|商户|组织|团体|集体|部门|基地|项目|场所|网点|产品|车辆|市场"
    "|商圈|党建"
)
PERSONS = (
    "人员|职工|员工|干部|学生|考生|新生|毕业生|少年|少先队员|教师|教职工|律师|公证员|鉴定人|鉴定员|仲裁员|调解员|医师|医生|护士"
    "|药师|兽医|兽医师|患者|病人|残疾人|残疾儿童|老人|老年人|儿童|孤儿|学员|驾驶员|驾驶人|司机|船员|导游|运动员|裁判员|教练员"
    "|传承人|志愿者|会员|党员|专家|劳模|劳动模范|工匠|工作者|获得者|个人|候选人|选手|特派员|河长|湖长|责任人|居民|村民|农户|贫困户"
    "|低保户|受益户|脱贫户|监测户|搬迁户|困难户|户主|流动人口|军人|士兵|遗属|子女|捐赠者|被执行人|申请人|参保人|(?<!非)自然人|辅导员"
    "|指导员|联络员|护林员|网格员|社工|技师|工程师|建造师|会计师|经济师|农艺师|师资|人选|带头人"
)
"""Whom a list is about."""
BETWEEN = (
    "的|基本|基础|详细|主要|相关|正式|登记|注册|执业|从业|在册|年度|年审|资格|职称|职务|证书|执法证|评审|审核|认定|考核|报名"
    "|发放|补贴|补助|补助金|生活费|救助|资助|奖励|慰问|护理|供养|生活|金额|两补|评选|评定|评价|表彰|表扬|推荐|候选|获奖|获得"
    "|汇总|公示|公布|增删|加分|通过|拟录用|拟聘用|选聘|续聘|拟表彰|拟入选|拟培养|对象|督导|等|等级|结果|实名|住院|服药|体检|首次"
    "|变更|延续|信用|守信激励|失信|主体|行政处罚|处罚|良好行为|不良行为|通报|称号|合同|照片|专业技术|学历|学位|历史位置"
)
LISTS = (
    "信息表|信息|情况表|情况登记表|情况汇总表|情况一览表|名单|名录|名录库|名册|花名册|一览表|明细表|明细|汇总表|登记表|发放表"
    "|统计表|续聘表|人员表|台账|台帐|档案|数据|数据表|视图|库"
)
BENEFITS = "低保|特困供养|临时救助|补贴|补助|补助金|津贴|尊老金|养老金|低保金|优待金|抚恤金|慰问金|供养金|助学金"
PAID = "名单|花名册|清册|明细表|明细|台账|发放表"
NEEDY = "残疾人|孤儿|高龄|老人|老年人|困境儿童|困难退役军人"
ALLOWANCES = "补贴|津贴|生活费|补助"
CERTIFICATES = "工作证|执业证|资格证|职业资格证|注册证|执业资格证|从业资格证|合格证|证"


@dataclass(frozen=True, slots=True)
class Titles:
    """A pattern; an organisation in so many characters before it, or behind, is what is meant instead."""

    pattern: re.Pattern[str]
    before: int = 0

    def fits(self, title: str) -> bool:
        return any(
            not ORGANISATIONS.search(title[max(0, found.start() - self.before) :])
            for found in self.pattern.finditer(title)
        )


WHOLE = 500
TITLES = (
    Titles(re.compile(f"(?:{PERSONS})(?:{BETWEEN})*(?:{LISTS})")),
    Titles(re.compile(f"(?:{PERSONS})(?:首次|变更|延续|推荐|注册|行政处罚|称号|的)*$")),
    Titles(re.compile(f"(?:{PERSONS})(?:{BETWEEN}|情况)*(?:公示|决定|通报)")),
    Titles(re.compile(f"(?:{PERSONS})(?:{CERTIFICATES})书?(?:的?信息|数据|_?电子证照|_?证照|_历史|版式文件)*$")),
    Titles(re.compile("(?:驾驶证|残疾人?证|导游证|居民定居证|优待证)(?:信息|登记表信息|数据|版式文件)*$")),
    Titles(re.compile(f"(?:{BENEFITS})(?:人员|对象|资金|发放|公示|给付)*(?:{PAID})"), WHOLE),
    Titles(re.compile(f"(?:{NEEDY})[^政标]{{0,8}}(?:{ALLOWANCES})(?:发放|申领|申请|汇总|情况|公示|信息|表)*$"), WHOLE),
    Titles(re.compile("补贴(?:家庭情况|发放情况)?的?公示$"), WHOLE),
    Titles(re.compile("低保(?:家庭)?(?:信息|数据|公示)|(?:农村|城市|城镇)低保$")),
    Titles(re.compile("花名册|通讯录|名册"), 6),
    Titles(re.compile("(?:参保|就业|失业|来访|信访)(?:信息变更)?登记(?:信息表|信息|表|台账|台帐|$)"), 10),
    Titles(re.compile("处方(?:主表|明细|信息|$)|就诊(?:明细|日志|记录)|病历(?:信息|数据|$)|医嘱(?:明细|信息|表|$)")),
    Titles(re.compile("(?:门诊|住院)(?:结算支付方式|结算|收费|费用|诊断)?(?:明细|登记|记录)|病案首页")),
    Titles(re.compile("(?<!非)自然人(?!独资|以外)|社矫人员")),
)  # fmt: skip
NAMED = re.compile(
    "(?:录用|聘用|拟聘|录取|招聘|招录)[^通知]{0,20}(?:公示|名单|成绩)|等[0-9]+(?:人|名|位)"
)
"""Titles of announcements that name persons, whoever announces."""
NOT_A_LIST = re.compile(
    "人数|数量|构成|比例|比重|统计(?:信息|数据)|素质|年龄|培训|指南|指引|办法|制度|方案|通知|许可|收入|支出|消费|指数|标准|经费"
    "|预算|决算|户数|待遇水平|政策|接口规范|市场主体|中标|机构与人员|职称统计|考场|考点|办理流程"
)
"""Titles that count people, or are about what is done for them."""
_QUOTES = re.compile("[“”\"'《》「」]")


def is_of_persons(title: str) -> bool:
    """Say whether a title is that of a list of persons, or of what was done to each of them."""
    text = _QUOTES.sub("", fold(title))
    if NAMED.search(text):
        return True
    return not NOT_A_LIST.search(text) and any(one.fits(text) for one in TITLES)
