"""Read a file row by row: delimited text in several encodings, and workbooks.

Every reader gives ``(line, cells)`` with the number a person sees in an editor or a spreadsheet,
and holds no more than a piece of a text file in memory. (A workbook's sheet is held whole: its
format allows nothing else.)
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypeAlias

from python_calamine import CalamineError, CalamineWorkbook

from ckanext.scigov.tables.domain.problems import Code, Problem, UnfitFile
from ckanext.scigov.tables.domain.sniffing import delimiter_of, encoding_of

Row: TypeAlias = "tuple[int, list[str]]"
BytesRead: TypeAlias = "Callable[[], int]"

SAMPLE_CHARACTERS = 65_536
LARGEST_CELL = 16 * 1024 * 1024
ZIP = b"PK\x03\x04"
TABLE_ENDINGS = {"csv": ",", "tsv": "\t", "tab": "\t", "xlsx": ""}

csv.field_size_limit(LARGEST_CELL)


@dataclass(frozen=True, slots=True)
class TextLayout:
    """How a delimited file is written."""

    encoding: str
    delimiter: str


class OpenTable:
    """A file opened as a table: its heading, then its rows, once; close it."""

    def __init__(self, rows: Generator[Row, None, None], bytes_read: BytesRead) -> None:
        self._rows = rows
        self.bytes_read = bytes_read
        self.heading = _heading(rows)

    def close(self) -> None:
        self._rows.close()

    def __iter__(self) -> Iterator[Row]:
        return self._rows


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file on disk that is to become a table; it can be opened as often as needed."""

    path: Path
    layout: TextLayout | None
    sheet: str = ""

    def open(self) -> OpenTable:
        """Open the file and read its heading.

        Raises:
            UnfitFile: there is no heading, or the workbook or its sheet cannot be read.
        """
        size = self.path.stat().st_size
        if self.layout is None:
            return OpenTable(_workbook_rows(self.path, self.sheet), lambda: size)
        raw = self.path.open("rb")
        text = io.TextIOWrapper(raw, encoding=self.layout.encoding, newline="")
        rows = _text_rows(text, self.layout.delimiter)
        return OpenTable(rows, lambda: size if raw.closed else raw.tell())


def examine(path: Path, *, ending: str, sheet: str = "", problem_limit: int = 100) -> TableFile:
    """Find out how a file is written, by its bytes; its name only settles doubts.

    Raises:
        UnfitFile: the file is missing, or its text is in no encoding that is known.
    """
    try:
        with path.open("rb") as raw:
            if raw.read(len(ZIP)) == ZIP:
                return TableFile(path, None, sheet)
            raw.seek(0)
            encoding = encoding_of(raw, problem_limit)
    except FileNotFoundError:
        raise UnfitFile.because(Problem(Code.FILE_MISSING)) from None
    with path.open(encoding=encoding, newline="") as text:
        sample = text.read(SAMPLE_CHARACTERS)
    delimiter = delimiter_of(sample, prefer=TABLE_ENDINGS.get(ending) or ",")
    return TableFile(path, TextLayout(encoding, delimiter))


def _heading(rows: Iterator[Row]) -> list[str]:
    for _line, cells in rows:
        if any(cell.strip() for cell in cells):
            while not cells[-1].strip():
                cells.pop()
            return cells
    raise UnfitFile.because(Problem(Code.NO_HEADER))


def _text_rows(text: IO[str], delimiter: str) -> Generator[Row, None, None]:
    with text:
        # Strict: an unclosed quote would otherwise swallow the rest of the file in silence.
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        line = 1
        try:
            for cells in reader:
                if cells:
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            code = Code.CELL_TOO_LARGE if "limit" in str(error) else Code.BROKEN_QUOTES
            raise UnfitFile.because(Problem(code, line)) from error


def _workbook_rows(path: Path, sheet: str) -> Generator[Row, None, None]:
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        names = workbook.sheet_names
        if not names or (sheet and sheet not in names):
            raise UnfitFile.because(Problem(Code.SHEET_MISSING, value=sheet))
        table = workbook.get_sheet_by_name(sheet or names[0])
        first = (table.start or (0, 0))[0]
        for number, cells in enumerate(table.iter_rows(), start=first + 1):
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
