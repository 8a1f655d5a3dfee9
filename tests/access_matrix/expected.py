"""Who may see what: golden tables, written without a look at the policy's code.

``access_expected.csv`` says it of what is published. ``access_expected_states.csv`` says who is left, in
another state, of those whom the first permits. ``access_expected_parties.csv`` says who is what to the
applications, and ``access_expected_applications.csv`` what each of them is told of one. The same of disputes
say ``access_expected_doubters.csv`` and ``access_expected_disputes.csv``.
"""

from __future__ import annotations

import csv
import functools
from pathlib import Path

from access_matrix.site import Application, Entry, Owner

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
    "former": "data",
    "closed": "closed item",
    "dictionary": "locate",
}
"""What somebody may do who may see a canary of this kind."""
PARTIES = ("author", "joined", "officials", "auditor")
"""What somebody is to a dispute; besides he is one of the public."""
REPORTER = "reporter"
"""The name of who reports a dispute."""
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
    """Say whether a persona may see a canary of an entry, an application or a dispute."""
    if isinstance(owner, Entry):
        return may_see(persona, kind, owner.grade, owner.state)
    if isinstance(owner, Application):
        return may_read(persona, kind, owner.key)
    return may_know(persona, kind, owner.key)


def may_know(persona: str, kind: str, dispute: str) -> bool:
    """Say whether a persona may see a canary of this kind, of a dispute by its key.

    What the public is told, everybody is; and what is told to readers, to those who read the column too.
    """
    row = _doubters()[dispute]
    held = {party for party in PARTIES if persona in row[party].split()}
    told = _told_of_disputes()[kind]
    if row["public"]:
        held.add("public")
        if row["public"] == "words":
            held.add("words")
    is_reader = row["readers"] == "everybody" or persona in row["readers"].split()
    return any(told[party] == "yes" or (told[party] == "readers" and is_reader) for party in held)


def class_of(owner: Owner, kind: str) -> str:
    """Return what somebody may do who sees a canary: of a case, that it is there."""
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
def _doubters() -> dict[str, dict[str, str]]:
    return {row["dispute"]: row for row in _rows("access_expected_doubters.csv")}


@functools.cache
def _told_of_disputes() -> dict[str, dict[str, str]]:
    return {row["kind"]: row for row in _rows("access_expected_disputes.csv")}


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
