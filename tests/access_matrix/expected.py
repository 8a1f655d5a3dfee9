"""Who may see what: golden tables, written without a look at the policy's code.

``access_expected.csv`` says it of what is published. ``access_expected_states.csv`` says who is left, in
another state, of those whom the first permits. ``access_expected_parties.csv`` says who is what to the
applications, and ``access_expected_applications.csv`` what each of them is told of one.
"""

from __future__ import annotations

import csv
import functools
from pathlib import Path

from access_matrix.site import Entry, Owner

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
    "given": "data",
}
"""What somebody may do who may see a canary of this kind."""
GIVEN, ITEM = "given", "item"
"""A cell of the data item that is granted alone, and what its holder may do."""


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
    if kind == GIVEN and (persona, ITEM, grade) in _permitted():
        return True
    if (persona, needed, grade) not in _permitted():
        return False
    return state == "active" or persona in _left()[state, needed]


def may_read(persona: str, kind: str, application: str) -> bool:
    """Say whether a persona may see a canary of this kind, of an application by its key."""
    held = {party for party, people in _parties()[application].items() if persona in people}
    return bool(held & _told()[kind])


def permits(persona: str, owner: Owner, kind: str) -> bool:
    """Say whether a persona may see a canary of an entry or of an application."""
    if isinstance(owner, Entry):
        return may_see(persona, kind, owner.grade, owner.state)
    return may_read(persona, kind, owner.key)


def class_of(owner: Owner, kind: str) -> str:
    """Return what somebody may do who sees a canary: of an application, that it is there."""
    return CLASS_OF[kind] if isinstance(owner, Entry) else "discover"


@functools.cache
def _parties() -> dict[str, dict[str, frozenset[str]]]:
    rows = _rows("access_expected_parties.csv")
    return {
        row["application"]: {
            party: frozenset(who.split()) for party, who in row.items() if party != "application"
        }
        for row in rows
    }


@functools.cache
def _told() -> dict[str, frozenset[str]]:
    rows = _rows("access_expected_applications.csv")
    return {
        row["kind"]: frozenset(party for party, told in row.items() if told == "yes")
        for row in rows
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))
