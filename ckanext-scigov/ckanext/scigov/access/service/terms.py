"""Terms of grants, and who has accepted them: before that a grant gives no data."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from ckanext.scigov.access import grant_queries
from ckanext.scigov.access.domain import terms as domain
from ckanext.scigov.access.domain.terms import TermsReason
from ckanext.scigov.access.model import Acceptance, Grant
from ckanext.scigov.access.service import grants
from ckanext.scigov.access.service.acts import By
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.session import Session


def version_of(grant: Grant) -> str:
    """Return the version of a grant's terms; of one that has none, the one in force, to be read."""
    return grant.terms_version or domain.VERSION


def accepted(session: Session, grant: Grant, user_id: str, *, by_id: str = "") -> bool:
    """Say whether the terms of a grant have been accepted for somebody: by himself, or by another."""
    query = sa.select(Acceptance.id).where(
        Acceptance.grant_number == grant.number,
        Acceptance.user_id == user_id,
        Acceptance.accepted_by == (by_id or user_id),
        Acceptance.version == version_of(grant),
    )
    return session.scalar(query) is not None


def accept(  # noqa: PLR0913  (each is part of the act)
    session: Session,
    grant: Grant,
    by: By,
    *,
    confirmed: bool,
    version: str = "",
    user_id: str = "",
) -> None:
    """Put on record that somebody accepts the terms. Twice is once: the first moment counts.

    Args:
        session: the database's.
        grant: whose terms.
        by: who accepts them; whether he may, also for another, has been asked.
        confirmed: that he has said so.
        version: that he has read; empty: the grant's.
        user_id: who gets the data; empty: himself.

    Raises:
        Refused: it is not confirmed, another text was read, or the grant is not for that user.
    """
    if not confirmed:
        raise Refused(Refusal(TermsReason.NOT_CONFIRMED, "confirmed"))
    if version not in ("", version_of(grant)):
        raise Refused(Refusal(TermsReason.OTHER_VERSION, "version"))
    holder = user_id or by.user_id
    if not grants.reaches(session, grant, holder):
        raise Refused(Refusal(TermsReason.NOT_HOLDER, "user"))
    values = {
        "grant_number": grant.number,
        "user_id": holder,
        "accepted_by": by.user_id,
        "version": version_of(grant),
    }
    row = {"id": ids.random_key(), "accepted_at": by.now, **values}
    statement = insert(Acceptance).values(row).on_conflict_do_nothing().returning(Acceptance.id)
    if session.scalar(statement) is not None:
        detail = {"number": grant.number, "version": values["version"], "user_id": holder}
        by.record(session, "terms.accept", "grant", grant.id, **detail)


def accept_with(session: Session, grant_number: str, version: str, by: By) -> None:
    """Take that whoever asked for a grant has accepted its terms with the asking.

    A grant that names others than him is theirs to accept.

    Raises:
        Refused: another version was read.
    """
    grant = grant_queries.find_grant(session, grant_number)
    if grant is not None and grants.reaches(session, grant, by.user_id):
        accept(session, grant, by, confirmed=True, version=version)
