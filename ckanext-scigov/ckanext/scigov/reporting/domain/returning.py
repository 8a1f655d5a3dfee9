"""A record that comes back in a file, as the entry that ``package_create`` takes.

The level follows from the two types, as each legal pair but one has one level. Nothing is invented:
what the 13 elements do not have is a gap of the entry.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ckanext.scigov.catalogue.domain.grades import ACCESS_RIGHTS
from ckanext.scigov.reporting.domain import elements
from ckanext.scigov.reporting.domain.elements import Item, Record
from ckanext.scigov.reporting.domain.judging import tables_of

PORTAL = "1272"
"""What an entry names as its source that came by a file of the 13 elements."""
SIMPLE = frozenset(
    {
        elements.CLASS, elements.ITEM, elements.SUBITEM, elements.DETAIL, elements.TITLE,
        elements.CODE, elements.ABSTRACT, elements.FORM, elements.SHARE, elements.OPEN,
        elements.CYCLE, elements.ISSUED,
    }
)  # fmt: skip
_LEVELS = {(grade.share.value, grade.open.value): grade.level.value for grade in ACCESS_RIGHTS}


def level_of(share: str, opening: str) -> str | None:
    """Return the level of two types; empty where neither is said, None where they contradict."""
    return "" if not share and not opening else _LEVELS.get((share, opening))


def entry_of(record: Record, provider_id: str) -> dict[str, Any]:
    """Return a new entry; its grade is a wish like any other."""
    code = record.get(elements.CODE)
    fields = fields_of(record)
    tables = tables_of(record.items)
    title = record.get(elements.TITLE)
    resources = [
        {"name": title if len(tables) == 1 else f"{title}（{number}）", "data_items": _items(table)}
        for number, table in enumerate(tables, start=1)
    ]
    return {
        **fields,
        "type": "dataset",
        "owner_org": provider_id,
        "catalogue_profile": "gathered",
        "source_portal": PORTAL,
        "source_id": code,
        "no_resource_reason": "由信息资源目录导入，资源尚未挂接",
        "resources": resources,
    }


def fields_of(record: Record) -> dict[str, Any]:
    """Return the fields that the 13 elements say, for a new entry or one that is there."""
    columns = {one.name: one for one in elements.COLUMNS}
    told: dict[str, Any] = {columns[name].field: record.get(name) for name in SIMPLE}
    told["share_channel"] = list(record.all(elements.SHARE_WAY))
    told["related_codes"] = list(record.all(elements.RELATED))
    share, opening = record.get(elements.SHARE), record.get(elements.OPEN)
    told["security_level"] = level_of(share, opening) or ""
    told |= _terms("share", share, record.get(elements.SHARE_TERMS))
    told |= _terms("open", opening, record.get(elements.OPEN_TERMS))
    return {name: value for name, value in told.items() if value not in ("", [])}


def _terms(axis: str, kind: str, text: str) -> dict[str, str]:
    if kind == "conditional":
        return {f"{axis}_condition": text}
    return {f"non_{axis}_basis": text} if kind == "none" else {}


def _items(table: Sequence[Item]) -> list[dict[str, str]]:
    return [_item(one) for one in table]


def _item(item: Item) -> dict[str, str]:
    length, _stroke, precision = item.length.partition("/")
    told = {"title": item.title, "data_type": item.kind, "length": length, "precision": precision}
    return {name: value for name, value in told.items() if value}
