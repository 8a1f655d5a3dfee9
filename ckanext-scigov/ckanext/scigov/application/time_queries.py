"""SELECTs of parts for which time may have come; whether it has is asked of each under its lock."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from ckanext.scigov.application.domain.states import CLOCKED, GRANTED, State
from ckanext.scigov.application.model import Part
from ckanext.scigov.shared.session import Session

BEGINNING = (State.APPROVED.value, State.APPROVED_IN_PART.value)
WITH_GRANT = sorted(state.value for state in GRANTED)
REPORTING = (State.EXPIRED.value, State.REVOKED.value)


def perhaps_due(
    session: Session, today: dt.date, refused_before: dt.datetime, ends_until: dt.date
) -> list[str]:
    """Return the ids of parts to look at.

    Args:
        session: the database's.
        today: the local day.
        refused_before: what was refused before can be appealed against no longer.
        ends_until: of what ends on this day or before its holder is told.
    """
    clocked = sorted(state.value for state in CLOCKED)
    asked_until = Part.consultation["due_on"].astext
    conditions = (
        sa.and_(Part.state.in_(BEGINNING), Part.from_on <= today),
        sa.and_(Part.state.in_(WITH_GRANT), Part.until_on <= ends_until),
        sa.and_(Part.state.in_(clocked), Part.due_on < today, Part.escalated_on.is_(None)),
        sa.and_(Part.state == State.RETURNED.value, Part.due_on < today),
        sa.and_(Part.state == State.CONSULTING.value, asked_until < str(today)),
        sa.and_(Part.state == State.REFUSED.value, Part.stepped_at < refused_before),
        sa.and_(Part.state.in_(REPORTING), sa.not_(Part.owes_report)),
        sa.and_(Part.state.in_(REPORTING), Part.report_due_on < today),
    )
    query = sa.select(Part.id).where(sa.or_(*conditions)).order_by(Part.id)
    return list(session.scalars(query))


def with_grants(session: Session) -> dict[str, str]:
    """Return the grant of each part that has one which should hold: number → part."""
    query = sa.select(Part.grant_number, Part.id).where(
        Part.state.in_(WITH_GRANT), Part.grant_number.is_not(None)
    )
    return {row[0]: row[1] for row in session.execute(query)}
