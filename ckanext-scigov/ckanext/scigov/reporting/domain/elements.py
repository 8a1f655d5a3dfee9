"""The 13 core elements of the national guide (发改高技〔2017〕1272号): their columns, and our fields.

A steward reads the table from top to bottom; the docs page shows it as it stands here. Files and rules
take their columns from it, so nothing is named twice.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Need(enum.Enum):
    """When the template demands a column."""

    ALWAYS = "always"
    NEVER = "never"
    CONDITIONAL = "conditional"
    """Where the share or open type asks for words of its own."""
    STRUCTURED = "structured"
    """Of databases and spreadsheets, whose items the template lists."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form: the element's number, its Chinese name, our field."""

    number: int
    name: str
    field: str
    need: Need = Need.ALWAYS
    several: bool = False
    """Holds several values."""


CLASS, ITEM, SUBITEM, DETAIL = "类", "项", "目", "细目"
TITLE, CODE = "信息资源名称", "信息资源代码"
PROVIDER, PROVIDER_CODE = "信息资源提供方", "信息资源提供方代码"
ABSTRACT, FORM = "信息资源摘要", "信息资源格式"
SHARE, SHARE_TERMS, SHARE_WAY = "共享类型", "共享条件", "共享方式"
OPEN, OPEN_TERMS = "是否向社会开放", "开放条件"
CYCLE, ISSUED, RELATED = "更新周期", "发布日期", "关联资源代码"
ITEM_NAME, ITEM_TYPE, ITEM_LENGTH = "信息项名称", "数据类型", "数据长度"
CATEGORY, ITEMS = "信息资源分类", "信息项信息"
"""Elements of several columns; in JSON objects of their own."""

COLUMNS = (
    Column(1, CLASS, "category_class"),
    Column(1, ITEM, "category_item"),
    Column(1, SUBITEM, "category_subitem"),
    Column(1, DETAIL, "category_detail", Need.NEVER),
    Column(2, TITLE, "title"),
    Column(3, CODE, "resource_code"),
    Column(4, PROVIDER, "owner_org"),
    Column(5, PROVIDER_CODE, "provider_code"),
    Column(6, ABSTRACT, "notes"),
    Column(7, FORM, "data_form"),
    Column(9, SHARE, "share_type"),
    Column(9, SHARE_TERMS, "share_condition", Need.CONDITIONAL),
    Column(9, SHARE_WAY, "share_channel", several=True),
    Column(10, OPEN, "open_type"),
    Column(10, OPEN_TERMS, "open_condition", Need.CONDITIONAL),
    Column(11, CYCLE, "update_cycle"),
    Column(12, ISSUED, "issued"),
    Column(13, RELATED, "related_codes", Need.NEVER, several=True),
)
"""One row a resource, in the order of the guide's form; element 8 has a sheet of its own."""
ITEM_COLUMNS = (
    Column(8, ITEM_NAME, "data_items.title", Need.STRUCTURED),
    Column(8, ITEM_TYPE, "data_items.data_type", Need.STRUCTURED),
    Column(8, ITEM_LENGTH, "data_items.length", Need.NEVER),
)
"""One row an item, after the code of its resource."""
NAMES = tuple(column.name for column in COLUMNS)
_PLACES = {name: place for place, name in enumerate(NAMES)}
ITEM_NAMES = tuple(column.name for column in ITEM_COLUMNS)
CLASS_NAMES = (CLASS, ITEM, SUBITEM, DETAIL)


def column(name: str) -> Column:
    """Return a column by its Chinese name."""
    return next(one for one in (*COLUMNS, *ITEM_COLUMNS) if one.name == name)


@dataclass(frozen=True, slots=True)
class Item:
    """Element 8: a data item."""

    title: str
    kind: str
    """The letter of the guide, C to F."""
    length: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """The 13 elements of one resource, in our codes; free texts as the file has them."""

    values: tuple[tuple[str, tuple[str, ...]], ...]
    """Column → its codes or texts, in the order of ``COLUMNS``; empty ones have none."""
    items: tuple[Item, ...] = ()

    def get(self, name: str) -> str:
        """Return the first value of a column."""
        return next(iter(self.all(name)), "")

    def all(self, name: str) -> tuple[str, ...]:
        return self.values[_PLACES[name]][1]


def record(values: dict[str, tuple[str, ...]], items: tuple[Item, ...] = ()) -> Record:
    """Return a record of these values; what is not given is empty."""
    return Record(tuple((name, values.get(name, ())) for name in NAMES), items)
