"""Imports of rows of a table: checked cell by cell, added below the rows that are there, taken away again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ckanext.scigov.intake.domain import row_check
from ckanext.scigov.intake.domain.column_matching import Target
from ckanext.scigov.intake.domain.row_check import Checked
from ckanext.scigov.intake.imports import queries, row_words
from ckanext.scigov.intake.imports.refusing import RowRefused
from ckanext.scigov.intake.imports.service import RowResult
from ckanext.scigov.intake.imports.table_columns import TableColumns, columns_of
from ckanext.scigov.intake.model import Batch, BatchRow
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.tables import row_additions
from ckanext.scigov.tables.domain.row_changes import Note, note_of
from ckanext.scigov.tables.row_additions import Added


def targets(context: Any, batch: Batch) -> list[Target]:
    return columns_of(context, batch.resource_id).targets


def check(context: Any, batch: Batch, rows: Sequence[BatchRow]) -> list[RowResult]:
    """Return what is wrong with which row."""
    table = columns_of(context, batch.resource_id)
    headers = {field: header for header, field in batch.columns.items() if field}
    cells = [(row.number, _cells(batch, row)) for row in rows]
    checked = check_rows(table, cells)
    width = len(batch.headers)
    found = [RowResult(one.number, row_words.errors(one.problems, headers)) for one in checked]
    for row, result in zip(rows, found, strict=True):
        if len(row.cells) > width:
            result.errors.setdefault("", []).append(row_words.too_many_cells())
    return found


def check_rows(
    table: TableColumns, cells: Iterable[tuple[int, Mapping[str, str]]]
) -> list[Checked]:
    """Check rows against their data items, each other, and the table."""
    checked = [row_check.check_row(table.rules, number, one) for number, one in cells]
    taken: dict[tuple[str, ...], frozenset[tuple[str, ...]]] = {}
    kinds = {rule.column: rule.kind for rule in table.rules}
    for columns in row_check.groups_of(table.rules):
        keys = row_check.keys_of(table.rules, checked, columns)
        of_columns = {name: kinds[name] for name in columns}
        taken[columns] = queries.keys_in_table(str(table.resource["id"]), of_columns, keys)
    return row_check.check_keys(table.rules, checked, taken)


def write(
    context: Any, batch: Batch, rows: Sequence[BatchRow]
) -> tuple[list[RowResult], dict[str, Any]]:
    """Add good rows to the table; they are checked once more, for it may have changed.

    Raises:
        RowRefused: one of them does not fit any more.
    """
    table = columns_of(context, batch.resource_id)
    checked = check_rows(table, [(row.number, _cells(batch, row)) for row in rows])
    headers = {field: header for header, field in batch.columns.items() if field}
    for one in checked:
        if one.problems:
            raise RowRefused(RowResult(one.number, row_words.errors(one.problems, headers)))
    return [], add(context, table, checked, _note(batch, row_words.imported(batch.file_name)))


def add(
    context: Any, table: TableColumns, checked: Sequence[Checked], note: Note
) -> dict[str, Any]:
    """Write checked rows; the caller commits. Return what is needed to undo it."""
    cells = ({table.places[name]: text for name, text in one.texts.items()} for one in checked)
    done = row_additions.add(table.addable, cells, note, actor_from(context))
    return {
        "version": table.version + 1, "size": done.size, "sha256": done.sha256, "rows": done.rows,
    }  # fmt: skip


def undo(context: Any, batch: Batch, rows: Sequence[BatchRow]) -> None:
    """Take the rows away again; the caller commits.

    Raises:
        Refused: the table has changed since.
    """
    made = batch.outcome
    note = _note(batch, row_words.undone(batch.file_name))
    added = Added(made["size"], made["sha256"], made["rows"])
    row_additions.take_back(batch.resource_id, added, note, actor_from(context))


def _note(batch: Batch, text: str) -> Note:
    return note_of(text, batch.id[:8], f"/imports/{batch.id}")


def _cells(batch: Batch, row: BatchRow) -> dict[str, str]:
    pairs = zip(batch.headers, row.cells, strict=False)
    return {batch.columns[header]: cell for header, cell in pairs if batch.columns.get(header)}
