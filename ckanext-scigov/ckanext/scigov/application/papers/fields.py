"""The fields of papers: names that a clerk writes into a template, and what they become.

A field that does not apply is empty and never missing, so ``{% if 延期理由 %}`` works in every template.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from ckanext.scigov.application.domain.paper_values import PaperValues
from ckanext.scigov.application.papers import wording


class Kind(enum.Enum):
    TEXT = "text"
    MARK = "mark"
    """Only to be asked for in an ``if``."""
    LIST = "list"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Field:
    meaning: str
    kind: Kind = Kind.TEXT
    columns: tuple[str, ...] = ()


PART_COLUMNS = (
    "序号", "数据资源", "提供单位", "申请内容", "申请时间范围", "答复期限", "办理结果", "同意内容",
    "未同意内容", "同意时间范围", "授权期限", "不予同意理由", "使用要求", "提供期限",
)  # fmt: skip

FIELDS: Mapping[str, Field] = MappingProxyType(
    {
        "事项": Field("政务数据共享 or 公共数据开放"),
        "受理编号": Field("acceptance number; empty while the application is a draft"),
        "文号": Field("number of the document"),
        "制发单位": Field("the unit that issues the paper"),
        "制发日期": Field("the paper's date"),
        "办理联系人": Field("whom the reader may ask"),
        "办理联系电话": Field("and by which number"),
        "申请人": Field("name of the agency, company or person that applies"),
        "申请人为个人": Field("set when it is a person", Kind.MARK),
        "统一社会信用代码": Field("of an agency or a company"),
        "证件号码": Field("kind and masked number of a person's document"),
        "地址": Field("of the applicant"),
        "称谓": Field("你单位, or 您 for a person"),
        "自称": Field("本单位, or 本人 for a person"),
        "经办人": Field("handler"),
        "经办人电话": Field("his number"),
        "经办人邮箱": Field("his address"),
        "联系人": Field("contact"),
        "联系人电话": Field("his number"),
        "联系人邮箱": Field("his address"),
        "系统账号": Field("the system account that is to use the data"),
        "提交日期": Field("day of filing"),
        "收到日期": Field("day from which the term counts"),
        "答复期限": Field("last day for the reply; a provisional one says so"),
        "答复工作日": Field("working days of that term"),
        "有暂定日期": Field("set when some day on the paper is provisional", Kind.MARK),
        "使用目的": Field("purpose"),
        "应用场景": Field("scene of use"),
        "使用依据": Field("legal basis that the applicant names"),
        "使用方式": Field("download, API, query only"),
        "使用期限": Field("the period asked for"),
        "安全措施": Field("security measures"),
        "补充问题": Field("extra questions of the datasets", Kind.ROWS, ("问题", "回答")),
        "数据": Field("every dataset of the application", Kind.ROWS, PART_COLUMNS),
        "同意的数据": Field("those that were approved, or in part", Kind.ROWS, PART_COLUMNS),
        "不予同意的数据": Field("those that were refused, or in part", Kind.ROWS, PART_COLUMNS),
        "理由": Field("reasons of all parts", Kind.LIST),
        "使用要求": Field("obligations of all parts", Kind.LIST),
        "提供安排": Field("a sentence for each dataset that is delivered later", Kind.LIST),
        "决定依据": Field("legal basis of the decision"),
        "救济途径": Field("what can be done against it", Kind.LIST),
        "材料": Field("names of the files that came with it", Kind.LIST),
        "补正内容": Field("what has to be supplemented", Kind.LIST),
        "补正期限": Field("until when"),
        "补正依据": Field("legal basis"),
        "延期至": Field("the new last day"),
        "延期理由": Field("reason of an extension"),
        "延期同意单位": Field("the authority that consented"),
        "延期依据": Field("legal basis"),
        "征求意见对象": Field("the third party"),
        "征求意见事由": Field("what it is asked"),
        "征求意见期限": Field("until when"),
        "征求意见依据": Field("legal basis"),
        "条款名称": Field("terms of use"),
        "条款版本": Field("their version"),
        "条款接受日期": Field("when they were accepted"),
        "撤销日期": Field("from when a grant is revoked"),
        "撤销理由": Field("reasons", Kind.LIST),
        "撤销依据": Field("legal basis"),
        "撤销后要求": Field("what has to be done with what was received", Kind.LIST),
        "原答复文号": Field("what an appeal is against"),
        "申诉日期": Field("day of the appeal"),
        "申诉诉求": Field("its grounds"),
        "申诉结论": Field("what was decided"),
        "申诉理由": Field("reasons", Kind.LIST),
        "申诉处理结果": Field("what follows from it"),
    }
)

# Characters that mean something to a word processor or to nobody; line ends and tabs are left.
_LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean(text: str) -> str:
    """Return a text without what cannot be printed; every kind of line end becomes one kind."""
    lines = _LINE_END.sub("\n", unicodedata.normalize("NFC", text)).replace("\t", " ")
    kept = (
        char
        for char in lines
        if char == "\n" or unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return "".join(kept).strip()


def context(values: PaperValues) -> dict[str, Any]:
    """Return every field with its value, as text that may be printed."""
    return _cleaned(wording.words(values))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _cleaned(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_cleaned(one) for one in value]
    return value
