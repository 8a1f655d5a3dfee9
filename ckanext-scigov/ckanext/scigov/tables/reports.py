"""The report of a load, in a compressed file of the store that goes with the load or version naming it.

Its first line says what was found: columns, remarks, problems, how many cells of which column do not
fit. Those cells follow, one a line. A file and no table of a database: names of columns and what
stands in cells are data, which only the gateway's store keeps, and a report can be as long as a
hundredth of the largest table.
"""

from __future__ import annotations

import gzip
import json
import shutil
import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO, TypedDict, cast

from ckan import model

from ckanext.scigov.shared import ids
from ckanext.scigov.tables import config, unfinished
from ckanext.scigov.tables.domain.bad_cells import BadCell, ColumnCount
from ckanext.scigov.tables.domain.problems import Code, ProblemRow
from ckanext.scigov.tables.domain.versions import VersionColumn

IN_MEMORY = 1 << 20


class NoteRow(TypedDict):
    """A remark on a table that was loaded: a code, and what it is about."""

    code: str
    name: str


class Findings(TypedDict):
    """What a load has found out about a file."""

    columns: list[VersionColumn]
    notes: list[NoteRow]
    problems: list[ProblemRow]
    bad_cells: list[ColumnCount]


def no_findings() -> Findings:
    return {"columns": [], "notes": [], "problems": [], "bad_cells": []}


class ReportWriter:
    """Gathers cells beside the load, and puts the file into the store once they are all there."""

    def __init__(self) -> None:
        self._spool: Any = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (close)
        self._text = gzip.open(self._spool, "wt", encoding="utf-8", compresslevel=4)  # noqa: SIM115 (close)
        self.key: str | None = None

    def add(self, cells: Sequence[BadCell]) -> None:
        for cell in cells:
            row = [cell.line, cell.row, cell.column, cell.value, cell.code.value]
            self._text.write(json.dumps(row) + "\n")

    def store(self, findings: Findings) -> str:
        """Write the file, durably; return its key. What was found is known after the last cell.

        It is kept when the transaction that is open now, or the table that is switched in it, names it.
        """
        if self.key is None:
            self._text.close()
            self._spool.seek(0)
            with tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as whole:
                # Compressed pieces one behind the other are one compressed file.
                whole.write(gzip.compress(json.dumps(findings).encode() + b"\n", 4))
                shutil.copyfileobj(self._spool, whole)
                whole.seek(0)
                key = ids.random_key()
                unfinished.claim(model.Session(), key)
                config.file_store().write(key, cast("BinaryIO", whole))
            self.key = key
        return self.key

    def discard(self) -> None:
        """Delete the file that nobody has come to refer to."""
        if self.key is not None:
            config.file_store().delete(self.key)
            self.key = None

    def close(self) -> None:
        self._text.close()
        self._spool.close()


def findings(key: str | None) -> Findings:
    """Return what was found; nothing where the file is missing."""
    with _lines_of(key) as lines:
        return next((json.loads(line) for line in lines), no_findings())


def read(key: str | None, hidden: Collection[str] = ()) -> Iterator[BadCell]:
    """Yield a report's cells from top to bottom, without those of some columns.

    A file that is missing reports nothing.
    """
    with _lines_of(key) as lines:
        next(lines, None)
        for text in lines:
            line, row, column, value, code = json.loads(text)
            if column not in hidden:
                yield BadCell(line, row, column, value, Code(code))


@contextmanager
def _lines_of(key: str | None) -> Iterator[Iterator[str]]:
    try:
        lines = gzip.open(config.file_store().path(key), "rt", encoding="utf-8") if key else None  # noqa: SIM115 (with)
    except FileNotFoundError:
        lines = None
    if lines is None:
        yield iter(())
        return
    with lines:
        yield iter(lines)
