"""What a taking of rows is given, and what it comes to."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass, field

from ckanext.scigov.intake.domain.row_causes import RowProblem
from ckanext.scigov.intake.domain.row_marks import Counts


class Outcome(str, enum.Enum):
    FIRST = "first"
    """The table is there for the first time."""
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    """The problems say why; the table is as it was."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run has done with one table."""

    resource_id: str
    table: str
    """As the source calls it."""
    outcome: Outcome
    rows: int = 0
    """That the table has now."""
    counts: Counts = field(default_factory=Counts)
    is_complete: bool = True
    """Otherwise the limits of a run were reached, and the next run goes on."""
    problems: Sequence[RowProblem] = ()


@dataclass(frozen=True, slots=True)
class Options:
    """How rows are taken."""

    is_whole: bool = False
    """Read all rows, whatever the watermark says, so that rows that are gone are found."""
    may_vanish: bool = False
    """Somebody has confirmed that so many rows may go."""
    most_rows: int = 5_000_000
    """Of one table in one run."""
    most_bytes: int = 2 << 30
    """Of text of one table in one run."""
    compare_days: int = 30
    """After so many days all rows are read again; 0: never."""
    most_vanished_percent: int = 20
