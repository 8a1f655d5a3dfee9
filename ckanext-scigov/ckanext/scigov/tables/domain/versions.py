"""What has changed from one version of a table to the next, in counts and names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from ckanext.scigov.tables.domain.columns import Column
from ckanext.scigov.tables.domain.kinds import Kind


class VersionColumn(TypedDict):
    """A column as a version keeps it."""

    id: str
    label: str
    item: str
    type: str


class Renamed(TypedDict):
    before: str
    after: str


class Difference(TypedDict):
    """Of a version to the one before. Columns bear their labels."""

    rows: int
    added: list[str]
    removed: list[str]
    renamed: list[Renamed]
    retyped: list[str]


@dataclass(frozen=True, slots=True)
class Contents:
    """What of a version is compared; no columns at all means that they are not known."""

    rows: int
    columns: Sequence[VersionColumn]


def columns_of_plan(columns: Sequence[Column]) -> list[VersionColumn]:
    return [
        {
            "id": column.id,
            "label": str(column.info.get("label") or column.id),
            "item": str(column.info.get("name") or ""),
            "type": (column.kind or Kind.TEXT).value,
        }
        for column in columns
    ]


def difference(before: Contents, after: Contents) -> Difference:
    """Compare two versions; a column is known by its id.

    One that is gone and one that is new are the same, renamed, if they are of one data item, or stand
    at the same place with the same type.
    """
    found: Difference = {
        "rows": after.rows - before.rows,
        "added": [],
        "removed": [],
        "renamed": [],
        "retyped": [],
    }
    if not before.columns or not after.columns:
        return found
    earlier = {column["id"]: column for column in before.columns}
    later = {column["id"]: column for column in after.columns}
    gone = [column for column in before.columns if column["id"] not in later]
    new = [column for column in after.columns if column["id"] not in earlier]
    pairs = _pairs(gone, new, before, after)
    found["renamed"] = [{"before": old["label"], "after": now["label"]} for old, now in pairs]
    old_ids = {old["id"] for old, _now in pairs}
    new_ids = {now["id"] for _old, now in pairs}
    found["removed"] = [column["label"] for column in gone if column["id"] not in old_ids]
    found["added"] = [column["label"] for column in new if column["id"] not in new_ids]
    found["retyped"] = [
        column["label"]
        for column in after.columns
        if column["id"] in earlier and earlier[column["id"]]["type"] != column["type"]
    ]
    return found


def _pairs(
    gone: Sequence[VersionColumn],
    new: Sequence[VersionColumn],
    before: Contents,
    after: Contents,
) -> list[tuple[VersionColumn, VersionColumn]]:
    items = {column["item"]: column for column in gone if column["item"]}
    pairs = [(items.pop(column["item"]), column) for column in new if column["item"] in items]
    old_ids = {old["id"] for old, _now in pairs}
    new_ids = {now["id"] for _old, now in pairs}
    is_gone = {column["id"] for column in gone} - old_ids
    is_new = {column["id"] for column in new} - new_ids
    for old, now in zip(before.columns, after.columns, strict=False):
        same_place = old["id"] in is_gone and now["id"] in is_new
        same_item = not (old["item"] and now["item"])
        if same_place and same_item and old["type"] == now["type"]:
            pairs.append((old, now))
    return pairs
