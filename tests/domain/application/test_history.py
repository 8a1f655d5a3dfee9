"""A history rebuilds what it tells."""

from __future__ import annotations

import datetime as dt

import pytest

from ckanext.scigov.application.domain import flow, history
from ckanext.scigov.application.domain.flow import FULL, Part
from ckanext.scigov.application.domain.history import Standing
from ckanext.scigov.application.domain.states import Event, Kind, State
from ckanext.scigov.shared.domain import working_clock as clock
from ckanext.scigov.shared.domain.history import Happened
from ckanext.scigov.shared.domain.limits import Limit
from ckanext.scigov.shared.domain.working_clock import Clock

AT = dt.datetime(2026, 9, 24, 1, tzinfo=dt.timezone.utc)
CLOCK = Clock(Limit("open.reply.conditional", 15), dt.date(2026, 9, 24), dt.date(2026, 10, 22))
STORY = (
    Happened(Event.SUBMIT, AT, "a", after={"flow": {"name": "full", "is_checked": True}}),
    Happened(Event.CHECK, AT, "u", after={"clock": clock.to_values(CLOCK)}),
    Happened(Event.ACCEPT, AT, "h"),
)


def test_history_rebuilds_part_and_clock() -> None:
    rebuilt = history.replayed(Kind.OPEN, STORY)
    part = Part(Kind.OPEN, flow.Flow("full", is_checked=True), State.IN_REVIEW, was_checked=True)
    assert rebuilt == Standing(part, CLOCK)


def test_clock_can_be_taken_away() -> None:
    ended = Happened(Event.REFUSE, AT, "d", after={"clock": None})
    assert history.replayed(Kind.OPEN, (*STORY, ended)).clock is None


def test_history_with_a_step_that_cannot_be_is_an_error() -> None:
    with pytest.raises(KeyError):
        history.replayed(Kind.OPEN, (*STORY, Happened(Event.SIGN, AT, "s")))


def test_flow_is_the_one_at_submission() -> None:
    assert history.stepped(Standing(Part(Kind.OPEN, FULL)), STORY[0]).part.flow.four_eyes is False
