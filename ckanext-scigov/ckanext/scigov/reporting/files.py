"""The files of the channel, written while entries come: a workbook of three sheets, and JSON.

Every text stays a text, however it begins: no spreadsheet takes one for a formula.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from ckanext.scigov.reporting.domain import elements, forms
from ckanext.scigov.reporting.domain.elements import Record

MOST_ROWS = 1_048_000
"""Of a sheet; more items go on in another of the same name with a number."""
WIDTHS = {elements.TITLE: 40, elements.ABSTRACT: 60, elements.PROVIDER: 30, elements.CODE: 22}
USUAL_WIDTH = 16
LONGEST_CELL = 32_767
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json; charset=utf-8",
}


class WorkbookFile:
    """The form as a workbook; openpyxl keeps rows on disk until it is finished."""

    def __init__(self, *, of_package: bool = False) -> None:
        self._book = Workbook(write_only=True)
        self._is_of_package = of_package
        first = (forms.CHANGE,) if of_package else ()
        self._catalogue = self._sheet(forms.CATALOGUE, (*first, *elements.NAMES))
        self._items = self._item_sheet()
        self._written = self._sheets = 1

    def add(self, record: Record, change: str = "") -> None:
        first = [forms.CHANGES[change]] if self._is_of_package else []
        self._append(self._catalogue, [*first, *forms.row(record)])
        for row in forms.item_rows(record):
            if self._written == MOST_ROWS:
                self._sheets += 1
                self._items, self._written = self._item_sheet(str(self._sheets)), 1
            self._append(self._items, row)
            self._written += 1

    def finish(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> IO[bytes]:
        """Return the file, with a last sheet; whoever takes it closes it."""
        sheet = self._sheet(name, columns)
        for row in rows:
            self._append(sheet, row)
        file = tempfile.TemporaryFile()  # noqa: SIM115  (whoever takes it closes it)
        self._book.save(file)
        file.seek(0)
        return file

    def _item_sheet(self, number: str = "") -> Any:
        return self._sheet(forms.ITEMS + number, (elements.CODE, *elements.ITEM_NAMES))

    def _sheet(self, name: str, columns: Sequence[str]) -> Any:
        sheet = self._book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for number, column in enumerate(columns):
            letter = chr(ord("A") + number)
            sheet.column_dimensions[letter].width = WIDTHS.get(column, USUAL_WIDTH)
        self._append(sheet, columns, font=Font(bold=True))
        return sheet

    def _append(self, sheet: Any, texts: Sequence[str], font: Font | None = None) -> None:
        cells: list[Any] = []
        for text in texts:
            clean = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_CELL]
            if font is None and not clean.startswith("="):
                cells.append(clean)
                continue
            cell = WriteOnlyCell(sheet, clean)
            cell.data_type = "s"  # A text that begins with an equals sign is no formula.
            if font is not None:
                cell.font = font
            cells.append(cell)
        sheet.append(cells)


class JsonFile:
    """The same under the same names, an entry on each line."""

    def __init__(self, head: Mapping[str, Any] | None = None) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  (whoever takes it closes it)
        told = {"依据": "发改高技〔2017〕1272号", **(head or {})}
        self._write(f'{_dumped(told)[:-1]}, "{forms.CATALOGUE}": [')
        self._separator = "\n"

    def add(self, record: Record, change: str = "") -> None:
        first = {forms.CHANGE: forms.CHANGES[change]} if change else {}
        self._write(self._separator + _dumped({**first, **forms.as_object(record)}))
        self._separator = ",\n"

    def finish(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> IO[bytes]:
        """Return the file, with a last list; whoever takes it closes it."""
        self._write(f'\n], "{name}": [')
        separator = "\n"
        for row in rows:
            self._write(separator + _dumped(dict(zip(columns, row, strict=True))))
            separator = ",\n"
        self._write("\n]}\n")
        self._file.seek(0)
        return self._file

    def _write(self, text: str) -> None:
        self._file.write(text.encode())


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
