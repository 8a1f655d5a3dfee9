"""Terms of a grant, and who has accepted them: what a download asks before it gives data."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from ckanext.scigov.access.domain import terms as domain
from ckanext.scigov.access.domain.terms import TermsReason
from ckanext.scigov.access.model import Acceptance, Grant
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.session import Session


def accepted(session: Session, grant_number: str, user_id: str) -> bool:
    """Say whether somebody has accepted the present terms of a grant."""
    query = sa.select(Acceptance.id).where(
        Acceptance.grant_number == grant_number,
        Acceptance.user_id == user_id,
        Acceptance.version == domain.VERSION,
    )
    return session.scalar(query) is not None


def accept(session: Session, grant: Grant, by: By, *, confirmed: bool) -> None:
    """Put on record that somebody accepts the terms. Twice is once: the first moment counts."""
    if not confirmed:
        raise Refused(Refusal(TermsReason.NOT_CONFIRMED, "confirmed"))
    values = {
        "id": ids.random_key(),
        "grant_number": grant.number,
        "user_id": by.user_id,
        "version": domain.VERSION,
        "accepted_at": by.now,
    }
    statement = insert(Acceptance).values(values).on_conflict_do_nothing().returning(Acceptance.id)
    if session.scalar(statement) is not None:
        detail = {"number": grant.number, "version": domain.VERSION}
        by.record(session, "terms.accept", "grant", grant.id, **detail)
