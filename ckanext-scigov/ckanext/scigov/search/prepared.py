"""Statements that are written once: building and compiling them costs more than they take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql.psycopg2 import PGDialect_psycopg2
from sqlalchemy.sql.dml import ReturningUpdate


class Prepared:
    """A statement whose parameters have the names of its ``bindparam``s."""

    def __init__(self, statement: sa.SelectBase | ReturningUpdate[Any]) -> None:
        compiled = statement.compile(dialect=PGDialect_psycopg2())
        self._text = str(compiled)
        self._fixed = {k: bind.value for k, bind in compiled.binds.items() if not bind.required}

    def run(
        self, connection: sa.Connection, *, before: str = "", **parameters: Any
    ) -> sa.CursorResult[Any]:
        """Execute it; numbers, texts, lists and bytes come back as the driver gives them.

        The statements in ``before`` go ahead of it in the same trip.
        """
        return connection.exec_driver_sql(before + self._text, self.given(parameters))

    @property
    def text(self) -> str:
        """The statement as the driver takes it."""
        return self._text

    def given(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the driver puts into the statement."""
        return {**self._fixed, **parameters}


def any_of(name: str, of: Any) -> sa.ColumnElement[Any]:
    """Return ``any(:name)`` for a list of values of type ``of``, which may be empty."""
    return sa.func.any(sa.cast(sa.bindparam(name), ARRAY(of)))
