"""SELECTs of what time may have come for."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from ckanext.scigov.dispute.domain.states import CLOCKED, ENDED, RESULTS, State
from ckanext.scigov.dispute.model import Dispute, Visitor
from ckanext.scigov.shared.session import Session


def perhaps_due(session: Session, today: dt.date, unconfirmed_before: dt.datetime) -> list[str]:
    """Return the ids of disputes whose clock has run out, or that were never confirmed."""
    clocked = sorted(state.value for state in CLOCKED)
    results = sorted(state.value for state in RESULTS)
    is_over = Dispute.due_on < today
    is_not_pressed = sa.or_(Dispute.pressed_on.is_(None), Dispute.pressed_on <= Dispute.due_on)
    query = sa.select(Dispute.id).where(
        sa.or_(
            sa.and_(Dispute.state.in_(results), is_over),
            sa.and_(Dispute.state.in_(clocked), is_over, is_not_pressed),
            sa.and_(
                Dispute.state == State.UNCONFIRMED.value, Dispute.filed_at < unconfirmed_before
            ),
        )
    )
    return list(session.scalars(query.order_by(Dispute.id)))


def visitors_to_forget(session: Session, ended_before: dt.datetime) -> list[str]:
    """Return the ids of disputes that ended so long ago that their visitors' addresses go."""
    query = (
        sa.select(Visitor.dispute_id)
        .join(Dispute, Dispute.id == Visitor.dispute_id)
        .where(
            Dispute.state.in_(sorted(state.value for state in ENDED)),
            Dispute.stepped_at < ended_before,
        )
    )
    return list(session.scalars(query))
