"""Who may see what: golden tables, written without a look at the policy's code.

``access_expected.csv`` says it of what is published. ``access_expected_states.csv`` says who is left, in
another state, of those whom the first permits.
"""

from __future__ import annotations

import csv
import functools
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent.parent / "golden"
CLASS_OF = {
    "title": "discover",
    "name": "discover",
    "id": "discover",
    "url": "locate",
    "hash": "locate",
    "byte": "data",
    "row": "data",
    "column": "data",
}
"""What somebody may do who may see a canary of this kind."""


@functools.cache
def _permitted() -> frozenset[tuple[str, str, str]]:
    rows = _rows("access_expected.csv")
    return frozenset(
        (row["persona"], row["class"], grade)
        for row in rows
        for grade in row
        if row[grade] == "yes"
    )


@functools.cache
def _left() -> dict[tuple[str, str], frozenset[str]]:
    rows = _rows("access_expected_states.csv")
    return {(row["state"], row["class"]): frozenset(row["who"].split()) for row in rows}


def may_see(persona: str, kind: str, grade: str, state: str = "active") -> bool:
    """Say whether a persona may see a canary of this kind, of an entry of this grade and state."""
    needed = CLASS_OF[kind]
    if (persona, needed, grade) not in _permitted():
        return False
    return state == "active" or persona in _left()[state, needed]


def _rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))
