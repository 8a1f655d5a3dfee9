"""The statements of one search: within the time allowed, and without a trace in the transaction.

A SAVEPOINT keeps the surrounding transaction alive when the search fails, and going back to it
undoes the settings. Both travel with a statement that is asked anyway: a trip to the database
takes as long as most of what a search asks there.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from ckanext.scigov.search import config
from ckanext.scigov.search.prepared import Prepared

# Where a word is in most documents PostgreSQL would rather read all their texts than its index,
# and unpacking them takes a hundred times as long. Two documents seldom have the same values, so
# remembering the last ones (memoize) is wasted, and compiling takes longer than any search.
_SETTINGS = """
    SELECT set_config('statement_timeout', %(within)s, true),
        set_config('enable_seqscan', 'off', true),
        set_config('enable_memoize', 'off', true),
        set_config('jit', 'off', true);
"""
_BEGIN = f"SAVEPOINT scigov_search; {_SETTINGS}"
_END = "ROLLBACK TO SAVEPOINT scigov_search; RELEASE SAVEPOINT scigov_search;"


class NeedsTransactionError(Exception):
    """What is asked for takes several statements under one guard."""


class Guarded:
    """A connection for the length of one search."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._is_begun = False

    @property
    def database(self) -> sa.URL:
        return self._connection.engine.url

    @property
    def connection(self) -> sa.Connection:
        """The connection with its guard, for statements of all kinds."""
        if not self._is_begun:
            self._is_begun = True
            self._connection.exec_driver_sql(_BEGIN, self._within())
        return self._connection

    def run(self, statement: Prepared, **parameters: Any) -> sa.CursorResult[Any]:
        """Execute it; the first one brings the guard along."""
        if self._is_begun:
            return statement.run(self._connection, **parameters)
        self._is_begun = True
        return statement.run(self._connection, before=_BEGIN, **self._within(), **parameters)

    def run_last(self, statement: Prepared, **parameters: Any) -> sa.CursorResult[Any]:
        """Execute it after the end of the guard: for what cannot fail and takes no time."""
        if not self._is_begun:
            return statement.run(self._connection, **parameters)
        self._is_begun = False
        return statement.run(self._connection, before=_END, **parameters)

    def end(self) -> None:
        if self._is_begun:
            self._is_begun = False
            self._connection.exec_driver_sql(_END)

    @staticmethod
    def _within() -> dict[str, str]:
        return {"within": str(config.timeout_in_milliseconds())}


class Unguarded(Guarded):
    """A connection without a transaction: the settings hold for the statement they travel with."""

    @property
    def connection(self) -> sa.Connection:
        raise NeedsTransactionError

    def run(self, statement: Prepared, **parameters: Any) -> sa.CursorResult[Any]:
        return statement.run(self._connection, before=_SETTINGS, **self._within(), **parameters)


@contextlib.contextmanager
def guarded(connection: sa.Connection) -> Iterator[Guarded]:
    """Guard the statements of the block."""
    search = Guarded(connection)
    try:
        yield search
    finally:
        search.end()
