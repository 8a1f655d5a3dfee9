"""Values in words: dates, contents, outcomes and the like as an official paper writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from ckanext.scigov.application.domain.paper_values import (
    AppealOutcome,
    Case,
    Content,
    Deadline,
    Outcome,
    PaperValues,
    Part,
    Period,
)  # fmt: skip

MATTERS = {Case.SHARE: "政务数据共享", Case.OPEN: "公共数据开放"}
OUTCOMES = {
    None: "",
    Outcome.APPROVED: "同意",
    Outcome.APPROVED_IN_PART: "部分同意",
    Outcome.REFUSED: "不予同意",
}
APPEALS = {
    AppealOutcome.UPHELD: "维持原答复",
    AppealOutcome.CHANGED: "变更原答复",
    AppealOutcome.REVERSED: "撤销原答复",
}
PROVISIONAL = "（暂定）"


def day(date: dt.date | None) -> str:
    """``2026年9月5日``: numbers in Arabic digits, no leading zeros (GB/T 9704)."""
    return f"{date.year}年{date.month}月{date.day}日" if date else ""


def last_day(deadline: Deadline | None) -> str:
    if deadline is None:
        return ""
    return day(deadline.on) + (PROVISIONAL if deadline.provisional else "")


def period(span: Period | None) -> str:
    return f"{day(span.since)}至{day(span.until)}" if span else ""


def contents(parts: Sequence[Content]) -> str:
    """One resource a line, with its data items when it is not the whole of it."""
    return "\n".join(
        f"{one.resource}：{'、'.join(one.data_items)}" if one.data_items else one.resource
        for one in parts
    )


def words(values: PaperValues) -> dict[str, Any]:
    """Return what every field says."""
    rows = [_part(number, part) for number, part in enumerate(values.parts, 1)]
    return {
        **_paper(values),
        **_applicant(values),
        **_use(values),
        **_steps(values),
        **_ends(values),
        "数据": rows,
        "同意的数据": _numbered(rows, "同意", "部分同意"),
        "不予同意的数据": _numbered(rows, "不予同意", "部分同意"),
        "理由": _each(reason for part in values.parts for reason in part.reasons),
        "使用要求": _each(duty for part in values.parts for duty in part.obligations),
        "提供安排": _deliveries(rows),
        "救济途径": list(values.remedies),
        "材料": list(values.evidence),
    }


def _paper(values: PaperValues) -> dict[str, Any]:
    due = values.due
    return {
        "事项": MATTERS[values.case],
        "受理编号": values.number,
        "文号": values.document_number,
        "制发单位": values.issuer,
        "制发日期": day(values.issued_on),
        "办理联系人": values.office.name,
        "办理联系电话": values.office.phone,
        "提交日期": day(values.filed_on),
        "收到日期": day(values.received_on),
        "答复期限": last_day(due),
        "答复工作日": str(due.working_days) if due and due.working_days else "",
        "有暂定日期": any(one.provisional for one in _deadlines(values)),
        "决定依据": values.basis,
    }


def _deadlines(values: PaperValues) -> list[Deadline]:
    found = [values.due, *(part.due for part in values.parts)]
    found += [part.delivered_by for part in values.parts]
    found += [step.until for step in (values.supplement, values.extension, values.consultation) if step]  # fmt: skip
    return [one for one in found if one]


def _applicant(values: PaperValues) -> dict[str, Any]:
    one = values.applicant
    return {
        "申请人": one.name,
        "申请人为个人": one.is_person,
        "统一社会信用代码": one.credit_code,
        "证件号码": one.identity,
        "地址": one.address,
        "称谓": "您" if one.is_person else "你单位",
        "自称": "本人" if one.is_person else "本单位",
        "经办人": one.handler.name,
        "经办人电话": one.handler.phone,
        "经办人邮箱": one.handler.email,
        "联系人": one.contact.name,
        "联系人电话": one.contact.phone,
        "联系人邮箱": one.contact.email,
        "系统账号": one.system_account,
    }


def _use(values: PaperValues) -> dict[str, Any]:
    use = values.use
    return {
        "使用目的": use.purpose,
        "应用场景": use.scene,
        "使用依据": use.legal_basis,
        "使用方式": "、".join(use.manners),
        "使用期限": period(use.period),
        "安全措施": use.security,
        "补充问题": [{"问题": one.question, "回答": one.text} for one in use.answers],
    }


def _steps(values: PaperValues) -> dict[str, Any]:
    supplement, extension, asked = values.supplement, values.extension, values.consultation
    return {
        "补正内容": list(supplement.wanted) if supplement else [],
        "补正期限": last_day(supplement.until) if supplement else "",
        "补正依据": supplement.basis if supplement else "",
        "延期至": last_day(extension.until) if extension else "",
        "延期理由": extension.reason if extension else "",
        "延期同意单位": extension.consented_by if extension else "",
        "延期依据": extension.basis if extension else "",
        "征求意见对象": asked.third_party if asked else "",
        "征求意见事由": asked.question if asked else "",
        "征求意见期限": last_day(asked.until) if asked else "",
        "征求意见依据": asked.basis if asked else "",
    }


def _ends(values: PaperValues) -> dict[str, Any]:
    terms, revoked, appeal = values.terms, values.revocation, values.appeal
    return {
        "条款名称": terms.title if terms else "",
        "条款版本": terms.version if terms else "",
        "条款接受日期": day(terms.accepted_on) if terms else "",
        "撤销日期": day(revoked.on) if revoked else "",
        "撤销理由": list(revoked.reasons) if revoked else [],
        "撤销依据": revoked.basis if revoked else "",
        "撤销后要求": list(revoked.duties) if revoked else [],
        "原答复文号": appeal.against if appeal else "",
        "申诉日期": day(appeal.filed_on) if appeal else "",
        "申诉诉求": appeal.grounds if appeal else "",
        "申诉结论": APPEALS[appeal.outcome] if appeal else "",
        "申诉理由": list(appeal.reasons) if appeal else [],
        "申诉处理结果": appeal.result if appeal else "",
    }


def _part(number: int, part: Part) -> dict[str, Any]:
    return {
        "序号": str(number),
        "数据资源": part.dataset,
        "提供单位": part.provider,
        "申请内容": contents(part.asked) or "全部数据",
        "申请时间范围": part.time_span,
        "答复期限": last_day(part.due),
        "办理结果": OUTCOMES[part.outcome],
        "同意内容": _granted(part),
        "未同意内容": _left_out(part),
        "同意时间范围": part.granted_time_span,
        "授权期限": period(part.granted_period),
        "不予同意理由": "\n".join(part.reasons),
        "使用要求": "\n".join(part.obligations),
        "提供期限": last_day(part.delivered_by),
    }


def _granted(part: Part) -> str:
    if part.outcome in (None, Outcome.REFUSED):
        return ""
    return contents(part.granted or part.asked) or "全部数据"


def _left_out(part: Part) -> str:
    """What was asked for and not granted, resource by resource."""
    if part.outcome in (None, Outcome.APPROVED):
        return ""
    if part.outcome is Outcome.REFUSED:
        return contents(part.asked) or "全部数据"
    granted = {one.resource: one.data_items for one in part.granted}
    rest: list[Content] = []
    for one in part.asked:
        items = granted.get(one.resource)
        if items is None:
            rest.append(one)
        elif one.data_items:
            left = tuple(item for item in one.data_items if item not in items)
            rest += [Content(one.resource, left)] if left and items else []
        elif items:
            rest.append(Content(f"{one.resource}（已同意的数据项除外）"))
    return contents(rest) or "已同意内容以外的数据"


def _numbered(rows: Iterable[dict[str, Any]], *outcomes: str) -> list[dict[str, Any]]:
    chosen = [row for row in rows if row["办理结果"] in outcomes]
    return [{**row, "序号": str(number)} for number, row in enumerate(chosen, 1)]


def _deliveries(rows: Iterable[dict[str, Any]]) -> list[str]:
    """Data that only the catalogue knows yet are delivered later, within a term of their own."""
    return [
        f"“{row['数据资源']}”将于{row['提供期限']}前提供。"
        for row in rows
        if row["提供期限"] and row["同意内容"]
    ]


def _each(texts: Iterable[str]) -> list[str]:
    """Once each, in their order: parts often have the same obligations."""
    return list(dict.fromkeys(texts))
