"""A cell of a table in the forms of the files that are made of it.

Cells come as PostgreSQL writes them as text, so that a number keeps its digits on the way.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from ckanext.scigov.tables.domain.asking import NUMBERS

WorkbookValue: TypeAlias = "bool | int | Decimal | dt.date | str | None"

DIGITS_OF_A_WORKBOOK = 15
FIRST_DAY_OF_A_WORKBOOK = dt.date(1900, 3, 1)
"""Spreadsheets know a 29 February 1900; and nothing before that year."""
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?")
_BOOLEANS = {"true": True, "t": True, "false": False, "f": False}


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of a file."""

    id: str
    kind: str
    heading: str
    label: str = ""


def heading_of(column_id: str, label: str, item: str) -> str:
    """A column's id is its heading; where no item gave it a label, that is the heading in full."""
    return column_id if item else label or column_id


def for_workbook(text: str | None, kind: str) -> WorkbookValue:
    """Return a cell of a workbook; what a spreadsheet would change is left as text."""
    if text is None:
        return None
    if kind == "bool":
        return _BOOLEANS.get(text, text)
    if kind in NUMBERS:
        return _number(text)
    if kind == "date":
        return _date(text)
    return text


def _number(text: str) -> int | Decimal | str:
    if not _NUMBER.fullmatch(text):
        return text  # Not a number, infinite.
    number = Decimal(text)
    if len(number.as_tuple().digits) > DIGITS_OF_A_WORKBOOK:
        return text
    return int(text) if text.removeprefix("-").isdigit() else number


def _date(text: str) -> dt.date | str:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return text
    return day if day >= FIRST_DAY_OF_A_WORKBOOK else text


def for_json(text: str | None, kind: str) -> str:
    """Return a value as JSON is written; numbers with all their digits."""
    if text is None:
        return "null"
    if kind == "bool" and text in _BOOLEANS:
        return "true" if _BOOLEANS[text] else "false"
    if kind in NUMBERS and _NUMBER.fullmatch(text):
        return text
    return quoted(text)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def as_object(row: Sequence[str | None], columns: Sequence[FileColumn]) -> str:
    """Return a row as an object of JSON."""
    pairs = (
        f"{quoted(column.id)}: {for_json(cell, column.kind)}"
        for column, cell in zip(columns, row, strict=True)
    )
    return f"{{{', '.join(pairs)}}}"
