"""SELECTs of disputes about one place."""

from __future__ import annotations

import sqlalchemy as sa

from ckanext.scigov.dispute.domain.states import UNDECIDED
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.shared.session import Session


def undecided_about(session: Session, dispute: Dispute, limit: int) -> list[Dispute]:
    """Return other disputes about the place of one that are not decided, the oldest first.

    Whether they mean the same row of a table is not asked here.
    """
    query = (
        sa.select(Dispute)
        .where(
            Dispute.dataset_id == dispute.dataset_id,
            Dispute.target_kind == dispute.target_kind,
            Dispute.resource_id == dispute.resource_id,
            Dispute.item == dispute.item,
            Dispute.field == dispute.field,
            Dispute.state.in_(sorted(one.value for one in UNDECIDED)),
            Dispute.id != dispute.id,
        )
        .order_by(Dispute.filed_at, Dispute.id)
        .limit(limit)
    )
    return list(session.scalars(query))
