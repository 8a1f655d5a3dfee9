"""The lock under which the chain grows or is shortened: one process at a time."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import sqlalchemy as sa

_NUMBER = 0x7363_6967_6F76_0A01


@contextlib.contextmanager
def chain_lock(engine: sa.Engine, *, wait: bool = False) -> Iterator[bool]:
    """Hold the lock for a block; without waiting, say whether it was free.

    It belongs to a connection of its own and ends with this process.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        take = sa.func.pg_advisory_lock if wait else sa.func.pg_try_advisory_lock
        got = connection.scalar(sa.select(take(_NUMBER))) is not False
        try:
            yield got
        finally:
            if got:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(_NUMBER)))
