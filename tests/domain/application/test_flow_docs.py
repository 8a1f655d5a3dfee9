"""docs/applications-flow.md holds diagram and tables. ``python`` this file to write them anew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

import ckanext.scigov.application as feature
from ckanext.scigov.application.domain.states import Event, Party, State
from ckanext.scigov.application.domain.table import TABLE, Condition, Route

PAGE = Path(__file__).parents[3] / "docs" / "applications-flow.md"
LIMITS = Path(feature.__file__).parent / "limits.yaml"
MARKS = "<!-- {0} -->\n", "<!-- end of {0} -->\n"
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


def diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    yield "    [*] --> draft"
    arrows: dict[tuple[State, State], list[str]] = {}
    for state, event in TABLE:
        for target in targets(state, event):
            if target is not state:
                arrows.setdefault((state, target), []).append(event.value)
    for state in State:
        for (begin, end), events in arrows.items():
            if begin is state:
                yield f"    {begin.value} --> {end.value}: {', '.join(events)}"
    yield "    closed --> [*]"
    yield "    withdrawn --> [*]"
    yield "```"


def states() -> Iterator[str]:
    yield "| state | 中文 | meaning |"
    yield "|---|---|---|"
    for state in State:
        yield f"| `{state.value}` | {STATES[state][0]} | {STATES[state][1]} |"


def steps() -> Iterator[str]:
    yield "| in state | step | by | leads to | condition |"
    yield "|---|---|---|---|---|"
    for state in State:
        for event in Event:
            if transition := TABLE.get((state, event)):
                parties = ", ".join(one.value for one in Party if one in transition.parties)
                leads = ", ".join(one.value for one in targets(state, event))
                terms = ", ".join(f"`{one.value}`" for one in transition.conditions) or "–"
                yield f"| {state.value} | `{event.value}` | {parties} | {leads} | {terms} |"


def conditions() -> Iterator[str]:
    yield "| condition | the step can be taken |"
    yield "|---|---|"
    for condition in Condition:
        yield f"| `{condition.value}` | {CONDITIONS[condition]} |"


def limits() -> Iterator[str]:
    yield "| limit | working days | rests on | |"
    yield "|---|---|---|---|"
    for key, one in yaml.safe_load(LIMITS.read_text(encoding="utf-8")).items():
        mark = "confirmed" if one["confirmed"] else "to be confirmed"
        yield f"| `{key}` | {one['days']} | {one['basis']} | {mark} |"


PRINTED = {
    "diagram": diagram, "states": states, "steps": steps, "conditions": conditions,
    "limits": limits,
}  # fmt: skip


def filled(page: str) -> str:
    for name, rows in PRINTED.items():
        begin, end = (mark.format(name) for mark in MARKS)
        table = "".join(f"{row}\n" for row in rows())
        pattern = f"{re.escape(begin)}.*?{re.escape(end)}"
        page = re.sub(pattern, lambda _, t=table, b=begin, e=end: b + t + e, page, flags=re.DOTALL)
    return page


def test_the_page_holds_diagram_and_tables() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert all(mark.format(name) in page for mark in MARKS for name in PRINTED)
    assert filled(page) == page


def test_every_state_can_be_reached_and_left() -> None:
    reached = {one for state, event in TABLE for one in targets(state, event) if one is not state}
    assert reached == set(State)
    left = {state for state, event in TABLE if set(targets(state, event)) != {state}}
    assert set(State) - left == {State.WITHDRAWN, State.CLOSED}


if __name__ == "__main__":
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
