"""A look into a workbook before it is read: is it one, and will it fit into memory?

The reader holds a sheet as a full rectangle from its first to its last cell, so a few bytes can ask for
gigabytes: by packing (a zip bomb) or by a cell in the last corner. Sizes that the file states of
itself are not believed; everything is unpacked and counted once, a piece at a time.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from ckanext.scigov.tables.domain.problems import Code, Problem, UnfitFile
from ckanext.scigov.tables.workbook_parts import CONTENTS, sheet_parts

MOST_BYTES = 2 << 30
MOST_CELLS = 20_000_000
PIECE = 1 << 20
MOST_CONTENTS = 1 << 20
LONGEST_REST = 1 << 20
WORKBOOK = CONTENTS[0]
MOST_ROWS = 1_048_576
_LOCAL_HEADER = struct.Struct("<26xHH")
# As every program writes it; whatever is written otherwise is looked at more slowly.
_PLAIN_CELL = re.compile(rb'<c r="([A-Z]{1,3})[0-9]')
_CELL_STARTS = (b"<c ", b"<c>", b"<c/", b"<c\t", b"<c\n", b"<c\r")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,7})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW_END = re.compile(rb"</(?:\w+:)?row\s*>")
_NO_RESULT = re.compile(
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*(?:<(?:\w+:)?v>\s*</(?:\w+:)?v>|<(?:\w+:)?v\s*/>)?\s*"
    rb"</(?:\w+:)?c>"
)
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s")


@dataclass(slots=True)
class SheetFacts:
    """What a sheet's text says of it; rows and columns are never too few."""

    columns: int = 0
    formulas_without_result: int = 0
    merged: int = 0
    highest_row: int = 0
    """Looked for only where ``is_exact``."""
    is_exact: bool = False
    _rows_seen: int = 0
    _cells_in_row: int = 0
    _rest: bytes = field(default=b"")

    @property
    def rows(self) -> int:
        return max(self.highest_row if self.is_exact else MOST_ROWS, self._rows_seen)

    @property
    def cells(self) -> int:
        return self.rows * self.columns

    def look_at(self, piece: bytes) -> None:
        text = self._rest + piece
        # Nothing that is looked for is cut, unless it is longer than anything honest.
        cut = max(text.rfind(b"</c>") + 4, text.rfind(b"<row"), 0)
        if cut < 8 and len(text) > LONGEST_REST:
            cut = len(text)
        self._rest = text[cut:]
        self._count(text[:cut])

    def end(self) -> None:
        self._count(self._rest)
        self._rest = b""

    def _count(self, text: bytes) -> None:
        self._rows_seen += text.count(b"<row") + text.count(b":row")
        letters = _PLAIN_CELL.findall(text)
        is_plain = b":c" not in text and b":row" not in text and b"<!" not in text
        if not is_plain or len(letters) != sum(map(text.count, _CELL_STARTS)):
            self._count_slowly(text)
        for one in set(letters):
            self.columns = max(self.columns, _number_of(one))
        if self.is_exact:
            rows = (int(digits) for _letters, digits in set(_REFERENCE.findall(text)))
            self.highest_row = max(self.highest_row, *rows, 0)
        if b"f>" in text or b"<f" in text or b":f" in text:
            self.formulas_without_result += len(_NO_RESULT.findall(text))
        if b"mergeCell" in text:
            self.merged += len(_MERGED.findall(text))

    def _count_slowly(self, text: bytes) -> None:
        for letters, _digits in set(_REFERENCE.findall(text)):
            self.columns = max(self.columns, _number_of(letters))
        for number, part in enumerate(_ROW_END.split(text)):
            if number:
                self._cells_in_row = 0
            self._cells_in_row += len(_CELL.findall(part))
            self.columns = max(self.columns, self._cells_in_row)


@dataclass(frozen=True, slots=True)
class WorkbookFacts:
    """A workbook that can be read, the names of its sheets, and one of them."""

    sheets: tuple[str, ...]
    sheet: str
    size: int
    facts: SheetFacts


def scan(path: Path, sheet: str = "") -> WorkbookFacts:
    """Look through a workbook, and at one sheet of it; the first when none is named.

    Raises:
        UnfitFile: it is no workbook, or too large, or has no such sheet.
    """
    try:
        with zipfile.ZipFile(path) as file:
            return _scanned(file, sheet)
    except (zipfile.BadZipFile, zlib.error, struct.error, KeyError, ValueError, OSError) as error:
        raise UnfitFile.because(Problem(Code.WORKBOOK_UNREADABLE)) from error


def _scanned(file: zipfile.ZipFile, sheet: str) -> WorkbookFacts:
    entries = {info.filename: info for info in file.infolist()}
    if WORKBOOK not in entries or len(entries) != len(file.infolist()):
        raise UnfitFile.because(Problem(Code.WORKBOOK_UNREADABLE))
    parts = sheet_parts({n: _start_of(file, entries[n]) for n in CONTENTS if n in entries})
    if not parts or (sheet and sheet not in parts):
        raise UnfitFile.because(Problem(Code.SHEET_MISSING, value=sheet))
    chosen = sheet or next(iter(parts))
    size, found = 0, SheetFacts()
    for name, info in entries.items():
        for piece in _unpacked(file, info):
            size += len(piece)
            if size > MOST_BYTES:
                raise UnfitFile.because(Problem(Code.WORKBOOK_TOO_LARGE))
            if name == parts[chosen]:
                found.look_at(piece)
    found.end()
    if found.cells > MOST_CELLS:
        found = _exactly(file, entries[parts[chosen]])
    return WorkbookFacts(tuple(parts), chosen, size, found)


def _exactly(file: zipfile.ZipFile, info: zipfile.ZipInfo) -> SheetFacts:
    """Look at a wide sheet once more: it may have few rows."""
    found = SheetFacts(is_exact=True)
    for piece in _unpacked(file, info):
        found.look_at(piece)
    found.end()
    if found.cells > MOST_CELLS:
        value = f"{found.rows} × {found.columns}"
        raise UnfitFile.because(Problem(Code.WORKBOOK_TOO_LARGE, value=value))
    return found


def _start_of(file: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    text = b""
    for piece in _unpacked(file, info):
        text += piece
        if len(text) > MOST_CONTENTS:
            raise zipfile.BadZipFile
    return text


def _unpacked(file: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the bytes of an entry, however many it says it has."""
    raw = file.fp
    if raw is None or info.flag_bits & 1 or info.compress_type not in (0, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile
    raw.seek(info.header_offset)
    name, extra = _LOCAL_HEADER.unpack(raw.read(_LOCAL_HEADER.size))
    raw.seek(name + extra, 1)
    packed = _pieces(raw, info.compress_size)
    if info.compress_type == 0:
        yield from packed
        return
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    for piece in packed:
        found = unpacker.decompress(piece, PIECE)
        while found:
            yield found
            found = unpacker.decompress(unpacker.unconsumed_tail, PIECE)


def _pieces(raw: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0 and (piece := raw.read(min(size, PIECE))):
        size -= len(piece)
        yield piece


def _number_of(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
