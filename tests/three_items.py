"""A table of three data items, of which somebody is granted two."""

from __future__ import annotations

import csv
import io
from typing import Any, NamedTuple

import openpyxl

NAMES = [f"第{n}批科技计划立项单位, 名称为试验单位{n}" for n in range(60)]
HEAD = ["单位名称", "canary证号", "经费"]
ROWS = [[name, f"canary-cell-{n} hiddenword", str(n)] for n, name in enumerate(NAMES)]
GIVEN = [[row[0], row[2]] for row in ROWS]
ITEMS = [
    {"name": "unit", "title": "单位名称", "data_type": "C", "description": "承担单位的全称"},
    {"name": "id_number", "title": "canary证号", "data_type": "C", "description": "证件的号码"},
    {"name": "amount", "title": "经费", "data_type": "N", "description": "以万元计"},
]
TWO = frozenset({"unit", "amount"})


class Made(NamedTuple):
    dataset_id: str
    resource_id: str
    other_id: str
    """A link without a dictionary."""


def csv_of(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def as_csv() -> bytes:
    return csv_of([HEAD, *ROWS])


def as_xlsx() -> bytes:
    book = openpyxl.Workbook()
    for line, row in enumerate([HEAD, *ROWS], start=1):
        for column, text in enumerate(row, start=1):
            book.active.cell(line, column, text).data_type = "s"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


FILES = {
    "csv": as_csv,
    "xlsx": as_xlsx,
    "pdf": lambda: b"%PDF-1.4 canary",
    "txt": lambda: b"canary-0123456789",
}


def lines(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def names_of(answer: dict[str, Any]) -> list[str]:
    return [one["id"] for one in answer["fields"]]
