"""SELECTs of the files that belong to disputes."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from ckanext.scigov.dispute.model import DisputeEvidence
from ckanext.scigov.shared.domain.evidence import ScanState
from ckanext.scigov.shared.session import Session


def find(session: Session, evidence_id: str, *, lock: bool = False) -> DisputeEvidence | None:
    """Return a file, or None."""
    query = sa.select(DisputeEvidence).where(DisputeEvidence.id == evidence_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).first()


def of_disputes(session: Session, ids: Collection[str]) -> dict[str, list[DisputeEvidence]]:
    """Return the files of disputes, by the dispute's id, the oldest first."""
    if not ids:
        return {}
    query = (
        sa.select(DisputeEvidence)
        .where(DisputeEvidence.dispute_id.in_(sorted(ids)))
        .order_by(DisputeEvidence.added_at, DisputeEvidence.id)
    )
    found: dict[str, list[DisputeEvidence]] = {}
    for one in session.scalars(query):
        found.setdefault(one.dispute_id, []).append(one)
    return found


def named(session: Session, keys: Collection[str]) -> frozenset[str]:
    """Return those of some keys of the store that a file has."""
    key = DisputeEvidence.storage_key
    query = sa.select(key).where(key.in_(sorted(keys)))
    return frozenset(session.scalars(query)) if keys else frozenset()


def unscanned(session: Session, limit: int) -> dict[str, str]:
    """Return files that wait to be scanned, the oldest first: key of the store → id."""
    query = (
        sa.select(DisputeEvidence.storage_key, DisputeEvidence.id)
        .where(DisputeEvidence.state == ScanState.UNSCANNED.value)
        .order_by(DisputeEvidence.added_at, DisputeEvidence.id)
        .limit(limit)
    )
    return {row[0]: row[1] for row in session.execute(query)}
