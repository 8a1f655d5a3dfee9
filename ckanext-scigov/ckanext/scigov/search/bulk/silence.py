"""A connection that is busy: who asks on it hears that at once, before anything is sent."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event


class BusyError(RuntimeError):
    """Rows are on their way on this connection."""


@dataclass(slots=True)
class Silence:
    is_broken: bool = False
    """Somebody has asked, and may have caught the error."""


@contextlib.contextmanager
def silent(connection: sa.Connection) -> Iterator[Silence]:
    """Refuse every statement on a connection, and remember that there was one."""
    silence = Silence()

    def refuse(*_statement: Any) -> None:
        silence.is_broken = True
        raise BusyError("Rows are being written on this connection: ask before, or afterwards.")

    event.listen(connection, "before_cursor_execute", refuse)
    try:
        yield silence
    finally:
        event.remove(connection, "before_cursor_execute", refuse)
