"""An application with long names and everything a paper can say; no real unit or person."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from ckanext.scigov.application.domain.paper_values import (
    Answer,
    Appeal,
    AppealOutcome,
    Applicant,
    Case,
    Consultation,
    Content,
    Deadline,
    Extension,
    Outcome,
    PaperValues,
    Part,
    Period,
    Person,
    Revocation,
    Supplement,
    Terms,
    Use,
)  # fmt: skip
from ckanext.scigov.application.domain.papers import Paper

APPLICANT = Applicant(
    "某省某市高新技术产业开发区科技创新和知识产权局",
    credit_code="11000000MB0000001X",
    address="某省某市科技大道1号",
    handler=Person("经办人甲", "000-00000001", "handler@example.org"),
    contact=Person("联系人乙", "000-00000002", "contact@example.org"),
    system_account="创新服务平台（innovation-service）",
)
USE = Use(
    purpose="核验辖区企业申报高新技术企业认定的材料，减少企业重复提交证明",
    scene="高新技术企业认定“一件事”联办：受理窗口录入企业统一社会信用代码后，系统自动比对立项信息和验收结论，不再要求企业提交纸质证明。",
    legal_basis="《政务数据共享条例》；《某省优化营商环境条例》",
    manners=("接口调用", "仅查询"),
    period=Period(dt.date(2026, 10, 16), dt.date(2026, 11, 14)),
    security="政务外网专区部署，双人双岗，访问留痕，日志保存三年；不落地存储原始数据。",
    answers=(Answer("是否涉及个人信息？", "不涉及。"),),
)
PROJECTS = Part(
    dataset="2019—2025年度省级科技计划项目立项、中期检查、验收与绩效评价综合信息数据资源",
    provider="某省科学技术厅",
    asked=(
        Content("项目立项信息表（2019—2025年）", ("项目编号", "承担单位", "项目负责人")),
        Content("项目验收结论表"),
    ),
    time_span="2019年1月1日至2025年12月31日",
    due=Deadline(dt.date(2026, 10, 15), working_days=10),
)
TAXES = Part(
    dataset="企业研发费用加计扣除优惠享受情况明细数据",
    provider="某省税务主管部门",
    asked=(Content("加计扣除明细表", ("纳税人识别号", "加计扣除金额")),),
    due=Deadline(dt.date(2026, 10, 15), working_days=10),
)
REMEDIES = (
    "如对本答复有异议，可以先与数据提供单位协商；协商不成的，可以自收到本答复之日起15个工作日内提请某省政务数据主管部门协调处理；仍有异议的，由某省政务数据主管部门报请本级人民政府决定。",
)
FILED = PaperValues(
    case=Case.SHARE,
    issued_on=dt.date(2026, 10, 15),
    applicant=APPLICANT,
    use=USE,
    parts=(PROJECTS, TAXES),
    number="SJSQ-20260924-0001",
    document_number="某科数函〔2026〕12号",
    issuer="某省科学技术厅",
    office=Person("承办人丙", "000-00000003"),
    filed_on=dt.date(2026, 9, 24),
    received_on=dt.date(2026, 9, 24),
    due=Deadline(dt.date(2026, 10, 15), working_days=10),
    basis="《政务数据共享条例》有关规定",
    terms=Terms("政务数据使用条款", "2026-01", dt.date(2026, 9, 24)),
    evidence=("单位公函（盖章）.pdf", "系统安全等级保护备案证明.pdf"),
)
_DUTIES = ("不得用于识别特定个人；", "于授权期限届满后5个工作日内删除数据并提交使用情况报告。")
GRANTED = replace(
    PROJECTS,
    outcome=Outcome.APPROVED_IN_PART,
    granted=(
        Content("项目立项信息表（2019—2025年）", ("项目编号", "承担单位")),
        Content("项目验收结论表"),
    ),
    granted_period=Period(dt.date(2026, 10, 16), dt.date(2026, 11, 14)),
    reasons=("“项目负责人”属于个人信息，与申请目的没有直接关联。",),
    obligations=_DUTIES,
    delivered_by=Deadline(dt.date(2026, 11, 12)),
)
REFUSED = replace(
    TAXES,
    outcome=Outcome.REFUSED,
    reasons=("纳税信息依法应当保密，申请所列依据不足以支持提供。",),
)
APPROVED = replace(
    FILED, parts=(replace(GRANTED, outcome=Outcome.APPROVED, granted=(), reasons=()),)
)
IN_PART = replace(FILED, parts=(GRANTED, REFUSED), remedies=REMEDIES)
ALL_REFUSED = replace(FILED, parts=(REFUSED,), remedies=REMEDIES)
RETURNED = replace(
    FILED,
    supplement=Supplement(
        ("补充《单位公函》，并加盖公章；", "说明“项目负责人”数据项与申请目的的关联，或者删除该数据项。"),
        Deadline(dt.date(2026, 10, 9)),
        "《政务数据共享条例》有关规定",
    ),
)  # fmt: skip
EXTENDED = replace(
    FILED,
    extension=Extension(
        Deadline(dt.date(2027, 1, 12), provisional=True),
        "申请涉及多个业务系统，需要逐项核对数据项",
        "某省政务数据主管部门",
        "《政务数据共享条例》有关规定",
    ),
)
CONSULTED = replace(
    FILED,
    consultation=Consultation(
        "某某科技有限公司",
        Deadline(dt.date(2026, 10, 22)),
        "申请内容包括贵公司承担项目的验收结论。",
        "《中华人民共和国政府信息公开条例》第三十二条",
    ),
)
REVOKED = replace(
    APPROVED,
    remedies=REMEDIES,
    revocation=Revocation(
        dt.date(2026, 11, 1),
        ("经核查，数据被用于申请目的以外的企业评级；", "未按要求落实访问留痕措施。"),
        "《政务数据共享条例》有关规定",
        ("于5个工作日内删除已获取的全部数据及副本；", "于10个工作日内书面报告整改情况。"),
    ),
)
APPEALED = replace(
    ALL_REFUSED,
    appeal=Appeal(
        "《政务数据共享申请不予同意答复书》（某科数函〔2026〕12号）",
        dt.date(2026, 10, 20),
        "申请依据充分，所需数据为履行职责所必需，请求重新审查并同意提供。",
        AppealOutcome.CHANGED,
        ("经与税务主管部门会商，加计扣除金额可以按区间提供。",),
        "由提供单位于5个工作日内按区间提供“加计扣除金额”数据项。",
    ),
)
PERSON = replace(
    FILED,
    case=Case.OPEN,
    applicant=Applicant(
        "申请人丁", is_person=True, identity="居民身份证　110101********0000", address="某省某市",
        contact=Person("申请人丁", "000-00000004"),
    ),
)  # fmt: skip

OF_PAPERS = {
    Paper.APPLICATION: FILED,
    Paper.RECEIPT: FILED,
    Paper.SUPPLEMENT: RETURNED,
    Paper.EXTENSION: EXTENDED,
    Paper.CONSULTATION: CONSULTED,
    Paper.REPLY_APPROVED: APPROVED,
    Paper.REPLY_IN_PART: IN_PART,
    Paper.REPLY_REFUSED: ALL_REFUSED,
    Paper.UNDERTAKING: APPROVED,
    Paper.REVOCATION: REVOKED,
    Paper.APPEAL_REPLY: APPEALED,
}
