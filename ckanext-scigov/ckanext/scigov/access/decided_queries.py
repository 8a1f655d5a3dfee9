"""SELECTs of decisions about many proposals: who has decided what, and what has become of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access.domain.together import Outcome
from ckanext.scigov.access.model_together import DecisionOnEach, DecisionTogether
from ckanext.scigov.shared.session import Session


def decision(
    session: Session, decision_id: str, user_id: str | None = None
) -> DecisionTogether | None:
    """Return a decision, where somebody is named only if it is his."""
    row = session.get(DecisionTogether, decision_id)
    if row is None or (user_id is not None and row.decided_by != user_id):
        return None
    return row


def last_of(session: Session, user_id: str, limit: int) -> list[DecisionTogether]:
    """Return what somebody has decided last, the newest first."""
    query = sa.select(DecisionTogether).where(DecisionTogether.decided_by == user_id)
    order = (DecisionTogether.decided_at.desc(), DecisionTogether.id)
    return list(session.scalars(query.order_by(*order).limit(limit)))


def counted(session: Session, decision_ids: Collection[str]) -> dict[tuple[str, str], int]:
    """Return how many proposals of each decision have had which outcome."""
    query = (
        sa.select(DecisionOnEach.decision_id, DecisionOnEach.outcome, sa.func.count())
        .where(DecisionOnEach.decision_id.in_(sorted(decision_ids)))
        .group_by(DecisionOnEach.decision_id, DecisionOnEach.outcome)
    )
    return {(row[0], row[1]): row[2] for row in session.execute(query)} if decision_ids else {}


def skipped(
    session: Session, reach: sa.ColumnElement[bool], decision_id: str, limit: int, offset: int
) -> list[dict[str, Any]]:
    """Return what was skipped of a decision and lies within a reach, with why."""
    package = model.Package
    query = (
        sa.select(package.id, package.name, package.title, DecisionOnEach.reason)
        .join(package, package.id == DecisionOnEach.dataset_id)
        .where(
            DecisionOnEach.decision_id == decision_id,
            DecisionOnEach.outcome == Outcome.SKIPPED.value,
            package.state == model.State.ACTIVE,
            reach,
        )
        .order_by(DecisionOnEach.reason, package.title, package.id)
    )
    rows = session.execute(query.limit(limit).offset(offset))
    names = ("dataset_id", "name", "title", "reason")
    return [
        dict(zip(names, (row[0], row[1], row[2] or row[1], row[3]), strict=True)) for row in rows
    ]
