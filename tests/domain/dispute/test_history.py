"""A history rebuilds what it tells."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.scigov.dispute.domain import history
from ckanext.scigov.dispute.domain.case import NEW, Case, Flow
from ckanext.scigov.dispute.domain.history import Standing
from ckanext.scigov.dispute.domain.states import Event, State
from ckanext.scigov.shared.domain import working_clock as clocks
from ckanext.scigov.shared.domain.history import Happened
from ckanext.scigov.shared.domain.limits import Limit
from ckanext.scigov.shared.domain.working_clock import Clock

AT = dt.datetime(2026, 9, 24, 1, tzinfo=dt.timezone.utc)
LATER = dt.datetime(2026, 9, 25, 1, tzinfo=dt.timezone.utc)
CLOCK = Clock(Limit("correction.accept", 2), dt.date(2026, 9, 24), dt.date(2026, 9, 29))
BROUGHT = {
    "flow": {"is_automatic": False, "is_moderated": True}, "is_signed": True, "reporters": ["r"],
}  # fmt: skip
STORY = (
    Happened(Event.CONFIRM, AT, "r", after=BROUGHT),
    Happened(Event.FORWARD, AT, "u", after={"clock": clocks.to_values(CLOCK)}),
)
ACCEPTED = Happened(Event.ACCEPT, AT, "h")


def test_history_rebuilds_case_and_clock() -> None:
    assert history.replayed(STORY) == Standing(
        Case(
            flow=Flow(is_automatic=False), state=State.FORWARDED, is_signed=True,
            reporters=frozenset({"r"}), is_published=True,
        ),
        CLOCK,
    )  # fmt: skip


def test_history_knows_since_when_the_note_stands() -> None:
    verified = Happened(Event.VERIFY, LATER, "h")
    assert history.replayed((*STORY, ACCEPTED, verified)).annotated_at == AT
    corrected = Happened(Event.CORRECT, LATER, "h")
    assert history.replayed((*STORY, ACCEPTED, corrected)).annotated_at is None


def test_clock_can_be_taken_away() -> None:
    withdrawn = Happened(Event.WITHDRAW, AT, "r", after={"clock": None})
    assert history.replayed((*STORY, withdrawn)).clock is None


def test_merging_names_the_head_and_the_head_its_reporters() -> None:
    merged = Happened(Event.MERGE, AT, "h", after={"merged_into": "head"})
    assert history.replayed((*STORY, merged)).case.merged_into == "head"
    joined = Happened(Event.JOIN, AT, "", after={"reporters": ["r", "s"]})
    case = history.replayed((*STORY, joined)).case
    assert (case.reporters, case.joined) == (frozenset({"r", "s"}), 1)


def test_history_with_a_step_that_cannot_be_is_an_error() -> None:
    with pytest.raises(KeyError):
        history.replayed((*STORY, Happened(Event.CLOSE, AT, "r")))


def test_step_that_brings_nothing_along_changes_nothing_beforehand() -> None:
    assert history.prepared(NEW, {"unit_id": "q"}) == NEW
