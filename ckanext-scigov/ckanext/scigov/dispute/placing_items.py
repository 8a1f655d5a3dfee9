"""Data items and columns by whatever name somebody calls them, among those that he is told of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ckanext.scigov.access.domain import items
from ckanext.scigov.access.domain.table_sights import Part, TableSight
from ckanext.scigov.dispute.domain.fingerprint import as_text
from ckanext.scigov.dispute.domain.target import Key

_UNIQUE = ("primary_key", "unique")


def name_of(part: Part, sight: TableSight, called: str) -> str | None:
    """Return what disputes call a data item: the id of its column where it has one.

    Whoever points at it, it is the same name, so that disputes about one item are found together.

    Args:
        part: the resource.
        sight: what he sees of it.
        called: a column's id, or an item's field name or title.

    Returns:
        None where there is no such item; or he is not told of it.
    """
    if called in sight.columns:
        return called
    wanted = items.key(called)
    told = set(map(items.key, sight.items))
    for item in part.dictionary:
        name = items.name_of(item)
        if items.key(name) in told and wanted in {items.key(name), items.key(item.get("title"))}:
            return next(iter(_columns_of(part, name)), name)
    read = (column for column in part.columns if column.id in sight.columns)
    return next((column.id for column in read if wanted in column.names), None)


def key_of(part: Part, sight: TableSight, row: Mapping[str, Any]) -> Key:
    """Return the key of a row: of the primary key, else of what is unique; empty where there is none.

    A key of which he does not read every column is none to him.
    """
    for flag in _UNIQUE:
        names = [items.name_of(one) for one in part.dictionary if _is_set(one.get(flag))]
        columns = [column for name in names for column in _columns_of(part, name)[:1]]
        values = {column: as_text(row.get(column)) for column in columns}
        if names and len(columns) == len(names) and set(columns) <= set(sight.columns):
            pairs = sorted((column, value) for column, value in values.items() if value is not None)
            return tuple(pairs) if len(pairs) == len(names) else ()
    return ()


def _columns_of(part: Part, name: str) -> Sequence[str]:
    """Return the columns that are told to be an item's, in the order of the table."""
    others = items.columns_besides(part.columns, part.dictionary, [name])
    return [column.id for column in part.columns if column.id not in others]


def _is_set(value: object) -> bool:
    return str(value or "").lower() == "true"
