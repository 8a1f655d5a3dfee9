"""Workbooks to fill in: a sheet with headings, lists to choose from, and a sheet that says how."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

Check: TypeAlias = "Literal['whole', 'decimal']"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = 2_000
"""Formats and lists are laid over so many rows."""
LONGEST_COMMENT = 1_000
REQUIRED = PatternFill("solid", fgColor="FDE9D9")
USUAL = PatternFill("solid", fgColor="DCE6F1")
WIDEST, NARROWEST = 40, 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column to fill in."""

    field: str
    heading: str
    about: str = ""
    is_required: bool = False
    choices: tuple[str, ...] = ()
    """What can be chosen."""
    must_choose: bool = True
    """Nothing else is accepted by the spreadsheet program."""
    number_format: str = "@"
    rule: tuple[Check, str, str] | None = None
    """Type, lowest and highest of a number or a date, as the program's own check has them."""


@dataclass(frozen=True, slots=True)
class Titles:
    """What the sheets are called, in the reader's language."""

    rows: str
    how: str
    lists: str
    fields: str


@dataclass(frozen=True, slots=True)
class Guide:
    """What the sheet of instructions says: sentences, and headings of its table of columns."""

    sentences: Sequence[str]
    headings: Sequence[str]
    lines: Sequence[Sequence[str]]


def workbook(columns: Sequence[Column], titles: Titles, guide: Guide) -> bytes:
    """Return an XLSX file. Its first sheet is filled in and read; the others are for people and the program."""
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]  # a new book has one
    sheet.title = titles.rows
    lists = book.create_sheet(titles.lists)
    for number, column in enumerate(columns, start=1):
        _heading(sheet, number, column)
        _format(sheet, number, column)
        if column.choices:
            _list(lists, number, column.choices)
            _offer(sheet, number, column, titles.lists)
        elif column.rule:
            _limit(sheet, number, column.rule)
    sheet.freeze_panes = "A2"
    _instructions(book.create_sheet(titles.how, 1), guide)
    _field_names(book.create_sheet(titles.fields), columns)
    lists.sheet_state = "hidden"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _heading(sheet: Worksheet, number: int, column: Column) -> None:
    cell = sheet.cell(1, number)
    _text(cell, f"{column.heading}*" if column.is_required else column.heading)
    cell.font = Font(bold=True)
    cell.fill = REQUIRED if column.is_required else USUAL
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if column.about:
        cell.comment = Comment(column.about[:LONGEST_COMMENT], "", height=120, width=300)
    width = sum(2 if ord(sign) > 0x2E80 else 1 for sign in column.heading) + 4
    sheet.column_dimensions[get_column_letter(number)].width = min(WIDEST, max(NARROWEST, width))


def _format(sheet: Worksheet, number: int, column: Column) -> None:
    """Give whole columns their format; a program takes over that of the column for new cells."""
    sheet.column_dimensions[get_column_letter(number)].number_format = column.number_format
    for row in range(2, 22):
        sheet.cell(row, number).number_format = column.number_format


def _list(lists: Worksheet, number: int, choices: Sequence[str]) -> None:
    for row, choice in enumerate(choices, start=1):
        _text(lists.cell(row, number), choice)


def _offer(sheet: Worksheet, number: int, column: Column, lists: str) -> None:
    letter = get_column_letter(number)
    source = f"{quote_sheetname(lists)}!${letter}$1:${letter}${len(column.choices)}"
    rule = DataValidation(type="list", formula1=source, allow_blank=True)
    rule.showErrorMessage = column.must_choose
    rule.add(_range(number))
    sheet.add_data_validation(rule)


def _limit(sheet: Worksheet, number: int, told: tuple[Check, str, str]) -> None:
    kind, low, high = told
    operator = "between" if low and high else "greaterThanOrEqual" if low else "lessThanOrEqual"
    first, second = (low, high) if low and high else (low or high, None)
    rule = DataValidation(
        type=kind, operator=operator, formula1=first, formula2=second, allow_blank=True
    )
    rule.showErrorMessage = True
    rule.add(_range(number))
    sheet.add_data_validation(rule)


def _range(number: int) -> str:
    letter = get_column_letter(number)
    return f"{letter}2:{letter}{ROWS + 1}"


def _instructions(sheet: Worksheet, guide: Guide) -> None:
    row = 1
    for sentence in guide.sentences:
        _text(sheet.cell(row, 1), sentence)
        row += 1
    for number, heading in enumerate(guide.headings, start=1):
        cell = sheet.cell(row + 1, number)
        _text(cell, heading)
        cell.font, cell.fill = Font(bold=True), USUAL
        sheet.column_dimensions[get_column_letter(number)].width = 24
    for line_number, line in enumerate(guide.lines, start=row + 2):
        for number, text in enumerate(line, start=1):
            cell = sheet.cell(line_number, number)
            _text(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")


def _field_names(sheet: Worksheet, columns: Sequence[Column]) -> None:
    """Say for programs which heading is which field."""
    for number, column in enumerate(columns, start=1):
        _text(sheet.cell(1, number), column.heading)
        _text(sheet.cell(2, number), column.field)
    sheet.sheet_state = "hidden"


def _text(cell: object, text: str) -> None:
    """Write a text, which is no formula however it begins."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)  # type: ignore[attr-defined]  # openpyxl has no types
    cell.data_type = "s"  # type: ignore[attr-defined]
