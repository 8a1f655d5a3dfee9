"""Files that belong to a dispute: added by its reporter and by officials, removed by who has added them."""

from __future__ import annotations

from collections.abc import Collection

from ckanext.scigov.dispute import evidence_queries
from ckanext.scigov.dispute.domain import evidence as own_rules
from ckanext.scigov.dispute.domain.evidence import EvidenceStep
from ckanext.scigov.dispute.domain.flow import FlowReason
from ckanext.scigov.dispute.domain.states import State
from ckanext.scigov.dispute.model import Dispute, DisputeEvidence
from ckanext.scigov.dispute.service import steps
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.domain import evidence as rules
from ckanext.scigov.shared.domain.evidence import EvidenceLimits, Room, ScanOutcome, ScanState
from ckanext.scigov.shared.errors import Denied, NotVisible, Refusal, Refused
from ckanext.scigov.shared.evidence.keeping import StoredEvidence
from ckanext.scigov.shared.session import Session


def room_of(session: Session, dispute_id: str, doer: Doer, limits: EvidenceLimits) -> Room:
    """Return what a dispute may have besides its files, and lock it; whether he sees them, was asked.

    Raises:
        NotVisible, Denied: as ``steps.open_dispute``.
        Refused: none is taken now.
    """
    dispute = _open_for_more(session, dispute_id, doer)
    files = evidence_queries.of_disputes(session, [dispute.id]).get(dispute.id, [])
    return Room(limits, len(files), sum(file.size for file in files))


def add(session: Session, dispute_id: str, stored: StoredEvidence, doer: Doer) -> DisputeEvidence:
    """Put a stored file on record; it waits for its scan where the site has a scanner."""
    dispute = _open_for_more(session, dispute_id, doer)
    row = DisputeEvidence(
        id=ids.random_key(),
        dispute_id=dispute.id,
        file_name=stored.name,
        storage_key=stored.file.key,
        size=stored.file.size,
        media_type=rules.MEDIA_TYPES[stored.kind],
        sha256=stored.file.sha256,
        state=ScanState.UNSCANNED.value,
        added_by=doer.user_id,
        added_at=doer.now,
    )
    session.add(row)
    session.flush()
    detail = {"evidence_id": row.id, "size": row.size, "sha256": row.sha256}
    doer.by.record(session, "dispute.evidence_add", "dispute", dispute.id, **detail)
    return row


def remove(session: Session, evidence_id: str, doer: Doer) -> str:
    """Delete a file that the doer has added himself, as long as the unit has said nothing.

    Returns:
        The key of the bytes that are to go after the commit.

    Raises:
        NotVisible: there is none.
        Denied: somebody else has added it.
        Refused: it is part of the record.
    """
    known = evidence_queries.find(session, evidence_id)
    if known is None:
        raise NotVisible
    dispute = steps.open_dispute(session, known.dispute_id, doer).dispute
    row = evidence_queries.find(session, evidence_id, lock=True)
    if row is None:
        raise NotVisible
    if not is_own(row, doer):
        raise Denied(FlowReason.NOT_YOURS)
    if not may_remove(dispute):
        raise Refused(Refusal(EvidenceStep.STAYS))
    detail = {"evidence_id": row.id, "size": row.size, "sha256": row.sha256}
    doer.by.record(session, "dispute.evidence_delete", "dispute", dispute.id, **detail)
    session.delete(row)
    session.flush()
    return row.storage_key


def is_own(row: DisputeEvidence, doer: Doer) -> bool:
    """Say whether somebody has added a file: by his account, or by the link of a visitor's mail."""
    if row.added_by:
        return row.added_by == doer.user_id
    return bool(doer.link_of) and doer.link_of == row.dispute_id


def may_remove(dispute: Dispute) -> bool:
    is_answered = dispute.was_accepted is not None
    return own_rules.may_remove(State(dispute.state), is_answered=is_answered)


def settle(session: Session, evidence_id: str, outcome: ScanOutcome, office: Doer) -> ScanState:
    """Note what a scan has found; nothing is learned from a scanner that does not answer."""
    row = evidence_queries.find(session, evidence_id, lock=True)
    if row is None:
        raise NotVisible
    before = ScanState(row.state)
    state = rules.state_after(outcome, before)
    if state is not before:
        row.state = state.value
        session.flush()
        detail = {"evidence_id": row.id, "state": state.value}
        office.by.record(session, "dispute.evidence_scan", "dispute", row.dispute_id, **detail)
    return state


def named(session: Session, keys: Collection[str]) -> frozenset[str]:
    """Return those of some stored files that a row names."""
    return evidence_queries.named(session, keys)


def _open_for_more(session: Session, dispute_id: str, doer: Doer) -> Dispute:
    opened = steps.open_dispute(session, dispute_id, doer)
    if not own_rules.may_add(State(opened.dispute.state), opened.held):
        raise Refused(Refusal(EvidenceStep.NOT_ADDED_NOW))
    return opened.dispute
