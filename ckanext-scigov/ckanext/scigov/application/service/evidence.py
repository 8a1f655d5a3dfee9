"""Files that belong to a filing: added and removed by whoever applies, opened by those it concerns."""

from __future__ import annotations

from collections.abc import Collection

from ckanext.scigov.application import evidence_queries, queries
from ckanext.scigov.application.domain.acting import ActReason
from ckanext.scigov.application.domain.evidence import EvidenceKind
from ckanext.scigov.application.domain.flow import FlowReason
from ckanext.scigov.application.domain.states import State
from ckanext.scigov.application.model import Evidence, Filing
from ckanext.scigov.application.service import filings
from ckanext.scigov.application.service.acts import Doer
from ckanext.scigov.shared import ids
from ckanext.scigov.shared.domain import evidence as rules
from ckanext.scigov.shared.domain.evidence import EvidenceLimits, Room, ScanOutcome, ScanState
from ckanext.scigov.shared.errors import Denied, NotVisible, Refusal, Refused
from ckanext.scigov.shared.evidence.keeping import StoredEvidence
from ckanext.scigov.shared.session import Session


def room_of(session: Session, name: str, doer: Doer, limits: EvidenceLimits) -> Room:
    """Return what a filing may have besides its files, to whoever may add one.

    Raises:
        NotVisible, Denied: as ``filings.of_applicant``.
        Refused: it has been submitted.
    """
    filing = _written(session, name, doer)
    files = queries.evidence_of(session, [filing.id])
    return Room(limits, len(files), sum(file.size for file in files))


def add(
    session: Session, name: str, kind: EvidenceKind, stored: StoredEvidence, doer: Doer
) -> Evidence:
    """Put a stored file of the applicant's on record."""
    return put(session, _written(session, name, doer), kind, stored, doer)


def put(
    session: Session, filing: Filing, kind: EvidenceKind, stored: StoredEvidence, doer: Doer
) -> Evidence:
    """Put a stored file on record; it waits for its scan where the site has a scanner.

    Whether the doer may bring one has been asked.
    """
    row = Evidence(
        id=ids.random_key(),
        filing_id=filing.id,
        kind=kind.value,
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
    detail = {"evidence_id": row.id, "kind": row.kind, "size": row.size, "sha256": row.sha256}
    doer.by.record(session, "application.evidence_add", "application", filing.id, **detail)
    return row


def remove(session: Session, evidence_id: str, doer: Doer) -> str:
    """Take a file out of what its applicant has before him.

    What was submitted once is part of the record: it is withdrawn, kept, and shown as that. A file of a
    draft goes, row and bytes.

    Returns:
        The key of the bytes that are to go after the commit; empty where they are kept.
    """
    row = _found(session, evidence_id)
    filing = _written(session, row.filing_id, doer)
    if row.removed_at is not None:
        raise NotVisible
    if row.kind == EvidenceKind.OUTSIDE_DECISION.value:
        raise Denied(FlowReason.NOT_YOURS)
    is_kept = bool(filing.number)
    detail = {"evidence_id": row.id, "sha256": row.sha256, "is_kept": is_kept}
    doer.by.record(session, "application.evidence_delete", "application", filing.id, **detail)
    if is_kept:
        row.removed_at = doer.now
    else:
        session.delete(row)
    session.flush()
    return "" if is_kept else row.storage_key


def settle(session: Session, evidence_id: str, outcome: ScanOutcome, office: Doer) -> ScanState:
    """Note what a scan has found; nothing is learned from a scanner that does not answer."""
    row = _found(session, evidence_id)
    before = ScanState(row.state)
    state = rules.state_after(outcome, before)
    if state is not before:
        row.state = state.value
        session.flush()
        detail = {"evidence_id": row.id, "state": state.value}
        office.by.record(
            session, "application.evidence_scan", "application", row.filing_id, **detail
        )
    return state


def named(session: Session, keys: Collection[str]) -> frozenset[str]:
    """Return those of some stored files that a row names."""
    return evidence_queries.named(session, keys)


def _found(session: Session, evidence_id: str) -> Evidence:
    row = evidence_queries.find(session, evidence_id, lock=True)
    if row is None:
        raise NotVisible
    return row


def _written(session: Session, name: str, doer: Doer) -> Filing:
    """Return a filing that its applicant has before him."""
    filing, parts = filings.of_applicant(session, name, doer)
    if parts and not any(State(part.state) in filings.WRITTEN for part in parts):
        raise Refused(Refusal(ActReason.NOT_BEING_WRITTEN))
    return filing
