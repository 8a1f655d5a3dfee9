"""A connection for requests that change nothing: each statement is a transaction of its own.

Nothing has to be begun, guarded by a SAVEPOINT or rolled back, and every such step is a trip to
the database. Whoever may have changed something reads through the Session, which sees it.

Each thread keeps one connection outside of the pool, which would ask before each request whether
the database is still there. Here the request itself finds out: it fails once, and whoever asked
goes the ordinary way.
"""

from __future__ import annotations

import contextlib
import contextvars
import threading
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from ckan import model

_present: contextvars.ContextVar[sa.Connection | None] = contextvars.ContextVar(
    "scigov_search_alone", default=None
)


class _Kept(threading.local):
    connection: sa.Connection | None = None


_kept = _Kept()


@contextlib.contextmanager
def alone() -> Iterator[sa.Connection]:
    """Let searches inside the block read without a transaction."""
    connection = _kept.connection
    if connection is None or connection.engine is not model.ensure_engine():
        connection = _kept.connection = _made()
    token = _present.set(connection)
    try:
        yield connection
    finally:
        _present.reset(token)
        if connection.invalidated:
            close()


def _made() -> sa.Connection:
    connection = model.ensure_engine().connect().execution_options(isolation_level="AUTOCOMMIT")
    connection.detach()
    return connection


def close() -> None:
    """Close this thread's connection; the next block makes another one."""
    connection, _kept.connection = _kept.connection, None
    if connection is not None:
        with contextlib.suppress(SQLAlchemyError):
            connection.close()


def connection_alone() -> sa.Connection | None:
    """Return the connection of the block around; None outside of any."""
    return _present.get()


def reading_connection() -> sa.Connection:
    """Return what small questions are read through: the connection alone, else the Session's."""
    return _present.get() or model.Session.connection()
