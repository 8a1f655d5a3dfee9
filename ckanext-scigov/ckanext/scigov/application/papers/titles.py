"""What each paper is called, who issues it, and what its template must not leave out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ckanext.scigov.application.domain.papers import Paper

TITLES: Mapping[Paper, str] = MappingProxyType(
    {
        Paper.APPLICATION: "{{ 事项 }}申请书",
        Paper.RECEIPT: "{{ 事项 }}申请受理回执",
        Paper.SUPPLEMENT: "{{ 事项 }}申请补正通知书",
        Paper.EXTENSION: "延期答复通知书",
        Paper.CONSULTATION: "关于{{ 事项 }}申请的征求意见函",
        Paper.REPLY_APPROVED: "{{ 事项 }}申请答复书",
        Paper.REPLY_IN_PART: "{{ 事项 }}申请答复书",
        Paper.REPLY_REFUSED: "{{ 事项 }}申请不予同意答复书",
        Paper.UNDERTAKING: "数据安全使用承诺书",
        Paper.REVOCATION: "撤销授权通知书",
        Paper.APPEAL_REPLY: "{{ 事项 }}申请申诉处理答复书",
    }
)
"""With fields, as in a template."""
BY_APPLICANTS = frozenset({Paper.APPLICATION, Paper.UNDERTAKING})
"""Forms that an applicant signs; any other is a letter of the unit that issues it."""

_LETTER = ("受理编号", "文号", "制发单位", "制发日期", "申请人")
MUST_SHOW: Mapping[Paper, frozenset[str]] = MappingProxyType(
    {
        Paper.APPLICATION: frozenset({"受理编号", "申请人", "数据", "使用目的"}),
        Paper.RECEIPT: frozenset({*_LETTER, "提交日期", "收到日期", "数据"}),
        Paper.SUPPLEMENT: frozenset({*_LETTER, "补正内容", "补正期限"}),
        Paper.EXTENSION: frozenset({*_LETTER, "延期理由", "延期至"}),
        Paper.CONSULTATION: frozenset({*_LETTER, "征求意见对象", "征求意见期限", "数据"}),
        Paper.REPLY_APPROVED: frozenset({*_LETTER, "同意的数据", "使用要求"}),
        Paper.REPLY_IN_PART: frozenset(
            {*_LETTER, "同意的数据", "不予同意的数据", "使用要求", "救济途径"}
        ),
        Paper.REPLY_REFUSED: frozenset({*_LETTER, "不予同意的数据", "救济途径"}),
        Paper.UNDERTAKING: frozenset({"申请人", "数据"}),
        Paper.REVOCATION: frozenset({*_LETTER, "撤销日期", "撤销理由", "救济途径"}),
        Paper.APPEAL_REPLY: frozenset({*_LETTER, "原答复文号", "申诉日期", "申诉结论", "申诉理由"}),
    }
)
"""A paper without these is not valid, or tells its reader less than the law wants him to know."""
