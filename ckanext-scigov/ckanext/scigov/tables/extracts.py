"""Rows of a table on their way into a file: a thousand at a time, as the DataStore has them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import sqlalchemy as sa

from ckanext.scigov.tables import row_queries
from ckanext.scigov.tables.domain.exported import FileColumn, heading_of
from ckanext.scigov.tables.row_queries import RowQuery, column

Mark: TypeAlias = "Callable[[Any], Any]"
Row: TypeAlias = "list[str | None]"

ROWS_AT_ONCE = 1_000
TIMEOUT = "60s"
"""Of a thousand rows."""
PATIENCE = "300s"
"""How long a reader may take over them before the table is closed to him."""

COLUMNS = sa.text(
    """
    SELECT attname, typname, col_description(attrelid, attnum)
    FROM pg_attribute JOIN pg_type ON pg_type.oid = atttypid
    WHERE attrelid = to_regclass(format('public.%I', cast(:id AS text)))
      AND attnum > 0 AND NOT attisdropped AND left(attname, 1) <> '_'
    ORDER BY attnum
    """
)


@dataclass(frozen=True, slots=True)
class Extract:
    """What goes into a file."""

    columns: tuple[FileColumn, ...]
    """All that its reader may see."""
    query: RowQuery
    """Which rows, and in which order."""
    mark: Mark | None = None

    @property
    def headings(self) -> list[str]:
        return [one.heading for one in self.columns]

    def rows(self) -> Iterator[Row]:
        """Yield the rows as text; the transaction lasts as long as somebody takes them."""
        with row_queries.reading(TIMEOUT, PATIENCE) as connection:
            cells = (sa.cast(column(one.id), sa.Text) for one in self.columns)
            statement = sa.select(*cells).order_by(*self._order())
            options = {"stream_results": True, "max_row_buffer": ROWS_AT_ONCE}
            found = connection.execute(
                self._of_table(connection, statement), execution_options=options
            )
            for row in found:
                yield [self.mark(cell) for cell in row] if self.mark else list(row)

    def count(self) -> int:
        """Return how many rows there are."""
        with row_queries.reading() as connection:
            statement = self._of_table(connection, sa.select(sa.func.count()))
            return int(connection.execute(statement).scalar_one())

    def _of_table(self, connection: sa.Connection, statement: sa.Select[Any]) -> sa.Select[Any]:
        types = {one.id: one.kind for one in self.columns}
        where = row_queries.conditions(connection, types, self.query)
        return statement.select_from(row_queries.table(self.query.resource_id)).where(*where)

    def _order(self) -> Iterator[sa.ColumnElement[Any]]:
        if self.query.sort:
            by = column(self.query.sort)
            yield (by.desc() if self.query.descending else by.asc()).nulls_last()
        yield column("_id")


def columns_of(resource_id: str) -> list[FileColumn]:
    """Return the columns of a resource's table, in their order, whoever may see them."""
    with row_queries.reading() as connection:
        rows = connection.execute(COLUMNS, {"id": resource_id}).all()
    return [_column(*row) for row in rows]


def _column(name: str, kind: str, comment: str | None) -> FileColumn:
    try:
        info = json.loads(comment or "{}").get("_info") or {}
        label, item = str(info.get("label") or ""), str(info.get("name") or "")
    except (ValueError, AttributeError):
        label = item = ""
    return FileColumn(name, kind, heading_of(name, label, item), label or name)
