"""What a step makes of a part: ``advance`` reads the table and is the only way to another state."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from ckanext.scigov.application.domain.part import FLOWS, FULL, SIMPLE, Flow, Part, next_level
from ckanext.scigov.application.domain.states import AppealLevel, Event, Kind, Outcome, Party, State
from ckanext.scigov.application.domain.table import TABLE, Condition, Route

__all__ = [
    "DECISIONS", "FLOWS", "FULL", "SIMPLE", "Flow", "FlowReason", "FlowRefusal", "Part", "advance",
    "after", "next_level", "possible",
]  # fmt: skip


class FlowReason(enum.Enum):
    """Why a step cannot be taken."""

    NOT_NOW = "not_now"
    """Not in this state."""
    NOT_YOURS = "not_yours"
    """Somebody else takes this step."""
    OTHER_PERSON = "other_person"
    NEVER_DECIDED = "never_decided"
    NEW_EYES = "new_eyes"
    MAY_EXTEND = "may_extend"
    EXTENSION_ASKED = "extension_asked"
    MAY_APPEAL = "may_appeal"
    IS_OVERDUE = "is_overdue"
    REPORTED = "reported"
    THEIR_LEVEL = "their_level"


@dataclass(frozen=True, slots=True)
class FlowRefusal:
    reason: FlowReason


DECISIONS: Final[Mapping[Event, Outcome]] = MappingProxyType(
    {
        Event.APPROVE: Outcome.APPROVED,
        Event.APPROVE_IN_PART: Outcome.APPROVED_IN_PART,
        Event.REFUSE: Outcome.REFUSED,
    }
)


def advance(
    part: Part,
    event: Event,
    parties: Collection[Party],
    *,
    actor: str = "",
    is_overdue: bool = False,
) -> Part | FlowRefusal:
    """Return the part after a step, or why the step cannot be taken.

    Args:
        part: as it stands.
        event: what is to happen.
        parties: what the actor is to this part.
        actor: the user's id; empty for the system.
        is_overdue: whether its clock has run out.
    """
    reason = _judge(part, event, parties, actor, is_overdue=is_overdue)
    return FlowRefusal(reason) if reason else after(part, event, actor)


def possible(
    part: Part, parties: Collection[Party], *, actor: str = "", is_overdue: bool = False
) -> tuple[Event, ...]:
    """Return the steps that somebody can take now, in the order of ``Event``."""
    return tuple(
        event
        for event in Event
        if _judge(part, event, parties, actor, is_overdue=is_overdue) is None
    )


def after(part: Part, event: Event, actor: str) -> Part:
    """Return the part after something that has happened: what history is read with."""
    target = _resolved(part, TABLE[part.state, event].target)
    return dataclasses.replace(part, state=target, **_noted(part, event, target, actor))


def _judge(
    part: Part, event: Event, parties: Collection[Party], actor: str, *, is_overdue: bool
) -> FlowReason | None:
    transition = TABLE.get((part.state, event))
    if transition is None:
        return FlowReason.NOT_NOW
    if not transition.parties & set(parties):
        return FlowReason.NOT_YOURS
    for condition in transition.conditions:
        if not _holds(condition, part, parties, actor, is_overdue=is_overdue):
            return FlowReason(condition.value)
    return None


def _holds(
    condition: Condition, part: Part, parties: Collection[Party], actor: str, *, is_overdue: bool
) -> bool:
    return {
        Condition.OTHER_PERSON: actor != part.proposed_by,
        Condition.NEVER_DECIDED: actor not in part.decided_by,
        Condition.NEW_EYES: part.is_advised or not part.flow.needs_advice,
        Condition.MAY_EXTEND: not part.is_extended,
        Condition.EXTENSION_ASKED: part.extension_asked,
        Condition.MAY_APPEAL: next_level(part) is not None,
        Condition.IS_OVERDUE: is_overdue,
        Condition.REPORTED: not part.owes_report,
        Condition.THEIR_LEVEL: part.appeal_level is AppealLevel.NEGOTIATE
        or Party.AUTHORITY in parties,
    }[condition]


def _resolved(part: Part, target: State | Route) -> State:
    if isinstance(target, State):
        return target
    received = State.CHECKING if part.flow.is_checked and not part.was_checked else State.SUBMITTED
    second = part.flow.four_eyes
    return {
        Route.AFTER_SUBMIT: State.SIGNING if part.kind is Kind.SHARE else received,
        Route.AFTER_SIGN: received,
        Route.AFTER_APPROVE: State.CONFIRMING if second else State.APPROVED,
        Route.AFTER_APPROVE_IN_PART: State.CONFIRMING if second else State.APPROVED_IN_PART,
        Route.AFTER_REFUSE: State.CONFIRMING if second else State.REFUSED,
        Route.AS_PROPOSED: State(part.proposed.value) if part.proposed else part.state,
        Route.STAYS: part.state,
    }[target]


def _noted(part: Part, event: Event, target: State, actor: str) -> dict[str, Any]:
    """Return what a step changes beside the state."""
    if event in DECISIONS:
        if target is State.CONFIRMING:
            return {"proposed": DECISIONS[event], "proposed_by": actor}
        return _decided(part, DECISIONS[event], actor)
    if event is Event.CONFIRM:
        return _decided(part, part.proposed, actor, part.proposed_by)
    if event in _ANSWERS:
        return _decided(part, _ANSWERS[event], actor)
    if event is Event.APPEAL:
        return {"appeal_level": next_level(part)}
    return dict(_CHANGES.get(event, {}))


_AGAIN: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "outcome": None, "proposed": None, "proposed_by": "", "is_advised": False,
        "owes_report": False,
    }
)  # fmt: skip
_ANSWERS: Final[Mapping[Event, Outcome | None]] = MappingProxyType(
    {Event.UPHOLD: Outcome.REFUSED, Event.OVERRULE: Outcome.APPROVED, Event.REMIT: None}
)
_CHANGES: Final[Mapping[Event, Mapping[str, Any]]] = MappingProxyType(
    {
        Event.CHECK: {"was_checked": True},
        Event.ADVISE: {"is_advised": True},
        Event.ASK_EXTENSION: {"extension_asked": True},
        Event.EXTEND: {"is_extended": True, "extension_asked": False},
        Event.OBJECT: {"proposed": None, "proposed_by": ""},
        Event.CORRECT: _AGAIN,
        Event.REPORT: {"owes_report": False},
    }
)


def _decided(part: Part, outcome: Outcome | None, *actors: str) -> dict[str, Any]:
    return {
        **_AGAIN,
        "is_advised": part.is_advised and outcome is not None,
        "outcome": outcome,
        "decided_by": part.decided_by | frozenset(actors),
        "owes_report": part.flow.wants_report and outcome not in (None, Outcome.REFUSED),
    }
