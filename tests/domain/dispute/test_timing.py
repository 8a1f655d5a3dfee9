"""What each step does to the clock."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from ckanext.scigov.dispute.domain import flow, timing
from ckanext.scigov.dispute.domain.case import Case
from ckanext.scigov.dispute.domain.history import Standing
from ckanext.scigov.dispute.domain.limits import LimitKey
from ckanext.scigov.dispute.domain.states import Event, Level, State
from ckanext.scigov.shared.calendar_source import load
from ckanext.scigov.shared.domain import working_clock as clocks
from ckanext.scigov.shared.domain.limits import Limit
from ckanext.scigov.shared.domain.working_clock import Clock, Today

CALENDAR = load()
LIMITS = {key: Limit(key.value, place + 1) for place, key in enumerate(LimitKey)}
TODAY = Today(dt.date(2026, 9, 24), CALENDAR)
LATER = Today(dt.date(2026, 9, 28), CALENDAR)
RUNNING = clocks.started(LIMITS[LimitKey.VERIFY], TODAY.day, CALENDAR)


def case(state: State, **more: object) -> Case:
    return dataclasses.replace(Case(state=state, is_accepted=True), **more)  # type: ignore[arg-type]


def after(before: Case, event: Event, clock: Clock | None = RUNNING) -> Clock | None:
    arrived = flow.after(before, event, "somebody")
    return timing.clock_after(Standing(before, clock), arrived, event, LIMITS, LATER)


ESCALATED = {"escalated_from": State.NOT_CORRECTED}
BEGINS: dict[str, tuple[Case, Event, LimitKey]] = {
    "forwarded": (case(State.FILED), Event.FORWARD, LimitKey.ACCEPT),
    "to another unit": (case(State.FORWARDED), Event.FORWARD, LimitKey.ACCEPT),
    "which accepts anew": (case(State.VERIFYING), Event.FORWARD, LimitKey.ACCEPT),
    "accepted": (case(State.FORWARDED), Event.ACCEPT, LimitKey.VERIFY),
    "not accepted": (case(State.FORWARDED), Event.REJECT, LimitKey.REOPEN),
    "corrected": (case(State.VERIFYING), Event.CORRECT, LimitKey.REOPEN),
    "in part": (case(State.ACCEPTED), Event.CORRECT_IN_PART, LimitKey.REOPEN),
    "not corrected": (case(State.VERIFYING), Event.REFUSE, LimitKey.REOPEN),
    "reopened": (case(State.CORRECTED), Event.REOPEN, LimitKey.VERIFY),
    "negotiated": (case(State.NOT_CORRECTED), Event.ESCALATE, LimitKey.NEGOTIATE),
    "to the authority": (
        case(State.ESCALATED, level=Level.NEGOTIATE), Event.ESCALATE, LimitKey.AUTHORITY),
    "to the superior": (
        case(State.NOT_CORRECTED, level=Level.AUTHORITY), Event.ESCALATE, LimitKey.SUPERIOR),
    "upheld": (case(State.ESCALATED, **ESCALATED), Event.UPHOLD, LimitKey.REOPEN),
    "upheld before it was accepted": (
        case(State.ESCALATED, escalated_from=State.FORWARDED), Event.UPHOLD, LimitKey.ACCEPT),
    "remitted": (case(State.ESCALATED, **ESCALATED), Event.REMIT, LimitKey.VERIFY),
    "overruled": (case(State.ESCALATED, **ESCALATED), Event.OVERRULE, LimitKey.VERIFY),
}  # fmt: skip


@pytest.mark.parametrize("name", BEGINS)
def test_a_clock_begins(name: str) -> None:
    before, event, key = BEGINS[name]
    assert after(before, event) == clocks.started(LIMITS[key], LATER.day, CALENDAR)


@pytest.mark.parametrize(
    ("state", "event"),
    [
        (State.ACCEPTED, Event.VERIFY),
        (State.VERIFYING, Event.ASSIGN),
        (State.VERIFYING, Event.PRESS),
        (State.FORWARDED, Event.JOIN),
        (State.NOT_CORRECTED, Event.REMARK),
    ],
)
def test_a_clock_goes_on(state: State, event: Event) -> None:
    assert after(case(state), event) == RUNNING


@pytest.mark.parametrize(
    ("state", "event"),
    [
        (State.CORRECTED, Event.CLOSE),
        (State.VERIFYING, Event.MERGE),
        (State.VERIFYING, Event.WITHDRAW),
        (State.FORWARDED, Event.DISMISS),
    ],
)
def test_a_clock_ends(state: State, event: Event) -> None:
    assert after(case(state), event) is None


def test_the_government_is_set_no_time() -> None:
    assert after(case(State.NOT_CORRECTED, level=Level.SUPERIOR), Event.ESCALATE) is None


def test_in_the_register_no_time_runs() -> None:
    assert after(Case(), Event.CONFIRM, None) is None


def test_it_is_extended_by_its_limit() -> None:
    assert after(case(State.VERIFYING), Event.EXTEND) == clocks.extended(RUNNING, 4, CALENDAR)
    assert after(case(State.VERIFYING), Event.EXTEND, None) is None


def test_which_clock_is_of_the_unit() -> None:
    started = [clocks.started(LIMITS[key], TODAY.day, CALENDAR) for key in LimitKey]
    assert [one.limit.key for one in started if timing.is_of_handling(one)] == [
        "correction.accept", "correction.verify_reply",
    ]  # fmt: skip
    assert timing.is_of_handling(None) is False


@pytest.mark.parametrize("level", [None, Level.GOVERNMENT])
def test_escalation_without_a_limit_has_no_clock(level: Level | None) -> None:
    before = case(State.VERIFYING)
    arrived = case(State.ESCALATED, level=level)
    found = timing.clock_after(Standing(before, RUNNING), arrived, Event.ESCALATE, LIMITS, LATER)
    assert found is None
