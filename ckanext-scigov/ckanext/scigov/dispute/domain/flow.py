"""What a step makes of a dispute: ``advance`` reads the table and is the only way to another state."""

from __future__ import annotations

import dataclasses
import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from ckanext.scigov.dispute.domain.case import ON_PAPER, Case, next_level
from ckanext.scigov.dispute.domain.states import (
    NOTED,
    OFFICIALS,
    Event,
    Level,
    Party,
    State,
)
from ckanext.scigov.dispute.domain.table import TABLE, Condition, Route


class FlowReason(enum.Enum):
    """Why a step cannot be taken."""

    NOT_NOW = "not_now"
    """Not in this state."""
    NOT_YOURS = "not_yours"
    """Somebody else takes this step."""
    OWN = "own"
    """It is the actor's own report: another official handles it."""
    AWAITS_MODERATION = "awaits_moderation"
    AUTOMATIC = "automatic"
    NEVER_DECIDED = "never_decided"
    MAY_REFUSE = "may_refuse"
    MAY_EXTEND = "may_extend"
    MAY_REOPEN = "may_reopen"
    MAY_ESCALATE = "may_escalate"
    THEIR_LEVEL = "their_level"
    IS_OVERDUE = "is_overdue"
    IN_TIME = "in_time"
    DUE = "due"
    OVER = "over"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class FlowRefusal:
    reason: FlowReason


@dataclass(frozen=True, slots=True)
class _Try:
    """A step that somebody wants to take; ``parties`` are those that may take it."""

    case: Case
    parties: frozenset[Party]
    actor: str
    is_overdue: bool


def advance(
    case: Case,
    event: Event,
    parties: Collection[Party],
    *,
    actor: str = "",
    is_overdue: bool = False,
) -> Case | FlowRefusal:
    """Return the case after a step, or why the step cannot be taken.

    Args:
        case: as it stands.
        event: what is to happen.
        parties: what the actor is to this dispute.
        actor: the user's id; empty for the system and for visitors.
        is_overdue: whether its clock has run out.
    """
    reason = _judge(case, event, parties, actor, is_overdue=is_overdue)
    return FlowRefusal(reason) if reason else after(case, event, actor)


def possible(
    case: Case, parties: Collection[Party], *, actor: str = "", is_overdue: bool = False
) -> tuple[Event, ...]:
    """Return the steps that somebody can take now, in the order of ``Event``."""
    return tuple(
        event
        for event in Event
        if _judge(case, event, parties, actor, is_overdue=is_overdue) is None
    )


def after(case: Case, event: Event, actor: str) -> Case:
    """Return the case after something that has happened: what history is read with."""
    target = _resolved(case, TABLE[case.state, event].target)
    arrived = dataclasses.replace(case, state=target, **_noted(case, event, actor))
    return dataclasses.replace(arrived, annotated=arrived.is_accepted and target in NOTED)


def follows_by_itself(case: Case) -> Event | None:
    """Return the step that the system takes at once, in the transaction of the step before."""
    is_waiting = case.state is State.FILED and case.flow.is_automatic
    return Event.FORWARD if is_waiting else None


def _judge(
    case: Case, event: Event, parties: Collection[Party], actor: str, *, is_overdue: bool
) -> FlowReason | None:
    transition = TABLE.get((case.state, event))
    if transition is None:
        return FlowReason.NOT_NOW
    held = transition.parties & set(parties)
    if not held:
        return FlowReason.NOT_YOURS
    if actor in case.reporters and held <= OFFICIALS:
        return FlowReason.OWN
    attempt = _Try(case, held, actor, is_overdue)
    for condition in transition.conditions:
        if not _holds(condition, attempt):
            return FlowReason(condition.value)
    return None


def _holds(condition: Condition, attempt: _Try) -> bool:
    case, parties, is_overdue = attempt.case, attempt.parties, attempt.is_overdue
    is_of_authority = Party.AUTHORITY in parties
    is_recorded = case.state is State.ESCALATED and case.level in ON_PAPER
    return {
        Condition.AWAITS_MODERATION: case.awaits_moderation,
        Condition.AUTOMATIC: case.flow.is_automatic or is_of_authority,
        Condition.NEVER_DECIDED: attempt.actor not in case.decided_by or is_recorded,
        Condition.MAY_REFUSE: not case.must_correct,
        Condition.MAY_EXTEND: not case.is_extended,
        Condition.MAY_REOPEN: not case.was_reopened,
        Condition.MAY_ESCALATE: next_level(case) is not None,
        Condition.THEIR_LEVEL: case.level is Level.NEGOTIATE or is_of_authority,
        Condition.IS_OVERDUE: is_overdue,
        Condition.IN_TIME: not is_overdue,
        Condition.DUE: is_overdue or is_of_authority,
        Condition.OVER: is_overdue or (Party.REPORTER in parties and not case.joined),
        Condition.ALONE: not case.joined,
    }[condition]


def _resolved(case: Case, target: State | Route) -> State:
    if isinstance(target, State):
        return target
    return {
        Route.AS_BEFORE: case.escalated_from or case.state,
        Route.ANEW: State.VERIFYING if case.is_accepted else State.FORWARDED,
        Route.STAYS: case.state,
    }[target]


def _noted(case: Case, event: Event, actor: str) -> dict[str, Any]:
    """Return what a step changes beside the state."""
    changes = dict(_CHANGES.get(event, {}))
    if event in _DECIDING:
        changes["decided_by"] = case.decided_by | {actor}
    if event in _ACCEPTING:
        changes |= {"is_accepted": True, "accepted_by": actor}
    if event is Event.CONFIRM:
        changes["is_published"] = case.is_signed or not case.flow.is_moderated
    if event is Event.JOIN:
        changes["joined"] = case.joined + 1
    if event is Event.ESCALATE:
        changes["level"] = next_level(case)
        changes["escalated_from"] = case.escalated_from or case.state
    return changes


_ACCEPTING: Final = frozenset({Event.ACCEPT, Event.OVERRULE})
_DECIDING: Final = frozenset(
    {
        Event.REJECT, Event.CORRECT, Event.CORRECT_IN_PART, Event.REFUSE, Event.UPHOLD,
        Event.REMIT, Event.OVERRULE,
    }
)  # fmt: skip
_AGAIN: Final[Mapping[str, Any]] = MappingProxyType(
    {"escalated_from": None, "is_extended": False, "must_correct": False}
)
_CHANGES: Final[Mapping[Event, Mapping[str, Any]]] = MappingProxyType(
    {
        Event.MODERATE: {"is_published": True},
        Event.FORWARD: {**_AGAIN, "is_accepted": False, "accepted_by": ""},
        Event.EXTEND: {"is_extended": True},
        Event.CORRECT: {"must_correct": False},
        Event.CORRECT_IN_PART: {"must_correct": False},
        Event.UPHOLD: {"escalated_from": None},
        Event.REMIT: _AGAIN,
        Event.OVERRULE: {**_AGAIN, "must_correct": True},
        Event.REOPEN: {**_AGAIN, "was_reopened": True},
    }
)
