"""SELECTs of open disputes about one place."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from ckanext.scigov.dispute.domain.states import ENDED
from ckanext.scigov.dispute.domain.target import ROWS, Target
from ckanext.scigov.dispute.model import Dispute, Seen, Visitor
from ckanext.scigov.shared.session import Session

LOCK_SPACE = 20_618
"""The first of advisory locks' two numbers: these locks are about reports on a dataset."""


def lock(session: Session, dataset_id: str) -> None:
    """Let reports about one dataset be put on record one after the other, until the commit."""
    key = sa.func.hashtext(dataset_id)
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK_SPACE, key)))


def open_about(session: Session, target: Target) -> list[Dispute]:
    """Return what is confirmed and open about a place; of a row, about it for certain."""
    query = _about(sa.select(Dispute), target).where(Dispute.number.is_not(None))
    return list(session.scalars(query.order_by(Dispute.filed_at)))


def open_of_visitors(session: Session, target: Target) -> list[tuple[Dispute, str]]:
    """Return what visitors have reported about a place, confirmed or not, with their addresses."""
    query = _about(sa.select(Dispute, Visitor.email), target)
    query = query.join(Visitor, Visitor.dispute_id == Dispute.id).order_by(Dispute.filed_at)
    return [(row[0], row[1]) for row in session.execute(query)]


def _about(query: sa.Select[Any], target: Target) -> sa.Select[Any]:
    """Limit a query to open disputes about a place, as ``domain.merging.is_same`` says."""
    query = query.where(
        Dispute.dataset_id == target.dataset_id,
        Dispute.target_kind == target.kind.value,
        Dispute.resource_id == target.resource_id,
        Dispute.item == target.item,
        Dispute.field == target.field,
        Dispute.state.not_in(_values(ENDED)),
    )
    if target.kind not in ROWS:
        return query
    return query.join(Seen, Seen.dispute_id == Dispute.id).where(sa.or_(*_of_row(target)))


def _of_row(target: Target) -> list[sa.ColumnElement[bool]]:
    kept = Seen.target
    conditions = [
        sa.and_(
            kept["fingerprint"].astext == target.fingerprint,
            kept["occurrence"].astext == str(target.occurrence),
        )
    ]
    if target.key_is_unique:
        key = sa.cast([list(pair) for pair in target.key], JSONB)
        conditions.append(sa.and_(kept["key_is_unique"].astext == "true", kept["key"] == key))
    return conditions


def _values(states: Collection[Any]) -> list[str]:
    return sorted(one.value for one in states)
