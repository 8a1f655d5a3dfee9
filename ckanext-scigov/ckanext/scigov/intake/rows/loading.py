"""A table made of all that its source gives, in the place of the one before, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from psycopg2 import sql

from ckan import model

from ckanext.scigov.intake.contract import RowPage
from ckanext.scigov.intake.domain.row_causes import RowCause, RowProblem, RowsRefused
from ckanext.scigov.intake.domain.row_marks import INTAKE, Counts, Mark
from ckanext.scigov.intake.rows import applying
from ckanext.scigov.intake.rows.cells import Reader
from ckanext.scigov.intake.rows.columns import Columns
from ckanext.scigov.intake.rows.taken import Options
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables import config, datastore, without_file
from ckanext.scigov.tables.datastore import Marker
from ckanext.scigov.tables.dictionary import instructions_hash
from ckanext.scigov.tables.domain.bad_cells import BadCell, CellLog
from ckanext.scigov.tables.domain.versions import columns_of_plan
from ckanext.scigov.tables.reports import ReportWriter
from ckanext.scigov.tables.wishes import wishes_of

MOST_CELLS = 100_000
"""So many cells that do not fit are listed in a report of one run; all are counted."""


class _Unchanged(Exception):
    """Every row is as it was: nothing is switched."""


class Work:
    """What is known of a table while its rows come."""

    def __init__(
        self, session: Session, resource_id: str, columns: Columns, options: Options
    ) -> None:
        resource = session.get_one(model.Resource, resource_id)
        percent: Decimal | None = wishes_of(resource).percent
        self.session = session
        self.resource_id = resource_id
        self.columns = columns
        self.options = options
        self.dictionary = instructions_hash(resource)
        self.report = ReportWriter()
        self.bad: list[BadCell] = []
        self.cells = CellLog(
            config.bad_cells_percent() if percent is None else percent,
            min(MOST_CELLS, config.bad_cells_kept()),
            self.bad.extend,
        )
        self.rows = self.without_key = self.repeated = 0

    def hold(self) -> None:
        """Have everybody wait who would save the entry, until the session is committed.

        Raises:
            RowsRefused: the resource is gone.
        """
        if not without_file.hold(self.session, self.resource_id):
            raise RowsRefused(RowProblem(RowCause.OTHER_KIND))

    def lines(self) -> Sequence[int]:
        """Return the rows with cells that do not fit, counted as they came."""
        return sorted({one.line for one in self.bad})

    def problems(self, reader: Reader) -> tuple[RowProblem, ...]:
        found: list[RowProblem] = []
        if self.cells.count:
            found.append(reader.unfit(RowCause.CELLS_UNFIT))
        if self.without_key:
            key = ", ".join(self.columns.key)
            found.append(RowProblem(RowCause.ROWS_WITHOUT_KEY, key, self.without_key))
        if self.repeated:
            key = ", ".join(self.columns.key)
            found.append(RowProblem(RowCause.KEY_REPEATED, key, self.repeated))
        return tuple(found)

    def close(self) -> None:
        self.report.close()


def load(  # noqa: PLR0913  (each is needed once)
    work: Work,
    reader: Reader,
    pages: Iterable[RowPage],
    mark: Callable[[], Mark],
    *,
    has_table: bool,
    is_same: bool,
) -> Counts | None:
    """Read all pages into a new table and put it in the place of the one before.

    Args:
        work: of the table; learns how many rows it has.
        reader: of the pages.
        pages: of the source.
        mark: called after the last page: what the table is to say of where it came from.
        has_table: there is one of before.
        is_same: with the same columns.

    Returns:
        What is different; None where nothing is, and the table of before stays.
    """
    counts = Counts()

    def settle(cursor: Any, staging: str) -> int:
        nonlocal counts
        table = sql.Identifier(staging)
        found = applying.settle_keys(cursor, table, work.columns.key, "_id")
        work.without_key, work.repeated = found
        if has_table:
            counts = _compare(cursor, work, staging, is_same=is_same)
        return sum(found)

    def marker(rows: int) -> Marker:
        nonlocal counts
        work.rows = rows
        counts = counts if has_table else Counts(new=rows)
        facts = report_of(work, replace(mark(), counts=counts))
        return Marker(without_file.NO_FILE, work.dictionary, rows, facts, has_words=False)

    try:
        datastore.replace_table(
            work.resource_id, work.columns.columns, reader.text(pages), marker, work.hold,
            timezone=config.timezone(), settle=settle,
        )  # fmt: skip
    except _Unchanged:
        return None
    return counts


def report_of(work: Work, mark: Mark, numbers: dict[int, int] | None = None) -> dict[str, Any]:
    """Store the report of this run; return what the table is to say of itself.

    Args:
        work: of the table.
        mark: where it came from.
        numbers: place of a row among those that came → its ``_id``; None where they are the same.
    """
    work.report.add(list(_with_numbers(work.bad, numbers)))
    key = work.report.store(
        {
            "columns": columns_of_plan(work.columns.columns),
            "notes": [],
            "problems": [],
            "bad_cells": work.cells.per_column(work.columns.columns),
        }
    )
    return {
        "report": key,
        "columns": len(work.columns.columns),
        "emptied": work.cells.count,
        INTAKE: mark.stored(),
    }


def _with_numbers(cells: Sequence[BadCell], numbers: dict[int, int] | None) -> Iterator[BadCell]:
    for cell in cells:
        if numbers is None:
            yield cell
        elif cell.line in numbers:
            yield replace(cell, row=numbers[cell.line])


def _compare(cursor: Any, work: Work, staging: str, *, is_same: bool) -> Counts:
    """Return what is different from the table that is there.

    Raises:
        _Unchanged: nothing.
        RowsRefused: too much is gone.
    """
    before, after = (_rows(cursor, one) for one in (work.resource_id, staging))
    if not work.options.may_vanish:
        percent = work.options.most_vanished_percent
        applying.require_few_gone(before - after, before, percent)
    if not is_same:
        return Counts(max(0, after - before), min(before, after), max(0, before - after))
    columns = [one.id for one in work.columns.columns]
    found = applying.difference(cursor, work.resource_id, staging, columns)
    if not found:
        raise _Unchanged
    return found


def _rows(cursor: Any, table: str) -> int:
    cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
    return int(cursor.fetchone()[0])
