"""Codes of this feature as words and sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables.domain.pasted import MOST_ITEMS
from ckanext.scigov.tables.domain.problems import Code, NoteCode
from ckanext.scigov.tables.pasting import Dictionary

_ = tk._

_PROBLEMS: MappingProxyType[str, Callable[[], str]] = MappingProxyType(
    {
        Code.NOT_INTEGER: lambda: _("This is no whole number."),
        Code.NOT_NUMBER: lambda: _("This is no number."),
        Code.NOT_DATE: lambda: _("This is no date. Write it as 2026-03-01."),
        Code.NOT_DATETIME: lambda: _("This is no date with time. Write it as 2026-03-01 08:30:00."),
        Code.NOT_BOOLEAN: lambda: _("This is neither yes nor no. Write 是 or 否."),
        Code.OUT_OF_RANGE: lambda: _("This number is too large for its type."),
        Code.NOT_IN_CODE_LIST: lambda: _(
            "This is not in the code list. Write one of its values, or add it to the list."
        ),
        Code.NUL_CHARACTER: lambda: _("There is a NUL character in the text. Remove it."),
        Code.UNDECODABLE: lambda: _(
            "These bytes are neither UTF-8 nor GB18030 text. Save the file as UTF-8."
        ),
        Code.TOO_MANY_CELLS: lambda: _(
            "The line has more cells than the heading. Put text with commas in quotes."
        ),
        Code.TOO_FEW_CELLS: lambda: _("The line has fewer cells than the heading."),
        Code.BROKEN_QUOTES: lambda: _(
            "The quotes beginning here are not closed, or text follows them."
        ),
        Code.CELL_TOO_LARGE: lambda: _("The cell is larger than 16 MB."),
        Code.NO_HEADER: lambda: _("The file is empty: its first line must name the columns."),
        Code.TOO_MANY_COLUMNS: lambda: _("The file has more than 1,000 columns."),
        Code.SHEET_MISSING: lambda: _("The workbook has no sheet of this name."),
        Code.WORKBOOK_UNREADABLE: lambda: _("The workbook cannot be read. Save it again as XLSX."),
        Code.WORKBOOK_TOO_LARGE: lambda: _(
            "The workbook is too large: unpacked it has more than 2 GB, or its sheet reaches over more"
            " than 20,000,000 cells. Save it as CSV, or delete what stands far below or to the right."
        ),
        Code.TOO_LARGE_TO_SHOW: lambda: _(
            "The file is too large to show its first rows here. It can be loaded all the same."
        ),
        Code.WRONG_ENCODING: lambda: _(
            "The file is no text in the encoding that this resource names. Choose another, or none."
        ),
        Code.WEB_PAGE: lambda: _(
            "This is a web page or XML and no table. Export the table as CSV or XLSX; a page saved by"
            " a browser is none."
        ),
        Code.OLD_WORKBOOK: lambda: _(
            "This is a workbook of the old form (.xls), or one with a password. Save it as XLSX without"
            " a password."
        ),
        Code.OTHER_KIND: lambda: _(
            "This is no table but a document, a picture or an archive under another name. Upload it"
            " under its right name, or upload a table."
        ),
        Code.JSON_BROKEN: lambda: _("This is no JSON from here on, or it is nested too deeply."),
        Code.JSON_NO_LIST: lambda: _(
            "There is no list of objects in the JSON file. It must be one, or an object that has one, or"
            " have an object on each line."
        ),
        Code.JSON_SEVERAL_LISTS: lambda: _(
            "The JSON file has several lists of objects. Write the name of one of them into the field"
            " Sheet."
        ),
        Code.JSON_NO_OBJECT: lambda: _(
            "This entry of the list is no object with names and values."
        ),
        Code.FILE_MISSING: lambda: _("The stored file is missing. Upload it again."),
        Code.INTERNAL: lambda: _(
            "The site failed several times to load the file. Try again, or tell the administrator."
        ),
    }
)
_NOTES: MappingProxyType[str, Callable[[], str]] = MappingProxyType(
    {
        NoteCode.ITEM_WITHOUT_COLUMN: lambda: _("Data item without a column in the file: {name}"),
        NoteCode.COLUMN_WITHOUT_ITEM: lambda: _(
            "Column without an entry in the dictionary: {name}"
        ),
        NoteCode.SEVERAL_SHEETS: lambda: _(
            "The workbook has several sheets; this one was read: {name}"
        ),
        NoteCode.FORMULAS_WITHOUT_RESULT: lambda: _(
            "Formulas whose result is not stored in the file; their cells are empty: {name}. Open the"
            " workbook and save it again."
        ),
        NoteCode.MERGED_CELLS: lambda: _(
            "Merged areas, of which only the first cell has the value: {name}"
        ),
    }
)
_TYPES: MappingProxyType[str, Callable[[], str]] = MappingProxyType(
    {
        "text": lambda: _("Text"),
        "numeric": lambda: _("Number"),
        "int8": lambda: _("Whole number"),
        "int4": lambda: _("Whole number"),
        "float8": lambda: _("Floating-point number"),
        "float4": lambda: _("Floating-point number"),
        "date": lambda: _("Date"),
        "timestamp": lambda: _("Date and time"),
        "timestamptz": lambda: _("Date and time"),
        "bool": lambda: _("Yes or no"),
    }
)
_OPERATORS: MappingProxyType[str, Callable[[], str]] = MappingProxyType(
    {
        "eq": lambda: _("is exactly"),
        "contains": lambda: _("contains"),
        "gte": lambda: _("is at least"),
        "lte": lambda: _("is at most"),
        "gt": lambda: _("is more than"),
        "lt": lambda: _("is less than"),
    }
)
_OFFERED = ("contains", "eq", "gte", "lte")


def problem(code: str) -> str:
    found = _PROBLEMS.get(code)
    return found() if found else code


def note(row: dict[str, Any]) -> str:
    found = _NOTES.get(row["code"])
    return found().format(name=row["name"]) if found else row["code"]


def type_name(postgres_type: str) -> str:
    found = _TYPES.get(postgres_type)
    return found() if found else postgres_type


def operators() -> list[tuple[str, str]]:
    return [(code, _OPERATORS[code]()) for code in _OFFERED]


def operator(code: str) -> str:
    return _OPERATORS[code]() if code in _OPERATORS else code


def of_refusal(error: tk.ValidationError) -> str:
    """Return why a question was refused, as one text."""
    return " ".join(str(texts) for texts in error.error_summary.values())


def yes_or_no(value: str) -> str:
    return _("Yes") if value in ("t", "true") else _("No")


def of_pasted(found: Dictionary) -> str:
    """Say what became of a dictionary that was pasted."""
    if not found.items:
        return _("No data item could be read from this. Copy at least a row of headings.")
    count, missing = len(found.items), len(found.undescribed)
    said = [
        tk.ungettext("{count} data item was read.", "{count} data items were read.", count).format(
            count=count
        )
    ]
    if missing:
        text = tk.ungettext(
            "{count} of them needs a description.", "{count} of them need a description.", missing
        )
        said.append(text.format(count=missing))
    if found.read.ignored:
        text = _("These columns are no part of a dictionary and were left out: {names}.")
        said.append(text.format(names=", ".join(found.read.ignored)))
    if found.read.left_out:
        text = _("{count} data items were left out: there can be at most {most}.")
        said.append(text.format(count=found.read.left_out, most=MOST_ITEMS))
    return " ".join(said)
