"""Changes of rows, cell by cell: what stands there, what is to stand there, and what does not fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from sqlalchemy.exc import DataError

from ckanext.scigov.tables.conversion import value_of
from ckanext.scigov.tables.domain.columns import Column
from ckanext.scigov.tables.domain.delimited import is_no_row
from ckanext.scigov.tables.domain.kinds import Kind, Unreadable
from ckanext.scigov.tables.domain.problems import Code, UnfitFile
from ckanext.scigov.tables.domain.row_changes import ChangeReason, RowChange, refused
from ckanext.scigov.tables.row_file import RowFile
from ckanext.scigov.tables.row_places import Found
from ckanext.scigov.tables.row_rewriting import Values, rows_of
from ckanext.scigov.tables.row_values import as_shown

Record: TypeAlias = "Mapping[str, str | None]"


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A new cell that does not fit its column."""

    row: int
    column: str
    label: str
    value: str
    code: Code


@dataclass(frozen=True, slots=True)
class RowEdit:
    """One row that is touched."""

    row: int
    found: Found
    """As the file has it."""
    before: Record
    """As the table shows it; so is ``after``, which is None of a row that is deleted."""
    after: Record | None
    values: Values
    """The cells that are written anew, by their place in the file."""
    problems: Sequence[CellProblem] = ()

    @property
    def is_deleted(self) -> bool:
        return self.values is None


@dataclass(frozen=True, slots=True)
class _Cell:
    """What a cell of the file says; ``value`` is what PostgreSQL is given, None where it is empty."""

    kind: Kind
    value: str | None
    code: Code | None = None


def require_as_expected(shown: Mapping[int, Record], changes: Sequence[RowChange]) -> None:
    """Compare the rows that are there with those that the caller has seen.

    Raises:
        Refused: a row or a column is not there, or says something else.
    """
    for change in changes:
        record = shown.get(change.row)
        if record is None:
            raise refused(ChangeReason.ROW_GONE, row=change.row)
        for name in (*change.expected, *(change.values or ())):
            if name not in record or name == "_id":
                raise refused(ChangeReason.NO_COLUMN, row=change.row, column=name)
        if any(record[name] != value for name, value in change.expected.items()):
            raise refused(ChangeReason.ROW_DIFFERS, row=change.row)


def edits(
    file: RowFile, shown: Mapping[int, Record], changes: Sequence[RowChange]
) -> list[RowEdit]:
    """Return what is done with each row, without what changes nothing.

    Raises:
        Refused: the rows of the file are not those of the table, a row would be empty, or nothing changes.
    """
    numbers = [change.row for change in changes]
    try:
        found = rows_of(file.file, numbers)
    except UnfitFile:
        raise refused(ChangeReason.OTHER_TABLE, "resource_id") from None
    if len(found) < len(numbers):
        raise refused(ChangeReason.OTHER_TABLE, "resource_id")
    before = {row: _read(file.columns, found[row].cells) for row in numbers}
    after = {one.row: _changed(file, found[one.row], before[one.row], one) for one in changes}
    texts = _texts([*before.values(), *(new for new, _values in after.values())])
    made: list[RowEdit] = []
    for change in changes:
        record = {name: value for name, value in shown[change.row].items() if name != "_id"}
        if _record(file, before[change.row], texts) != record:
            raise refused(ChangeReason.OTHER_TABLE, "resource_id")
        new, values = after[change.row]
        if change.values is None:
            made.append(RowEdit(change.row, found[change.row], record, None, None))
        elif values:
            _require_content(file, found[change.row], values, change.row)
            shown_then = _record(file, new, texts)
            problems = _problems(file, change.row, new, values)
            made.append(
                RowEdit(change.row, found[change.row], record, shown_then, values, problems)
            )
    if not made:
        raise refused(ChangeReason.NO_CHANGE)
    return made


def _read(columns: Sequence[Column], cells: Sequence[str]) -> list[_Cell]:
    return [_cell(column, cells[column.index]) for column in columns]


def _cell(column: Column, text: str) -> _Cell:
    kind = column.kind or Kind.TEXT
    try:
        return _Cell(kind, value_of(column, text, column.allowed()))
    except Unreadable as error:
        return _Cell(kind, None, error.code)


def _new_cell(column: Column, text: str) -> _Cell:
    """Return a cell of a new value; a column that only happened to have whole numbers may get others."""
    cell = _cell(column, text)
    if cell.code is None or column.is_declared or column.kind is not Kind.INTEGER:
        return cell
    wider = _cell(replace(column, kind=Kind.NUMBER), text)
    return cell if wider.code else wider


def _changed(
    file: RowFile, found: Found, before: Sequence[_Cell], change: RowChange
) -> tuple[list[_Cell], dict[int, str]]:
    """Return a row's cells as they will be, and the texts of those that are written anew.

    A cell that says the same already is not touched: how it is written is its provider's business.
    """
    new = list(before)
    texts: dict[int, str] = {}
    for at, column in enumerate(file.columns):
        if column.id not in (change.values or {}):
            continue
        text = (change.values or {})[column.id] or ""
        cell = _new_cell(column, text)
        is_same = cell == before[at] and (cell.code is None or text == found.cells[column.index])
        if not is_same:
            new[at], texts[column.index] = cell, text
    return new, texts


def _texts(rows: Sequence[Sequence[_Cell]]) -> Mapping[tuple[Kind, str], str]:
    wanted = {(cell.kind, cell.value) for cells in rows for cell in cells if cell.value is not None}
    try:
        return as_shown(wanted)
    except DataError:
        raise refused(ChangeReason.CELL_UNFIT, count=1) from None


def _record(file: RowFile, cells: Sequence[_Cell], texts: Mapping[tuple[Kind, str], str]) -> Record:
    return {
        column.id: None if cell.value is None else texts[cell.kind, cell.value]
        for column, cell in zip(file.columns, cells, strict=True)
    }


def _require_content(file: RowFile, found: Found, values: Mapping[int, str], row: int) -> None:
    """A row without content is none: it would vanish from the table without having been deleted."""
    cells = [values.get(at, cell) for at, cell in enumerate(found.cells)]
    if is_no_row(cells, len(file.columns)):
        raise refused(ChangeReason.ROW_EMPTY, row=row)


def _problems(
    file: RowFile, row: int, cells: Sequence[_Cell], values: Mapping[int, str]
) -> list[CellProblem]:
    return [
        CellProblem(
            row,
            column.id,
            str(column.info.get("label") or column.id),
            values[column.index],
            cell.code,
        )
        for column, cell in zip(file.columns, cells, strict=True)
        if cell.code is not None and column.index in values
    ]
