"""Notes that stand at data in doubt (疑义标注): where, since when, and never by whom.

A note is made of disputes that are ``annotated`` now. Who may not read a row gets the note at its data
item, or at its resource; of an item that he may not see he gets none.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from ckanext.scigov.dispute.domain.kinds import Kind
from ckanext.scigov.dispute.domain.target import ROWS, Target, TargetKind
from ckanext.scigov.dispute.domain.visibility import Reader


@dataclass(frozen=True, slots=True)
class Mark:
    """A dispute that annotates."""

    target: Target
    kind: Kind
    since: dt.date
    row: int | None = None
    """The number of its row in the table as it is now; None when it is not found, or not for certain."""
    number: str = ""
    """Its register number, where the reader sees the dispute itself."""


@dataclass(frozen=True, slots=True)
class Place:
    kind: TargetKind
    resource_id: str = ""
    item: str = ""
    field: str = ""
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """The note at one place of a dataset, of one or several disputes."""

    place: Place
    since: dt.date
    """The first day."""
    disputes: int
    numbers: tuple[str, ...] = ()
    """Register numbers of those of them that the reader sees."""


_ORDER = tuple(TargetKind)


def notes(marks: Iterable[tuple[Mark, Reader]]) -> tuple[Note, ...]:
    """Return the notes of one dataset for somebody, from the whole to the part.

    Args:
        marks: of the open disputes about the dataset that are annotated; each with what somebody who
            sees the entry is to it, and sees of what it points at.
    """
    found: dict[Place, list[Mark]] = {}
    for mark, reader in marks:
        place = _place(mark, reader)
        if place is not None:
            found.setdefault(place, []).append(mark)
    return tuple(sorted((_note(place, own) for place, own in found.items()), key=_rank))


def of_resource(found: Iterable[Note], resource_id: str) -> tuple[Note, ...]:
    """Return the notes that concern a resource: its own, and those of the whole dataset."""
    wanted = ("", resource_id)
    return tuple(one for one in found if one.place.resource_id in wanted)


def _place(mark: Mark, reader: Reader) -> Place | None:
    target = mark.target
    if mark.kind is Kind.NOT_PUBLIC and not reader.is_official:
        # The note would show everybody where to look.
        return None
    if target.item and reader.is_closed(target.item):
        return None
    place = Place(target.kind, target.resource_id, target.item, target.field)
    if target.kind not in ROWS:
        return place
    if not reader.reads_data or mark.row is None:
        whole = TargetKind.ITEM if target.item else TargetKind.RESOURCE
        return dataclasses.replace(place, kind=whole)
    return dataclasses.replace(place, row=mark.row)


def _note(place: Place, marks: list[Mark]) -> Note:
    numbers = sorted(one.number for one in marks if one.number)
    return Note(place, min(one.since for one in marks), len(marks), tuple(numbers))


def _rank(note: Note) -> tuple[int, str, str, str, int]:
    place = note.place
    return _ORDER.index(place.kind), place.resource_id, place.item, place.field, place.row or 0
