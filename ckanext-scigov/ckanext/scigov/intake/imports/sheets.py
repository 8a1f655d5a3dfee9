"""A spreadsheet that somebody gives: its heading and its rows as text. XLSX, XLS, and delimited text.

Formulas are read as the values they had when the file was saved. What a file unpacks to is counted before
it is read (``tables.workbook_scan``); a workbook of the old form cannot be packed, and its format holds no
more than 65,536 rows of 256 cells.
"""

from __future__ import annotations

import enum
import itertools
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from python_calamine import CalamineError, CalamineWorkbook

from ckanext.scigov.intake.domain.column_matching import headings
from ckanext.scigov.intake.imports import config
from ckanext.scigov.shared import toolkit_csv
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.tables.domain.problems import Code, NoteCode, Problem, UnfitFile
from ckanext.scigov.tables.formats import ending_of
from ckanext.scigov.tables.json_reading import JsonLayout
from ckanext.scigov.tables.reading import Given, TableFile, examine
from ckanext.scigov.tables.workbook_reading import workbook_rows

Row: TypeAlias = "tuple[int, list[str]]"
OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NUL, REPLACED = "\x00", "\N{REPLACEMENT CHARACTER}"


class SheetReason(enum.Enum):
    """Why a sheet is not taken."""

    UNREADABLE = "unreadable"
    NO_SHEET = "no_sheet"
    NO_ROWS = "no_rows"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"
    TOO_MANY_CELLS = "too_many_cells"
    CELL_TOO_LONG = "cell_too_long"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read of a file; rows with content alone, by their number in the sheet."""

    headers: list[str]
    rows: list[Row]
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    formulas: int = 0
    """Cells with a formula whose result the file does not have: they are read as empty."""


def read(path: Path, file_name: str, sheet: str, most_rows: int) -> Sheet:
    """Read the first sheet of a file, or the one that is named.

    Raises:
        Refused: it is none, or too large; ``UNREADABLE`` names the code of ``tables.domain.problems``.
    """
    try:
        with path.open("rb") as raw:
            is_old = raw.read(len(OLD_WORKBOOK)) == OLD_WORKBOOK
        found = _old_workbook(path, sheet) if is_old else _examined(path, file_name, sheet)
        return _within_limits(*found, most_rows)
    except UnfitFile as unfit:
        first = unfit.problems.rows()[0]
        values = {"code": first["code"], "line": first["line"]}
        raise Refused(Refusal(SheetReason.UNREADABLE, "upload", values)) from unfit


def _examined(path: Path, file_name: str, sheet: str) -> tuple[Sheet, Iterable[Row]]:
    file = examine(path, ending=ending_of(file_name), given=Given(sheet=sheet))
    if isinstance(file.layout, JsonLayout):
        raise UnfitFile.because(Problem(Code.OTHER_KIND))
    formulas = next(
        (note.name for note in file.notes if note.code is NoteCode.FORMULAS_WITHOUT_RESULT), "0"
    )
    rows = workbook_rows(path, file.sheet) if file.layout is None else _text_rows(file)
    return Sheet([], [], file.sheet, file.sheets, int(formulas)), rows


def _text_rows(file: TableFile) -> Iterator[Row]:
    with closing(file.open()) as table:
        yield 1, table.heading
        for number, cells in table:
            yield number, [_unescaped(cell) for cell in cells]


def _unescaped(cell: str) -> str:
    """Return a text as it was before it was written so that no program takes it for a formula."""
    return cell[1:] if cell.startswith("'") and toolkit_csv.safe(cell[1:]) == cell else cell


def _old_workbook(path: Path, sheet: str) -> tuple[Sheet, Iterable[Row]]:
    try:
        names = CalamineWorkbook.from_path(str(path)).sheet_names
    except CalamineError as error:
        raise UnfitFile.because(Problem(Code.WORKBOOK_UNREADABLE)) from error
    if not names or (sheet and sheet not in names):
        raise Refused(Refusal(SheetReason.NO_SHEET, "sheet"))
    chosen = sheet or names[0]
    return Sheet([], [], chosen, tuple(names)), workbook_rows(path, chosen)


def _within_limits(about: Sheet, rows: Iterable[Row], most_rows: int) -> Sheet:
    filled = (row for row in rows if any(cell.strip() for cell in row[1]))
    _number, heading = next(iter(filled), (0, []))
    while heading and not heading[-1].strip():
        heading = heading[:-1]
    if not heading:
        raise Refused(Refusal(SheetReason.NO_ROWS, "upload"))
    if len(heading) > config.MOST_COLUMNS:
        raise _refused(SheetReason.TOO_MANY_COLUMNS, config.MOST_COLUMNS)
    most = min(most_rows, config.MOST_CELLS // len(heading))
    found = [_squared(row, len(heading)) for row in itertools.islice(filled, most + 1)]
    if len(found) > most:
        too_many = most_rows if most == most_rows else config.MOST_CELLS
        reason = SheetReason.TOO_MANY_ROWS if most == most_rows else SheetReason.TOO_MANY_CELLS
        raise _refused(reason, too_many)
    if not found:
        raise Refused(Refusal(SheetReason.NO_ROWS, "upload"))
    return Sheet(
        headings([*map(_clean, heading)]), found, about.sheet, about.sheets, about.formulas
    )


def _squared(row: Row, width: int) -> Row:
    """Return a row as wide as the heading, or wider by what stands beside it."""
    number, cells = row
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    clean = [_clean(cell) for cell in cells]
    if any(len(cell) > config.LONGEST_CELL for cell in clean):
        raise _refused(SheetReason.CELL_TOO_LONG, config.LONGEST_CELL, row=number)
    return number, clean + [""] * (width - len(clean))


def _clean(cell: str) -> str:
    """Show a sign that no database takes for what it is: one that was lost."""
    return cell.replace(NUL, REPLACED) if NUL in cell else cell


def _refused(reason: SheetReason, most: int, **values: int) -> Refused:
    return Refused(Refusal(reason, "upload", {"most": most, **values}))
