"""The state machine of a dispute as one table: (state, event) → where it leads, who may, on what condition.

The diagram and the tables in docs/disputes-flow.md are printed from ``TABLE``. What is not in it
cannot happen.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ckanext.scigov.dispute.domain.states import (
    CLOCKED,
    ENDED,
    IN_HANDLING,
    RESULTS,
    UNDECIDED,
    Event,
    Party,
    State,
)


class Condition(str, enum.Enum):
    """What has to be so beside the state; each is a function of the case and the actor."""

    AWAITS_MODERATION = "awaits_moderation"
    AUTOMATIC = "automatic"
    """By itself only where the site says so; the authority does it by hand."""
    NEVER_DECIDED = "never_decided"
    """Not by whom it was decided before, unless it is another body's decision that is recorded."""
    MAY_REFUSE = "may_refuse"
    """No escalation was decided for the reporter."""
    MAY_EXTEND = "may_extend"
    MAY_REOPEN = "may_reopen"
    MAY_ESCALATE = "may_escalate"
    """There is a level left."""
    THEIR_LEVEL = "their_level"
    """The unit's own deciders answer in the first level only, the authority in each."""
    IS_OVERDUE = "is_overdue"
    IN_TIME = "in_time"
    DUE = "due"
    """The clock has run out; the authority may press at any time."""
    OVER = "over"
    """The time to contest is over, or the only reporter is content."""
    ALONE = "alone"
    """Nobody else has joined it."""


class Route(str, enum.Enum):
    """Where it leads when that depends on the case."""

    AS_BEFORE = "as_before"
    """Where it stood when it was escalated."""
    ANEW = "anew"
    """What was accepted is verified again, what was not has to be accepted."""
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Transition:
    target: State | Route
    parties: frozenset[Party]
    conditions: tuple[Condition, ...] = ()


def _to(target: State | Route, *parties: Party, only_if: Collection[Condition] = ()) -> Transition:
    return Transition(target, frozenset(parties), tuple(only_if))


R, H, D, AU, SY = (
    Party.REPORTER, Party.HANDLER, Party.DECIDER, Party.AUTHORITY, Party.SYSTEM,
)  # fmt: skip
STAYS = Route.STAYS
_ACCEPTED = (State.ACCEPTED, State.VERIFYING)
_UNSIGNED = (Condition.AWAITS_MODERATION,)
_CONTESTABLE = (State.NOT_ACCEPTED, State.PARTLY_CORRECTED, State.NOT_CORRECTED)

_OF_REGISTER = {
    (State.UNCONFIRMED, Event.CONFIRM): _to(State.FILED, R, SY),
    (State.UNCONFIRMED, Event.DISMISS): _to(State.DROPPED, SY),
    (State.UNCONFIRMED, Event.WITHDRAW): _to(State.WITHDRAWN, R),
    (State.FILED, Event.FORWARD): _to(State.FORWARDED, AU, SY, only_if=(Condition.AUTOMATIC,)),
    **{
        (state, Event.FORWARD): _to(State.FORWARDED, AU)
        for state in (*IN_HANDLING, State.NOT_ACCEPTED)
    },
    **{
        (state, Event.DISMISS): _to(State.DROPPED, AU, only_if=_UNSIGNED)
        for state in (State.FILED, State.FORWARDED)
    },
    **{
        (state, Event.MODERATE): _to(STAYS, H, AU, only_if=_UNSIGNED)
        for state in UNDECIDED | RESULTS
    },
}
_OF_HANDLING = {
    (State.FORWARDED, Event.ACCEPT): _to(State.ACCEPTED, H),
    (State.FORWARDED, Event.REJECT): _to(State.NOT_ACCEPTED, H),
    (State.ACCEPTED, Event.VERIFY): _to(State.VERIFYING, H),
    **{(state, Event.CORRECT): _to(State.CORRECTED, H, D) for state in _ACCEPTED},
    **{(state, Event.CORRECT_IN_PART): _to(State.PARTLY_CORRECTED, H, D) for state in _ACCEPTED},
    **{
        (state, Event.REFUSE): _to(
            State.NOT_CORRECTED, H, D, only_if=(Condition.MAY_REFUSE, Condition.NEVER_DECIDED)
        )
        for state in _ACCEPTED
    },
    **{
        (state, Event.EXTEND): _to(STAYS, AU, only_if=(Condition.MAY_EXTEND,))
        for state in _ACCEPTED
    },
    **{(state, Event.ASSIGN): _to(STAYS, H, D) for state in IN_HANDLING},
}
_OF_MERGING = {
    (State.FILED, Event.MERGE): _to(State.MERGED, AU),
    **{(state, Event.MERGE): _to(State.MERGED, H, AU) for state in IN_HANDLING},
    # What it was merged into has itself been merged: it points to the head again.
    (State.MERGED, Event.MERGE): _to(STAYS, SY),
    **{(state, Event.JOIN): _to(STAYS, SY) for state in UNDECIDED},
}
_ANSWERED = (Condition.NEVER_DECIDED, Condition.THEIR_LEVEL)
_OF_CONTEST = {
    **{
        (state, Event.REOPEN): _to(Route.ANEW, R, only_if=(Condition.MAY_REOPEN, Condition.IN_TIME))
        for state in RESULTS
    },
    **{
        (state, Event.ESCALATE): _to(
            State.ESCALATED, R, only_if=(Condition.MAY_ESCALATE, Condition.IN_TIME)
        )
        for state in _CONTESTABLE
    },
    **{
        (state, Event.ESCALATE): _to(
            State.ESCALATED, R, only_if=(Condition.MAY_ESCALATE, Condition.IS_OVERDUE)
        )
        for state in CLOCKED
    },
    (State.ESCALATED, Event.UPHOLD): _to(Route.AS_BEFORE, D, AU, only_if=_ANSWERED),
    (State.ESCALATED, Event.REMIT): _to(Route.ANEW, D, AU, only_if=_ANSWERED),
    (State.ESCALATED, Event.OVERRULE): _to(State.VERIFYING, D, AU, only_if=_ANSWERED),
}
_OF_TIME = {
    **{(state, Event.PRESS): _to(STAYS, AU, SY, only_if=(Condition.DUE,)) for state in CLOCKED},
    **{
        (state, Event.CLOSE): _to(State.CLOSED, R, SY, only_if=(Condition.OVER,))
        for state in RESULTS
    },
    **{
        (state, Event.WITHDRAW): _to(State.WITHDRAWN, R, only_if=(Condition.ALONE,))
        for state in UNDECIDED
    },
}
_OF_TALK = {
    **{
        (state, Event.REMARK): _to(STAYS, R, H, D, AU)
        for state in State
        if state not in ENDED and state is not State.UNCONFIRMED
    },
    **{
        # The system's: what a comparison finds now, where that is something else.
        (state, Event.NOTE): _to(STAYS, H, D, AU, SY)
        for state in State
        if state not in ENDED and state is not State.UNCONFIRMED
    },
}

TABLE: Final[Mapping[tuple[State, Event], Transition]] = MappingProxyType(
    {**_OF_REGISTER, **_OF_HANDLING, **_OF_MERGING, **_OF_CONTEST, **_OF_TIME, **_OF_TALK}
)
