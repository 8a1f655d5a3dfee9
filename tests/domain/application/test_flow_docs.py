"""docs/applications-flow.md holds diagram and tables. ``PYTHONPATH=tests python`` this file to write them anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flow_tables import Flow, conditions, limits
from printed_pages import Page

import ckanext.scigov.application as feature
from ckanext.scigov.application.domain.states import Event, Party, State
from ckanext.scigov.application.domain.table import TABLE, Condition, Route

LIMITS = Path(feature.__file__).parent / "limits.yaml"
STATES = {
    State.DRAFT: ("草稿", "being written; only the applicant sees it"),
    State.SIGNING: ("待本单位签批", "the applying agency's approver has to sign"),
    State.CHECKING: ("待形式审查", "the data authority looks whether it is complete"),
    State.SUBMITTED: ("待受理", "waits for the provider"),
    State.RETURNED: ("退回补正", "the applicant has to supplement it"),
    State.IN_REVIEW: ("审核中", "the provider reviews and decides"),
    State.CONSULTING: ("征求第三方意见", "a third party is asked; the clock stands still"),
    State.CONFIRMING: ("待复核", "a second decider has to confirm"),
    State.APPROVED: ("同意", "the grant is written; its time begins or the data have to come"),
    State.APPROVED_IN_PART: ("部分同意", "the same, with less than was asked"),
    State.REFUSED: ("不予同意", "with reasons and remedies; can be appealed"),
    State.DELIVERING: ("待交付", "the data are not in the portal yet"),
    State.ACTIVE: ("使用中", "the grant holds"),
    State.APPEALED: ("复议中", "somebody else looks at it again"),
    State.WITHDRAWN: ("已撤回", "by the applicant"),
    State.EXPIRED: ("已到期", "the grant has ended with its last day, or was given up"),
    State.REVOKED: ("已撤销授权", "the grant was taken back"),
    State.CLOSED: ("已办结", "nothing is left to do"),
}
CONDITIONS = {
    Condition.OTHER_PERSON: "by another person than proposed the decision",
    Condition.NEVER_DECIDED: "by somebody who has not decided this part before",
    Condition.NEW_EYES: "in the full flow, when somebody has advised",
    Condition.MAY_EXTEND: "when it has not been extended yet",
    Condition.EXTENSION_ASKED: "when the provider has asked for it",
    Condition.MAY_APPEAL: "while a level is left to appeal to: sharing is negotiated, then goes "
    "to the authority, then to the government; opening is reviewed once",
    Condition.IS_OVERDUE: "when the clock has run out",
    Condition.REPORTED: "when no report of use is owed",
    Condition.THEIR_LEVEL: "the provider's deciders while it is negotiated, the authority at any "
    "level",
}
ROUTES = {
    Route.AFTER_SUBMIT: (State.SIGNING, State.CHECKING, State.SUBMITTED),
    Route.AFTER_SIGN: (State.CHECKING, State.SUBMITTED),
    Route.AFTER_APPROVE: (State.CONFIRMING, State.APPROVED),
    Route.AFTER_APPROVE_IN_PART: (State.CONFIRMING, State.APPROVED_IN_PART),
    Route.AFTER_REFUSE: (State.CONFIRMING, State.REFUSED),
    Route.AS_PROPOSED: (State.APPROVED, State.APPROVED_IN_PART, State.REFUSED),
}


def targets(state: State, event: Event) -> tuple[State, ...]:
    target = TABLE[state, event].target
    if isinstance(target, State):
        return (target,)
    return (state,) if target is Route.STAYS else ROUTES[target]


def states() -> Iterator[str]:
    yield "| state | 中文 | meaning |"
    yield "|---|---|---|"
    for state in State:
        yield f"| `{state.value}` | {STATES[state][0]} | {STATES[state][1]} |"


FLOW = Flow(TABLE, State, Event, Party, targets)
PAGE = Page(
    "applications-flow.md",
    {
        "diagram": FLOW.diagram,
        "states": states,
        "steps": FLOW.steps,
        "conditions": lambda: conditions(CONDITIONS, Condition),
        "limits": lambda: limits(LIMITS),
    },
)


def test_the_page_holds_diagram_and_tables() -> None:
    assert PAGE.filled() == PAGE.text()


def test_every_state_can_be_reached_and_left() -> None:
    assert FLOW.reached() == set(State)
    assert set(State) - FLOW.left() == {State.WITHDRAWN, State.CLOSED}


if __name__ == "__main__":
    PAGE.write()
