"""Decisions on a part, and what is decided about it afterwards."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.access.domain.obligations import NONE, Obligations
from ckanext.scigov.application.domain import scope as scopes
from ckanext.scigov.application.domain.acting import ActReason, RefusalGround
from ckanext.scigov.application.domain.scope import Manner, Scope, ScopeReason
from ckanext.scigov.application.domain.states import Event, Outcome
from ckanext.scigov.application.model import Part
from ckanext.scigov.application.service import contents, steps
from ckanext.scigov.application.service.acts import Doer
from ckanext.scigov.application.service.steps import Step
from ckanext.scigov.shared.calendar import ONE_DAY, local_day
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.session import Session

FIELDS = {
    ScopeReason.NOTHING_GIVEN: "resource_ids",
    ScopeReason.MORE_RESOURCES: "resource_ids",
    ScopeReason.MORE_ITEMS: "items",
    ScopeReason.LONGER: "until_on",
    ScopeReason.EARLIER: "from_on",
    ScopeReason.TERM_EMPTY: "until_on",
    ScopeReason.TERM_OVER: "until_on",
}
EVENTS = {
    Outcome.APPROVED: Event.APPROVE,
    Outcome.APPROVED_IN_PART: Event.APPROVE_IN_PART,
    Outcome.REFUSED: Event.REFUSE,
}


@dataclass(frozen=True, slots=True)
class Given:
    """What of the asked is given; None: as it was asked."""

    from_on: dt.date | None = None
    until_on: dt.date | None = None
    resource_ids: frozenset[str] | None = None
    items: frozenset[str] | None = None
    manner: Manner | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    outcome: Outcome
    reason: str
    """The reply's: an applicant reads it."""
    given: Given = Given()
    obligations: Obligations = NONE
    ground: RefusalGround | None = None
    version: int | None = None


def decide(session: Session, part_id: str, decision: Decision, doer: Doer) -> Part:
    """Decide on a part. An approval writes the grant, unless a second decider has to confirm it.

    Raises:
        NotVisible, Denied: as ``steps.take``.
        Refused: it has been decided meanwhile, or it cannot be decided so.
    """
    event = EVENTS[decision.outcome]
    part = steps.check(session, part_id, event, doer).part
    proposal = _proposal(session, part, decision, local_day(doer.now))
    step = Step(event, decision.reason, {"proposal": proposal}, version=decision.version)
    return steps.take(session, part_id, step, doer)


def overrule(
    session: Session, part_id: str, decision: Decision, doer: Doer, more: Mapping[str, Any]
) -> Part:
    """Grant an appeal: all that was asked is given. ``more`` are columns that the step sets besides."""
    part = steps.check(session, part_id, Event.OVERRULE, doer).part
    approval = dataclasses.replace(decision, outcome=Outcome.APPROVED)
    proposal = _proposal(session, part, approval, local_day(doer.now))
    values = {"proposal": proposal, **more}
    step = Step(Event.OVERRULE, decision.reason, values, version=decision.version)
    return steps.take(session, part_id, step, doer)


def renew(session: Session, part_id: str, until_on: dt.date, reason: str, doer: Doer) -> Part:
    """Let what is given last until a later day."""
    part = steps.check(session, part_id, Event.RENEW, doer).part
    if part.until_on is None or until_on <= part.until_on:
        raise Refused(Refusal(ActReason.NOT_LATER, "until_on"))
    step = Step(Event.RENEW, reason, {"until_on": str(until_on)})
    return steps.take(session, part_id, step, doer)


def asked_of(part: Part) -> Scope:
    """Return what was asked when the part was submitted last."""
    return scopes.from_values((part.said or {}).get("asked") or part.asked)


def as_asked(asked: Scope, today: dt.date) -> Scope:
    """Return all that was asked, for as long; what waited for its decision begins today."""
    begin = max(asked.from_on, today)
    return dataclasses.replace(asked, from_on=begin, until_on=begin + ONE_DAY * (asked.days - 1))


def _proposal(session: Session, part: Part, decision: Decision, today: dt.date) -> dict[str, Any]:
    """Return a decision as it waits for its confirmation, or is put in force."""
    if decision.outcome is Outcome.REFUSED:
        if decision.ground is None:
            raise Refused(Refusal(ActReason.GROUND_MISSING, "ground"))
        return {
            "given": None,
            "obligations": None,
            "reply": decision.reason,
            "ground": decision.ground.value,
        }
    asked = asked_of(part)
    given = _scope(as_asked(asked, today), decision.given)
    _judge(asked, given, decision.outcome, today)
    contents.require(session, part.dataset_id, given)
    obligations = decision.obligations
    if given.manner is Manner.QUERY:
        obligations = dataclasses.replace(obligations, query_only=True)
    return {
        "given": scopes.to_values(given),
        "obligations": dataclasses.asdict(obligations),
        "reply": decision.reason,
        "ground": None,
    }


def _scope(whole: Scope, given: Given) -> Scope:
    chosen = {name: getattr(given, name) for name in Given.__dataclass_fields__}
    return dataclasses.replace(whole, **{k: v for k, v in chosen.items() if v is not None})


def _judge(asked: Scope, given: Scope, outcome: Outcome, today: dt.date) -> None:
    if refused := scopes.judge(asked, given, today):
        raise Refused(Refusal(refused, FIELDS[refused]))
    found = scopes.outcome(asked, given)
    if found is not outcome:
        is_whole = found is Outcome.APPROVED
        reason = ActReason.ALL_IS_GIVEN if is_whole else ActReason.NOT_ALL_IS_GIVEN
        raise Refused(Refusal(reason, "outcome"))
