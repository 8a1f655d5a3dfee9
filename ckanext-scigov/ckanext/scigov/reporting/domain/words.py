"""The guide's words for our codes, both ways; digits of the guide are read, words are written."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ckanext.scigov.reporting.domain import elements

FREE = "无条件"
"""What stands under conditions where there are none."""
YES, NO = "是", "否"
WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        elements.CLASS: {"1": "基础信息资源", "2": "主题信息资源", "3": "部门信息资源"},
        elements.FORM: {
            "document": "电子文件",
            "spreadsheet": "电子表格",
            "database": "数据库",
            "image": "图形图像",
            "stream": "流媒体",
            "self_described": "自描述格式",
            "api": "服务接口",
        },
        elements.SHARE: {
            "unconditional": "无条件共享",
            "conditional": "有条件共享",
            "none": "不予共享",
        },
        elements.SHARE_WAY: {
            "database": "共享平台：数据库",
            "file": "共享平台：文件下载",
            "api": "共享平台：服务接口",
            "email": "邮件",
            "media": "拷盘或介质交换",
        },
        elements.CYCLE: {
            "realtime": "实时",
            "daily": "每日",
            "weekly": "每周",
            "tenday": "每旬",
            "monthly": "每月",
            "quarterly": "每季度",
            "semiannual": "每半年",
            "annual": "每年",
            "as_needed": "按需",
            "irregular": "不定期",
            "never": "不更新",
            "other": "其他",
        },
        elements.ITEM_TYPE: {
            "C": "字符型 C",
            "N": "数值型 N",
            "Y": "货币型 Y",
            "D": "日期型 D",
            "T": "日期时间型 T",
            "L": "逻辑型 L",
            "M": "备注型 M",
            "G": "通用型 G",
            "B": "双精度型 B",
            "I": "整型 I",
            "F": "浮点型 F",
        },
    }
)
"""Column → our code → the guide's word: the labels of our vocabularies, which a test compares."""
_ALSO: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        elements.SHARE: {"1": "unconditional", "2": "conditional", "3": "none"},
        elements.SHARE_WAY: {
            "数据库": "database",
            "文件下载": "file",
            "文件": "file",
            "接口": "api",
            "服务接口": "api",
            "拷盘": "media",
            "介质交换": "media",
        },
    }
)
"""What else is read: the digits of the guide, and short forms."""


def word(column: str, code: str) -> str:
    """Return the word for a code; of a column without codes the text itself."""
    return WORDS[column].get(code, code) if column in WORDS else code


def code(column: str, text: str) -> str | None:
    """Return the code of a word, whatever its blanks; None where there is no such word."""
    given = "".join(text.split())
    if column not in WORDS:
        return text
    for own, written in WORDS[column].items():
        parts = {own, written.replace(" ", ""), written.partition(" ")[0]}
        if given in parts:
            return own
    return _ALSO.get(column, {}).get(given)
