"""Cells as the portal writes them, and fingerprints of rows, as expressions of PostgreSQL.

They are those of ``scigov_tables_rows_show``, for a connection of ``row_queries.reading``: so the rows
with some fingerprints are found in the database, and the others need not be fetched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from ckanext.scigov.tables.row_queries import column

DAY_AND_TIME = "YYYY-MM-DD HH24:MI:SS"


def text_of(name: str, kind: str) -> sa.ColumnElement[str]:
    """Return a cell as text, NULL where it is empty."""
    cell = column(name)
    if kind == "bool":
        return sa.case((cell.is_(sa.true()), "t"), (cell.is_(sa.false()), "f"))
    if kind == "timestamptz":
        fraction = sa.func.to_char(cell, ".US")
        written = sa.case((fraction == ".000000", ""), else_=fraction)
        return (
            sa.func.to_char(cell, DAY_AND_TIME, type_=sa.Text)
            + written
            + sa.func.to_char(cell, "TZH:TZM", type_=sa.Text)
        )
    return sa.func.nullif(sa.cast(cell, sa.Text), "", type_=sa.Text)


def fingerprint_of(types: Mapping[str, str], names: Iterable[str]) -> sa.ColumnElement[str]:
    """Return the fingerprint of a row, made of some of its columns.

    Args:
        types: PostgreSQL's, by column.
        names: the columns that count.
    """
    cells = [
        sa.literal(json.dumps(name, ensure_ascii=False) + ":", sa.Text)
        + sa.func.coalesce(sa.cast(sa.func.to_json(text_of(name, types[name])), sa.Text), "null")
        for name in sorted(names)
    ]
    # An array, because a call takes no more than 100 arguments.
    together: Any = postgresql.array(cells)
    inside = sa.func.array_to_string(sa.cast(together, postgresql.ARRAY(sa.Text)), ",")
    text = sa.literal("{", sa.Text) + inside + "}"
    digest = sa.func.sha256(sa.func.convert_to(text, "UTF8"))
    return sa.func.encode(digest, "hex", type_=sa.Text)
