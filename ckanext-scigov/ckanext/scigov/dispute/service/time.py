"""What happens because time has passed. It may be looked at late, or twice: each look looks again."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from ckanext.scigov.dispute import queries, time_queries
from ckanext.scigov.dispute.domain.states import CLOCKED, RESULTS, Event, State
from ckanext.scigov.dispute.model import Dispute, Visitor
from ckanext.scigov.dispute.service import steps
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.service.steps import Step
from ckanext.scigov.shared.session import Session


def perhaps_due(session: Session, office: Doer) -> list[str]:
    """Return the ids of disputes to ``settle``."""
    return time_queries.perhaps_due(session, office.today.day, _unconfirmed_before(office))


def settle(session: Session, dispute_id: str, office: Doer) -> list[Event]:
    """Take the steps whose time has come; return which."""
    taken: list[Event] = []
    dispute = queries.lock(session, dispute_id)
    while dispute is not None and (event := _due(dispute, office)):
        dispute = steps.take(session, dispute_id, Step(event), office)
        taken.append(event)
    return taken


def forget_visitors(session: Session, office: Doer) -> int:
    """Forget the addresses of visitors whose disputes have ended long ago; return how many."""
    before = office.now - dt.timedelta(days=office.rules.visitors_kept_days)
    found = time_queries.visitors_to_forget(session, before)
    session.execute(sa.delete(Visitor).where(Visitor.dispute_id.in_(found)))
    return len(found)


def _due(dispute: Dispute, office: Doer) -> Event | None:
    state = State(dispute.state)
    if state is State.UNCONFIRMED:
        return Event.DISMISS if dispute.filed_at < _unconfirmed_before(office) else None
    if not steps.is_overdue(queries.standing_of(dispute), office.today.day):
        return None
    if state in RESULTS:
        return Event.CLOSE
    return Event.PRESS if state in CLOCKED and not _is_pressed(dispute) else None


def _is_pressed(dispute: Dispute) -> bool:
    """Say whether it was pressed since it is overdue; what the authority did before says nothing of that."""
    pressed, due = dispute.pressed_on, dispute.due_on
    return pressed is not None and due is not None and pressed > due


def _unconfirmed_before(office: Doer) -> dt.datetime:
    return office.now - dt.timedelta(days=office.rules.confirm_within_days)
