"""SELECTs of the files that belong to filings."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from ckanext.scigov.application.model import Evidence
from ckanext.scigov.shared.domain.evidence import ScanState
from ckanext.scigov.shared.session import Session


def find(session: Session, evidence_id: str, *, lock: bool = False) -> Evidence | None:
    """Return a file, or None; one that was withdrawn is on record still."""
    query = sa.select(Evidence).where(Evidence.id == evidence_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).first()


def named(session: Session, keys: Collection[str]) -> frozenset[str]:
    """Return those of some keys of the store that a file has."""
    query = sa.select(Evidence.storage_key).where(Evidence.storage_key.in_(sorted(keys)))
    return frozenset(session.scalars(query)) if keys else frozenset()


def unscanned(session: Session, limit: int) -> dict[str, str]:
    """Return files that wait to be scanned, the oldest first: key of the store → id."""
    query = (
        sa.select(Evidence.storage_key, Evidence.id)
        .where(Evidence.state == ScanState.UNSCANNED.value)
        .order_by(Evidence.added_at, Evidence.id)
        .limit(limit)
    )
    return {row[0]: row[1] for row in session.execute(query)}
