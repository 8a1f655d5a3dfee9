"""SELECTs of disputes that somebody works on: his desk, others about the same place, some by their names."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import sqlalchemy as sa

from ckanext.scigov.dispute.domain.states import IN_HANDLING, UNDECIDED
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.shared.session import Session

MOST_SIMILAR = 100
COLUMNS = {
    "state": Dispute.state,
    "kind": Dispute.kind,
    "dataset": Dispute.dataset_id,
    "resource": Dispute.resource_id,
    "cause": Dispute.cause,
}


def named(session: Session, names: Collection[str]) -> dict[str, Dispute]:
    """Return disputes by what they were called: an id, or a number."""
    wanted = sorted({*names, *(name.upper() for name in names)})
    query = sa.select(Dispute).where(sa.or_(Dispute.id.in_(wanted), Dispute.number.in_(wanted)))
    found = {key: one for one in session.scalars(query) for key in (one.id, one.number) if key}
    by_name = ((name, found.get(name) or found.get(name.upper())) for name in names)
    return {name: one for name, one in by_name if one is not None}


def on_desk(
    session: Session, unit_ids: Collection[str] | None, wanted: Mapping[str, str], limit: int
) -> list[str]:
    """Return the ids of what units have to handle, due soonest first.

    Args:
        session: the database's.
        unit_ids: of the units; None: of all.
        wanted: values by the names of ``COLUMNS``.
        limit: as many at most.
    """
    query = sa.select(Dispute.id).where(
        Dispute.state.in_(sorted(one.value for one in IN_HANDLING)),
        *(COLUMNS[name] == value for name, value in wanted.items()),
    )
    if unit_ids is not None:
        query = query.where(Dispute.unit_id.in_(sorted(unit_ids)))
    order = (Dispute.due_on.nulls_last(), Dispute.filed_at, Dispute.id)
    return list(session.scalars(query.order_by(*order).limit(limit)))


def undecided_at_place(session: Session, dispute: Dispute) -> list[Dispute]:
    """Return other disputes that point at the same place, as far as columns tell; oldest first."""
    place = (
        Dispute.dataset_id == dispute.dataset_id,
        Dispute.resource_id == dispute.resource_id,
        Dispute.item == dispute.item,
        Dispute.field == dispute.field,
        Dispute.target_kind == dispute.target_kind,
    )
    query = sa.select(Dispute).where(
        *place,
        Dispute.id != dispute.id,
        Dispute.state.in_(sorted(one.value for one in UNDECIDED)),
    )
    return list(session.scalars(query.order_by(Dispute.filed_at, Dispute.id).limit(MOST_SIMILAR)))
