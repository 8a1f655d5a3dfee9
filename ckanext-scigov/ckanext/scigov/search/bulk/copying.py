"""Write rows by COPY: PostgreSQL's way for many."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from psycopg2 import sql

_NOTHING = "\\N"


def copy(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert ``rows``; all have the same columns, the others get their defaults."""
    if not rows:
        return
    names = list(rows[0])
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    is_json = [isinstance(table.c[name].type, sa.JSON) for name in names]
    lines = io.StringIO("".join(_lines(rows, is_json)))
    cursor: Any = connection.connection.cursor()
    try:
        cursor.copy_expert(statement, lines)
    finally:
        cursor.close()


def _lines(rows: Iterable[Mapping[str, Any]], is_json: list[bool]) -> Iterable[str]:
    for row in rows:
        values = zip(row.values(), is_json, strict=True)
        yield "\t".join(_written(value, as_json) for value, as_json in values) + "\n"


def _written(value: Any, as_json: bool) -> str:
    if value is None:
        return _NOTHING
    if as_json:
        value = json.dumps(value, ensure_ascii=False)
    elif isinstance(value, list):
        value = "{" + ",".join(map(_element, value)) + "}"
    elif isinstance(value, dt.datetime):
        return value.isoformat()
    # Backslashes first. Four searches that find nothing cost less than looking at each character.
    text = str(value).replace("\\", "\\\\").replace("\t", "\\t")
    return text.replace("\n", "\\n").replace("\r", "\\r")


def _element(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
