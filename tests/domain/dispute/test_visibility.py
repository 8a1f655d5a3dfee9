"""Who may see a dispute, and which of its texts and values."""

from __future__ import annotations

import dataclasses

import pytest

from ckanext.scigov.dispute.domain import visibility
from ckanext.scigov.dispute.domain.kinds import FilerKind, Kind
from ckanext.scigov.dispute.domain.states import Event, Party, State
from ckanext.scigov.dispute.domain.target import Target, TargetKind
from ckanext.scigov.dispute.domain.visibility import About, Piece, Reader

CELL = Target(
    TargetKind.CELL, "d", "r", "金额", key=(("编号", "1"), ("身份证号", "2")), key_is_unique=True,
    fingerprint="0" * 64, columns=("编号", "身份证号", "金额"),
)  # fmt: skip
DATASET = Target(TargetKind.DATASET, "d")
OPEN = About(State.VERIFYING)
PUBLIC = Reader()
AUTHOR = Reader(frozenset({Party.REPORTER}), is_author=True)
JOINED = Reader(frozenset({Party.REPORTER}))
HANDLER = Reader(frozenset({Party.HANDLER}))
AUDITOR = Reader(frozenset({Party.AUDITOR}))
PARTIES = [Reader(frozenset({party})) for party in Party]

NOT_PUBLIC: dict[str, tuple[dict[str, object], dict[str, object]]] = {
    "it is graded": ({"is_open": False}, {}),
    "it is about a person": ({"is_personal": True}, {}),
    "it should not be public": ({"kind": Kind.NOT_PUBLIC}, {}),
    "nobody has looked at it": ({"is_published": False}, {}),
    "it was withdrawn": ({"state": State.WITHDRAWN}, {}),
    "it was dropped": ({"state": State.DROPPED}, {}),
    "the entry is hidden": ({}, {"sees_entry": False}),
    "the item is closed": ({}, {"closed_items": frozenset({"金额"})}),
}


@pytest.mark.parametrize("name", NOT_PUBLIC)
def test_what_the_public_does_not_see(name: str) -> None:
    of_dispute, of_reader = NOT_PUBLIC[name]
    about = dataclasses.replace(OPEN, **of_dispute)  # type: ignore[arg-type]
    assert visibility.may_see(OPEN, CELL, PUBLIC)
    for reader in (PUBLIC, *PARTIES):
        looking = dataclasses.replace(reader, **of_reader)  # type: ignore[arg-type]
        assert visibility.may_see(about, CELL, looking) is bool(reader.parties)
    hidden = dataclasses.replace(PUBLIC, **of_reader)  # type: ignore[arg-type]
    assert visibility.pieces(about, CELL, hidden) == frozenset()


@pytest.mark.parametrize("state", list(State))
def test_states_that_the_public_sees(state: State) -> None:
    never = (State.UNCONFIRMED, State.WITHDRAWN, State.DROPPED)
    assert visibility.may_see(About(state), CELL, PUBLIC) is (state not in never)


def test_what_is_not_confirmed_is_seen_by_its_reporter_alone() -> None:
    seeing = [one for one in PARTIES if visibility.may_see(About(State.UNCONFIRMED), CELL, one)]
    assert seeing == [JOINED]


BASE = {Piece.STATUS, Piece.TARGET, Piece.ANSWER}
VALUES = {Piece.VALUE, Piece.PROPOSAL}
WRITTEN = {Piece.EXPLANATION, Piece.EVIDENCE, Piece.REMARKS}
INTERNAL = {Piece.REPORTER, Piece.CONTACT, Piece.ASSIGNEE, Piece.NOTES}
CLOSED = About(State.VERIFYING, is_open=False, saw_more=True)
SHOWN: dict[str, tuple[About, Reader, set[Piece]]] = {
    "the public": (OPEN, PUBLIC, BASE | VALUES | {Piece.EXPLANATION}),
    "the public, of whoever saw more": (
        dataclasses.replace(OPEN, saw_more=True), PUBLIC, BASE | {Piece.VALUE}),
    "who does not read the table": (
        OPEN, Reader(reads_data=False), BASE | {Piece.EXPLANATION}),
    "its author": (CLOSED, AUTHOR, BASE | VALUES | WRITTEN),
    "its author without access": (
        CLOSED, dataclasses.replace(AUTHOR, reads_data=False), BASE | WRITTEN | {Piece.PROPOSAL}),
    "a reporter who joined": (CLOSED, JOINED, BASE | {Piece.VALUE}),
    "an auditor": (CLOSED, AUDITOR, BASE | {Piece.VALUE, Piece.REPORTER}),
    "a handler": (CLOSED, HANDLER, BASE | VALUES | WRITTEN | INTERNAL),
    "a handler of another unit": (
        CLOSED, dataclasses.replace(HANDLER, closed_items=frozenset({"金额"})),
        BASE | WRITTEN | INTERNAL),
}  # fmt: skip


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_shown_of_a_dispute(name: str) -> None:
    about, reader, shown = SHOWN[name]
    assert visibility.pieces(about, CELL, reader) == shown


def test_what_is_no_row_has_no_protected_value() -> None:
    reader = Reader(reads_data=False)
    assert visibility.pieces(OPEN, DATASET, reader) == BASE | VALUES | {Piece.EXPLANATION}


TARGET = {"kind": "cell", "dataset_id": "d", "resource_id": "r", "item": "金额", "field": ""}
TARGETS: dict[str, tuple[Reader, dict[str, object]]] = {
    "all of it": (PUBLIC, {**TARGET, "key": {"编号": "1", "身份证号": "2"}}),
    "no closed column": (
        Reader(closed_items=frozenset({"身份证号"})), {**TARGET, "key": {"编号": "1"}}),
    "no closed item": (
        dataclasses.replace(HANDLER, closed_items=frozenset({"金额"})),
        {**TARGET, "item": "", "key": {"编号": "1", "身份证号": "2"}}),
    "no data": (Reader(reads_data=False), {**TARGET, "key": {}}),
}  # fmt: skip


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_shown_of_a_target(name: str) -> None:
    reader, shown = TARGETS[name]
    assert visibility.shown_target(CELL, reader) == shown


def test_target_that_is_no_row_has_no_key() -> None:
    assert visibility.shown_target(DATASET, PUBLIC) == {
        "kind": "dataset", "dataset_id": "d", "resource_id": "", "item": "", "field": "",
    }  # fmt: skip


def test_dataset_that_is_hidden_from_an_official_is_not_named_to_him() -> None:
    handler = Reader(frozenset({Party.HANDLER}), sees_entry=False, reads_data=False)
    shown = visibility.shown_target(CELL, handler)
    assert (shown["dataset_id"], shown["resource_id"]) == ("", "")
    reporter = dataclasses.replace(handler, parties=frozenset({Party.REPORTER}))
    assert visibility.shown_target(CELL, reporter)["dataset_id"] == CELL.dataset_id


def test_closed_items_are_known_whatever_their_width_and_case() -> None:
    reader = Reader(closed_items=frozenset({"ＩＤ"}))
    assert [reader.reads(one) for one in ("id", "ID", "name")] == [False, False, True]


SEEN = {"编号": "1", "身份证号": "2", "金额": "10"}
RECORD = dataclasses.replace(CELL, kind=TargetKind.RECORD, item="")


def test_cells_that_are_shown_of_what_was_seen() -> None:
    assert visibility.shown_values(SEEN, CELL, PUBLIC) == {"金额": "10"}
    assert visibility.shown_values(SEEN, RECORD, PUBLIC) == SEEN
    without = Reader(closed_items=frozenset({"身份证号"}))
    assert visibility.shown_values(SEEN, RECORD, without) == {"编号": "1", "金额": "10"}
    assert visibility.shown_values(SEEN, RECORD, Reader(reads_data=False)) == {}


PERSON = {"id": "u", "name": "name", "agency": "a", "email": "e", "secret": "s"}


def test_reporter_is_masked() -> None:
    def shown(*seen: Piece) -> dict[str, object]:
        return visibility.shown_reporter(FilerKind.AGENCY, PERSON, frozenset(seen))

    assert shown(Piece.STATUS) == {"kind": "agency"}
    who = {"kind": "agency", "id": "u", "name": "name", "agency": "a"}
    assert shown(Piece.REPORTER) == who
    assert shown(Piece.REPORTER, Piece.CONTACT) == {**who, "email": "e", "phone": ""}


ALL = frozenset(Piece)
LITTLE = frozenset({Piece.STATUS, Piece.TARGET, Piece.ANSWER})


def test_steps_that_the_public_is_not_shown() -> None:
    hidden = [event for event in Event if not visibility.shows_step(event, LITTLE)]
    assert hidden == [Event.ASSIGN, Event.REMARK, Event.NOTE]
    assert [event for event in Event if not visibility.shows_step(event, ALL)] == []


def test_who_has_written_a_remark_is_shown_it_and_nothing_that_is_internal() -> None:
    assert visibility.shows_step(Event.REMARK, LITTLE, is_own=True)
    assert not visibility.shows_step(Event.NOTE, LITTLE, is_own=True)
    assert not visibility.shows_step(Event.REMARK, LITTLE, is_own=True, is_internal=True)


def test_only_answers_are_read_by_everybody() -> None:
    read = [event.value for event in Event if visibility.shows_words(event, LITTLE)]
    assert read == [
        "reject", "correct", "correct_in_part", "refuse", "uphold", "remit", "overrule",
    ]  # fmt: skip
    assert [event for event in Event if not visibility.shows_words(event, ALL)] == []
    assert visibility.shows_words(Event.ESCALATE, LITTLE, is_own=True)
