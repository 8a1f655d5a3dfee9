"""Spreadsheets that editors import: how they are made, uploaded, matched, written."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from graded_files import published
from grades_given import OPEN
from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk

EDITOR = "owner_editor"
ITEMS = [
    {"title": "编号", "name": "bian_hao", "data_type": "C", "description": "立项时给出的编号",
     "primary_key": "true", "length": "8"},
    {"title": "金额", "name": "jin_e", "data_type": "N", "description": "核定的财政经费",
     "precision": "10,2", "range_min": "0", "unit": "万元"},
    {"title": "类别", "name": "lei_bie", "data_type": "C", "description": "项目的类别", "codes": "1 重点\n2 一般"},
    {"title": "立项日期", "name": "ri_qi", "data_type": "D", "description": "批准立项的日期", "required": "true"},
]  # fmt: skip
TABLE = "编号,金额,类别,立项日期\nA1,10.5,1,2024-01-01\nA2,20,2,2024-02-01\n"


def sheet(*rows: Sequence[Any], name: str = "清单.csv", encoding: str = "utf-8") -> FileStorage:
    """Return a CSV file as it is uploaded."""
    return FileStorage(io.BytesIO(text_of(*rows).encode(encoding)), filename=name)


def text_of(*rows: Sequence[Any]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()


def call(action: str, user: str = EDITOR, **data: Any) -> Any:
    return tk.get_action(f"scigov_intake_{action}")({"user": user}, data)


def uploaded(kind: str, upload: FileStorage, user: str = EDITOR, **where: Any) -> dict[str, Any]:
    return call("batch_create", user, kind=kind, upload=upload, **where)


def proposed(batch: dict[str, Any]) -> dict[str, str]:
    return {header: one["field"] for header, one in batch["proposals"].items()}


def checked(
    kind: str, upload: FileStorage, *, profile: str = "entry", **where: Any
) -> dict[str, Any]:
    """Upload a sheet and match it as it is proposed; return the import with its first rows."""
    batch = uploaded(kind, upload, **where)
    call("batch_match", id=batch["id"], columns=proposed(batch), profile=profile)
    return call("batch_show", id=batch["id"], limit=1000)


def written(kind: str, upload: FileStorage, **more: Any) -> dict[str, Any]:
    batch = checked(kind, upload, **more)
    call("batch_write", id=batch["id"], policy="only_good")
    return call("batch_show", id=batch["id"], limit=1000)


def errors(batch: dict[str, Any]) -> dict[int, dict[str, list[str]]]:
    return {row["number"]: row["errors"] for row in batch["rows"] if row["errors"]}


def table(entry: dict[str, Any], content: str = TABLE, items: Any = ITEMS) -> tuple[str, str]:
    """Publish an open entry with a table and its dictionary; return the ids of both."""
    return published({**entry, **OPEN}, "项目.csv", content.encode(), data_items=items)


def rows_of(resource_id: str) -> list[list[str]]:
    """Return the records of a resource's file as they stand in it."""
    from ckanext.scigov.tables import downloads

    stored = downloads.find(resource_id)
    assert stored is not None
    text = stored.path.read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def numbers(rows: Iterable[Any]) -> list[int]:
    return [row["number"] for row in rows]
