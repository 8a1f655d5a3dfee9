"""The table of steps against its golden file, and what must hold of every sequence of steps.

``PYTHONPATH=tests python tests/domain/application/test_flow.py`` writes the golden file anew; somebody reads the difference.
"""

from __future__ import annotations

import dataclasses

import pytest
from flow_tables import Golden
from hypothesis import given, settings
from hypothesis import strategies as st

from ckanext.scigov.application.domain import flow
from ckanext.scigov.application.domain.flow import FULL, SIMPLE, FlowReason, FlowRefusal, Part
from ckanext.scigov.application.domain.states import (
    GRANTED,
    AppealLevel,
    Event,
    Kind,
    Outcome,
    Party,
    State,
)

ACTOR = "somebody"


def ready(state: State, event: Event) -> Part:
    """Return a part in a state for which every condition of an event holds."""
    return Part(
        Kind.SHARE,
        state=state,
        proposed=Outcome.APPROVED_IN_PART if state is State.CONFIRMING else None,
        proposed_by="another",
        extension_asked=event is Event.EXTEND,
        appeal_level=AppealLevel.NEGOTIATE if state is State.APPEALED else None,
    )


def taken(part: Part, event: Event, *parties: Party, actor: str = ACTOR) -> str:
    stepped = flow.advance(part, event, parties, actor=actor, is_overdue=True)
    return stepped.reason.value if isinstance(stepped, FlowRefusal) else stepped.state.value


def outcome(state: State, event: Event, party: Party) -> str:
    return taken(ready(state, event), event, party)


GOLDEN = Golden("application_flow.csv", State, Event, Party, outcome)


def test_golden_table_holds_every_combination_once() -> None:
    combinations = [row[:3] for row in GOLDEN.stored()]
    every = [(s.value, e.value, p.value) for s in State for e in Event for p in Party]
    assert sorted(combinations) == sorted(every)


def test_every_step_is_as_the_golden_table_says() -> None:
    assert list(GOLDEN.rows()) == GOLDEN.stored()


def part(state: State, **changes: object) -> Part:
    return dataclasses.replace(Part(Kind.SHARE, state=state), **changes)  # type: ignore[arg-type]


PROPOSED = {"proposed": Outcome.REFUSED, "proposed_by": ACTOR}
CONDITIONS: dict[str, tuple[Part, Event, Party, str]] = {
    "a second decider is another person": (
        part(State.CONFIRMING, **PROPOSED), Event.CONFIRM, Party.DECIDER, "other_person"),
    "nor does the first one object": (
        part(State.CONFIRMING, **PROPOSED), Event.OBJECT, Party.DECIDER, "other_person"),
    "the full flow wants advice": (
        part(State.IN_REVIEW, flow=FULL), Event.APPROVE, Party.DECIDER, "new_eyes"),
    "and has it": (
        part(State.IN_REVIEW, flow=FULL, is_advised=True), Event.APPROVE, Party.DECIDER,
        "confirming"),
    "an extension is asked for once": (
        part(State.IN_REVIEW, is_extended=True), Event.ASK_EXTENSION, Party.HANDLER, "may_extend"),
    "no extension that nobody asked for": (
        part(State.IN_REVIEW), Event.EXTEND, Party.AUTHORITY, "extension_asked"),
    "after the government there is nobody": (
        part(State.REFUSED, appeal_level=AppealLevel.GOVERNMENT), Event.APPEAL, Party.APPLICANT,
        "may_appeal"),
    "opening is reviewed once": (
        part(State.REFUSED, kind=Kind.OPEN, appeal_level=AppealLevel.REVIEW), Event.APPEAL,
        Party.APPLICANT, "may_appeal"),
    "whoever decided answers no appeal": (
        part(State.APPEALED, appeal_level=AppealLevel.AUTHORITY, decided_by=frozenset({ACTOR})),
        Event.OVERRULE, Party.AUTHORITY, "never_decided"),
    "a decider answers no appeal to the authority": (
        part(State.APPEALED, appeal_level=AppealLevel.AUTHORITY), Event.UPHOLD, Party.DECIDER,
        "their_level"),
    "the authority does": (
        part(State.APPEALED, appeal_level=AppealLevel.AUTHORITY), Event.UPHOLD, Party.AUTHORITY,
        "refused"),
    "what owes a report stays": (
        part(State.EXPIRED, owes_report=True), Event.CLOSE, Party.SYSTEM, "reported"),
}  # fmt: skip


@pytest.mark.parametrize("name", CONDITIONS)
def test_step_with_a_condition(name: str) -> None:
    before, event, party, outcome = CONDITIONS[name]
    assert taken(before, event, party) == outcome


def test_appeal_of_what_is_not_overdue_is_refused() -> None:
    waiting = part(State.IN_REVIEW)
    refused = flow.advance(waiting, Event.APPEAL, {Party.APPLICANT}, is_overdue=False)
    assert refused == FlowRefusal(FlowReason.IS_OVERDUE)
    assert taken(waiting, Event.APPEAL, Party.APPLICANT) == "appealed"


ROUTES: dict[str, tuple[Part, Event, Party, str]] = {
    "sharing is signed": (Part(Kind.SHARE, FULL), Event.SUBMIT, Party.APPLICANT, "signing"),
    "opening is not": (Part(Kind.OPEN), Event.SUBMIT, Party.APPLICANT, "submitted"),
    "opening, full": (Part(Kind.OPEN, FULL), Event.SUBMIT, Party.APPLICANT, "checking"),
    "signed": (part(State.SIGNING), Event.SIGN, Party.SIGNER, "submitted"),
    "supplemented before the check": (
        part(State.RETURNED, flow=FULL), Event.SUBMIT, Party.APPLICANT, "checking"),
    "supplemented after the check": (
        part(State.RETURNED, flow=FULL, was_checked=True), Event.SUBMIT, Party.APPLICANT,
        "submitted"),
    "signed, full": (part(State.SIGNING, flow=FULL), Event.SIGN, Party.SIGNER, "checking"),
    "approved": (part(State.IN_REVIEW), Event.APPROVE, Party.DECIDER, "approved"),
    "refused": (part(State.IN_REVIEW), Event.REFUSE, Party.DECIDER, "refused"),
    "in part, full": (
        part(State.IN_REVIEW, flow=FULL, is_advised=True), Event.APPROVE_IN_PART, Party.DECIDER,
        "confirming"),
    "refused, full": (
        part(State.IN_REVIEW, flow=FULL, is_advised=True), Event.REFUSE, Party.DECIDER,
        "confirming"),
    "confirmed": (
        part(State.CONFIRMING, proposed=Outcome.APPROVED_IN_PART, proposed_by="another"),
        Event.CONFIRM, Party.DECIDER, "approved_in_part"),
}  # fmt: skip


@pytest.mark.parametrize("name", ROUTES)
def test_step_leads_where_the_flow_says(name: str) -> None:
    before, event, party, outcome = ROUTES[name]
    assert taken(before, event, party) == outcome


def test_decision_of_two_is_on_record_with_both() -> None:
    proposed = flow.after(part(State.IN_REVIEW, flow=FULL, is_advised=True), Event.APPROVE, "one")
    assert (proposed.outcome, proposed.decided_by) == (None, frozenset())
    decided = flow.after(proposed, Event.CONFIRM, "two")
    assert (decided.outcome, decided.decided_by) == (Outcome.APPROVED, frozenset({"one", "two"}))
    assert decided.owes_report


def test_corrected_decision_is_open_again() -> None:
    decided = flow.after(part(State.IN_REVIEW, is_advised=True), Event.REFUSE, "one")
    again = flow.after(decided, Event.CORRECT, "two")
    assert again == part(State.IN_REVIEW, decided_by=frozenset({"one"}))


LEVELS = {
    (Kind.SHARE, None): AppealLevel.NEGOTIATE,
    (Kind.SHARE, AppealLevel.NEGOTIATE): AppealLevel.AUTHORITY,
    (Kind.SHARE, AppealLevel.AUTHORITY): AppealLevel.GOVERNMENT,
    (Kind.SHARE, AppealLevel.GOVERNMENT): None,
    (Kind.OPEN, None): AppealLevel.REVIEW,
    (Kind.OPEN, AppealLevel.REVIEW): None,
}


@pytest.mark.parametrize(("kind", "before"), LEVELS)
def test_next_level_of_an_appeal(kind: Kind, before: AppealLevel | None) -> None:
    assert flow.next_level(Part(kind, appeal_level=before)) is LEVELS[kind, before]


def test_appeal_notes_its_level() -> None:
    assert flow.after(part(State.REFUSED), Event.APPEAL, ACTOR).appeal_level is (
        AppealLevel.NEGOTIATE
    )


def test_possible_steps_are_those_that_can_be_taken() -> None:
    steps = flow.possible(part(State.SUBMITTED), {Party.HANDLER}, actor=ACTOR)
    assert steps == (Event.ACCEPT, Event.RETURN, Event.ASSIGN, Event.REMARK)


PEOPLE = {"a": Party.APPLICANT, "s": Party.SIGNER, "h": Party.HANDLER, "r": Party.REVIEWER,
          "d": Party.DECIDER, "e": Party.DECIDER, "t": Party.THIRD, "u": Party.AUTHORITY,
          "v": Party.AUTHORITY, "x": Party.AUDITOR, "": Party.SYSTEM}  # fmt: skip
STEPS = st.lists(
    st.tuples(st.sampled_from(list(Event)), st.sampled_from(list(PEOPLE))), max_size=40
)


@settings(max_examples=500, deadline=None)
@given(STEPS, st.sampled_from(list(Kind)), st.sampled_from([SIMPLE, FULL]), st.booleans())
def test_no_grant_without_an_approving_decider(
    steps: list[tuple[Event, str]], kind: Kind, way: flow.Flow, is_overdue: bool
) -> None:
    now, happened = Part(kind, way), list[tuple[Event, Party]]()
    for event, person in steps:
        party = PEOPLE[person]
        stepped = flow.advance(now, event, {party}, actor=person, is_overdue=is_overdue)
        if isinstance(stepped, Part):
            happened.append((event, party))
            now = stepped
    if now.state in GRANTED:
        approved = [party for event, party in happened if event in APPROVING]
        assert approved
        assert set(approved) <= {Party.DECIDER, Party.AUTHORITY}
        assert now.decided_by & {"d", "e", "u", "v"}


APPROVING = {Event.APPROVE, Event.APPROVE_IN_PART, Event.OVERRULE}


def test_way_to_a_grant_is_found_by_the_steps() -> None:
    """The property above is not true because no sequence gets there."""
    now = Part(Kind.OPEN)
    for event, person in (("submit", "a"), ("accept", "h"), ("approve", "d"), ("begin", "")):
        stepped = flow.advance(now, Event(event), {PEOPLE[person]}, actor=person)
        assert isinstance(stepped, Part)
        now = stepped
    assert now.state is State.ACTIVE


if __name__ == "__main__":
    GOLDEN.write()
