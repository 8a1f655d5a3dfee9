"""Files that come with calls of actions: written to the store, and scanned later."""

from __future__ import annotations

from typing import Any, BinaryIO, TypeGuard, cast

from werkzeug.datastructures import FileStorage

from ckan import model

from ckanext.scigov.application import config, evidence_store
from ckanext.scigov.application.domain.evidence import Room
from ckanext.scigov.application.evidence_store import StoredEvidence
from ckanext.scigov.application.model import Evidence
from ckanext.scigov.application.service.acts import Doer
from ckanext.scigov.shared import outbox
from ckanext.scigov.shared.errors import Refusal, Refused

SCAN_JOB = "scigov_application_scan"


def is_file(upload: Any) -> TypeGuard[FileStorage]:
    """Say whether a file was sent: an input that was left empty sends one without a name."""
    return isinstance(upload, FileStorage) and bool(upload.filename)


def store(upload: FileStorage, room: Room) -> StoredEvidence:
    """Write a file to the store; it is marked until ``evidence_store.settle_kept``.

    Raises:
        Refused: it is too large, empty, or not of a type that is taken.
    """
    files, name = config.evidence_store(), upload.filename or ""
    stored = evidence_store.store(files, cast("BinaryIO", upload.stream), name, room)
    if isinstance(stored, Refusal):
        raise Refused(stored)
    return stored


def have_scanned(row: Evidence, doer: Doer) -> None:
    """Let a file be scanned after the commit, where the site has a scanner."""
    if config.scanner() is not None:
        outbox.enqueue_job(model.Session, SCAN_JOB, {"id": row.id}, now=doer.now)
