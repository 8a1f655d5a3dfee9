"""A connection for requests that change nothing: each statement is a transaction of its own.

Nothing has to be begun, guarded by a SAVEPOINT or rolled back, and every such step is a trip to
the database. Whoever may have changed something reads through the Session, which sees it.

Connections are kept outside of the pool, which would ask before each request whether the database is
still there. Here the request itself finds out: it fails once, and whoever asked goes the ordinary way.
The one that was used last is taken first, so there are no more of them than requests at work at a time,
however many threads a server has.
"""

from __future__ import annotations

import collections
import contextlib
import contextvars
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from ckan import model

_present: contextvars.ContextVar[sa.Connection | None] = contextvars.ContextVar(
    "scigov_search_alone", default=None
)


_free: collections.deque[sa.Connection] = collections.deque()


@contextlib.contextmanager
def alone() -> Iterator[sa.Connection]:
    """Let searches inside the block read without a transaction."""
    connection = _taken()
    token = _present.set(connection)
    try:
        yield connection
    finally:
        _present.reset(token)
        if connection.invalidated:
            _end(connection)
        else:
            _free.append(connection)


def _taken() -> sa.Connection:
    while _free:
        with contextlib.suppress(IndexError):  # another thread was quicker
            connection = _free.pop()
            if connection.engine is model.ensure_engine():
                return connection
            _end(connection)
    return _made()


def _made() -> sa.Connection:
    connection = model.ensure_engine().connect().execution_options(isolation_level="AUTOCOMMIT")
    connection.detach()
    return connection


def close() -> None:
    """Close the connections nobody uses at the moment; the next block makes another one."""
    while _free:
        with contextlib.suppress(IndexError):
            _end(_free.pop())


def _end(connection: sa.Connection) -> None:
    with contextlib.suppress(SQLAlchemyError):
        connection.close()


def connection_alone() -> sa.Connection | None:
    """Return the connection of the block around; None outside of any."""
    return _present.get()


def reading_connection() -> sa.Connection:
    """Return what small questions are read through: the connection alone, else the Session's."""
    return _present.get() or model.Session.connection()
