"""Texts that a unit answers with often: kept by those who handle its disputes, for all of them."""

from __future__ import annotations

import enum
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.domain.subjects import Capacity, Principal
from ckanext.scigov.access.service import reading
from ckanext.scigov.dispute import template_queries
from ckanext.scigov.dispute.domain import parties
from ckanext.scigov.dispute.domain.kinds import NotAccepted, NotCorrected
from ckanext.scigov.dispute.domain.parties import Concerned, Unit
from ckanext.scigov.dispute.domain.states import Event, Party
from ckanext.scigov.dispute.model import ReplyTemplate
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import Denied, NotVisible, Refusal, Refused
from ckanext.scigov.shared.session import Session

WORKING = frozenset({Party.HANDLER, Party.DECIDER})
STEPS: Final = (
    Event.ACCEPT, Event.REJECT, Event.VERIFY, Event.CORRECT, Event.CORRECT_IN_PART, Event.REFUSE,
    Event.REMARK, Event.NOTE,
)  # fmt: skip
"""The steps by which a unit says something."""
MOST = 200
"""Templates of one unit."""
_GROUNDS: Final = {
    Event.REJECT: frozenset(one.value for one in NotAccepted),
    Event.REFUSE: frozenset(one.value for one in NotCorrected),
}


class TemplateReason(enum.Enum):
    """Why a template is not kept."""

    OTHERS = "others"
    """Others handle the disputes of this unit."""
    UNIT_UNKNOWN = "unit_unknown"
    NO_GROUND = "no_ground"
    """The step has no such ground."""
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Text:
    """What a template says."""

    event: Event
    title: str
    text: str
    ground: str = ""


def reach(session: Session, principal: Principal) -> frozenset[str] | None:
    """Return the units whose disputes somebody works on; None: all."""
    if not principal.user_id:
        return frozenset()
    roles, capacities = (Role.STEWARD, Role.DECIDER), (Capacity.EDITOR, Capacity.ADMIN)
    return reading.reach(session, principal, roles, capacities)


def keep(
    session: Session, unit: str, text: Text, doer: Doer, template_id: str = ""
) -> ReplyTemplate:
    """Write a template of a unit, or write one anew.

    Raises:
        NotVisible: there is no such template among those of the doer's units.
        Denied: others handle the disputes of this unit.
        Refused: there is no such unit, its ground does not go with the step, or there are too many.
    """
    if text.ground and text.ground not in _GROUNDS.get(text.event, ()):
        raise Refused(Refusal(TemplateReason.NO_GROUND, "ground"))
    template = _own(session, template_id, doer) if template_id else _new(session, unit, doer)
    template.event, template.ground = text.event.value, text.ground
    template.title, template.text = text.title, text.text
    template.set_by, template.set_at = doer.user_id, doer.now
    session.add(template)
    session.flush()
    _account(session, "template.set", template, doer)
    return template


def remove(session: Session, template_id: str, doer: Doer) -> None:
    """Offer a template no more. Raises ``NotVisible``."""
    template = _own(session, template_id, doer)
    template.removed_at = doer.now
    session.flush()
    _account(session, "template.remove", template, doer)


def works_for(session: Session, unit_id: str, principal: Principal) -> bool:
    """Say whether somebody handles the disputes of a unit, or decides them."""
    above = reading.units_above(session, {unit_id}).get(unit_id, frozenset())
    concerned = Concerned(Unit(""), Unit(unit_id, above))
    return bool(parties.parties(principal, concerned) & WORKING)


def _new(session: Session, unit: str, doer: Doer) -> ReplyTemplate:
    unit_id = reading.organization_named(session, unit)
    if unit_id is None:
        raise Refused(Refusal(TemplateReason.UNIT_UNKNOWN, "unit"))
    if not works_for(session, unit_id, doer.principal):
        raise Denied(TemplateReason.OTHERS)
    if len(template_queries.of_units(session, [unit_id], MOST)) >= MOST:
        raise Refused(Refusal(TemplateReason.TOO_MANY, values={"most": MOST}))
    return ReplyTemplate(id=ids.random_key(), unit_id=unit_id)


def _own(session: Session, template_id: str, doer: Doer) -> ReplyTemplate:
    template = template_queries.find(session, template_id)
    if template is None or not works_for(session, template.unit_id, doer.principal):
        raise NotVisible
    return template


def _account(session: Session, event: str, template: ReplyTemplate, doer: Doer) -> None:
    doer.by.record(
        session, f"dispute.{event}", "organization", template.unit_id, template=template.id,
        step=template.event,
    )  # fmt: skip


def offered(
    session: Session, unit_ids: Collection[str] | None, event: Event | None = None
) -> list[ReplyTemplate]:
    """Return the templates of some units (None: of all), for one step or for every one."""
    return template_queries.of_units(session, unit_ids, MOST * 5, event)
