"""Workbooks as a spreadsheet program writes them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl


def book(*sheets: tuple[str, Iterable[Sequence[Any]]], merge: str = "") -> bytes:
    """Return a workbook of sheets, each a title and its rows; in each, the same cells are merged."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
        if merge:
            sheet.merge_cells(merge)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()
