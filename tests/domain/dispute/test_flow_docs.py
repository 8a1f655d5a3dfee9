"""docs/disputes-flow.md holds diagram and tables. ``PYTHONPATH=tests python`` this file to write them anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml
from flow_tables import Flow, conditions, limits
from printed_pages import Page

import ckanext.scigov.dispute as feature
from ckanext.scigov.dispute.domain.kinds import NEEDS_EXPLANATION, Kind, NotAccepted, NotCorrected
from ckanext.scigov.dispute.domain.states import NOTED, RESULTS, Event, Party, State
from ckanext.scigov.dispute.domain.table import TABLE, Condition, Route

LIMITS = Path(feature.__file__).parent / "limits.yaml"
OPTIONS = Path(feature.__file__).parent / "config_declaration.yaml"
STATES = {
    State.UNCONFIRMED: ("待验证邮箱", "a visitor has written it; seen by whoever has the link"),
    State.FILED: ("已提出", "in the data authority's register"),
    State.FORWARDED: ("已转办", "the responsible unit has to accept it"),
    State.NOT_ACCEPTED: ("不予受理", "with a ground; can be contested"),
    State.ACCEPTED: ("已受理", "the data are annotated"),
    State.VERIFYING: ("核实中", "the unit checks against its source"),
    State.CORRECTED: ("已更正", "the note is lifted; can be reopened"),
    State.PARTLY_CORRECTED: ("部分更正", "can be contested"),
    State.NOT_CORRECTED: ("不予更正", "with a ground and an explanation; can be contested"),
    State.ESCALATED: ("提请协调", "somebody else looks at it"),
    State.CLOSED: ("已办结", "nothing is left to do"),
    State.MERGED: ("已合并", "another dispute about the same goes on for both"),
    State.WITHDRAWN: ("已撤回", "by the reporter"),
    State.DROPPED: ("已作废", "the mail was never verified, or moderation refused it"),
}
CONDITIONS = {
    Condition.AWAITS_MODERATION: "when it is not signed, not published, and the site moderates",
    Condition.AUTOMATIC: "by itself where the site forwards automatically; by the authority always",
    Condition.NEVER_DECIDED: "by somebody who has not answered this dispute before; what a "
    "superior or the government decides is only recorded, by anybody of the authority",
    Condition.MAY_REFUSE: "unless an escalation was decided for the reporter",
    Condition.MAY_EXTEND: "when it has not been extended since it was forwarded or reopened",
    Condition.MAY_REOPEN: "when it has never been reopened",
    Condition.MAY_ESCALATE: "while a level is left: negotiate, authority, superior, government",
    Condition.THEIR_LEVEL: "by the unit's deciders while it is negotiated, by the authority at any "
    "level",
    Condition.IS_OVERDUE: "when the clock has run out",
    Condition.IN_TIME: "while the time to contest runs",
    Condition.DUE: "by the system when the clock has run out, by the authority at any time",
    Condition.OVER: "by the system when the time to contest is over, before by the reporter if "
    "nobody has joined",
    Condition.ALONE: "when nobody has joined",
}
ROUTES = {
    Route.AS_BEFORE: (
        State.FORWARDED, State.NOT_ACCEPTED, State.ACCEPTED, State.VERIFYING,
        State.PARTLY_CORRECTED, State.NOT_CORRECTED,
    ),
    Route.ANEW: (State.FORWARDED, State.VERIFYING),
}  # fmt: skip
KINDS = {
    Kind.INACCURATE: ("不准确", "a value is wrong"),
    Kind.INCOMPLETE: ("不完整", "something is missing"),
    Kind.OUTDATED: ("已过时", "it was right once"),
    Kind.INCONSISTENT: ("与其他来源不一致", "another source says something else"),
    Kind.DUPLICATE: ("重复", "the same stands there twice"),
    Kind.NOT_PUBLIC: (
        "不应公开",
        "it should not be public; neither are such a dispute and its note",
    ),
    Kind.DESCRIPTION: ("描述有误", "the catalogue entry is wrong"),
    Kind.OTHER: ("其他", "anything else"),
}
RATES = {
    "most_of_person": ("reports of one person who is signed in", "24 h"),
    "most_of_network": ("attempts to report unsigned from one network address", "1 h"),
    "most_of_mailbox": ("letters to one mailbox by which a report is confirmed", "24 h"),
    "most_of_visitors": ("unsigned reports altogether", "1 h"),
    "open_of_place": ("open disputes about one place", "–"),
}
GROUNDS = {
    NotAccepted.NOT_RESPONSIBLE: ("非本单位职责", "the authority forwards it to another unit"),
    NotAccepted.NOT_FOUND: ("所指数据不存在", "there is no such dataset, row or value"),
    NotAccepted.NOT_ABOUT_DATA: ("不属于数据疑义", "a complaint or a question of another kind"),
    NotAccepted.UNCLEAR: ("表述不清", "what is meant cannot be told"),
    NotAccepted.NO_GROUNDS: ("缺少依据", "nothing supports it"),
    NotAccepted.ALREADY_REPORTED: ("已有相同疑义", "another dispute about the same is open"),
    NotAccepted.ALREADY_CORRECTED: ("已更正", "the version in force is right"),
    NotAccepted.ABUSE: ("恶意提交", "it is no report at all"),
    NotAccepted.OTHER: ("其他", "said in the explanation"),
    NotCorrected.DATA_ARE_RIGHT: ("经核实数据无误", "checked against the source"),
    NotCorrected.RIGHT_FOR_THEIR_TIME: ("符合采集时点", "right on the day they are of"),
    NotCorrected.OTHER_DEFINITION: ("统计口径不同", "what is counted is defined otherwise"),
    NotCorrected.CANNOT_BE_VERIFIED: ("无法核实", "no source is left to check against"),
    NotCorrected.SOURCE_DISAGREES: (
        "数源单位不同意",
        "the authoritative source stands by its value",
    ),
    NotCorrected.LAW_FORBIDS: ("法律法规不允许", "the record must stay as it was made"),
    NotCorrected.OTHER: ("其他", "said in the explanation"),
}


def targets(state: State, event: Event) -> tuple[State, ...]:
    target = TABLE[state, event].target
    if isinstance(target, State):
        return (target,)
    if target is Route.ANEW and state in RESULTS:
        return (State.FORWARDED,) if state is State.NOT_ACCEPTED else (State.VERIFYING,)
    return (state,) if target is Route.STAYS else ROUTES[target]


def states() -> Iterator[str]:
    yield "| state | 中文 | meaning | note on the data |"
    yield "|---|---|---|---|"
    for state in State:
        chinese, meaning = STATES[state]
        note = "once accepted" if state in NOTED else "–"
        yield f"| `{state.value}` | {chinese} | {meaning} | {note} |"


def kinds() -> Iterator[str]:
    yield "| kind | 中文 | meaning |"
    yield "|---|---|---|"
    for kind in Kind:
        yield f"| `{kind.value}` | {KINDS[kind][0]} | {KINDS[kind][1]} |"


def grounds() -> Iterator[str]:
    yield "| answer | ground | 中文 | meaning | explanation |"
    yield "|---|---|---|---|---|"
    for answer, codes in (("not accepted", NotAccepted), ("not corrected", NotCorrected)):
        for code in codes:
            chinese, meaning = GROUNDS[code]
            need = "required" if NEEDS_EXPLANATION[code] else "optional"
            yield f"| {answer} | `{code.value}` | {chinese} | {meaning} | {need} |"


def rates() -> Iterator[str]:
    (group,) = yaml.safe_load(OPTIONS.read_text(encoding="utf-8"))["groups"]
    usual = {one["key"].rpartition(".")[2]: one["default"] for one in group["options"]}
    yield "| of | at most | within | option |"
    yield "|---|---|---|---|"
    for name, (meaning, within) in RATES.items():
        yield f"| {meaning} | {usual[name]} | {within} | `ckanext.scigov.dispute.{name}` |"


FLOW = Flow(TABLE, State, Event, Party, targets)
PAGE = Page(
    "disputes-flow.md",
    {
        "diagram": FLOW.diagram,
        "states": states,
        "steps": FLOW.steps,
        "conditions": lambda: conditions(CONDITIONS, Condition),
        "kinds": kinds,
        "grounds": grounds,
        "limits": lambda: limits(LIMITS),
        "rates": rates,
    },
)


def test_the_page_holds_diagram_and_tables() -> None:
    assert PAGE.filled() == PAGE.text()


def test_every_state_can_be_reached_and_left() -> None:
    assert set(State) - FLOW.reached() == {State.UNCONFIRMED}
    assert set(State) - FLOW.left() == {
        State.CLOSED, State.MERGED, State.WITHDRAWN, State.DROPPED,
    }  # fmt: skip


if __name__ == "__main__":
    PAGE.write()
