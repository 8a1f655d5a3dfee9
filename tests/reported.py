"""Entries that can be reported to the national platform, files of them, and how people ask."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from grades_given import OPEN
from openpyxl import Workbook, load_workbook
from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk
from ckan import model

PROVIDER_CODE, OTHER_CODE = "113500000035910102", "11350000003590384F"
ITEMS = [
    {"title": "项目编号", "data_type": "C", "length": "8", "description": "立项时给出的编号"},
    {"title": "金额", "data_type": "N", "precision": "10,2", "description": "核定的财政经费"},
]


def entry(number: int = 1) -> dict[str, Any]:
    """Return a complete entry of level 1 with a table of two items."""
    return {
        "title": f"科技计划立项清单{number}", "notes": "立项项目的编号与经费，供查询与监督使用。",
        "tag_string": "科技计划", "data_kind": "management", "license_id": "cc-by", **OPEN,
        "contact": [{"name": "计划处", "email": "office@example.org"}], "source_system": "科技业务系统",
        "data_form": "database", "update_cycle": "annual", "category_class": "3",
        "category_item": "07", "category_subitem": "001", "resource_code": f"307001/{number}",
        "issued": "2026-03-01", "related_codes": ["307001/900"], "share_channel": ["file", "api"],
        "resources": [{"name": "清单", "url": "https://files.example/canary.csv", "data_items": ITEMS}],
    }  # fmt: skip


def call(user: str, action: str, /, **data: Any) -> Any:
    """Call an action as a user (empty: a visitor), by its short name."""
    try:
        return tk.get_action(f"scigov_reporting_{action}")({"user": user}, data)
    except Exception:
        model.Session.rollback()
        raise


def patch(name: str, user: str = "owner_editor", **fields: Any) -> None:
    tk.get_action("package_patch")({"user": user}, {"id": name, **fields})


def exported(user: str, kind: str = "json", **wish: Any) -> bytes:
    with call(user, "export", format=kind, **wish)["file"] as file:
        return file.read()


def catalogue(user: str, **wish: Any) -> list[dict[str, Any]]:
    return json.loads(exported(user, **wish))["信息资源"]


def packed(sequence: int, user: str = "approver") -> dict[str, Any]:
    """Return what is in a package: its manifest, and its catalogue as JSON."""
    path = call(user, "package_file", sequence=sequence)["path"]
    with zipfile.ZipFile(path) as archive:
        names = ("manifest.json", "catalogue.json")
        manifest, found = (json.loads(archive.read(name)) for name in names)
    return {"manifest": manifest, "catalogue": found}


def told(sequence: int) -> dict[str, str]:
    """Return code → change of a package's file."""
    found = packed(sequence)["catalogue"]
    rows = {one["信息资源代码"]: one["变更类型"] for one in found["信息资源"]}
    return rows | {one["信息资源代码"]: "撤销" for one in found["撤销"]}


def answer(sequence: int, **outcomes: str) -> dict[str, Any]:
    """Send a receipt as JSON: ``n1="接收"`` answers the code 307001/1."""
    answers = [
        {"信息资源代码": f"307001/{name[1:]}", "处理结果": word, "原因": "代码重复", "接收方代码": f"R{name[1:]}"}
        for name, word in outcomes.items()
    ]  # fmt: skip
    text = json.dumps({"数据包序号": sequence, "回执": answers}, ensure_ascii=False)
    return call(
        "approver", "receipt_import", sequence=sequence, upload=upload(text.encode(), "a.json")
    )


def upload(content: bytes, name: str) -> FileStorage:
    return FileStorage(io.BytesIO(content), filename=name)


def workbook(*rows: list[Any], title: str = "回执") -> FileStorage:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return upload(made.getvalue(), "回执.xlsx")


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}
