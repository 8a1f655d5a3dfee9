"""The rows of an import that have errors, with what is wrong in a column of their own: to be corrected and given again."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import flask
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import PatternFill

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.imports.workbooks import MEDIA_TYPE
from ckanext.scigov.shared import toolkit_csv

MARK = PatternFill("solid", fgColor="FFC7CE")
Row = Mapping[str, Any]


def answer(headers: Sequence[str], rows: Sequence[Row], ending: str) -> flask.Response:
    """Return a file of rows as an answer; of the endings xlsx and csv."""
    if ending == "csv":
        return toolkit_csv.answer(_texts(headers, rows), "import-errors.csv")
    found = flask.Response(_workbook(headers, rows), content_type=MEDIA_TYPE)
    found.headers["Content-Disposition"] = 'attachment; filename="import-errors.xlsx"'
    found.headers["X-Content-Type-Options"] = "nosniff"
    return found


def said(row: Row) -> str:
    """Return all that is wrong with a row, each with its column."""
    parts = [
        f"{header}{tk._(': ')}{text}" if header else text
        for header, texts in row["errors"].items()
        for text in texts
    ]
    return "\n".join(parts)


def _texts(headers: Sequence[str], rows: Iterable[Row]) -> Iterable[Sequence[str]]:
    yield [*headers, tk._("Errors"), tk._("Row of the file")]
    for row in rows:
        cells = _cells(headers, row)
        yield [*cells, said(row), str(row["number"])]


def _cells(headers: Sequence[str], row: Row) -> list[str]:
    cells = list(row["cells"])[: len(headers)]
    return cells + [""] * (len(headers) - len(cells))


def _workbook(headers: Sequence[str], rows: Iterable[Row]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(tk._("Rows with errors"))
    names = [*headers, "", ""]
    for line, row in zip(_texts(headers, rows), [None, *rows], strict=True):
        bad = set(row["errors"]) - {""} if row else set[str]()
        pairs = zip(line, names, strict=True)
        sheet.append([_cell(sheet, text, name in bad) for text, name in pairs])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _cell(sheet: Any, text: str, is_bad: bool) -> Any:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"  # A text that begins with an equals sign is no formula.
    if is_bad:
        cell.fill = MARK
    return cell
