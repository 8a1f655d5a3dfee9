"""Every paper's sheet, and what its template must not leave out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ckanext.scigov.application.domain.papers import Paper
from ckanext.scigov.application.papers import (
    sheets_of_applicants as applicants,
)
from ckanext.scigov.application.papers import (
    sheets_of_decisions as decisions,
)
from ckanext.scigov.application.papers import (
    sheets_of_steps as steps,
)
from ckanext.scigov.application.papers.blocks import Sheet

SHEETS: Mapping[Paper, Sheet] = MappingProxyType(
    {
        Paper.APPLICATION: applicants.APPLICATION,
        Paper.RECEIPT: steps.RECEIPT,
        Paper.SUPPLEMENT: steps.SUPPLEMENT,
        Paper.EXTENSION: steps.EXTENSION,
        Paper.CONSULTATION: steps.CONSULTATION,
        Paper.REPLY_APPROVED: decisions.REPLY_APPROVED,
        Paper.REPLY_IN_PART: decisions.REPLY_IN_PART,
        Paper.REPLY_REFUSED: decisions.REPLY_REFUSED,
        Paper.UNDERTAKING: applicants.UNDERTAKING,
        Paper.REVOCATION: decisions.REVOCATION,
        Paper.APPEAL_REPLY: decisions.APPEAL_REPLY,
    }
)

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
