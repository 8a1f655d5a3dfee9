"""Steps that say something about the world: which unit, which person, whose decision."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass

from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.access.service import reading
from ckanext.scigov.dispute import queries
from ckanext.scigov.dispute.domain import kinds
from ckanext.scigov.dispute.domain.case import ON_PAPER
from ckanext.scigov.dispute.domain.kinds import GroundReason
from ckanext.scigov.dispute.domain.states import Event, Party
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.dispute.service import steps
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.service.steps import Step
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.session import Session

WORKING = frozenset({Party.HANDLER, Party.DECIDER})


class ActReason(enum.Enum):
    """Why something that a step says is not so."""

    UNIT_UNKNOWN = "unit_unknown"
    SAME_UNIT = "same_unit"
    ASSIGNEE_UNFIT = "assignee_unfit"
    OUTSIDE_MISSING = "outside_missing"
    OUTSIDE_LATER = "outside_later"
    NOT_YOUR_AGENCY = "not_your_agency"
    NO_MAIL = "no_mail"
    """A visitor could not confirm what he reports."""


@dataclass(frozen=True, slots=True)
class Outside:
    """A decision that was taken outside of the portal, as it is recorded here."""

    body: str = ""
    number: str = ""
    on: dt.date | None = None


def forward(session: Session, dispute_id: str, unit: str, step: Step, doer: Doer) -> Dispute:
    """Pass a dispute on to a unit; empty: to the one that is responsible."""
    opened = steps.check(session, dispute_id, Event.FORWARD, doer)
    dispute = opened.dispute
    found = reading.organization_named(session, unit) if unit else dispute.provider_id
    if found is None:
        raise Refused(Refusal(ActReason.UNIT_UNKNOWN, "unit"))
    if found == dispute.unit_id:
        raise Refused(Refusal(ActReason.SAME_UNIT, "unit"))
    return steps.take(session, dispute_id, _with(step, {"unit_id": found}), doer)


def assign(session: Session, dispute_id: str, user: str, step: Step, doer: Doer) -> Dispute:
    """Give a dispute to somebody of the unit, or to nobody in particular."""
    opened = steps.check(session, dispute_id, Event.ASSIGN, doer)
    user_id = reading.user_named(session, user) if user else None
    if user:
        principal = reading.principal_of(session, user_id, doer.now) if user_id else None
        if principal is None or not _may_work(session, opened.dispute, principal, doer):
            raise Refused(Refusal(ActReason.ASSIGNEE_UNFIT, "user"))
    return steps.take(session, dispute_id, _with(step, {"assigned_to": user_id}), doer)


def answer(session: Session, dispute_id: str, ground: str, step: Step, doer: Doer) -> Dispute:
    """Refuse to accept or to correct, on a ground.

    Raises:
        Refused: the ground or its explanation is missing, too.
    """
    steps.check(session, dispute_id, step.event, doer)
    found = kinds.ground(step.event, ground, step.reason)
    if isinstance(found, GroundReason):
        field = "ground" if found is GroundReason.UNKNOWN else "reason"
        raise Refused(Refusal(found, field))
    values = {"ground": found.value if found else None}
    return steps.take(session, dispute_id, _with(step, values), doer)


def settle(session: Session, dispute_id: str, outside: Outside, step: Step, doer: Doer) -> Dispute:
    """Decide an escalation; of what is decided outside, record whose decision it is."""
    opened = steps.check(session, dispute_id, step.event, doer)
    if queries.standing_of(opened.dispute).case.level not in ON_PAPER:
        return steps.take(session, dispute_id, step, doer)
    if not (outside.body and outside.number and outside.on):
        raise Refused(Refusal(ActReason.OUTSIDE_MISSING, "outside_body"))
    if outside.on > doer.today.day:
        raise Refused(Refusal(ActReason.OUTSIDE_LATER, "outside_on"))
    recorded = {"body": outside.body, "number": outside.number, "on": str(outside.on)}
    return steps.take(session, dispute_id, _with(step, {"outside": recorded}), doer)


def _may_work(session: Session, dispute: Dispute, principal: Principal, doer: Doer) -> bool:
    other = Doer(doer.by, doer.rules, principal)
    return bool(steps.held_in(session, [dispute], other)[dispute.id] & WORKING)


def _with(step: Step, values: Mapping[str, object]) -> Step:
    return Step(step.event, step.reason, {**step.values, **values}, step.is_internal, step.version)
