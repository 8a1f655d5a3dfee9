"""The DataStore's side of a load: one transaction that ends with the new table in place.

CREATE, COPY and the switch happen in one transaction of the DataStore's database, so a killed
worker leaves the old table or the new one and nothing beside it. The table has CKAN's shape; the
words of its rows come later (``row_words.py``). A comment on it names the file it was made from:
that is how the second step, in CKAN's database, is found again after a crash.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any

import psycopg2
from psycopg2 import sql

from ckanext.datastore.backend.postgres import get_write_engine

from ckanext.scigov.shared.ids import random_key
from ckanext.scigov.tables import giving_way, text_trigger
from ckanext.scigov.tables.domain.columns import Column
from ckanext.scigov.tables.domain.kinds import Kind

MARK = "scigov_tables"
FULL_TEXT = "_full_text"
LOCK_PATIENCE = "60s"
COPY_PIECE = 1 << 20
IDS_AT_ONCE = 1_000
INDEX_MEMORY = "256MB"  # an index is built in fewer passes than with the usual 64 MB


@dataclass(frozen=True, slots=True)
class Marker:
    """What a table says of itself: the file and the dictionary it was made from."""

    storage_key: str
    dictionary: str
    rows: int
    facts: dict[str, Any] = field(default_factory=dict[str, Any])
    """What else the load has found out, for CKAN's database."""
    has_words: bool = True
    """Every row has its words, and there is an index of them. Older tables do not say so."""


class Lines:
    """Text pieces as the file COPY reads from; nothing is held but the current piece."""

    def __init__(self, pieces: Iterable[str]) -> None:
        self._pieces = iter(pieces)
        self._rest = b""
        self.error: BaseException | None = None

    def read(self, size: int) -> bytes:
        try:
            while len(self._rest) < size:
                piece = next(self._pieces, None)
                if piece is None:
                    break
                self._rest += piece.encode()
        except BaseException as error:
            # psycopg2 makes a database error of whatever is raised here.
            self.error = error
            raise
        answer, self._rest = self._rest[:size], self._rest[size:]
        return answer


def replace_table(  # noqa: PLR0913  (each is needed once)
    resource_id: str,
    columns: Sequence[Column],
    pieces: Iterable[str],
    marker: Callable[[int], Marker],
    confirm: Callable[[], None],
    *,
    timezone: str = "",
    settle: Callable[[Any, str], int] = lambda _cursor, _table: 0,
) -> int:
    """Fill a new table by COPY and put it in the old one's place.

    Args:
        resource_id: whose table.
        columns: with their types.
        pieces: COPY's text; an exception out of it undoes everything.
        marker: rows → what the table is to say of itself.
        confirm: called when only the switch is left to do; raising undoes everything.
        timezone: of moments written without one.
        settle: called with the new table's name once its rows are in; returns how many it takes out.

    Returns:
        The number of rows.
    """
    staging = f"_scigov_{random_key()}"
    with transaction() as cursor:
        giving_way.give_way(cursor)
        # A second worker for the same resource waits here until the first one is through.
        wait_for_turn(cursor, resource_id)
        set_timezone(cursor, timezone)
        text_trigger.make(cursor)
        _create(cursor, staging, columns)
        rows = _copy(cursor, staging, columns, Lines(pieces))
        rows -= settle(cursor, staging)
        _finish_staging(cursor, staging)
        confirm()
        _switch(cursor, staging, resource_id)
        comment_table(cursor, resource_id, marker(rows))
        return rows


def find_marker(resource_id: str) -> Marker | None:
    """Return what a resource's table says of itself; None without a table of ours."""
    return markers(resource_id).get(resource_id)


def markers(resource_id: str | None = None) -> dict[str, Marker]:
    """Return the tables that were loaded from files."""
    statement = """
        SELECT c.relname, obj_description(c.oid, 'pg_class')
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND n.nspname = 'public' AND left(c.relname, 1) <> '_'
          AND (%(id)s IS NULL OR c.relname = %(id)s)
    """
    with transaction() as cursor:
        cursor.execute(statement, {"id": resource_id})
        found = ((name, marker_in(comment)) for name, comment in cursor.fetchall())
        return {name: marker for name, marker in found if marker is not None}


def is_named(report: str) -> bool:
    """Say whether a table names this report; CKAN's database may not know it yet."""
    return any(marker.facts.get("report") == report for marker in markers().values())


def marker_of(cursor: Any, table: str) -> Marker | None:
    """Return what a table says of itself in a transaction that is under way."""
    name = sql.Identifier(table).as_string(cursor)
    cursor.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", [name])
    return marker_in(cursor.fetchone()[0])


def drop_table(resource_id: str) -> None:
    """Drop a resource's table, with the views that are CKAN's aliases of it."""
    with transaction() as cursor:
        cursor.execute("SET LOCAL lock_timeout = %s", [LOCK_PATIENCE])
        cursor.execute(
            sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(sql.Identifier(resource_id))
        )
        cursor.execute("DELETE FROM _table_stats WHERE resource_id = %s", [resource_id])


@contextmanager
def transaction() -> Iterator[Any]:
    connection: Any = get_write_engine().raw_connection()
    try:
        with connection.cursor() as cursor:
            yield cursor
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    finally:
        connection.close()


def wait_for_turn(cursor: Any, resource_id: str) -> None:
    """Do long work on a resource's table alone, until the transaction ends."""
    cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [resource_id])


def set_timezone(cursor: Any, timezone: str) -> None:
    if timezone:
        cursor.execute("SELECT set_config('timezone', %s, true)", [timezone])


def _create(cursor: Any, table: str, columns: Sequence[Column]) -> None:
    definitions = [
        sql.SQL("{} {}").format(
            sql.Identifier(column.id), sql.SQL((column.kind or Kind.TEXT).value)
        )
        for column in columns
    ]
    cursor.execute(
        sql.SQL("CREATE TABLE {} (_id serial, {} tsvector, {})").format(
            sql.Identifier(table), sql.Identifier(FULL_TEXT), sql.SQL(", ").join(definitions)
        )
    )
    describe(cursor, table, columns)


def describe(cursor: Any, table: str, columns: Sequence[Column]) -> None:
    """Have a table's columns say what they are, as CKAN's data dictionary does."""
    for column in columns:
        # A blank in front tells CKAN that the comment is of the newer form.
        comment = " " + json.dumps({"_info": dict(column.info)}, ensure_ascii=False)
        cursor.execute(
            sql.SQL("COMMENT ON COLUMN {}.{} IS {}").format(
                sql.Identifier(table), sql.Identifier(column.id), sql.Literal(comment)
            )
        )


def _copy(cursor: Any, table: str, columns: Sequence[Column], lines: Lines) -> int:
    numbers = sql.Identifier(f"{table}__id_seq")
    cursor.execute(sql.SQL("ALTER SEQUENCE {} CACHE {}").format(numbers, sql.Literal(IDS_AT_ONCE)))
    statement = _copy_statement(table, columns).as_string(cursor)
    try:
        cursor.copy_expert(statement, lines, COPY_PIECE)
    except psycopg2.Error:
        if lines.error is not None:
            raise lines.error from None
        raise
    rows = cursor.rowcount
    cursor.execute(sql.SQL("ALTER SEQUENCE {} CACHE 1").format(numbers))
    # The numbers that were fetched ahead are given back.
    cursor.execute("SELECT setval(%s, %s, %s)", [f'"{table}__id_seq"', max(rows, 1), rows > 0])
    return rows


def _copy_statement(table: str, columns: Sequence[Column]) -> sql.Composed:
    return sql.SQL(
        "COPY {} ({}) FROM STDIN (FORMAT text, NULL '', FREEZE, ENCODING 'UTF8')"
    ).format(sql.Identifier(table), sql.SQL(", ").join(sql.Identifier(one.id) for one in columns))


def _finish_staging(cursor: Any, table: str) -> None:
    """Add what would have slowed the COPY down: the key, the trigger, statistics."""
    prepare_for_index(cursor)
    for statement in (
        "ALTER TABLE {table} ADD PRIMARY KEY (_id)",
        (
            "CREATE TRIGGER zfulltext BEFORE INSERT OR UPDATE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION {function}()"
        ),
        "ANALYZE {table}",
    ):
        cursor.execute(
            sql.SQL(statement).format(
                table=sql.Identifier(table),
                function=sql.Identifier(text_trigger.name()),
            )
        )


def prepare_for_index(cursor: Any) -> None:
    """Let an index be built with much memory, and on one processor: the others are for the pages."""
    cursor.execute("SET LOCAL maintenance_work_mem = %s", [INDEX_MEMORY])
    cursor.execute("SET LOCAL max_parallel_maintenance_workers = 0")


def _switch(cursor: Any, staging: str, resource_id: str) -> None:
    """Drop the old table and give the new one its name, and to its parts the names CKAN expects."""
    # A reader that sits on the old table must not stop everybody else for long.
    cursor.execute("SET LOCAL lock_timeout = %s", [LOCK_PATIENCE])
    cursor.execute("SELECT name FROM _table_metadata WHERE alias_of = %s", [resource_id])
    aliases = [row[0] for row in cursor.fetchall()]
    names = {
        "staging": staging,
        "staging_key": f"{staging}_pkey",
        "staging_numbers": f"{staging}__id_seq",
        "table": resource_id,
        "key": f"{resource_id}_pkey",
        "numbers": f"{resource_id}__id_seq",
    }
    quoted = {key: sql.Identifier(name) for key, name in names.items()}
    for statement in (
        "DROP TABLE IF EXISTS {table} CASCADE",
        "ALTER TABLE {staging} RENAME TO {table}",
        "ALTER INDEX {staging_key} RENAME TO {key}",
        "ALTER SEQUENCE {staging_numbers} RENAME TO {numbers}",
    ):
        cursor.execute(sql.SQL(statement).format(**quoted))
    for alias in aliases:
        cursor.execute(
            sql.SQL("CREATE VIEW {} AS SELECT * FROM {}").format(
                sql.Identifier(alias), quoted["table"]
            )
        )
    cursor.execute("SELECT update_cached_table_row_count(%s)", [resource_id])


def comment_table(cursor: Any, table: str, marker: Marker) -> None:
    """Have a table say of itself what it was made from."""
    cursor.execute(
        sql.SQL("COMMENT ON TABLE {} IS {}").format(
            sql.Identifier(table), sql.Literal(json.dumps({MARK: asdict(marker)}))
        )
    )


def marker_in(comment: str | None) -> Marker | None:
    """Return what a table's comment says; None where it is no table made from a file."""
    try:
        found = json.loads(comment or "")[MARK]
        facts = found.get("facts") or {}
        has_words = bool(found.get("has_words", True))
        return Marker(found["storage_key"], found["dictionary"], found["rows"], facts, has_words)
    except (ValueError, KeyError, TypeError):
        return None
