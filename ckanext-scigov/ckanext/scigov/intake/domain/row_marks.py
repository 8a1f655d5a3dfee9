"""What a table in the DataStore says of where its rows came from, and how far.

It stands in the table's comment, written in the transaction of the rows: whatever happens to the process,
the watermark is that of the rows that are there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

INTAKE = "intake"
"""Key among the facts of a table's marker."""


@dataclass(frozen=True, slots=True)
class Structure:
    """Columns as the table has them, and the source's types of them."""

    columns: Sequence[tuple[str, str]]
    """id and PostgreSQL's type, in their order."""
    key: Sequence[str] = ()
    """Ids of the columns that tell rows apart."""
    letters: Mapping[str, str] = field(default_factory=dict[str, str])
    """Name of a data item → the type that the source gives it."""

    @property
    def hash(self) -> str:
        text = json.dumps([list(map(list, self.columns)), list(self.key)], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Counts:
    """What has become of rows."""

    new: int = 0
    changed: int = 0
    gone: int = 0

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


@dataclass(frozen=True, slots=True)
class Mark:
    """Of which table of which source it is a copy, and until where."""

    source_id: str
    table: str
    watermark: str
    structure: Structure
    counts: Counts
    """Of the last time that something changed."""
    compared_at: str
    """When all rows were read last, an ISO moment; empty where they never were, by a first reading in parts."""

    def stored(self) -> dict[str, Any]:
        return asdict(self)


def mark_in(facts: Mapping[str, Any]) -> Mark | None:
    """Return what a marker's facts say; None for a table whose rows did not come so."""
    found = facts.get(INTAKE)
    if not isinstance(found, dict):
        return None
    values: dict[str, Any] = dict(found)  # pyright: ignore[reportUnknownArgumentType]
    of = values.pop("structure")
    structure = Structure([tuple(one) for one in of["columns"]], of["key"], of["letters"])
    return Mark(**{**values, "structure": structure, "counts": Counts(**values["counts"])})


@dataclass(frozen=True, slots=True)
class StructureChange:
    """What is different in a table's columns from how they were."""

    added: Sequence[str] = ()
    removed: Sequence[str] = ()
    retyped: Sequence[str] = ()
    has_other_key: bool = False

    @property
    def needs_new_table(self) -> bool:
        """Say whether rows that are there do not fit any more."""
        return bool(self.removed or self.retyped or self.has_other_key)


def compared(before: Structure, after: Structure) -> StructureChange:
    old, new = dict(before.columns), dict(after.columns)
    return StructureChange(
        added=tuple(name for name in new if name not in old),
        removed=tuple(name for name in old if name not in new),
        retyped=tuple(name for name, kind in new.items() if old.get(name, kind) != kind),
        has_other_key=list(before.key) != list(after.key),
    )


def is_due(compared_at: str, days: int, now: dt.datetime) -> bool:
    """Say whether all rows are to be read again to find those that are gone.

    Args:
        compared_at: when they were read last; empty: never.
        days: after how many; 0: never.
        now: the moment.
    """
    if not days:
        return False
    return not compared_at or dt.datetime.fromisoformat(compared_at) + dt.timedelta(days) <= now
