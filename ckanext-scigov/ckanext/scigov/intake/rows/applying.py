"""Rows brought into a table that is there, in one transaction of the DataStore.

They are copied into a table of the transaction's own, and go from there in three statements: rows with a known
key that have other cells are changed, unknown ones are added, and, where all rows were read, those that are
missing are taken out. Rows that are as they were are not touched, so the same page twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg2
from psycopg2 import sql

from ckanext.scigov.intake.domain.row_causes import RowCause, RowProblem, RowsRefused
from ckanext.scigov.intake.domain.row_marks import Counts
from ckanext.scigov.shared.ids import random_key
from ckanext.scigov.tables import datastore, giving_way
from ckanext.scigov.tables.domain.columns import Column
from ckanext.scigov.tables.domain.kinds import Kind

STAGE = sql.Identifier("pg_temp", "scigov_taken")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be done with the rows that come."""

    columns: Sequence[Column]
    key: Sequence[str]
    added: Sequence[str] = ()
    """Ids of columns that the table has not got yet."""
    is_whole: bool = False
    most_vanished_percent: int = 100


@dataclass(slots=True)
class Applied:
    counts: Counts = field(default_factory=Counts)
    rows: int = 0
    """That the table has now."""
    without_key: int = 0
    repeated: int = 0
    numbers: dict[int, int] = field(default_factory=dict[int, int])
    """Number of a row among those that came → its ``_id``, of those that were asked for."""


def apply(  # noqa: PLR0913  (each is needed once)
    resource_id: str,
    wanted: Wanted,
    pieces: Iterable[str],
    asked: Callable[[], Sequence[int]],
    finish: Callable[[Applied, datastore.Marker], datastore.Marker | None],
    *,
    timezone: str = "",
) -> Applied:
    """Bring rows into a table.

    Args:
        resource_id: whose table; there is one.
        wanted: how.
        pieces: COPY's text; an exception out of it undoes everything.
        asked: after the last piece, the rows whose ``_id`` is wanted.
        finish: with what has been done and what the table says of itself, returns what it is to say
            from now on; raising undoes everything.
        timezone: of moments written without one.
    """
    table = sql.Identifier(resource_id)
    with datastore.transaction() as cursor:
        giving_way.give_way(cursor)
        datastore.wait_for_turn(cursor, resource_id)
        datastore.set_timezone(cursor, timezone)
        _stage(cursor, wanted.columns, pieces)
        done = Applied()
        done.without_key, done.repeated = settle_keys(cursor, STAGE, wanted.key, "seq")
        cursor.execute("SET LOCAL lock_timeout = %s", [datastore.LOCK_PATIENCE])
        cursor.execute(sql.SQL("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE").format(table))
        _add_columns(cursor, resource_id, wanted)
        done.counts = _write(cursor, table, wanted)
        cursor.execute(sql.SQL("SELECT count(*), max(_id) FROM {}").format(table))
        done.rows, last = cursor.fetchone()
        done.numbers = _numbers(cursor, table, wanted, asked(), (last or 0) - done.counts.new)
        marker = datastore.marker_of(cursor, resource_id)
        assert marker is not None
        following = finish(done, marker)
        if following is not None:
            datastore.describe(cursor, resource_id, wanted.columns)
            datastore.comment_table(cursor, resource_id, following)
        if done.counts:
            cursor.execute("SELECT update_cached_table_row_count(%s)", [resource_id])
        return done


def settle_keys(
    cursor: Any, table: sql.Identifier, key: Sequence[str], order: str
) -> tuple[int, int]:
    """Take out rows without a key, and all but the last of each key; have an index of it.

    Returns:
        How many had none, and how many were followed by another one.
    """
    if not key:
        return 0, 0
    columns = [sql.Identifier(one) for one in key]
    names = sql.SQL(", ").join(columns)
    empty = sql.SQL(" OR ").join(sql.SQL("{} IS NULL").format(one) for one in columns)
    cursor.execute(sql.SQL("DELETE FROM {} WHERE {}").format(table, empty))
    without = cursor.rowcount
    datastore.prepare_for_index(cursor)
    index = sql.SQL("CREATE UNIQUE INDEX {} ON {} ({})").format(
        sql.Identifier(f"scigov_key_{random_key()}"), table, names
    )
    cursor.execute("SAVEPOINT scigov_key")
    try:
        cursor.execute(index)
    except psycopg2.errors.UniqueViolation:
        cursor.execute("ROLLBACK TO SAVEPOINT scigov_key")
        cursor.execute(
            sql.SQL(
                "DELETE FROM {table} WHERE {order} IN (SELECT {order} FROM (SELECT {order},"
                " lead({order}) OVER (PARTITION BY {names} ORDER BY {order}) AS later FROM {table})"
                " AS known WHERE later IS NOT NULL)"
            ).format(table=table, order=sql.Identifier(order), names=names)
        )
        repeated = cursor.rowcount
        cursor.execute(index)
        return without, repeated
    return without, 0


def difference(cursor: Any, before: str, after: str, columns: Sequence[str]) -> Counts:
    """Return how many rows one table has that the other has not, by all of their cells."""
    names = sql.SQL(", ").join(sql.Identifier(one) for one in columns)

    def only_in(one: str, other: str) -> int:
        cursor.execute(
            sql.SQL(
                "SELECT count(*) FROM (SELECT {names} FROM {one} EXCEPT ALL SELECT {names} FROM {other}) AS found"
            ).format(names=names, one=sql.Identifier(one), other=sql.Identifier(other))
        )
        return int(cursor.fetchone()[0])

    return Counts(new=only_in(after, before), gone=only_in(before, after))


def require_few_gone(gone: int, rows: int, percent: int) -> None:
    """Raise where more than a share of the rows that were there would go."""
    if gone * 100 > percent * rows:
        raise RowsRefused(RowProblem(RowCause.ROWS_WOULD_VANISH, count=gone))


def _stage(cursor: Any, columns: Sequence[Column], pieces: Iterable[str]) -> None:
    definitions = [
        sql.SQL("{} {}").format(sql.Identifier(one.id), sql.SQL((one.kind or Kind.TEXT).value))
        for one in columns
    ]
    cursor.execute(
        sql.SQL("CREATE TEMPORARY TABLE scigov_taken (seq bigserial, {}) ON COMMIT DROP").format(
            sql.SQL(", ").join(definitions)
        )
    )
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT text, NULL '', ENCODING 'UTF8')").format(
        STAGE, sql.SQL(", ").join(sql.Identifier(one.id) for one in columns)
    )
    lines = datastore.Lines(pieces)
    try:
        cursor.copy_expert(statement.as_string(cursor), lines, datastore.COPY_PIECE)
    except psycopg2.Error:
        if lines.error is not None:
            raise lines.error from None
        raise


def _add_columns(cursor: Any, resource_id: str, wanted: Wanted) -> None:
    for column in wanted.columns:
        if column.id in wanted.added:
            cursor.execute(
                sql.SQL("ALTER TABLE {} ADD COLUMN {} {}").format(
                    sql.Identifier(resource_id),
                    sql.Identifier(column.id),
                    sql.SQL((column.kind or Kind.TEXT).value),
                )
            )


def _write(cursor: Any, table: sql.Identifier, wanted: Wanted) -> Counts:
    cursor.execute(sql.SQL("ANALYZE {}").format(STAGE))
    parts = _parts(table, wanted)
    changed = gone = 0
    if wanted.key and wanted.is_whole:
        gone = _take_out(cursor, parts, wanted)
    if wanted.key and len(wanted.key) < len(wanted.columns):
        cursor.execute(
            sql.SQL(
                "UPDATE {table} AS t SET {sets}, _full_text = NULL FROM {stage} AS s"
                " WHERE {same} AND ROW({old}) IS DISTINCT FROM ROW({new})"
            ).format(**parts)
        )
        changed = cursor.rowcount
    unknown = "NOT EXISTS (SELECT 1 FROM {table} AS t WHERE {same})" if wanted.key else "true"
    cursor.execute(
        sql.SQL(
            "INSERT INTO {table} ({names}) SELECT {names} FROM {stage} AS s WHERE {unknown} ORDER BY seq"
        ).format(**parts, unknown=sql.SQL(unknown).format(**parts))
    )
    return Counts(cursor.rowcount, changed, gone)


def _take_out(cursor: Any, parts: dict[str, Any], wanted: Wanted) -> int:
    cursor.execute(sql.SQL("SELECT count(*) FROM {table}").format(**parts))
    rows = int(cursor.fetchone()[0])
    cursor.execute(
        sql.SQL(
            "DELETE FROM {table} AS t WHERE NOT EXISTS (SELECT 1 FROM {stage} AS s WHERE {same})"
        ).format(**parts)
    )
    gone = int(cursor.rowcount)
    require_few_gone(gone, rows, wanted.most_vanished_percent)
    return gone


def _parts(table: sql.Identifier, wanted: Wanted) -> dict[str, sql.Composable]:
    names = [sql.Identifier(one.id) for one in wanted.columns]
    others = [sql.Identifier(one.id) for one in wanted.columns if one.id not in wanted.key]
    key = [sql.Identifier(one) for one in wanted.key]
    comma = sql.SQL(", ")
    return {
        "table": table,
        "stage": STAGE,
        "names": comma.join(names),
        "sets": comma.join(sql.SQL("{0} = s.{0}").format(one) for one in others),
        "old": comma.join(sql.SQL("t.{}").format(one) for one in others),
        "new": comma.join(sql.SQL("s.{}").format(one) for one in others),
        "same": sql.SQL(" AND ").join(sql.SQL("t.{0} = s.{0}").format(one) for one in key),
    }


def _numbers(
    cursor: Any, table: sql.Identifier, wanted: Wanted, asked: Sequence[int], before: int
) -> dict[int, int]:
    """Return the ``_id`` of rows by their place among those that came."""
    if not asked:
        return {}
    if not wanted.key:
        # They were added in their order, to a table that nobody else can write to.
        return {number: before + number for number in asked}
    cursor.execute(
        sql.SQL(
            "SELECT s.seq, t._id FROM {stage} AS s JOIN {table} AS t ON {same} WHERE s.seq = ANY(%s)"
        ).format(**_parts(table, wanted)),
        [list(asked)],
    )
    return dict(cursor.fetchall())
