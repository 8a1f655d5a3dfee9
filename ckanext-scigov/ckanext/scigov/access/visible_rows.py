"""A table as a file for whoever may not see all of it, or not without a mark: what is visible of it."""

from __future__ import annotations

import csv
import datetime as dt
import decimal
import io
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

import sqlalchemy as sa
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from ckanext.datastore.backend.postgres import get_read_engine

from ckanext.scigov.access import item_queries, narrowing, row_terms, table_reading
from ckanext.scigov.access.domain.items import TableColumn
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.access.row_terms import Mark

ROWS_AT_ONCE = 1_000
BOM = "\ufeff"
KNOWN_TO_WORKBOOKS = (bool, int, decimal.Decimal, dt.date, dt.time)


@dataclass(frozen=True, slots=True)
class VisibleTable:
    """What somebody may have of a table, and whether his copy is marked."""

    resource_id: str
    columns: tuple[TableColumn, ...]
    mark: Mark | None

    @property
    def headings(self) -> list[str]:
        return [_heading(column) for column in self.columns]

    def rows(self, *, as_text: bool) -> Iterator[list[Any]]:
        """Yield the rows as the DataStore has them, from a cursor that holds a thousand at a time."""
        names = [_named(column.id) for column in self.columns]
        statement = (
            sa.select(*(sa.cast(name, sa.Text) if as_text else name for name in names))
            .select_from(sa.table(self.resource_id, schema="public"))
            .order_by(_named("_id"))
        )
        with get_read_engine().connect() as connection:
            streamed = connection.execution_options(
                stream_results=True, max_row_buffer=ROWS_AT_ONCE
            )
            for row in streamed.execute(statement):
                yield [self.mark(cell) for cell in row] if self.mark else list(row)

    def count(self) -> int:
        """Return how many rows there are."""
        statement = sa.select(sa.func.count()).select_from(
            sa.table(self.resource_id, schema="public")
        )
        with get_read_engine().connect() as connection:
            return int(connection.execute(statement).scalar_one())


def hidden_columns(principal: Principal, resource_id: str) -> frozenset[str]:
    """Return the columns of a resource's table that somebody may not see.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized: he may not read the table at all.
    """
    return narrowing.hidden_columns(table_reading.read(principal, resource_id))


def table_of(principal: Principal, resource_id: str) -> VisibleTable:
    """Return what somebody may have of a table as a whole.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized: he may not read the table, or only in portions.
    """
    view = narrowing.view_of(table_reading.read(principal, resource_id))
    row_terms.require_all(view.terms)
    columns = tuple(c for c in item_queries.columns(resource_id) if c.id not in view.hidden)
    return VisibleTable(resource_id, columns, row_terms.mark_of(view.terms))


def csv_of(principal: Principal, resource_id: str, notice: Sequence[str] = ()) -> Iterator[bytes]:
    """Return the pieces of a CSV file of all rows, with the columns that somebody may see.

    UTF-8 with a byte order mark; ``notice`` first, each a line of comment; then the headings as the
    original file has them. Whether it may be given is asked here and now; the pieces are read from
    the DataStore as they are taken, and need no request.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized: as ``table_of``.
    """
    return csv_pieces(table_of(principal, resource_id), notice)


def csv_pieces(table: VisibleTable, notice: Sequence[str]) -> Iterator[bytes]:
    comments = [[f"# {line}"] for line in notice]
    yield (BOM + _lines([*comments, table.headings])).encode()
    batch: list[list[Any]] = []
    for row in table.rows(as_text=True):
        batch.append(row)
        if len(batch) == ROWS_AT_ONCE:
            yield _lines(batch).encode()
            batch = []
    yield _lines(batch).encode()


def xlsx_of(table: VisibleTable, notice: Sequence[str], titles: tuple[str, str]) -> IO[bytes]:
    """Return a workbook in a file that is gone once it is closed.

    Args:
        table: what is written, on the first sheet.
        notice: one line a row, on a second sheet; there is none without.
        titles: of the two sheets.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(titles[0])
    sheet.append([_cell(sheet, heading) for heading in table.headings])
    for row in table.rows(as_text=False):
        sheet.append([_cell(sheet, value) for value in row])
    if notice:
        said = book.create_sheet(titles[1])
        for line in notice:
            said.append([line])
    file = tempfile.TemporaryFile()  # noqa: SIM115 (whoever sends it closes it)
    book.save(file)
    file.seek(0)
    return file


def _cell(sheet: Any, value: Any) -> Any:
    """Leave numbers and days to the workbook; a moment with a zone is text, it knows no zones."""
    has_zone = isinstance(value, dt.datetime) and value.tzinfo is not None
    if not has_zone and (value is None or isinstance(value, KNOWN_TO_WORKBOOKS)):
        return value
    text = value.isoformat(" ") if has_zone else str(value)
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", text))
    cell.data_type = "s"  # A text that begins with an equals sign is no formula.
    return cell


def _heading(column: TableColumn) -> str:
    """A column's id is its heading; where no item gave it a label, that is the heading in full."""
    return column.id if column.item else column.label or column.id


def _named(name: str) -> sa.ColumnClause[Any]:
    return sa.column(sa.sql.quoted_name(name, quote=True))


def _lines(rows: Sequence[Sequence[str | None]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
