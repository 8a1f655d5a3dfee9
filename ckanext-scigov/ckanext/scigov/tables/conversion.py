"""From a file's rows to the text of a COPY: plan the columns, then convert piece by piece."""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from typing import TypeAlias

from ckanext.scigov.tables.domain.bad_cells import BadCell, CellLog, kept_text
from ckanext.scigov.tables.domain.columns import MOST_COLUMNS, Column, Item, Note, columns_of
from ckanext.scigov.tables.domain.delimited import is_no_row
from ckanext.scigov.tables.domain.inference import Guess
from ckanext.scigov.tables.domain.kinds import READERS, Kind, Unreadable
from ckanext.scigov.tables.domain.plain import are_plain
from ckanext.scigov.tables.domain.problems import Code, Problem, ProblemLog, UnfitFile
from ckanext.scigov.tables.reading import OpenTable, Row, TableFile
from ckanext.scigov.tables.text_reading import Block

ROWS_AT_ONCE = 5_000
NULL = ""
"""No value is an empty text: those are empty cells."""
TAB = "\t"
# What stands for itself in COPY's text format must not do so in a cell.
_SIGNS = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_ESCAPES = str.maketrans(_SIGNS)
# rows so far, bytes read so far
Progress: TypeAlias = Callable[[int, int], None]


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """A file, its columns with their types, and what the reader should know about them."""

    file: TableFile
    columns: tuple[Column, ...]
    notes: tuple[Note, ...]
    guesses: Mapping[int, Guess] = dataclasses.field(default_factory=dict[int, Guess])
    """Types that the rest of the file may still prove wrong."""


class GuessedWrong(Exception):
    """Types that were guessed from the beginning of a file do not hold, or cannot be held against it."""


def plan(file: TableFile, items: Sequence[Item], *, most: int | None = None) -> Plan:
    """Match the heading with the dictionary and infer the types it does not give.

    Args:
        file: to be loaded.
        items: of the dictionary.
        most: how many pieces of the file are looked at; ``copy_lines`` then looks at all of them. All
            of the file is looked at when not given, and the types are final.

    Raises:
        UnfitFile: no heading, too many columns, or the file breaks off while it is read.
    """
    with closing(file.open()) as table:
        if len(table.heading) > MOST_COLUMNS:
            raise UnfitFile.because(Problem(Code.TOO_MANY_COLUMNS, value=str(len(table.heading))))
        columns, notes = columns_of(table.heading, items)
        guesses = {column.index: Guess(column.heading) for column in columns if not column.kind}
        is_final = not guesses or _infer(table, guesses, most)
    settled = tuple(
        dataclasses.replace(column, kind=column.kind or guesses[column.index].kind)
        for column in columns
    )
    return Plan(file, settled, (*file.notes, *notes), {} if is_final else guesses)


def copy_lines(
    plan: Plan, problems: ProblemLog, progress: Progress, cells: CellLog | None = None
) -> Iterator[str]:
    """Yield COPY's text, a piece at a time.

    Cells that do not fit are NULL, and told to ``cells``. As soon as nothing can save the file nothing
    more is yielded, but the rest is still read, so that the owner learns of all problems at once.

    Raises:
        UnfitFile: at the end, when a line does not fit, or more cells than are put up with.
        GuessedWrong: the types have to be inferred from all of the file first.
    """
    log = cells or CellLog()
    done = 0
    with closing(plan.file.open()) as table:
        for piece, plain in _checked(plan, table):
            rows = _squared(piece, len(plan.columns), problems, plain)
            place = _Place(done, problems, log)
            columns = [_convert(column, rows, place) for column in plan.columns]
            log.end_piece()
            done += len(rows.lines)
            if rows.lines and not log.is_hopeless(problems):
                yield _text_of(rows, columns)
            progress(done, table.bytes_read())
    if problems.count > log.count or log.is_exceeded:
        raise UnfitFile(problems)


@dataclasses.dataclass(frozen=True, slots=True)
class _Place:
    """How many rows stand before a piece, and who is told of what does not fit in it."""

    rows_before: int
    problems: ProblemLog
    cells: CellLog


def _infer(table: OpenTable, guesses: Mapping[int, Guess], most: int | None) -> bool:
    """Look at the pieces, or so many of them; say whether they were all."""
    for number, piece in enumerate(table.pieces(ROWS_AT_ONCE)):
        if number == most:
            return False
        _look_at(piece, guesses)
    return True


def _look_at(piece: Block | list[Row], guesses: Mapping[int, Guess]) -> None:
    for index, guess in guesses.items():
        if isinstance(piece, Block):
            guess.look_at(piece.columns[index])
        else:
            guess.look_at(cells[index] for _line, cells in piece if index < len(cells))


def _checked(plan: Plan, table: OpenTable) -> Iterator[tuple[Block | list[Row], frozenset[int]]]:
    """Yield the pieces, as long as the types that were guessed are those of all cells so far.

    With each come the columns that have been found plain.
    """
    try:
        for piece in table.pieces(ROWS_AT_ONCE):
            plain = _plain_guesses(plan, piece)
            open_guesses = {at: one for at, one in plan.guesses.items() if at not in plain}
            _look_at(piece, open_guesses)
            if any(guess.kind is not plan.columns[at].kind for at, guess in open_guesses.items()):
                raise GuessedWrong
            yield piece, plain
    except UnfitFile as unfit:
        if not plan.guesses:
            raise
        # What is broken is told by who reads all of the file before anything is made of it.
        raise GuessedWrong from unfit


def _plain_guesses(plan: Plan, piece: Block | list[Row]) -> frozenset[int]:
    """Return the columns whose cells are all plain ones of the type that was guessed: it still holds."""
    if not isinstance(piece, Block):
        return frozenset()
    return frozenset(
        at
        for at in plan.guesses
        if (kind := plan.columns[at].kind) not in (None, Kind.TEXT)
        and are_plain(kind or Kind.TEXT, piece.columns[at])
    )


@dataclasses.dataclass(frozen=True, slots=True)
class _Piece:
    """Some rows, by columns, as wide as the heading."""

    lines: Sequence[int]
    columns: Sequence[list[str]]
    block: Block | None = None
    plain: frozenset[int] = frozenset()
    """Columns of which it is known already."""


def _squared(
    piece: Block | list[Row], width: int, problems: ProblemLog, plain: frozenset[int]
) -> _Piece:
    """Return the rows that are as wide as the heading; blank rows are left out."""
    if isinstance(piece, Block):
        return _Piece(piece.lines, piece.columns, piece, plain)
    lines: list[int] = []
    rows: list[list[str]] = []
    for line, cells in piece:
        if is_no_row(cells, width):
            continue
        if len(cells) < width:
            problems.add(Problem(Code.TOO_FEW_CELLS, line, value=str(len(cells))))
            continue
        if any(cell.strip() for cell in cells[width:]):
            problems.add(Problem(Code.TOO_MANY_CELLS, line, value=str(len(cells))))
            continue
        lines.append(line)
        rows.append(cells)
    return _Piece(lines, [[cells[index] for cells in rows] for index in range(width)])


def _convert(column: Column, piece: _Piece, place: _Place) -> Sequence[str | None]:
    """Return a column's values as PostgreSQL reads them; empty, missing and bad cells are nothing.

    The column itself is returned where PostgreSQL reads it as it is.
    """
    kind, cells = column.kind or Kind.TEXT, piece.columns[column.index]
    missing = column.missing - {""}
    allowed = column.allowed()
    is_plain = not allowed and (column.index in piece.plain or are_plain(kind, cells))
    values: Sequence[str | None] = cells
    bad = 0
    if not is_plain or (missing and not missing.isdisjoint(cells)):
        try:
            known = {cell: value_of(column, cell, allowed) for cell in set(cells)}
            values = [known[cell] for cell in cells]
        except Unreadable:
            values, bad = _by_cells(column, piece, place)
    filled = sum(map(bool, values)) if column.is_declared else 0
    place.cells.checked += filled + bad
    return values


def value_of(column: Column, cell: str, allowed: frozenset[str]) -> str | None:
    """Return a cell's value as PostgreSQL reads it; nothing where it is empty.

    Args:
        column: with its type.
        cell: as the file has it.
        allowed: what ``column.allowed()`` says.

    Raises:
        Unreadable: it does not fit.
    """
    if not cell or cell in column.missing or not cell.strip():
        return None
    return _listed(READERS[column.kind or Kind.TEXT](cell), allowed)


def _by_cells(column: Column, piece: _Piece, place: _Place) -> tuple[list[str | None], int]:
    """Return values as ``_convert`` does, with a word on each that does not fit, and their number."""
    values: list[str | None] = []
    allowed = column.allowed()
    bad = 0
    for line, cell in zip(piece.lines, piece.columns[column.index], strict=True):
        try:
            values.append(value_of(column, cell, allowed))
        except Unreadable as error:
            values.append(None)
            bad += 1
            place.problems.add(Problem(error.code, line, column.heading, cell))
            number = place.rows_before + len(values)
            place.cells.add(BadCell(line, number, column.id, kept_text(cell), error.code))
    return values, bad


def _listed(value: str, allowed: frozenset[str]) -> str:
    """Return a value of the column's code list, or any where there is no list."""
    if allowed and value.strip() not in allowed:
        raise Unreadable(Code.NOT_IN_CODE_LIST)
    return value


def _text_of(piece: _Piece, columns: Sequence[Sequence[str | None]]) -> str:
    is_unchanged = all(map(operator.is_, columns, piece.columns))
    text = _as_it_is(piece.block) if piece.block and is_unchanged else None
    return copy_text(columns) if text is None else text


def _as_it_is(block: Block) -> str | None:
    """Return a block's lines as COPY reads them, if nothing in them means something else to it."""
    if "\\" in block.text or (block.delimiter != TAB and TAB in block.text):
        return None
    return block.text.replace(block.delimiter, TAB)


def copy_text(columns: Sequence[Sequence[str | None]]) -> str:
    """Return rows as COPY reads them, from their columns."""
    lines = map(TAB.join, zip(*map(_escaped, columns), strict=True))
    return "\n".join(lines) + "\n"


def _escaped(values: Sequence[str | None]) -> list[str]:
    texts = [value or NULL for value in values]
    whole = "".join(texts)
    if any(sign in whole for sign in _SIGNS):
        return [text.translate(_ESCAPES) for text in texts]
    return texts
