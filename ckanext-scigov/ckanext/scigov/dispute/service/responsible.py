"""Which unit a dispute goes to when nobody says otherwise: whose value counts, or who keeps the table."""

from __future__ import annotations

from ckanext.scigov.dispute import source_queries
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.shared.session import Session


def unit_of(session: Session, dispute: Dispute) -> str:
    """Return the organisation that is responsible.

    What a comparison has found goes to the unit that answers for it; a doubt about a column in which a
    data item has its authoritative source, to that source; anything else to the dataset's provider.
    """
    if dispute.cause:
        known = source_queries.causes(session, [dispute.cause]).get(dispute.cause)
        return known.unit_id if known is not None and known.unit_id else dispute.provider_id
    line = None
    if dispute.resource_id and dispute.item:
        line = source_queries.line_at(session, dispute.resource_id, dispute.item)
    return line.unit_id if line is not None else dispute.provider_id
