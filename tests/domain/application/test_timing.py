"""What each step does to the clock."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from ckanext.scigov.application.domain import flow, timing
from ckanext.scigov.application.domain.flow import FULL, Part
from ckanext.scigov.application.domain.history import Standing
from ckanext.scigov.application.domain.limits import LimitKey
from ckanext.scigov.application.domain.states import AppealLevel, Event, Kind, Outcome, State
from ckanext.scigov.shared.calendar_source import load
from ckanext.scigov.shared.domain import working_clock as clocks
from ckanext.scigov.shared.domain.limits import Limit
from ckanext.scigov.shared.domain.working_clock import Clock, Today

CALENDAR = load()
LIMITS = {key: Limit(key.value, place + 1) for place, key in enumerate(LimitKey)}
TODAY = Today(dt.date(2026, 9, 24), CALENDAR)
LATER = Today(dt.date(2026, 9, 28), CALENDAR)
RUNNING = clocks.started(LIMITS[LimitKey.SHARE_REPLY], TODAY.day, CALENDAR)
KINDS = {"share": Kind.SHARE, "open": Kind.OPEN}


def part(state: State, kind: Kind = Kind.SHARE, **more: object) -> Part:
    return dataclasses.replace(Part(kind, FULL, state), **more)


def after(before: Part, event: Event, clock: Clock | None = RUNNING) -> Clock | None:
    arrived = flow.after(before, event, "somebody")
    return timing.clock_after(Standing(before, clock), arrived, event, LIMITS, LATER)


@pytest.mark.parametrize(
    ("state", "event", "kind", "key"),
    [
        (State.DRAFT, Event.SUBMIT, "open", LimitKey.SHARE_CHECK),
        (State.SIGNING, Event.SIGN, "share", LimitKey.SHARE_CHECK),
        (State.CHECKING, Event.CHECK, "share", LimitKey.SHARE_REPLY),
        (State.CHECKING, Event.CHECK, "open", LimitKey.OPEN_REPLY),
        (State.SUBMITTED, Event.RETURN, "share", LimitKey.SUPPLEMENT),
        (State.IN_REVIEW, Event.RETURN, "open", LimitKey.SUPPLEMENT),
        (State.APPROVED, Event.AWAIT, "share", LimitKey.SHARE_DELIVER),
        (State.APPROVED, Event.AWAIT, "open", LimitKey.OPEN_DELIVER),
        (State.ACTIVE, Event.CORRECT, "share", LimitKey.SHARE_REPLY),
        (State.REFUSED, Event.APPEAL, "share", LimitKey.NEGOTIATE),
        (State.REFUSED, Event.APPEAL, "open", LimitKey.REVIEW),
        (State.APPEALED, Event.REMIT, "open", LimitKey.OPEN_REPLY),
    ],
)
def test_a_clock_begins(state: State, event: Event, kind: str, key: LimitKey) -> None:
    begun = clocks.started(LIMITS[key], LATER.day, CALENDAR)
    assert after(part(state, KINDS[kind]), event) == begun


@pytest.mark.parametrize(
    ("was_checked", "key"), [(False, LimitKey.SHARE_CHECK), (True, LimitKey.SHARE_REPLY)]
)
def test_it_begins_anew_after_a_supplement(was_checked: bool, key: LimitKey) -> None:
    begun = clocks.started(LIMITS[key], LATER.day, CALENDAR)
    assert after(part(State.RETURNED, was_checked=was_checked), Event.SUBMIT) == begun


@pytest.mark.parametrize(
    ("level", "key"),
    [
        (AppealLevel.NEGOTIATE, LimitKey.AUTHORITY),
        (AppealLevel.AUTHORITY, LimitKey.GOVERNMENT),
    ],
)
def test_each_level_of_appeal_has_its_own(level: AppealLevel, key: LimitKey) -> None:
    begun = clocks.started(LIMITS[key], LATER.day, CALENDAR)
    assert after(part(State.REFUSED, appeal_level=level), Event.APPEAL) == begun


@pytest.mark.parametrize(
    ("state", "event"),
    [
        (State.SUBMITTED, Event.ACCEPT),
        (State.IN_REVIEW, Event.ADVISE),
        (State.IN_REVIEW, Event.APPROVE),
        (State.CONFIRMING, Event.OBJECT),
        (State.SUBMITTED, Event.ESCALATE),
        (State.IN_REVIEW, Event.ASK_EXTENSION),
    ],
)
def test_a_clock_goes_on(state: State, event: Event) -> None:
    assert after(part(state), event) == RUNNING


@pytest.mark.parametrize(
    ("state", "event"),
    [
        (State.CONFIRMING, Event.CONFIRM),
        (State.SUBMITTED, Event.WITHDRAW),
        (State.DELIVERING, Event.DELIVER),
        (State.APPEALED, Event.UPHOLD),
        (State.RETURNED, Event.CLOSE),
        (State.SIGNING, Event.SEND_BACK),
        (State.ACTIVE, Event.EXPIRE),
    ],
)
def test_a_clock_ends(state: State, event: Event) -> None:
    assert after(part(state, proposed=Outcome.REFUSED), event) is None


def test_while_others_are_asked_it_stands_still() -> None:
    stopped = after(part(State.IN_REVIEW), Event.CONSULT)
    assert stopped == clocks.stopped(RUNNING, LATER.day, CALENDAR)
    assert after(part(State.CONSULTING), Event.ANSWER, stopped) == clocks.resumed(
        stopped, LATER.day, CALENDAR
    )


@pytest.mark.parametrize(("kind", "days"), [("share", 3), ("open", 7)])
def test_it_is_extended_by_the_limit_of_its_kind(kind: str, days: int) -> None:
    asked = part(State.IN_REVIEW, KINDS[kind], extension_asked=True)
    assert after(asked, Event.EXTEND) == clocks.extended(RUNNING, days, CALENDAR)


@pytest.mark.parametrize("event", [Event.CONSULT, Event.ANSWER, Event.EXTEND])
def test_without_a_clock_none_is_changed(event: Event) -> None:
    state = State.CONSULTING if event is Event.ANSWER else State.IN_REVIEW
    begins = event is Event.ANSWER
    found = after(part(state), event, None)
    assert (found is not None) == begins


def test_which_clock_is_of_the_reply() -> None:
    check = clocks.started(LIMITS[LimitKey.SHARE_CHECK], TODAY.day, CALENDAR)
    found = [timing.is_of_reply(one) for one in (RUNNING, check, None)]
    assert found == [True, False, False]
