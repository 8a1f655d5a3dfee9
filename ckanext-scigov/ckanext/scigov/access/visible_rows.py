"""A table as a file for whoever may not see all of it, or not without a mark: CSV of what is visible."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from ckanext.datastore.backend.postgres import get_read_engine

from ckanext.scigov.access import item_queries, narrowing, row_terms, table_reading
from ckanext.scigov.access.domain.items import TableColumn
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.access.row_terms import Mark

ROWS_AT_ONCE = 1_000
BOM = "\ufeff"


def hidden_columns(principal: Principal, resource_id: str) -> frozenset[str]:
    """Return the columns of a resource's table that somebody may not see.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized: he may not read the table at all.
    """
    return narrowing.hidden_columns(table_reading.read(principal, resource_id))


def csv_of(principal: Principal, resource_id: str, notice: Sequence[str] = ()) -> Iterator[bytes]:
    """Return the pieces of a CSV file of all rows, with the columns that somebody may see.

    UTF-8 with a byte order mark; ``notice`` first, each a line of comment; then the headings as the
    original file has them. Whether it may be given is asked here and now; the pieces are read from
    the DataStore as they are taken, and need no request.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized: he may not read the table, or only in portions.
    """
    reading = table_reading.read(principal, resource_id)
    view = narrowing.view_of(reading)
    row_terms.require_all(view.terms)
    columns = [c for c in item_queries.columns(resource_id) if c.id not in view.hidden]
    return _pieces(resource_id, columns, notice, row_terms.mark_of(view.terms))


def _pieces(
    resource_id: str, columns: Sequence[TableColumn], notice: Sequence[str], mark: Mark | None
) -> Iterator[bytes]:
    comments = [[f"# {line}"] for line in notice]
    yield (BOM + _lines([*comments, [_heading(column) for column in columns]])).encode()
    statement = (
        sa.select(*(sa.cast(_named(column.id), sa.Text) for column in columns))
        .select_from(sa.table(resource_id, schema="public"))
        .order_by(_named("_id"))
    )
    with get_read_engine().connect() as connection:
        streamed = connection.execution_options(stream_results=True, max_row_buffer=ROWS_AT_ONCE)
        for rows in streamed.execute(statement).partitions(ROWS_AT_ONCE):
            cells: Any = rows if mark is None else [[mark(cell) for cell in row] for row in rows]
            yield _lines(cells).encode()


def _heading(column: TableColumn) -> str:
    """A column's id is its heading; where no item gave it a label, that is the heading in full."""
    return column.id if column.item else column.label or column.id


def _named(name: str) -> sa.ColumnClause[Any]:
    return sa.column(sa.sql.quoted_name(name, quote=True))


def _lines(rows: Sequence[Sequence[str | None]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()
