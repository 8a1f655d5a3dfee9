"""The words of a table's rows, by which they are found, and the index of them.

They take longer than the rows themselves, so a table is shown first. Its comment says whether the words
are there; until it does, whoever searches looks into the cells (``row_conditions.py``). A piece of the
rows is a transaction, so what is done stays done when the worker is killed, or when others have waited
long enough for it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import psycopg2
from psycopg2 import sql

from ckanext.scigov.tables import datastore, giving_way
from ckanext.scigov.tables.domain import terms

FEWEST_ROWS, MOST_ROWS = 250, 8_000
CHARACTERS_AT_ONCE = 4_000_000
LONGEST_WORDS = 1_000_000  # PostgreSQL takes 1 MB for a row

_COLUMNS = """
    SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0
    AND NOT attisdropped AND left(attname, 1) <> '_' ORDER BY attnum
"""
# The cells as a reader sees them; their end is what ``terms.vector`` takes for one.
_READ = """
    SELECT _id, array_to_string(ARRAY[{cells}]::text[], E'\\x1f') FROM {table}
    WHERE _id > {after} AND _full_text IS NULL ORDER BY _id LIMIT {rows}
"""
# A row that somebody has written meanwhile has its words from the trigger.
_WRITE = """
    UPDATE {table} SET _full_text = made.words::tsvector
    FROM unnest(%s::int[], %s::text[]) AS made (id, words)
    WHERE _id = made.id AND _full_text IS NULL
"""
_LOCK = "LOCK TABLE {table} IN ROW EXCLUSIVE MODE"
_INDEX = "CREATE INDEX IF NOT EXISTS {index} ON {table} USING gin (_full_text)"


class _Replaced(Exception):
    """Another load has made another table, which has a job of its own."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some rows behind a number; how many depends on how long those before them were."""

    after: int
    rows: int

    def next(self, last: int, characters: int) -> _Piece:
        if characters > CHARACTERS_AT_ONCE:
            return _Piece(last, max(1, self.rows // 2))
        return _Piece(last, min(MOST_ROWS, self.rows * 2))


def make(resource_id: str, *, timezone: str = "", seconds: float | None = None) -> bool:
    """Give every row of a loaded table its words, then the table its index.

    Nothing is done where that is done already, or where there is no table any more.

    Args:
        resource_id: whose table.
        timezone: in which moments are read and shown.
        seconds: after which no further piece is begun.

    Returns:
        True where the time was not enough and there is more to do; the next call goes on.
    """
    marker = datastore.find_marker(resource_id)
    if marker is None or marker.has_words:
        return False
    end = None if seconds is None else time.monotonic() + seconds
    try:
        piece: _Piece | None = _Piece(0, FEWEST_ROWS)
        while piece is not None:
            piece = _make_some(resource_id, marker, piece, timezone)
            if piece is not None and end is not None and time.monotonic() > end:
                return True
        _finish(resource_id, marker)
    except _Replaced:
        pass
    return False


def index_name(resource_id: str) -> str:
    """Return the name by which CKAN recognises its text index, and makes no second one."""
    text = f'{resource_id}"{datastore.FULL_TEXT}"'
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def _make_some(
    resource_id: str, marker: datastore.Marker, piece: _Piece, timezone: str
) -> _Piece | None:
    """Do a piece of the rows; return the next one, None when there was nothing to do."""
    with datastore.transaction() as cursor:
        datastore.set_timezone(cursor, timezone)
        _hold(cursor, resource_id, marker)
        table = sql.Identifier(resource_id)
        cells = _cells(cursor, resource_id)
        after, number = sql.Literal(piece.after), sql.Literal(piece.rows)
        # Without parameters: a percent sign in a column's name would be taken for one.
        cursor.execute(sql.SQL(_READ).format(table=table, cells=cells, after=after, rows=number))
        rows: Sequence[tuple[int, str]] = cursor.fetchall()
        if not rows:
            return None
        words = [_words(cells) for _, cells in rows]
        cursor.execute(sql.SQL(_WRITE).format(table=table), [[row[0] for row in rows], words])
        return piece.next(rows[-1][0], sum(len(cells) for _, cells in rows))


def _words(cells: str) -> str:
    """Return a row's words, of a very long one as many as PostgreSQL takes."""
    words = terms.vector([cells])
    if len(words) * 4 <= LONGEST_WORDS:
        return words
    cut = words.encode()[:LONGEST_WORDS]
    return words if len(cut) < LONGEST_WORDS else cut[: cut.rfind(b" ")].decode()


def _finish(resource_id: str, marker: datastore.Marker) -> None:
    with datastore.transaction() as cursor:
        # The next load waits for its turn here, and not at the end, where it is not to wait for long.
        datastore.wait_for_turn(cursor, resource_id)
        _hold(cursor, resource_id, marker)
        datastore.prepare_for_index(cursor)
        table, index = sql.Identifier(resource_id), sql.Identifier(index_name(resource_id))
        cursor.execute(sql.SQL(_INDEX).format(table=table, index=index))
        cursor.execute(sql.SQL("ANALYZE {}").format(table))
        datastore.comment_table(cursor, resource_id, replace(marker, has_words=True))


def _hold(cursor: Any, resource_id: str, marker: datastore.Marker) -> None:
    """Keep the table from being replaced until the transaction ends, and give way to the pages.

    Raises:
        _Replaced: it has been, by another one or by none.
    """
    giving_way.give_way(cursor)
    try:
        cursor.execute(sql.SQL(_LOCK).format(table=sql.Identifier(resource_id)))
    except psycopg2.errors.UndefinedTable:
        raise _Replaced from None
    if datastore.marker_of(cursor, resource_id) != marker:
        raise _Replaced


def _cells(cursor: Any, resource_id: str) -> sql.Composed:
    cursor.execute(_COLUMNS, [sql.Identifier(resource_id).as_string(cursor)])
    names = [row[0] for row in cursor.fetchall()]
    return sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(one)) for one in names)
