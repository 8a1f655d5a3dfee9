"""What can be wrong with the rows of a source's table: codes, of which the glue makes sentences."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from ckanext.scigov.intake.domain.states import Severity


class RowCause(str, enum.Enum):
    CELLS_UNFIT = "cells_unfit"
    """Cells do not fit the type of their data item; they are empty, and in the report of the version."""
    TOO_MANY_UNFIT = "too_many_unfit"
    """More than are put up with: nothing of this run was taken."""
    ROWS_WITHOUT_KEY = "rows_without_key"
    """Rows are left out that have nothing to be known by."""
    KEY_REPEATED = "key_repeated"
    """Several rows with one key in one reading of the whole table; the last one counts."""
    COLUMNS_REMOVED = "columns_removed"
    COLUMNS_RETYPED = "columns_retyped"
    KEY_CHANGED = "key_changed"
    COLUMNS_DIFFER = "columns_differ"
    """A page of rows has other columns than the table says; nothing of this run was taken."""
    TOO_MANY_ROWS = "too_many_rows"
    """The table cannot be read whole within the limits of a run; it stays as it was."""
    ROWS_WOULD_VANISH = "rows_would_vanish"
    """More rows are gone than the source's share allows; the table stays until somebody has looked."""
    ITEMS_REFUSED = "items_refused"
    """The catalogue refuses the data items."""
    OTHER_KIND = "other_kind"
    """The resource that is named has a file or a link; rows are not taken into it."""


REFUSALS = frozenset(
    {
        RowCause.TOO_MANY_UNFIT,
        RowCause.COLUMNS_DIFFER,
        RowCause.TOO_MANY_ROWS,
        RowCause.ROWS_WOULD_VANISH,
        RowCause.ITEMS_REFUSED,
        RowCause.OTHER_KIND,
    }
)
"""After these the table is as it was."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One kind of thing that was wrong, with how often; no value of a cell and no key of a row."""

    cause: RowCause
    field: str = ""
    """A column, or several with a comma between."""
    count: int = 1
    detail: str = ""
    """Words of a validator, if any."""

    @property
    def severity(self) -> Severity:
        return Severity.ERROR if self.cause in REFUSALS else Severity.WARNING


class RowsRefused(Exception):
    """Nothing of this run is taken; the table stays as it was."""

    def __init__(self, *problems: RowProblem) -> None:
        super().__init__(", ".join(one.cause.value for one in problems))
        self.problems = problems
