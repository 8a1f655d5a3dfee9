"""Write rows by COPY, PostgreSQL's way for many; and read large ones by it."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import json
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import psycopg2
import sqlalchemy as sa
from psycopg2 import sql
from sqlalchemy.exc import DBAPIError, StatementError

from ckanext.scigov.search.prepared import Prepared

_Writer: TypeAlias = "Callable[[Any], str]"
_NOTHING = "\\N"
_HEAD = 15
"""Bytes before the length of the extension: the signature and the flags."""
_LENGTH, _FIELDS = struct.Struct("!i"), struct.Struct("!h")


def copy(connection: sa.Connection, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert ``rows``; all have the same columns, the others get their defaults.

    Each is asked for when it is to be sent: PostgreSQL writes one while the next is made. Whoever makes them
    must not use the connection meanwhile.
    """
    coming = iter(rows)
    first = next(coming, None)
    if first is None:
        return
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, first))
    )
    writers = [_writer(table.c[name].type, connection.dialect) for name in first]
    cursor: Any = connection.connection.cursor()
    try:
        cursor.copy_expert(statement, _Lines(itertools.chain([first], coming), writers))
    except psycopg2.Error as error:
        raise _as_sqlalchemys(error, table.name, connection) from error
    finally:
        cursor.close()


def copied(
    connection: sa.Connection, statement: Prepared, **parameters: Any
) -> list[list[bytes | None]]:
    """Return the rows of a statement as the database holds their values: texts in UTF-8, bytes as they are.

    Any other way bytes are written in digits, sent, and read again, which takes thrice as long.
    """
    cursor: Any = connection.connection.cursor()
    target = io.BytesIO()
    try:
        query = cursor.mogrify(statement.text, statement.given(parameters))
        cursor.copy_expert(b"COPY (" + query + b") TO STDOUT (FORMAT binary)", target)
    except psycopg2.Error as error:
        raise _as_sqlalchemys(error, "", connection) from error
    finally:
        cursor.close()
    return list(_rows(target.getbuffer()))


def _rows(given: memoryview) -> Iterator[list[bytes | None]]:
    """Yield the rows of PostgreSQL's binary form: a head with an extension, then fields with their lengths."""
    (extension,) = _LENGTH.unpack_from(given, _HEAD)
    place = _HEAD + _LENGTH.size + extension
    while (fields := _FIELDS.unpack_from(given, place)[0]) >= 0:
        place += _FIELDS.size
        row: list[bytes | None] = []
        for _ in range(fields):
            (length,) = _LENGTH.unpack_from(given, place)
            place += _LENGTH.size
            row.append(None if length < 0 else bytes(given[place : place + length]))
            place += max(length, 0)
        yield row


def _as_sqlalchemys(
    error: Any, table: str, connection: sa.Connection
) -> DBAPIError | StatementError:
    """Return the error of any other statement: whoever catches those need not know how rows are written."""
    is_lost = connection.dialect.is_disconnect(error, None, None)
    made = DBAPIError.instance(
        f"COPY {table}", None, error, psycopg2.Error,
        connection_invalidated=is_lost, dialect=connection.dialect,
    )  # fmt: skip
    assert isinstance(made, StatementError)
    return made


class _Lines:
    """What psycopg2 reads: a row at a time, however long, and nothing at the end."""

    def __init__(self, rows: Iterator[Mapping[str, Any]], writers: Sequence[_Writer]) -> None:
        self._rows, self._writers = rows, writers

    def read(self, _size: int) -> str:
        row = next(self._rows, None)
        return "" if row is None else self._line(row)

    def _line(self, row: Mapping[str, Any]) -> str:
        values = zip(row.values(), self._writers, strict=True)
        return "\t".join(_NOTHING if v is None else write(v) for v, write in values) + "\n"


def _writer(kind: sa.types.TypeEngine[Any], dialect: sa.Dialect) -> _Writer:
    if isinstance(kind, sa.JSON):
        return lambda value: _escaped(json.dumps(value, ensure_ascii=False))
    if isinstance(kind, sa.LargeBinary):
        return lambda value: f"\\\\x{value.hex()}"
    if isinstance(kind, sa.TypeDecorator):
        # It has its own way to make a column's value, which may be none.
        own: sa.TypeDecorator[Any] = kind
        return lambda value: _written(own.process_bind_param(value, dialect))
    return _written


def _written(value: Any) -> str:
    if value is None:
        return _NOTHING
    if isinstance(value, list):
        value = "{" + ",".join(map(_element, value)) + "}"
    elif isinstance(value, dt.datetime):
        return value.isoformat()
    return _escaped(str(value))


def _escaped(text: str) -> str:
    # Backslashes first. Four searches that find nothing cost less than looking at each character.
    text = text.replace("\\", "\\\\").replace("\t", "\\t")
    return text.replace("\n", "\\n").replace("\r", "\\r")


def _element(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
