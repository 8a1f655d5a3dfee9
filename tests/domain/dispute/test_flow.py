"""The table of steps against its golden file, and steps whose way depends on the case.

``PYTHONPATH=tests python tests/domain/dispute/test_flow.py`` writes the golden file anew; somebody reads the difference.
"""

from __future__ import annotations

import dataclasses

import pytest
from flow_tables import Golden

from ckanext.scigov.dispute.domain import flow
from ckanext.scigov.dispute.domain.case import Case, Flow
from ckanext.scigov.dispute.domain.flow import FlowReason, FlowRefusal
from ckanext.scigov.dispute.domain.states import Event, Level, Party, State
from ckanext.scigov.dispute.domain.table import TABLE, Condition

ACTOR = "somebody"
AFTER_ACCEPTANCE = {
    State.ACCEPTED, State.VERIFYING, State.CORRECTED, State.PARTLY_CORRECTED, State.NOT_CORRECTED,
    State.ESCALATED,
}  # fmt: skip


def is_late(state: State, event: Event) -> bool:
    """Return whether the step needs a clock that has run out."""
    transition = TABLE.get((state, event))
    return transition is None or Condition.IN_TIME not in transition.conditions


def ready(state: State) -> Case:
    """Return a case in a state for which every condition of every event holds."""
    is_escalated = state is State.ESCALATED
    return Case(
        state=state,
        level=Level.NEGOTIATE if is_escalated else None,
        escalated_from=State.NOT_CORRECTED if is_escalated else None,
        is_accepted=state in AFTER_ACCEPTANCE,
    )


def taken(case: Case, event: Event, *parties: Party, is_overdue: bool = False) -> str:
    stepped = flow.advance(case, event, parties, actor=ACTOR, is_overdue=is_overdue)
    return stepped.reason.value if isinstance(stepped, FlowRefusal) else stepped.state.value


def outcome(state: State, event: Event, party: Party) -> str:
    return taken(ready(state), event, party, is_overdue=is_late(state, event))


GOLDEN = Golden("dispute_flow.csv", State, Event, Party, outcome)


def test_golden_table_holds_every_combination_once() -> None:
    combinations = [row[:3] for row in GOLDEN.stored()]
    every = [(s.value, e.value, p.value) for s in State for e in Event for p in Party]
    assert sorted(combinations) == sorted(every)


def test_every_step_is_as_the_golden_table_says() -> None:
    assert list(GOLDEN.rows()) == GOLDEN.stored()


def case(state: State, **changes: object) -> Case:
    return dataclasses.replace(Case(state=state), **changes)  # type: ignore[arg-type]


BY_HAND = Flow(is_automatic=False)
OPEN = Flow(is_moderated=False)
ESCALATED = {"escalated_from": State.NOT_CORRECTED, "is_accepted": True}
ABOVE = {**ESCALATED, "level": Level.AUTHORITY}
CONDITIONS: dict[str, tuple[Case, Event, Party, bool, str]] = {
    "where forwarding is by hand, nothing goes by itself": (
        case(State.FILED, flow=BY_HAND), Event.FORWARD, Party.SYSTEM, False, "automatic"),
    "the authority does it": (
        case(State.FILED, flow=BY_HAND), Event.FORWARD, Party.AUTHORITY, False, "forwarded"),
    "what is signed is not moderated": (
        case(State.FILED, is_signed=True), Event.DISMISS, Party.AUTHORITY, False,
        "awaits_moderation"),
    "nor what is published": (
        case(State.FORWARDED, is_published=True), Event.MODERATE, Party.HANDLER, False,
        "awaits_moderation"),
    "nor anything where the site does not": (
        case(State.FILED, flow=OPEN), Event.MODERATE, Party.AUTHORITY, False,
        "awaits_moderation"),
    "whoever has refused it does not refuse it again": (
        case(State.VERIFYING, decided_by=frozenset({ACTOR})), Event.REFUSE, Party.HANDLER, False,
        "never_decided"),
    "but corrects it": (
        case(State.VERIFYING, decided_by=frozenset({ACTOR})), Event.CORRECT, Party.HANDLER, False,
        "corrected"),
    "what was overruled is not refused again": (
        case(State.VERIFYING, must_correct=True), Event.REFUSE, Party.DECIDER, False,
        "may_refuse"),
    "it is extended once": (
        case(State.VERIFYING, is_extended=True), Event.EXTEND, Party.AUTHORITY, False,
        "may_extend"),
    "it is reopened once": (
        case(State.CORRECTED, was_reopened=True), Event.REOPEN, Party.REPORTER, False,
        "may_reopen"),
    "and in time": (case(State.CORRECTED), Event.REOPEN, Party.REPORTER, True, "in_time"),
    "a result is escalated in time": (
        case(State.NOT_CORRECTED), Event.ESCALATE, Party.REPORTER, True, "in_time"),
    "what is not overdue is not escalated": (
        case(State.VERIFYING), Event.ESCALATE, Party.REPORTER, False, "is_overdue"),
    "after the government there is nobody": (
        case(State.NOT_CORRECTED, level=Level.GOVERNMENT), Event.ESCALATE, Party.REPORTER, False,
        "may_escalate"),
    "a decider does not answer for the authority": (
        case(State.ESCALATED, **ABOVE), Event.UPHOLD, Party.DECIDER, False, "their_level"),
    "the authority does": (
        case(State.ESCALATED, **ABOVE), Event.UPHOLD, Party.AUTHORITY, False, "not_corrected"),
    "whoever decided answers no escalation": (
        case(State.ESCALATED, decided_by=frozenset({ACTOR}), **ABOVE), Event.REMIT,
        Party.AUTHORITY, False, "never_decided"),
    "but records what others have decided": (
        case(State.ESCALATED, decided_by=frozenset({ACTOR}),
             **{**ESCALATED, "level": Level.SUPERIOR}),
        Event.OVERRULE, Party.AUTHORITY, False, "verifying"),
    "the system presses what is overdue": (
        case(State.FORWARDED), Event.PRESS, Party.SYSTEM, False, "due"),
    "the authority when it likes": (
        case(State.FORWARDED), Event.PRESS, Party.AUTHORITY, False, "forwarded"),
    "the system closes when the time is over": (
        case(State.CORRECTED), Event.CLOSE, Party.SYSTEM, False, "over"),
    "the reporter when he is content": (
        case(State.CORRECTED), Event.CLOSE, Party.REPORTER, False, "closed"),
    "unless others have reported it, too": (
        case(State.CORRECTED, joined=1), Event.CLOSE, Party.REPORTER, False, "over"),
    "who then cannot withdraw it either": (
        case(State.VERIFYING, joined=1), Event.WITHDRAW, Party.REPORTER, False, "alone"),
}  # fmt: skip


@pytest.mark.parametrize("name", CONDITIONS)
def test_step_with_a_condition(name: str) -> None:
    before, event, party, is_overdue, outcome = CONDITIONS[name]
    assert taken(before, event, party, is_overdue=is_overdue) == outcome


@pytest.mark.parametrize("event", [Event.ACCEPT, Event.REJECT, Event.ASSIGN, Event.NOTE])
def test_nobody_handles_what_he_has_reported(event: Event) -> None:
    own = case(State.FORWARDED, reporters=frozenset({ACTOR}))
    assert taken(case(State.FORWARDED), event, Party.HANDLER) != "own"
    assert flow.advance(own, event, {Party.HANDLER}, actor=ACTOR) == FlowRefusal(FlowReason.OWN)


def test_whoever_has_reported_it_still_speaks_as_its_reporter() -> None:
    own = case(State.FORWARDED, reporters=frozenset({ACTOR}))
    assert taken(own, Event.REMARK, Party.HANDLER, Party.REPORTER) == "forwarded"


ROUTES: dict[str, tuple[Case, Event, Party, bool, str]] = {
    "an answer is opened again": (
        case(State.CORRECTED, is_accepted=True), Event.REOPEN, Party.REPORTER, False, "verifying"),
    "what was not accepted has to be": (
        case(State.NOT_ACCEPTED), Event.REOPEN, Party.REPORTER, False, "forwarded"),
    "it stands as it stood": (
        case(State.ESCALATED, **{**ABOVE, "escalated_from": State.PARTLY_CORRECTED}),
        Event.UPHOLD, Party.AUTHORITY, False, "partly_corrected"),
    "the unit looks again": (
        case(State.ESCALATED, **ABOVE), Event.REMIT, Party.AUTHORITY, False, "verifying"),
    "and accepts what it had not": (
        case(State.ESCALATED, level=Level.AUTHORITY, escalated_from=State.NOT_ACCEPTED),
        Event.REMIT, Party.AUTHORITY, False, "forwarded"),
    "an escalation that nobody answers goes on": (
        case(State.ESCALATED, **ABOVE), Event.ESCALATE, Party.REPORTER, True, "escalated"),
}  # fmt: skip


@pytest.mark.parametrize("name", ROUTES)
def test_step_leads_where_the_case_says(name: str) -> None:
    before, event, party, is_overdue, outcome = ROUTES[name]
    assert taken(before, event, party, is_overdue=is_overdue) == outcome


@pytest.mark.parametrize(
    ("before", "event"),
    [
        (case(State.FILED), Event.FORWARD),
        (case(State.FILED, flow=BY_HAND), None),
        (case(State.FORWARDED), None),
    ],
)
def test_what_follows_by_itself(before: Case, event: Event | None) -> None:
    assert flow.follows_by_itself(before) is event


def test_possible_steps_are_those_that_can_be_taken() -> None:
    signed = case(State.FORWARDED, is_signed=True, is_published=True)
    steps = flow.possible(signed, {Party.HANDLER}, actor=ACTOR)
    assert steps == (
        Event.ACCEPT, Event.REJECT, Event.ASSIGN, Event.MERGE, Event.REMARK, Event.NOTE,
    )  # fmt: skip


if __name__ == "__main__":
    GOLDEN.write()
