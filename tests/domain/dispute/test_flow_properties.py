"""What must hold of every sequence of steps, whoever takes them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.scigov.dispute.domain import flow, history
from ckanext.scigov.dispute.domain.case import Case, Flow
from ckanext.scigov.dispute.domain.history import Standing
from ckanext.scigov.dispute.domain.states import ENDED, Event, Party, State
from ckanext.scigov.shared.domain.history import Happened

# "own" is an official of the unit who has reported it: his roles are left to him here, so that it
# is the table that keeps him from using them.
PEOPLE = {
    "r": {Party.REPORTER}, "own": {Party.REPORTER, Party.HANDLER, Party.DECIDER, Party.AUTHORITY},
    "h": {Party.HANDLER}, "i": {Party.HANDLER, Party.DECIDER}, "d": {Party.DECIDER},
    "u": {Party.AUTHORITY}, "a": {Party.AUDITOR}, "": {Party.SYSTEM},
}  # fmt: skip
REPORTERS = ["own", "r"]
AT = dt.datetime(2026, 9, 24, tzinfo=dt.timezone.utc)
# Who acts, whether the clock has run out, and which of the steps that he can take then.
MANY = st.lists(
    st.tuples(st.sampled_from(list(PEOPLE)), st.booleans(), st.integers(0, 999)),
    min_size=30,
    max_size=60,
)
TALK = {Event.REMARK, Event.NOTE, Event.ASSIGN, Event.MODERATE}
LEAVING = {Event.WITHDRAW, Event.MERGE, Event.DISMISS, Event.CLOSE}
FLOWS = st.builds(Flow, st.booleans(), st.booleans())


@dataclass
class Story:
    """What has come of a sequence of steps."""

    cases: list[Case]
    happened: list[Happened[Event]] = field(default_factory=list)

    @property
    def now(self) -> Case:
        return self.cases[-1]

    def count(self, event: Event) -> int:
        return sum(one.event is event for one in self.happened)


def values_of(event: Event, way: Flow, is_signed: bool) -> dict[str, object]:
    if event is Event.CONFIRM:
        flow_values = {"is_automatic": way.is_automatic, "is_moderated": way.is_moderated}
        return {"flow": flow_values, "is_signed": is_signed, "reporters": REPORTERS}
    return {"merged_into": "another"} if event is Event.MERGE else {}


def told(picks: list[tuple[str, bool, int]], way: Flow, *, is_signed: bool) -> Story:
    """Tell a story in which every step is one that can be taken; what ends it comes less often."""
    story = Story([Case()])
    for person, is_overdue, pick in picks:
        parties = PEOPLE[person]
        steps = flow.possible(story.now, parties, actor=person, is_overdue=is_overdue)
        moving = [one for one in steps if one not in TALK and (one not in LEAVING or pick < 100)]
        if moving:
            take(story, moving[pick % len(moving)], person, is_overdue, (way, is_signed))
    return story


def take(
    story: Story, event: Event, person: str, is_overdue: bool, first: tuple[Flow, bool]
) -> None:
    values = values_of(event, *first)
    before = history.prepared(story.now, values)
    stepped = flow.advance(before, event, PEOPLE[person], actor=person, is_overdue=is_overdue)
    assert isinstance(stepped, Case)
    story.cases.append(stepped)
    story.happened.append(Happened(event, AT, person, after=values))


WAY = [
    (Event.CONFIRM, "r", False), (Event.FORWARD, "", False), (Event.ACCEPT, "h", False),
    (Event.VERIFY, "h", False), (Event.CORRECT, "h", False), (Event.REOPEN, "r", False),
    (Event.REFUSE, "i", False), (Event.ESCALATE, "r", False), (Event.OVERRULE, "d", False),
    (Event.CORRECT, "h", False), (Event.CLOSE, "", True),
]  # fmt: skip


def test_way_through_can_be_gone() -> None:
    story = Story([Case()])
    for event, person, is_overdue in WAY:
        take(story, event, person, is_overdue, (Flow(), True))
    assert [one.state.value for one in story.cases[4:]] == [
        "verifying", "corrected", "verifying", "not_corrected", "escalated", "verifying",
        "corrected", "closed",
    ]  # fmt: skip
    assert [one.annotated for one in story.cases[2:]] == [
        False, True, True, False, True, True, True, True, False, False,
    ]  # fmt: skip


def test_every_state_and_step_is_found_by_the_picks() -> None:
    """The properties below are not true because no sequence gets there."""
    chance, states, events = Random(1), set[State](), set[Event]()
    for _ in range(300):
        picks = [
            (chance.choice(list(PEOPLE)), chance.random() < 0.5, chance.randrange(1000))
            for _ in range(60)
        ]
        story = told(picks, Flow(), is_signed=False)
        states |= {one.state for one in story.cases}
        events |= {one.event for one in story.happened}
    assert states == set(State)
    assert events == set(Event) - TALK


@settings(max_examples=200, deadline=None)
@given(MANY, FLOWS, st.booleans())
def test_nothing_is_corrected_that_nobody_else_accepted(
    picks: list[tuple[str, bool, int]], way: Flow, is_signed: bool
) -> None:
    story = told(picks, way, is_signed=is_signed)
    accepting = [one.actor for one in story.happened if one.event in (Event.ACCEPT, Event.OVERRULE)]
    assert not set(accepting) & set(REPORTERS)
    if any(one.state in (State.CORRECTED, State.PARTLY_CORRECTED) for one in story.cases):
        assert accepting
    for one in story.cases:
        if one.state in (State.CORRECTED, State.PARTLY_CORRECTED):
            assert one.accepted_by in {"h", "i", "d", "u"}


@settings(max_examples=200, deadline=None)
@given(MANY, FLOWS, st.booleans())
def test_it_is_reopened_at_most_once(
    picks: list[tuple[str, bool, int]], way: Flow, is_signed: bool
) -> None:
    assert told(picks, way, is_signed=is_signed).count(Event.REOPEN) <= 1


@settings(max_examples=200, deadline=None)
@given(MANY, FLOWS, st.booleans())
def test_it_is_annotated_only_while_accepted_and_open(
    picks: list[tuple[str, bool, int]], way: Flow, is_signed: bool
) -> None:
    not_noted = ENDED | {State.UNCONFIRMED, State.FILED, State.FORWARDED, State.CORRECTED}
    for one in told(picks, way, is_signed=is_signed).cases:
        assert not one.annotated or one.is_accepted
        assert not one.annotated or one.state not in not_noted
        if one.state in (State.ACCEPTED, State.VERIFYING):
            assert one.annotated


@settings(max_examples=200, deadline=None)
@given(MANY, FLOWS, st.booleans())
def test_history_rebuilds_where_it_stands(
    picks: list[tuple[str, bool, int]], way: Flow, is_signed: bool
) -> None:
    story = told(picks, way, is_signed=is_signed)
    since = AT if story.now.annotated else None
    assert history.replayed(story.happened) == Standing(story.now, None, since)


@settings(max_examples=200, deadline=None)
@given(MANY, FLOWS, st.booleans())
def test_what_has_ended_stays_so(
    picks: list[tuple[str, bool, int]], way: Flow, is_signed: bool
) -> None:
    states = [one.state for one in told(picks, way, is_signed=is_signed).cases]
    ended = [place for place, state in enumerate(states) if state in ENDED]
    assert not ended or len(set(states[ended[0] :])) == 1
