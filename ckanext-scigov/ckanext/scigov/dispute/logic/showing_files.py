"""Files of disputes as actions answer them: what is known of each, never the bytes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ckanext.scigov.dispute.domain import evidence as rules
from ckanext.scigov.dispute.domain.states import Party, State
from ckanext.scigov.dispute.domain.visibility import Piece
from ckanext.scigov.dispute.model import DisputeEvidence
from ckanext.scigov.dispute.service import evidence
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.dispute.viewing import View
from ckanext.scigov.shared.domain.evidence import ScanState, told_state
from ckanext.scigov.shared.domain.moments import moment
from ckanext.scigov.shared.evidence import toolkit_sending


def files(view: View, rows: Iterable[DisputeEvidence], doer: Doer) -> dict[str, Any]:
    """Return the files of a dispute to whoever sees them, and whether he can add one now."""
    if not view.shows(Piece.EVIDENCE):
        return {}
    state = State(view.dispute.state)
    return {
        "evidence": [file(view, row, doer) for row in rows],
        "takes_evidence": rules.may_add(state, view.held),
    }


def file(view: View, row: DisputeEvidence, doer: Doer) -> dict[str, Any]:
    """Return what is known of a file to somebody who sees it."""
    state = ScanState(row.state)
    reporters = {*view.dispute.reporter_ids, view.dispute.author_id, ""}
    may_delete = evidence.is_own(row, doer) and evidence.may_remove(view.dispute)
    return {
        "id": row.id,
        "dispute_id": row.dispute_id,
        "file_name": row.file_name,
        "media_type": row.media_type,
        "size": row.size,
        "state": told_state(state),
        "added_at": moment(row.added_at),
        "added_as": Party.REPORTER.value if row.added_by in reporters else "official",
        "is_open": toolkit_sending.is_open(state),
        "may_delete": may_delete,
    }
