"""Which unit a dispute goes to when nobody says otherwise."""

from __future__ import annotations

from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.shared.session import Session


def unit_of(session: Session, dispute: Dispute) -> str:
    """Return the organisation that is responsible: the provider of the dataset."""
    return dispute.provider_id
