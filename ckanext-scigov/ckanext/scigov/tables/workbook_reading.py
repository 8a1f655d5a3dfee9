"""A workbook's sheet row by row; its format allows nothing but to hold the sheet whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from python_calamine import CalamineError, CalamineWorkbook

from ckanext.scigov.tables.domain.columns import Note
from ckanext.scigov.tables.domain.problems import Code, NoteCode, Problem, UnfitFile
from ckanext.scigov.tables.workbook_scan import WorkbookFacts

Row: TypeAlias = "tuple[int, list[str]]"


def notes_of(workbook: WorkbookFacts) -> tuple[Note, ...]:
    """Return what its owner should know of how a workbook is read."""
    facts = workbook.facts
    found = (
        (NoteCode.SEVERAL_SHEETS, workbook.sheet if len(workbook.sheets) > 1 else ""),
        (NoteCode.FORMULAS_WITHOUT_RESULT, str(facts.formulas_without_result or "")),
        (NoteCode.MERGED_CELLS, str(facts.merged or "")),
    )
    return tuple(Note(code, name) for code, name in found if name)


def workbook_rows(path: Path, sheet: str) -> Generator[Row, None, None]:
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        if sheet not in workbook.sheet_names:
            raise UnfitFile.because(Problem(Code.SHEET_MISSING, value=sheet))
        table = workbook.get_sheet_by_name(sheet)
        # Rows above the first one with content come, too, as empty ones.
        for number, cells in enumerate(table.iter_rows(), start=1):
            yield number, _cells_as_text(cells)
    except CalamineError as error:
        raise UnfitFile.because(Problem(Code.WORKBOOK_UNREADABLE)) from error


def _cells_as_text(cells: Sequence[Any]) -> list[str]:
    return [cell if isinstance(cell, str) else _cell_as_text(cell) for cell in cells]


def _cell_as_text(cell: Any) -> str:  # noqa: PLR0911  (one for each type)
    """Write a typed cell as a person would: 18.0 is 18, true is true, a midnight is a date."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        if cell.time() == dt.time():
            return cell.date().isoformat()
        return cell.isoformat(sep=" ")
    if isinstance(cell, (dt.date, dt.time)):
        return cell.isoformat()
    return str(cell)
