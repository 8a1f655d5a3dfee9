"""Where the rows of a table stand in its delimited text: which bytes are the record of which ``_id``.

A table's rows are numbered while they are loaded, one number for each record below the heading that is
not blank. Here the same records are counted in the same order, and their bytes with them.
"""

from __future__ import annotations

import codecs
import csv
import io
import shutil
from collections.abc import Collection, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ckanext.scigov.tables.domain.delimited import is_no_row
from ckanext.scigov.tables.domain.problems import Code, Problem, UnfitFile
from ckanext.scigov.tables.reading import OpenTable, Row, TableFile
from ckanext.scigov.tables.text_reading import TextLayout

PIECE = 1 << 20
BYTE_BY_BYTE = "latin-1"
"""Carries the bytes of an encoding in which a line end is one byte and part of nothing else."""


@dataclass(frozen=True, slots=True)
class Place:
    """A record in its file."""

    start: int
    """Of its bytes, those of the line end included."""
    end: int
    text: str
    """Without the line end."""
    line_end: str


@dataclass(frozen=True, slots=True)
class Found:
    """A row as the file has it."""

    line: int
    cells: list[str]
    place: Place | None = None
    """None in a file that is no delimited text."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Bytes that stand in the place of others."""

    place: Place
    content: bytes


def find_rows(table: OpenTable, numbers: Collection[int]) -> Iterator[tuple[int, int, list[str]]]:
    """Yield number, line and cells of the rows that are wanted, in their order, and read no further."""
    number, last = 0, max(numbers, default=0)
    for line, cells in table:
        if number >= last:
            return
        if is_no_row(cells, len(table.heading)):
            continue
        number += 1
        if number in numbers:
            yield number, line, cells


def rows_in_text(file: TableFile, layout: TextLayout, numbers: Collection[int]) -> dict[int, Found]:
    """Return the rows of these numbers with the places of their records.

    Raises:
        UnfitFile: the text cannot be read so.
    """
    records = _Records(file.path, layout)
    with closing(OpenTable(records.rows(), lambda: 0, file.header_row)) as table:
        return {
            number: Found(line, cells, records.place())
            for number, line, cells in find_rows(table, numbers)
        }


def codec_of(path: Path, encoding: str) -> str:
    """Return the codec of single lines of a text, which have no byte order mark."""
    if encoding != "utf-16":
        return encoding.removesuffix("-sig")
    with path.open("rb") as raw:
        is_big = raw.read(2) == codecs.BOM_UTF16_BE
    return "utf-16-be" if is_big else "utf-16-le"


def copy_with(path: Path, edits: Iterable[Edit], target: BinaryIO) -> None:
    """Copy a file byte for byte, but for the records that are written anew, or left out."""
    with path.open("rb") as raw:
        for edit in sorted(edits, key=lambda one: one.place.start):
            _copy(raw, target, edit.place.start - raw.tell())
            target.write(edit.content)
            raw.seek(edit.place.end)
        shutil.copyfileobj(raw, target, PIECE)


def _copy(source: BinaryIO, target: BinaryIO, size: int) -> None:
    while size > 0:
        piece = source.read(min(size, PIECE))
        target.write(piece)
        size -= len(piece)


class _Records:
    """The records of a text one after another, and where the newest one stands."""

    def __init__(self, path: Path, layout: TextLayout) -> None:
        self._path, self._layout = path, layout
        self._codec = codec_of(path, layout.encoding)
        self._start = self._end = 0
        self._lines: list[str] = []

    def rows(self) -> Generator[Row, None, None]:
        """Yield line and cells of each record that is not empty, as ``TextRows`` does."""
        reader = csv.reader(self._texts(), delimiter=self._layout.delimiter, strict=True)
        while True:
            self._start, self._lines = self._end, []
            line = reader.line_num + 1
            try:
                cells = next(reader, None)
            except (csv.Error, UnicodeDecodeError) as error:
                raise UnfitFile.because(Problem(Code.BROKEN_QUOTES, line)) from error
            if cells is None:
                return
            if cells:
                yield line, cells

    def place(self) -> Place:
        """Return where the record stands that has just been yielded."""
        text = "".join(self._lines)
        record = text.removesuffix("\n").removesuffix("\r")
        return Place(self._start, self._end, record, text[len(record) :])

    def _texts(self) -> Iterator[str]:
        for line in self._byte_lines():
            self._end += len(line)
            text = line.decode(self._codec)
            self._lines.append(text)
            yield text

    def _byte_lines(self) -> Iterator[bytes]:
        """Yield the bytes of each line; lines end where a reader of text ends them."""
        carrier = self._codec if self._codec.startswith("utf-16") else BYTE_BY_BYTE
        with self._path.open("rb") as raw:
            self._start = self._end = _skip_mark(raw)
            with io.TextIOWrapper(raw, encoding=carrier, newline="") as text:
                for line in text:
                    yield line.encode(carrier)


def _skip_mark(raw: BinaryIO) -> int:
    """Move behind a byte order mark; return its length."""
    beginning = raw.read(len(codecs.BOM_UTF8))
    marks = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    size = next((len(mark) for mark in marks if beginning.startswith(mark)), 0)
    raw.seek(size)
    return size
