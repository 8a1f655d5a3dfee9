"""Files that come with calls of actions about disputes: to their own store, scanned by their own job."""

from __future__ import annotations

from werkzeug.datastructures import FileStorage

from ckan import model

from ckanext.scigov.dispute import config
from ckanext.scigov.dispute.model import DisputeEvidence
from ckanext.scigov.dispute.service.acts import Doer
from ckanext.scigov.shared.domain.evidence import Room
from ckanext.scigov.shared.evidence import toolkit_uploads
from ckanext.scigov.shared.evidence.keeping import StoredEvidence

SCAN_JOB = "scigov_dispute_scan"


def store(upload: FileStorage, room: Room) -> StoredEvidence:
    """Write a file to the store, as ``toolkit_uploads.take``."""
    return toolkit_uploads.take(upload, config.evidence_store(), room)


def have_scanned(row: DisputeEvidence, doer: Doer) -> None:
    """Let a file be scanned after the commit, where the site has a scanner."""
    toolkit_uploads.have_scanned(model.Session, SCAN_JOB, row.id, doer.now)
