"""Read a file row by row: delimited text in several encodings, workbooks, and JSON.

Every reader gives ``(line, cells)`` with the number a person sees in an editor or a spreadsheet,
and holds no more than a piece of a text file in memory.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, TypeAlias

from ckanext.scigov.tables.domain.columns import Note
from ckanext.scigov.tables.domain.problems import Code, Problem, UnfitFile
from ckanext.scigov.tables.domain.sniffing import delimiter_of, encoding_of, kind_of
from ckanext.scigov.tables.json_reading import (
    JSON_ENDINGS,
    JsonLayout,
    examine_json,
    json_rows,
    looks_like_json,
)
from ckanext.scigov.tables.text_reading import Block, TextLayout, TextRows
from ckanext.scigov.tables.workbook_reading import notes_of, workbook_rows
from ckanext.scigov.tables.workbook_scan import scan

Row: TypeAlias = "tuple[int, list[str]]"
BytesRead: TypeAlias = "Callable[[], int]"

BEGINNING = 4_096
SAMPLE_CHARACTERS = 65_536
SAMPLE_BYTES = 1 << 20
TABLE_ENDINGS = {
    "csv": ",", "tsv": "\t", "tab": "\t", "xlsx": "", **dict.fromkeys(JSON_ENDINGS, ""),
}  # fmt: skip
DELIMITERS = {"comma": ",", "tab": "\t", "semicolon": ";", "bar": "|"}
"""Words of the resource's field."""
ENCODINGS = ("utf-8", "utf-16", "gb18030", "big5")


@dataclass(frozen=True, slots=True)
class Given:
    """What the owner has said of a file; empty and None are found out."""

    encoding: str = ""
    delimiter: str = ""
    header_row: int | None = None
    """The line of the heading; 0 where there is none."""
    sheet: str = ""

    @property
    def codec(self) -> str:
        """Return the encoding as Python knows it; a byte order mark is no text."""
        return "utf-8-sig" if self.encoding == "utf-8" else self.encoding


NOTHING = Given()


class OpenTable:
    """A file opened as a table: its heading, then its rows, once; close it."""

    def __init__(
        self,
        rows: Generator[Row, None, None] | TextRows,
        bytes_read: BytesRead,
        header_row: int | None = None,
    ) -> None:
        self._source, self._rows = rows, iter(rows)
        self._has_first = False
        self.bytes_read = bytes_read
        self.heading = self._heading(header_row)

    def close(self) -> None:
        self._source.close()

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def pieces(self, most: int) -> Iterator[Block | list[Row]]:
        """Yield the rows in pieces of so many, as blocks wherever they can be taken as such."""
        width = len(self.heading)
        while True:
            block = None
            if isinstance(self._source, TextRows) and not self._has_first:
                block = self._source.block(width, most)
            self._has_first = False
            piece = block or list(islice(self._rows, most))
            if not piece:
                return
            yield piece

    def _heading(self, header_row: int | None) -> list[str]:
        for line, cells in self._rows:
            if line < (header_row or 0) or not any(cell.strip() for cell in cells):
                continue
            if header_row == 0:
                self._rows, self._has_first = chain([(line, cells)], self._rows), True
                return [f"column_{number}" for number in range(1, len(cells) + 1)]
            while not cells[-1].strip():
                cells.pop()
            return cells
        raise UnfitFile.because(Problem(Code.NO_HEADER))


@dataclass(frozen=True, slots=True)
class TableFile:
    """A file on disk that is to become a table; it can be opened as often as needed."""

    path: Path
    layout: TextLayout | JsonLayout | None
    sheet: str = ""
    header_row: int | None = None
    notes: tuple[Note, ...] = ()
    sheets: tuple[str, ...] = ()

    @property
    def described(self) -> str:
        """Return how it is written, in the words of ``scigov_tables_load.layout``."""
        if self.layout is None:
            return "xlsx"
        if isinstance(self.layout, JsonLayout):
            return f"{self.layout.encoding} json"
        return f"{self.layout.encoding} {self.layout.delimiter!r}"

    def open(self) -> OpenTable:
        """Open the file and read its heading.

        Raises:
            UnfitFile: there is no heading, or the workbook or its sheet cannot be read.
        """
        size = self.path.stat().st_size
        if self.layout is None:
            return OpenTable(workbook_rows(self.path, self.sheet), lambda: size, self.header_row)
        raw = self.path.open("rb")
        text = io.TextIOWrapper(raw, encoding=self.layout.encoding, newline="")
        if isinstance(self.layout, JsonLayout):
            return OpenTable(
                json_rows(text, self.layout), lambda: size if raw.closed else raw.tell()
            )
        rows = TextRows(text, self.layout.delimiter)
        return OpenTable(rows, lambda: size if raw.closed else raw.tell(), self.header_row)


def examine(
    path: Path,
    *,
    ending: str,
    given: Given = NOTHING,
    problem_limit: int = 100,
    is_sample: bool = False,
) -> TableFile:
    """Find out how a file is written, by its bytes; its name only settles doubts.

    Args:
        path: of the file.
        ending: of its name.
        given: what the owner has said of it, which is not looked for.
        problem_limit: how many problems are kept.
        is_sample: look at the beginning of a text alone.

    Raises:
        UnfitFile: the file is missing, or no table, or its text is in no encoding that is known.
    """
    try:
        with path.open("rb") as raw:
            beginning = raw.read(BEGINNING)
    except FileNotFoundError:
        raise UnfitFile.because(Problem(Code.FILE_MISSING)) from None
    other = kind_of(beginning)
    if other is not None:
        raise UnfitFile.because(Problem(other))
    if beginning.startswith(ZIP):
        workbook = scan(path, given.sheet)
        notes, sheets = notes_of(workbook), workbook.sheets
        return TableFile(path, None, workbook.sheet, given.header_row, notes, sheets)
    if looks_like_json(beginning, ending):
        layout = examine_json(path, ending=ending, wanted=given.sheet, encoding=given.codec)
        return TableFile(path, layout)
    encoding = given.codec or _encoding_of(path, problem_limit, is_sample)
    delimiter = DELIMITERS.get(given.delimiter) or _delimiter_of(path, encoding, ending, given)
    return TableFile(path, TextLayout(encoding, delimiter), header_row=given.header_row)


ZIP = b"PK\x03\x04"


def _encoding_of(path: Path, problem_limit: int, is_sample: bool) -> str:
    with path.open("rb") as raw:
        if not is_sample:
            if _is_utf8(raw):
                return "utf-8"
            raw.seek(0)
            return encoding_of(raw, problem_limit)
        text = raw.read(SAMPLE_BYTES)
    whole = text[: text.rfind(b"\n") + 1] or text
    return encoding_of(io.BytesIO(whole), problem_limit)


def _is_utf8(raw: BinaryIO) -> bool:
    """Say whether a file is in the most usual encoding, without a mark: the quickest question."""
    decode = codecs.getincrementaldecoder("utf-8")().decode
    try:
        beginning = raw.read(len(codecs.BOM_UTF8))
        decode(beginning)
        while piece := raw.read(SAMPLE_BYTES):
            decode(piece)
        decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return beginning != codecs.BOM_UTF8


def _delimiter_of(path: Path, encoding: str, ending: str, given: Given) -> str:
    try:
        with path.open(encoding=encoding, newline="") as text:
            sample = text.read(SAMPLE_CHARACTERS)
    except UnicodeDecodeError as error:
        raise UnfitFile.because(Problem(Code.WRONG_ENCODING, value=error.encoding)) from error
    lines = sample.splitlines(keepends=True)[max(0, (given.header_row or 1) - 1) :]
    return delimiter_of("".join(lines), prefer=TABLE_ENDINGS.get(ending) or ",")
