"""Write and remove rows of the index. Nothing else does.

A document keeps its number as long as it lives; what is removed leaves its number behind, so that
processes which hold a copy of the columns learn of it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from ckanext.scigov.search.bulk.copying import copy
from ckanext.scigov.search.model import SearchDeletion, SearchDocument, SearchState, Xid8

NEVER = sa.cast("0", Xid8)
_KEY = "key_of_row"
_GIVEN_BY_DATABASE = ("index_id", "number")


def store(connection: sa.Connection, rows: Iterable[dict[str, Any]]) -> None:
    """Insert or replace rows of ``SearchDocument``."""
    given = [{**row, _KEY: row["index_id"]} for row in rows]
    if not given:
        return
    _make_sure_of_state(connection)
    known = sa.select(SearchDocument.number).where(SearchDocument.index_id == sa.bindparam(_KEY))
    table = SearchDocument.__tablename__
    # Asked for a new number only where there is none: numbers stay close together.
    fresh = sa.func.nextval(sa.func.pg_get_serial_sequence(table, "number"))
    number = sa.func.coalesce(known.scalar_subquery(), fresh)
    statement = insert(SearchDocument).values(number=number)
    replaced = {
        column.name: statement.excluded[column.name]
        for column in SearchDocument.__table__.columns
        if column.name not in _GIVEN_BY_DATABASE
    }
    connection.execute(
        statement.on_conflict_do_update(index_elements=["index_id"], set_=replaced),
        given,
    )


def store_new(connection: sa.Connection, rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows of ``SearchDocument`` that are known not to be there, all at once."""
    _make_sure_of_state(connection)
    copy(connection, SearchDocument.__table__, rows)


def _make_sure_of_state(connection: sa.Connection) -> None:
    """Have the row that copies of the index are compared with.

    Where the tables were emptied or made anew, no copy of before may be taken for this index.
    """
    if connection.execute(sa.select(SearchState.id)).first() is None:
        first = insert(SearchState).values(id=1, epoch=secrets.randbelow(2**30), forgotten=NEVER)
        connection.execute(first.on_conflict_do_nothing())


def remove(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> int:
    """Delete the documents that meet ``condition``; return how many."""
    gone = sa.delete(SearchDocument).where(condition).returning(SearchDocument.number).cte("gone")
    listed = insert(SearchDeletion).from_select(["number"], sa.select(gone.c.number))
    return connection.execute(listed.on_conflict_do_nothing()).rowcount
