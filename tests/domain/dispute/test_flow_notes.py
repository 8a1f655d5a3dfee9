"""What a step notes in a case beside its state: publication, the note on the data, levels, who joined."""

from __future__ import annotations

import dataclasses

import pytest

from ckanext.scigov.dispute.domain import flow
from ckanext.scigov.dispute.domain.case import Case, Flow, next_level
from ckanext.scigov.dispute.domain.states import Event, Level, State

OPEN = Flow(is_moderated=False)


def case(state: State, **changes: object) -> Case:
    return dataclasses.replace(Case(state=state), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("case_flow", "is_signed", "is_published"),
    [(Flow(), True, True), (Flow(), False, False), (OPEN, False, True)],
)
def test_what_is_not_signed_is_published_when_moderated(
    case_flow: Flow, is_signed: bool, is_published: bool
) -> None:
    filed = flow.after(Case(flow=case_flow, is_signed=is_signed), Event.CONFIRM, "")
    assert (filed.is_published, filed.awaits_moderation) == (is_published, not is_published)
    assert flow.after(filed, Event.MODERATE, "h").is_published


def test_acceptance_annotates_and_names_who_accepted() -> None:
    accepted = flow.after(case(State.FORWARDED), Event.ACCEPT, "h")
    assert accepted == case(State.ACCEPTED, is_accepted=True, accepted_by="h", annotated=True)


@pytest.mark.parametrize(
    ("state", "event", "annotated"),
    [
        (State.VERIFYING, Event.CORRECT, False),
        (State.VERIFYING, Event.CORRECT_IN_PART, True),
        (State.VERIFYING, Event.REFUSE, True),
        (State.NOT_CORRECTED, Event.ESCALATE, True),
        (State.NOT_CORRECTED, Event.CLOSE, False),
        (State.CORRECTED, Event.REOPEN, True),
        (State.VERIFYING, Event.MERGE, False),
        (State.VERIFYING, Event.WITHDRAW, False),
        (State.VERIFYING, Event.FORWARD, False),
    ],
)
def test_note_of_what_was_accepted(state: State, event: Event, annotated: bool) -> None:
    assert flow.after(case(state, is_accepted=True), event, "h").annotated is annotated


def test_what_was_never_accepted_is_not_annotated() -> None:
    assert not flow.after(case(State.FORWARDED), Event.ESCALATE, "r").annotated
    assert not flow.after(case(State.NOT_ACCEPTED), Event.ESCALATE, "r").annotated


def test_reopening_is_remembered() -> None:
    before = case(State.CORRECTED, is_accepted=True, is_extended=True)
    assert flow.after(before, Event.REOPEN, "r") == case(
        State.VERIFYING, is_accepted=True, annotated=True, was_reopened=True
    )


def test_other_unit_has_to_accept_it_for_itself() -> None:
    before = case(State.VERIFYING, is_accepted=True, accepted_by="h", is_extended=True)
    assert flow.after(before, Event.FORWARD, "u") == case(State.FORWARDED)


def test_overruled_unit_has_to_correct() -> None:
    before = case(State.ESCALATED, level=Level.AUTHORITY, escalated_from=State.NOT_ACCEPTED)
    assert flow.after(before, Event.OVERRULE, "u") == case(
        State.VERIFYING, level=Level.AUTHORITY, is_accepted=True, accepted_by="u", annotated=True,
        must_correct=True, decided_by=frozenset({"u"}),
    )  # fmt: skip


def test_escalation_remembers_where_it_began() -> None:
    first = flow.after(case(State.NOT_CORRECTED), Event.ESCALATE, "r")
    assert (first.level, first.escalated_from) == (Level.NEGOTIATE, State.NOT_CORRECTED)
    second = flow.after(first, Event.ESCALATE, "r")
    assert (second.level, second.escalated_from) == (Level.AUTHORITY, State.NOT_CORRECTED)
    assert flow.after(second, Event.UPHOLD, "u").escalated_from is None


LEVELS = {
    None: Level.NEGOTIATE,
    Level.NEGOTIATE: Level.AUTHORITY,
    Level.AUTHORITY: Level.SUPERIOR,
    Level.SUPERIOR: Level.GOVERNMENT,
    Level.GOVERNMENT: None,
}


@pytest.mark.parametrize("before", LEVELS)
def test_next_level_of_an_escalation(before: Level | None) -> None:
    assert next_level(Case(level=before)) is LEVELS[before]


def test_joining_is_counted() -> None:
    assert flow.after(case(State.VERIFYING, joined=1), Event.JOIN, "").joined == 2
