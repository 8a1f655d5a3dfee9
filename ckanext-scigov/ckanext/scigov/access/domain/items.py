"""Data items that are stricter than their table, or alone granted: their names, and their columns.

A column is an item's when its id, its label or its noted field name is the item's name or title; a
heading that was changed since still says one of the three. An item that is closed and that no column
can be told to be closes every column that the dictionary does not describe.

Where only some items are granted it is the other way round: a column is given out when it is told to be
one of them and none of the others.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SEPARATOR = "#"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column as the DataStore has it."""

    id: str
    label: str = ""
    item: str = ""
    """The field name of the item it was loaded for."""

    @property
    def names(self) -> frozenset[str]:
        return frozenset(filter(None, map(key, (self.id, self.label, self.item))))


def object_id(resource_id: str, name: str) -> str:
    """Return the id of a data item as an object that bears a grade."""
    return f"{resource_id}{SEPARATOR}{name}"


def split_id(item_id: str) -> tuple[str, str]:
    """Return the resource and the item's name; ids of resources bear no separator."""
    resource_id, _, name = item_id.partition(SEPARATOR)
    return resource_id, name


def name_of(item: Mapping[str, Any]) -> str:
    """Return what an item is called: its field name, or its title where it has none."""
    return str(item.get("name") or item.get("title") or "").strip()


def key(text: object) -> str:
    """Return the form in which names are compared: width and case do not matter."""
    return unicodedata.normalize("NFKC", str(text or "")).strip().casefold()


def hidden_columns(
    columns: Sequence[TableColumn],
    dictionary: Sequence[Mapping[str, Any]],
    closed: Collection[str],
) -> frozenset[str]:
    """Return the ids of the columns of closed items; ``closed`` are names of items."""
    hidden: set[str] = set()
    is_found = True
    for name in closed:
        names = _names(name, dictionary)
        of_item = {column.id for column in columns if names & column.names}
        hidden |= of_item
        is_found = is_found and bool(of_item)
    if not is_found:
        described = _described(dictionary)
        hidden |= {column.id for column in columns if not described & column.names}
    return frozenset(hidden)


def columns_besides(
    columns: Sequence[TableColumn],
    dictionary: Sequence[Mapping[str, Any]],
    granted: Collection[str],
) -> frozenset[str]:
    """Return the ids of the columns that are none of the granted items; ``granted`` are names."""
    names = frozenset(map(key, granted))
    told = {column.id: _told(column, dictionary) for column in columns}
    return frozenset(one for one, of_items in told.items() if not of_items or of_items - names)


def _told(column: TableColumn, dictionary: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Return the keys of the items that a column is by the first of its names that says so.

    What it was loaded for counts before its id, a field name before a title.
    """
    for text in filter(None, map(key, (column.item, column.id, column.label))):
        for called in (name_of, _title_of):
            found = frozenset(key(name_of(one)) for one in dictionary if key(called(one)) == text)
            if found:
                return found
    return frozenset()


def _title_of(item: Mapping[str, Any]) -> str:
    return str(item.get("title") or "")


def _names(name: str, dictionary: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """Return what a column of this item may be called."""
    titles = {key(item.get("title")) for item in dictionary if key(name_of(item)) == key(name)}
    return frozenset({key(name), *titles} - {""})


def _described(dictionary: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(
        key(item.get(field))
        for item in dictionary
        for field in ("name", "title")
        if item.get(field)
    )
