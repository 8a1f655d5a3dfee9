"""The state machine of a part as one table: (state, event) → where it leads, who may, on what condition.

The diagram and the tables in docs/applications-flow.md are printed from ``TABLE``. What is not in it
cannot happen.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ckanext.scigov.application.domain.states import (
    BEFORE_DECISION,
    CLOCKED,
    GRANTED,
    Event,
    Party,
    State,
)


class Condition(str, enum.Enum):
    """What has to be so beside the state; each is a function of the part and the actor."""

    OTHER_PERSON = "other_person"
    """Not by whom the decision was proposed."""
    NEVER_DECIDED = "never_decided"
    """Not by whom this part was decided before."""
    NEW_EYES = "new_eyes"
    """The full flow: somebody has advised."""
    MAY_EXTEND = "may_extend"
    """It has not been extended yet."""
    EXTENSION_ASKED = "extension_asked"
    MAY_APPEAL = "may_appeal"
    """There is a level left to appeal to."""
    IS_OVERDUE = "is_overdue"
    REPORTED = "reported"
    """No report of use is due, or it has come."""
    THEIR_LEVEL = "their_level"
    """The provider's own deciders answer in the first level only, the authority in each."""


class Route(str, enum.Enum):
    """Where it leads when that depends on the part."""

    AFTER_SUBMIT = "after_submit"
    """Sharing is signed first; opening goes to the provider, by the authority in the full flow."""
    AFTER_SIGN = "after_sign"
    """To the provider; in the full flow the data authority looks first, once."""
    AFTER_APPROVE = "after_approve"
    """With four eyes to the second decider."""
    AFTER_APPROVE_IN_PART = "after_approve_in_part"
    AFTER_REFUSE = "after_refuse"
    AS_PROPOSED = "as_proposed"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Transition:
    target: State | Route
    parties: frozenset[Party]
    conditions: tuple[Condition, ...] = ()


def _to(target: State | Route, *parties: Party, only_if: Collection[Condition] = ()) -> Transition:
    return Transition(target, frozenset(parties), tuple(only_if))


A, SI, H, R, D = Party.APPLICANT, Party.SIGNER, Party.HANDLER, Party.REVIEWER, Party.DECIDER
T, AU, SY = Party.THIRD, Party.AUTHORITY, Party.SYSTEM
STAYS = Route.STAYS

_OF_FILING = {
    (State.DRAFT, Event.SUBMIT): _to(Route.AFTER_SUBMIT, A),
    (State.DRAFT, Event.WITHDRAW): _to(State.WITHDRAWN, A),
    (State.RETURNED, Event.SUBMIT): _to(Route.AFTER_SIGN, A),
    (State.SIGNING, Event.SIGN): _to(Route.AFTER_SIGN, SI),
    (State.SIGNING, Event.SEND_BACK): _to(State.DRAFT, SI),
    (State.CHECKING, Event.CHECK): _to(State.SUBMITTED, AU),
    (State.CHECKING, Event.RETURN): _to(State.RETURNED, AU),
    (State.SUBMITTED, Event.ACCEPT): _to(State.IN_REVIEW, H),
    (State.SUBMITTED, Event.RETURN): _to(State.RETURNED, H),
    # The time to supplement is over.
    (State.RETURNED, Event.CLOSE): _to(State.CLOSED, H, SY),
}
_ADVISED = (Condition.NEW_EYES,)
_OF_REVIEW = {
    (State.IN_REVIEW, Event.RETURN): _to(State.RETURNED, H),
    (State.IN_REVIEW, Event.ADVISE): _to(STAYS, R),
    (State.IN_REVIEW, Event.CONSULT): _to(State.CONSULTING, H, D),
    (State.CONSULTING, Event.ANSWER): _to(State.IN_REVIEW, T, H, SY),
    (State.IN_REVIEW, Event.ASK_EXTENSION): _to(STAYS, H, D, only_if=(Condition.MAY_EXTEND,)),
    (State.IN_REVIEW, Event.EXTEND): _to(
        STAYS, AU, only_if=(Condition.MAY_EXTEND, Condition.EXTENSION_ASKED)
    ),
    (State.IN_REVIEW, Event.APPROVE): _to(Route.AFTER_APPROVE, D, only_if=_ADVISED),
    (State.IN_REVIEW, Event.APPROVE_IN_PART): _to(Route.AFTER_APPROVE_IN_PART, D, only_if=_ADVISED),
    (State.IN_REVIEW, Event.REFUSE): _to(Route.AFTER_REFUSE, D, only_if=_ADVISED),
    (State.CONFIRMING, Event.CONFIRM): _to(Route.AS_PROPOSED, D, only_if=(Condition.OTHER_PERSON,)),
    (State.CONFIRMING, Event.OBJECT): _to(State.IN_REVIEW, D, only_if=(Condition.OTHER_PERSON,)),
}
_OF_GRANT = {
    (State.APPROVED, Event.BEGIN): _to(State.ACTIVE, SY),
    (State.APPROVED_IN_PART, Event.BEGIN): _to(State.ACTIVE, SY),
    (State.APPROVED, Event.AWAIT): _to(State.DELIVERING, SY),
    (State.APPROVED_IN_PART, Event.AWAIT): _to(State.DELIVERING, SY),
    (State.DELIVERING, Event.DELIVER): _to(State.ACTIVE, H),
    (State.ACTIVE, Event.GIVE_UP): _to(State.EXPIRED, A, SY),
    (State.ACTIVE, Event.ASK_RENEWAL): _to(STAYS, A),
    (State.ACTIVE, Event.RENEW): _to(STAYS, D),
    **{(state, Event.EXPIRE): _to(State.EXPIRED, SY) for state in GRANTED},
    # The system, where the grant itself was revoked or given back.
    **{(state, Event.REVOKE): _to(State.REVOKED, H, D, AU, SY) for state in GRANTED},
    **{(state, Event.CORRECT): _to(State.IN_REVIEW, D, AU) for state in (*GRANTED, State.REFUSED)},
}
_OF_APPEAL = {
    (State.REFUSED, Event.APPEAL): _to(State.APPEALED, A, only_if=(Condition.MAY_APPEAL,)),
    **{
        (state, Event.APPEAL): _to(
            State.APPEALED, A, only_if=(Condition.MAY_APPEAL, Condition.IS_OVERDUE)
        )
        for state in BEFORE_DECISION & CLOCKED
    },
    **{
        (State.APPEALED, event): _to(
            target, D, AU, only_if=(Condition.NEVER_DECIDED, Condition.THEIR_LEVEL)
        )
        for event, target in (
            (Event.UPHOLD, State.REFUSED),
            (Event.REMIT, State.IN_REVIEW),
            (Event.OVERRULE, State.APPROVED),
        )
    },
}
_OF_TIME = {
    **{(state, Event.WITHDRAW): _to(State.WITHDRAWN, A) for state in BEFORE_DECISION},
    **{(state, Event.ESCALATE): _to(STAYS, SY) for state in CLOCKED},
    **{
        (state, Event.REPORT): _to(STAYS, A)
        for state in (State.ACTIVE, State.EXPIRED, State.REVOKED)
    },
    (State.REFUSED, Event.CLOSE): _to(State.CLOSED, SY),
    **{
        (state, Event.CLOSE): _to(State.CLOSED, H, SY, only_if=(Condition.REPORTED,))
        for state in (State.EXPIRED, State.REVOKED)
    },
}
_OF_WORK = {
    **{
        (state, Event.ASSIGN): _to(STAYS, H, D)
        for state in (
            State.SUBMITTED, State.IN_REVIEW, State.CONSULTING, State.CONFIRMING, State.DELIVERING,
        )
    },
    **{
        (state, Event.REMARK): _to(STAYS, A, SI, H, R, D, AU)
        for state in State
        if state not in (State.DRAFT, State.SIGNING, State.WITHDRAWN, State.CLOSED)
    },
    (State.SIGNING, Event.REMARK): _to(STAYS, A, SI),
}  # fmt: skip

TABLE: Final[Mapping[tuple[State, Event], Transition]] = MappingProxyType(
    {**_OF_FILING, **_OF_REVIEW, **_OF_GRANT, **_OF_APPEAL, **_OF_TIME, **_OF_WORK}
)
