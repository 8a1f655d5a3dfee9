"""Cells that do not fit the type their dictionary declares: how many a table may have, and which.

A share above the tolerance refuses the file. Below it the cells are left empty, and their raw text is
kept for the report, so that nothing is lost in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TypeAlias, TypedDict

from ckanext.scigov.tables.domain.columns import Column
from ckanext.scigov.tables.domain.problems import Code, ProblemLog

LONGEST_VALUE = 32_767
"""Characters kept of a cell, as many as a spreadsheet's cell holds."""
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that was left empty: where it stands in the file and in the table, and what it said."""

    line: int
    row: int
    """The row's ``_id`` in the table."""
    column: str
    """The column's id in the table."""
    value: str
    code: Code


class ColumnCount(TypedDict):
    """How many cells of a column do not fit, as it is stored and answered."""

    column: str
    label: str
    count: int


Sink: TypeAlias = Callable[[Sequence[BadCell]], None]


def _nowhere(_cells: Sequence[BadCell]) -> None:
    """Keep nothing."""


@dataclass(slots=True)
class CellLog:
    """Counts the cells that do not fit, and those that could have failed to; hands on the first."""

    percent: Decimal = Decimal(0)
    most: int = 0
    sink: Sink = _nowhere
    counts: Counter[str] = field(default_factory=Counter[str])
    checked: int = 0
    listed: int = 0
    _piece: list[BadCell] = field(default_factory=list[BadCell])

    @property
    def count(self) -> int:
        return self.counts.total()

    def add(self, cell: BadCell) -> None:
        self.counts[cell.column] += 1
        if self.listed < self.most:
            self.listed += 1
            self._piece.append(cell)

    def end_piece(self) -> None:
        """Hand on the cells of a piece of the file from top to bottom."""
        if self._piece:
            self.sink(sorted(self._piece, key=lambda cell: cell.line))
            self._piece = []

    @property
    def is_exceeded(self) -> bool:
        """Say whether more cells do not fit than are put up with.

        The share is that of the cells with content in columns whose declared type is not text, or that have a code list.
        """
        return self.count * 100 > self.percent * self.checked

    def is_hopeless(self, problems: ProblemLog) -> bool:
        """Say whether the file will be refused whatever follows."""
        return problems.count > self.count or (self.count > 0 and not self.percent)

    def per_column(self, columns: Iterable[Column]) -> list[ColumnCount]:
        return [
            {
                "column": column.id,
                "label": str(column.info.get("label") or column.id),
                "count": self.counts[column.id],
            }
            for column in columns
            if self.counts[column.id]
        ]


def kept_text(value: str) -> str:
    """Return what is kept of a cell's raw text."""
    value = value.replace("\x00", "\N{SYMBOL FOR NULL}")
    return value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 1]}…"


def harmless(text: str) -> str:
    """Return a text that a spreadsheet takes for text: a quote in front of what would be a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA_SIGNS) else text


def percent_of(text: object) -> Decimal | None:
    """Return a share from 0 to 100; None for what is none."""
    try:
        found = Decimal(str(text).strip().removesuffix("%"))
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 <= found <= 100 else None
