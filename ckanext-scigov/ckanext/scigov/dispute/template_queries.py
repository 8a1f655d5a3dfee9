"""SELECTs of templates of replies."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from ckanext.scigov.dispute.domain.states import Event
from ckanext.scigov.dispute.model import ReplyTemplate
from ckanext.scigov.shared.session import Session


def find(session: Session, template_id: str) -> ReplyTemplate | None:
    """Return a template that is offered."""
    found = session.get(ReplyTemplate, template_id)
    return found if found is not None and found.removed_at is None else None


def of_units(
    session: Session, unit_ids: Collection[str] | None, limit: int, event: Event | None = None
) -> list[ReplyTemplate]:
    """Return what some units offer, by unit and title; None: what all units offer."""
    query = sa.select(ReplyTemplate).where(ReplyTemplate.removed_at.is_(None))
    if unit_ids is not None:
        query = query.where(ReplyTemplate.unit_id.in_(sorted(unit_ids)))
    if event is not None:
        query = query.where(ReplyTemplate.event == event.value)
    order = (ReplyTemplate.unit_id, ReplyTemplate.title, ReplyTemplate.id)
    return list(session.scalars(query.order_by(*order).limit(limit)))
