"""From a file's rows to the text of a COPY: plan the columns, then convert piece by piece."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import TypeAlias

from ckanext.scigov.tables.domain import terms
from ckanext.scigov.tables.domain.columns import MOST_COLUMNS, Column, Item, Note, columns_of
from ckanext.scigov.tables.domain.inference import Guess
from ckanext.scigov.tables.domain.kinds import READERS, Kind, Unreadable
from ckanext.scigov.tables.domain.problems import Code, Problem, ProblemLog, UnfitFile
from ckanext.scigov.tables.reading import OpenTable, Row, TableFile

ROWS_AT_ONCE = 5_000
NULL = "\\N"
# What stands for itself in COPY's text format must not do so in a cell.
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
# rows so far, bytes read so far
Progress: TypeAlias = Callable[[int, int], None]


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """A file, its columns with their types, and what the reader should know about them."""

    file: TableFile
    columns: tuple[Column, ...]
    notes: tuple[Note, ...]


def plan(file: TableFile, items: Sequence[Item]) -> Plan:
    """Match the heading with the dictionary and infer the types it does not give.

    Raises:
        UnfitFile: no heading, too many columns, or the file breaks off while it is read.
    """
    with closing(file.open()) as table:
        if len(table.heading) > MOST_COLUMNS:
            raise UnfitFile.because(Problem(Code.TOO_MANY_COLUMNS, value=str(len(table.heading))))
        columns, notes = columns_of(table.heading, items)
        guesses = {column.index: Guess(column.heading) for column in columns if not column.kind}
        if guesses:
            _infer(table, guesses)
    settled = tuple(
        dataclasses.replace(column, kind=column.kind or guesses[column.index].kind)
        for column in columns
    )
    return Plan(file, settled, tuple(notes))


def copy_lines(plan: Plan, problems: ProblemLog, progress: Progress) -> Iterator[str]:
    """Yield COPY's text, a piece at a time: every column, then the row's ``tsvector``.

    As soon as a cell does not fit nothing more is yielded, but the rest is still read, so that
    the owner learns of all problems at once.

    Raises:
        UnfitFile: at the end, when something did not fit.
    """
    done = 0
    with closing(plan.file.open()) as table:
        for piece in _pieces(table):
            rows = _squared(piece, len(plan.columns), problems)
            converted = [_convert(column, rows, problems) for column in plan.columns]
            done += len(rows)
            if not problems and rows:
                yield _as_copy_text(converted)
            progress(done, table.bytes_read())
    if problems:
        raise UnfitFile(problems)


def _infer(table: OpenTable, guesses: dict[int, Guess]) -> None:
    for piece in _pieces(table):
        for index, guess in guesses.items():
            guess.look_at(cells[index] for _line, cells in piece if index < len(cells))


def _pieces(table: OpenTable) -> Iterator[list[Row]]:
    rows = iter(table)
    while piece := list(islice(rows, ROWS_AT_ONCE)):
        yield piece


def _squared(piece: list[Row], width: int, problems: ProblemLog) -> list[Row]:
    """Return the rows that are as wide as the heading; blank rows are left out."""
    rows: list[Row] = []
    for line, cells in piece:
        if len(cells) != width:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) < width:
                problems.add(Problem(Code.TOO_FEW_CELLS, line, value=str(len(cells))))
                continue
            if any(cell.strip() for cell in cells[width:]):
                problems.add(Problem(Code.TOO_MANY_CELLS, line, value=str(len(cells))))
                continue
            rows.append((line, cells[:width]))
        elif any(cells):
            rows.append((line, cells))
    return rows


def _convert(column: Column, rows: list[Row], problems: ProblemLog) -> list[str | None]:
    """Return a column's values as PostgreSQL reads them; empty and missing cells are NULL."""
    kind = column.kind or Kind.TEXT
    read, index, missing = READERS[kind], column.index, column.missing
    values: list[str | None] = []
    for line, cells in rows:
        cell = cells[index]
        if not cell or cell in missing or not cell.strip():
            values.append(None)
            continue
        try:
            values.append(read(cell))
        except Unreadable as error:
            problems.add(Problem(error.code, line, column.heading, cell))
            values.append(None)
    return values


def _as_copy_text(columns: list[list[str | None]]) -> str:
    lines: list[str] = []
    for row in zip(*columns, strict=True):
        vector = terms.vector([value for value in row if value is not None])
        cells = [NULL if value is None else value.translate(_ESCAPES) for value in row]
        cells.append(vector)
        lines.append("\t".join(cells))
    return "\n".join(lines) + "\n"
