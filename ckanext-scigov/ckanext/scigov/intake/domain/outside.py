"""What our departments ask of outside bodies: the steps as a table, the days as rules."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ckanext.scigov.catalogue.domain import provider_code
from ckanext.scigov.intake.domain.states import OutsideState
from ckanext.scigov.shared.errors import Refusal

REMINDED = (7, 30)
"""So many days before the end a department is reminded, the shortest first."""
LONGEST_LINE, LONGEST_TEXT = 200, 2000
LINES = ("title", "body", "contract_number")
TEXTS = ("basis", "purpose", "terms", "note")


class OutsideEvent(str, enum.Enum):
    UPDATE = "update"
    """What is written down is corrected, or the term is another one."""
    RECEIVE = "receive"
    REFUSE = "refuse"
    """The body does not give it."""
    END = "end"
    """It is used no more, or not asked for any more."""
    EXPIRE = "expire"
    """Its last day is over."""


class OutsideParty(str, enum.Enum):
    DEPARTMENT = "department"
    """Who edits the entries of the department, or administers it."""
    READER = "reader"
    """A steward or an auditor in whose scope the department is."""
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Transition:
    to: OutsideState
    parties: frozenset[OutsideParty]


_DEPARTMENT = frozenset({OutsideParty.DEPARTMENT})
TABLE: Mapping[tuple[OutsideState, OutsideEvent], Transition] = MappingProxyType(
    {
        (OutsideState.ASKED, OutsideEvent.UPDATE): Transition(OutsideState.ASKED, _DEPARTMENT),
        (OutsideState.ASKED, OutsideEvent.RECEIVE): Transition(OutsideState.RECEIVED, _DEPARTMENT),
        (OutsideState.ASKED, OutsideEvent.REFUSE): Transition(OutsideState.REFUSED, _DEPARTMENT),
        (OutsideState.ASKED, OutsideEvent.END): Transition(OutsideState.ENDED, _DEPARTMENT),
        (OutsideState.RECEIVED, OutsideEvent.UPDATE): Transition(
            OutsideState.RECEIVED, _DEPARTMENT
        ),
        (OutsideState.RECEIVED, OutsideEvent.END): Transition(OutsideState.ENDED, _DEPARTMENT),
        (OutsideState.RECEIVED, OutsideEvent.EXPIRE): Transition(
            OutsideState.ENDED, frozenset({OutsideParty.SYSTEM})
        ),
    }
)


class OutsideReason(enum.Enum):
    """Why something is not written down."""

    NOT_NOW = "not_now"
    """In this state there is no such step."""
    OTHERS = "others"
    """Others do this."""
    UNIT_UNKNOWN = "unit_unknown"
    DATASET_UNKNOWN = "dataset_unknown"
    """There is no such entry among those of the department."""
    TOO_LONG = "too_long"
    CODE_WRONG = "code_wrong"
    ASKED_LATER = "asked_later"
    RECEIVED_LATER = "received_later"
    RECEIVED_BEFORE_ASKED = "received_before_asked"
    ENDS_BEFORE = "ends_before"


def advance(
    state: OutsideState, event: OutsideEvent, party: OutsideParty
) -> OutsideState | OutsideReason:
    """Return the state after a step, or why it is none."""
    step = TABLE.get((state, event))
    if step is None:
        return OutsideReason.NOT_NOW
    return step.to if party in step.parties else OutsideReason.OTHERS


def steps(state: OutsideState, party: OutsideParty) -> list[OutsideEvent]:
    """Return what somebody can do in a state."""
    return [
        event for event in OutsideEvent if isinstance(advance(state, event, party), OutsideState)
    ]


@dataclass(frozen=True, slots=True)
class Said:
    """What is written down; days are those of the portal's office."""

    title: str
    body: str
    asked_on: dt.date
    body_code: str = ""
    basis: str = ""
    purpose: str = ""
    terms: str = ""
    contract_number: str = ""
    received_on: dt.date | None = None
    ends_on: dt.date | None = None
    dataset_id: str = ""
    note: str = ""


def judge(said: Said, today: dt.date) -> Iterator[Refusal]:
    """Yield what is wrong with what is written down."""
    for names, most in ((LINES, LONGEST_LINE), (TEXTS, LONGEST_TEXT)):
        for name in names:
            if len(getattr(said, name)) > most:
                yield Refusal(OutsideReason.TOO_LONG, name, {"most": most})
    if said.body_code and not provider_code.is_valid(said.body_code):
        yield Refusal(OutsideReason.CODE_WRONG, "body_code")
    if said.asked_on > today:
        yield Refusal(OutsideReason.ASKED_LATER, "asked_on")
    if said.received_on is not None:
        if said.received_on > today:
            yield Refusal(OutsideReason.RECEIVED_LATER, "received_on")
        if said.received_on < said.asked_on:
            yield Refusal(OutsideReason.RECEIVED_BEFORE_ASKED, "received_on")
    if said.ends_on is not None and said.ends_on < (said.received_on or said.asked_on):
        yield Refusal(OutsideReason.ENDS_BEFORE, "ends_on")


def reminder_due(ends_on: dt.date, today: dt.date) -> int | None:
    """Return which reminder's time has come: 30 or 7 days before, 0 on the last day; None: none.

    Of several that were missed only the last one counts.
    """
    left = (ends_on - today).days
    if left <= 0:
        return 0 if left == 0 else None
    return next((days for days in REMINDED if left <= days), None)


def has_run_out(ends_on: dt.date | None, today: dt.date) -> bool:
    """Say whether the last day on which something may be used is over."""
    return ends_on is not None and ends_on < today
