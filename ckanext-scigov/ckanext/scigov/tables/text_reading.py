"""Delimited text, in the encoding and with the delimiter that are known by now.

Rows come one after another; and where the next lines need no reading but are cut at every delimiter,
they come as a block, with whole columns of cells, which is many times as fast.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice, repeat
from typing import IO, TypeAlias

from ckanext.scigov.tables.domain.problems import Code, Problem, UnfitFile

Row: TypeAlias = "tuple[int, list[str]]"

LARGEST_CELL = 16 * 1024 * 1024
LARGEST_BLOCK = 16 * 1024 * 1024
"""Longer pieces are read row by row: a block is several times in memory."""

csv.field_size_limit(LARGEST_CELL)


@dataclass(frozen=True, slots=True)
class TextLayout:
    """How a delimited file is written."""

    encoding: str
    delimiter: str


@dataclass(frozen=True, slots=True)
class Block:
    """Lines without quotes that have as many cells as the heading, and none of them is blank."""

    lines: range
    text: str
    """All of them, each ended by a line feed."""
    delimiter: str
    columns: tuple[list[str], ...]


class TextRows:
    """The rows of a text, once; it is closed behind the last one."""

    def __init__(self, text: IO[str], delimiter: str) -> None:
        self._text, self._delimiter = text, delimiter
        self._ahead: deque[str] = deque()
        self._error: UnicodeDecodeError | None = None
        self._in_blocks = 0
        # Strict: an unclosed quote would otherwise swallow the rest of the file in silence.
        self._reader = csv.reader(self._lines(), delimiter=delimiter, strict=True)

    def close(self) -> None:
        self._text.close()

    def __iter__(self) -> Iterator[Row]:
        return self

    def __next__(self) -> Row:
        """Return the next line that is not empty, until something is wrong with the text itself.

        Raises:
            UnfitFile: quotes, a cell's size, or bytes that are no text in the encoding.
        """
        while True:
            line = self._in_blocks + self._reader.line_num + 1
            cells = self._cells(line)
            if cells:
                return line, cells

    def _cells(self, line: int) -> list[str]:
        try:
            return next(self._reader)
        except StopIteration:
            self.close()
            raise
        except csv.Error as error:
            self.close()
            code = Code.CELL_TOO_LARGE if "limit" in str(error) else Code.BROKEN_QUOTES
            raise UnfitFile.because(Problem(code, line)) from error
        except UnicodeDecodeError as error:
            self.close()
            raise UnfitFile.because(Problem(Code.WRONG_ENCODING, value=error.encoding)) from error

    def block(self, width: int, most: int) -> Block | None:
        """Return the next lines at once; None where rows have to be read one by one, or at the end.

        Args:
            width: how many cells a line must have.
            most: how many lines are taken, unless the text has fewer.
        """
        if self._error or self._text.closed:
            return None
        try:
            self._ahead.extend(islice(self._text, most - len(self._ahead)))
        except UnicodeDecodeError as error:
            # The rows before are still read, and then this is told.
            self._error = error
            return None
        if sum(map(len, self._ahead)) > LARGEST_BLOCK:
            return None
        first = self._in_blocks + self._reader.line_num + 1
        found = _block(self._ahead, self._delimiter, width, first)
        if found is not None:
            self._in_blocks += len(self._ahead)
            self._ahead.clear()
        return found

    def _lines(self) -> Iterator[str]:
        while True:
            while self._ahead:
                yield self._ahead.popleft()
            if self._error:
                raise self._error
            line = next(self._text, None)
            if line is None:
                return
            yield line


def _block(ahead: Collection[str], delimiter: str, width: int, first: int) -> Block | None:
    """Return lines as a block if a reader of CSV would cut them in the same way."""
    if set(map(str.count, ahead, repeat(delimiter))) != {width - 1}:
        return None
    text = "".join(ahead)
    if '"' in text or "\x00" in text:
        return None
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        if "\r" in text:
            return None
    if not text.endswith("\n"):
        text += "\n"
    blank = delimiter * (width - 1) + "\n"
    if text.startswith(blank) or f"\n{blank}" in text:
        return None
    cells = text.replace("\n", delimiter).split(delimiter)
    cells.pop()
    columns = tuple(cells[place::width] for place in range(width))
    return Block(range(first, first + len(ahead)), text, delimiter, columns)
