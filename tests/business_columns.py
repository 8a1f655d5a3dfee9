"""Columns of the business schema, each said once: for the database, and for its own dictionary."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa


@dataclass(frozen=True)
class Line:
    table: str
    name: str
    title: str
    letter: str
    length: int = 0
    precision: str = ""
    is_key: bool = False

    @property
    def written(self) -> str:
        """Return the type as this system's dictionary writes it."""
        words = {
            "C": f"VARCHAR({self.length})", "I": "INT", "N": f"DECIMAL({self.precision})", "D": "DATE",
            "T": "DATETIME", "L": "逻辑型 L", "M": "TEXT",
        }  # fmt: skip
        return words[self.letter]

    def column(self) -> sa.Column[Any]:
        precision = [int(one) for one in self.precision.split(",")] if self.precision else ()
        kinds: dict[str, Any] = {
            "C": sa.String(self.length), "I": sa.Integer, "N": sa.Numeric(*precision), "D": sa.Date,
            "T": sa.DateTime, "L": sa.Boolean, "M": sa.Text,
        }  # fmt: skip
        comment = f"{self.title}：由业务系统填写"
        kind = kinds[self.letter]
        return sa.Column(
            self.name, kind, primary_key=self.is_key, autoincrement=False, comment=comment
        )


def table_of(metadata: sa.MetaData, name: str, title: str, lines: Iterable[Line]) -> sa.Table:
    columns = [line.column() for line in lines if line.table == name]
    return sa.Table(name, metadata, *columns, comment=f"{title}：业务系统的{title}表")


def C(table: str, name: str, title: str, length: int, *, key: bool = False) -> Line:  # noqa: N802
    return Line(table, name, title, "C", length, is_key=key)


def I(table: str, name: str, title: str, *, key: bool = False) -> Line:  # noqa: E743, N802
    return Line(table, name, title, "I", is_key=key)


def N(table: str, name: str, title: str, precision: str) -> Line:  # noqa: N802
    return Line(table, name, title, "N", precision=precision)


def D(table: str, name: str, title: str) -> Line:  # noqa: N802
    return Line(table, name, title, "D")


def T(table: str, name: str, title: str) -> Line:  # noqa: N802
    return Line(table, name, title, "T")


def L(table: str, name: str, title: str) -> Line:  # noqa: N802
    return Line(table, name, title, "L")


def M(table: str, name: str, title: str) -> Line:  # noqa: N802
    return Line(table, name, title, "M")
