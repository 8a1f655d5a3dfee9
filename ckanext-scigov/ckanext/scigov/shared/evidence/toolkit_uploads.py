"""Files that come with calls of actions: written to the store, and scanned later."""

from __future__ import annotations

import datetime as dt
from typing import Any, BinaryIO, TypeGuard, cast

from werkzeug.datastructures import FileStorage

from ckanext.scigov.shared import outbox
from ckanext.scigov.shared.domain.evidence import Room
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.evidence import keeping, toolkit_options
from ckanext.scigov.shared.evidence.keeping import StoredEvidence
from ckanext.scigov.shared.session import Session
from ckanext.scigov.shared.storage import FileStore


def is_file(upload: Any) -> TypeGuard[FileStorage]:
    """Say whether a file was sent: an input that was left empty sends one without a name."""
    return isinstance(upload, FileStorage) and bool(upload.filename)


def take(upload: FileStorage, files: FileStore, room: Room) -> StoredEvidence:
    """Write a file to the store; it is marked until ``keeping.settle_kept``.

    Raises:
        Refused: it is too large, empty, or not of a type that is taken.
    """
    source, name = cast("BinaryIO", upload.stream), upload.filename or ""
    stored = keeping.store(files, source, name, room)
    if isinstance(stored, Refusal):
        raise Refused(stored)
    return stored


def have_scanned(session: Session, job: str, file_id: str, now: dt.datetime) -> None:
    """Let a file be scanned after the commit, where the site has a scanner.

    Args:
        session: the caller's transaction.
        job: the feature's, by its name in the outbox; its payload is ``{"id": file_id}``.
        file_id: of the feature's row.
        now: the moment of the act.
    """
    if toolkit_options.scanner() is not None:
        outbox.enqueue_job(session, job, {"id": file_id}, now=now)
