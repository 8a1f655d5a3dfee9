"""Which notes stand at a dataset, for whom."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

import pytest

from ckanext.scigov.dispute.domain import annotations
from ckanext.scigov.dispute.domain.annotations import Mark, Note, Place
from ckanext.scigov.dispute.domain.kinds import Kind
from ckanext.scigov.dispute.domain.states import Party
from ckanext.scigov.dispute.domain.target import Target, TargetKind
from ckanext.scigov.dispute.domain.visibility import Reader

FIRST, LATER = dt.date(2026, 9, 24), dt.date(2026, 9, 28)
PUBLIC = Reader()
KEY = (("编号", "1"),)


def notes(marks: Iterable[Mark], reader: Reader) -> tuple[Note, ...]:
    return annotations.notes((one, reader) for one in marks)


def mark(kind: TargetKind, row: int | None = None, **parts: object) -> Mark:
    target = dataclasses.replace(Target(kind, "d"), **parts)  # type: ignore[arg-type]
    return Mark(target, Kind.INACCURATE, FIRST, row)


RESOURCE = mark(TargetKind.RESOURCE, resource_id="r")
ITEM = mark(TargetKind.ITEM, resource_id="r", item="金额")
RECORD = mark(TargetKind.RECORD, 7, resource_id="r", key=KEY)
CELL = mark(TargetKind.CELL, 7, resource_id="r", item="金额", key=KEY)
PLACES: dict[str, tuple[Mark, Place]] = {
    "dataset": (mark(TargetKind.DATASET), Place(TargetKind.DATASET)),
    "resource": (RESOURCE, Place(TargetKind.RESOURCE, "r")),
    "item": (ITEM, Place(TargetKind.ITEM, "r", "金额")),
    "record": (RECORD, Place(TargetKind.RECORD, "r", row=7)),
    "cell": (CELL, Place(TargetKind.CELL, "r", "金额", row=7)),
    "field": (mark(TargetKind.FIELD, field="title"), Place(TargetKind.FIELD, field="title")),
    "decision": (
        mark(TargetKind.DECISION, resource_id="r"), Place(TargetKind.DECISION, "r")),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
def test_note_stands_where_the_dispute_points(name: str) -> None:
    one, place = PLACES[name]
    assert notes([one], PUBLIC) == (Note(place, FIRST, 1),)


def test_disputes_about_one_place_make_one_note() -> None:
    marks = [dataclasses.replace(ITEM, since=LATER), ITEM, dataclasses.replace(ITEM, since=LATER)]
    assert notes(marks, PUBLIC) == (Note(PLACES["item"][1], FIRST, 3),)


def test_notes_go_from_the_whole_to_the_part() -> None:
    found = notes([one for one, _ in reversed(PLACES.values())], PUBLIC)
    assert [note.place for note in found] == [place for _, place in PLACES.values()]


@pytest.mark.parametrize(
    ("one", "place"),
    [(RECORD, Place(TargetKind.RESOURCE, "r")), (CELL, Place(TargetKind.ITEM, "r", "金额"))],
)
def test_who_may_not_read_rows_is_told_of_none(one: Mark, place: Place) -> None:
    assert notes([one], Reader(reads_data=False)) == (Note(place, FIRST, 1),)
    not_found = dataclasses.replace(one, row=None)
    assert notes([not_found], PUBLIC) == (Note(place, FIRST, 1),)


@pytest.mark.parametrize("one", [ITEM, CELL])
def test_of_a_closed_item_there_is_no_note(one: Mark) -> None:
    assert len(notes([one], PUBLIC)) == 1
    assert notes([one], Reader(closed_items=frozenset({"金额"}))) == ()


def test_closed_item_leaves_the_note_of_its_row() -> None:
    reader = Reader(closed_items=frozenset({"金额", "编号"}))
    assert notes([RECORD, CELL], reader) == (Note(PLACES["record"][1], FIRST, 1),)


def test_that_something_should_not_be_public_is_noted_for_officials() -> None:
    leak = dataclasses.replace(CELL, kind=Kind.NOT_PUBLIC)
    assert notes([leak], PUBLIC) == ()
    handler = Reader(frozenset({Party.HANDLER}))
    assert notes([leak], handler) == (Note(PLACES["cell"][1], FIRST, 1),)


def test_notes_of_a_resource_are_its_own_and_those_of_the_whole() -> None:
    other = mark(TargetKind.ITEM, resource_id="s", item="金额")
    found = notes([mark(TargetKind.DATASET), ITEM, other], PUBLIC)
    of_resource = annotations.of_resource(found, "r")
    assert [note.place for note in of_resource] == [PLACES["dataset"][1], PLACES["item"][1]]


def test_note_names_the_disputes_that_its_reader_sees() -> None:
    marks = [dataclasses.replace(ITEM, number=number) for number in ("SJYY-2", "", "SJYY-1")]
    assert notes(marks, PUBLIC) == (Note(PLACES["item"][1], FIRST, 3, ("SJYY-1", "SJYY-2")),)


def test_each_mark_has_a_reader_of_its_own() -> None:
    closed = Reader(closed_items=frozenset({"金额"}))
    other = dataclasses.replace(ITEM, target=dataclasses.replace(ITEM.target, resource_id="s"))
    found = annotations.notes([(ITEM, closed), (other, PUBLIC)])
    assert [note.place.resource_id for note in found] == ["s"]
