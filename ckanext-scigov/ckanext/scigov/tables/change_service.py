"""The only writer of changes of rows: the new file takes the old one's place, with note and audit row.

It flushes and never commits. What becomes of the file is what becomes of an upload.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from ckan import model

from ckanext.scigov.audit import service as audit
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.session import Session
from ckanext.scigov.shared.storage import StoredFile
from ckanext.scigov.tables import load_requests, queries, service
from ckanext.scigov.tables.domain.row_changes import ChangeReason, Note, refused
from ckanext.scigov.tables.model import Load, LoadState, Location

UNDER_WAY = (LoadState.QUEUED.value, LoadState.LOADING.value)


@dataclass(frozen=True, slots=True)
class Base:
    """What somebody has seen, and changes."""

    version: int
    storage_key: str


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file that is stored and waits to be the resource's."""

    stored: StoredFile
    file_name: str
    difference_key: str | None
    """Where before and after of the touched rows stand; None where that is not kept."""
    changed: Sequence[int] = ()
    """Numbers of rows, as their version before has them."""
    deleted: Sequence[int] = ()
    added: int = 0
    """Rows that came below the others; fewer than none where some were taken away again."""


def base_of(
    resource: model.Resource, load: Load | None, location: Location | None, version: int
) -> Base:
    """Return what is changed, if it is what the caller has seen and nothing else is under way.

    Raises:
        Refused: it is not.
    """
    if resource.url_type != "upload":
        raise refused(ChangeReason.OF_A_LINK, "resource_id")
    if load is None or location is None or load.version is None:
        raise refused(ChangeReason.OTHER_TABLE, "resource_id")
    if load.state in UNDER_WAY:
        raise refused(ChangeReason.UNDER_WAY, "version")
    if load.state == LoadState.FAILED.value:
        raise refused(ChangeReason.NEWEST_REFUSED, "version")
    if load.version != version:
        raise refused(ChangeReason.OTHER_VERSION, "version", number=load.version)
    if not location.storage_key or load.loaded_key != location.storage_key:
        raise refused(ChangeReason.OTHER_TABLE, "resource_id")
    return Base(version, location.storage_key)


def take(  # noqa: PLR0913  (each is needed once)
    session: Session,
    resource: model.Resource,
    base: Base,
    made: ChangedFile,
    note: Note,
    *,
    actor: Actor,
    now: dt.datetime,
) -> None:
    """Make a changed file the resource's, and have it loaded.

    Raises:
        Refused: somebody else was quicker; the file is deleted with the transaction.
    """
    queries.lock_dataset(session, resource.id)
    load = queries.find_load(session, resource.id, lock=True)
    location = session.get(Location, resource.id, with_for_update=True, populate_existing=True)
    if base_of(resource, load, location, base.version) != base:
        raise refused(ChangeReason.OTHER_TABLE, "version")
    service.store_location(session, resource.id, made.stored, made.file_name, now=now)
    load_requests.request(session, resource.id, now=now, by=actor.name)
    write_note(session, resource.id, note, difference_key=made.difference_key)
    audit.record(
        session,
        actor=actor,
        event="table.change",
        object_type="resource",
        object_id=resource.id,
        now=now,
        detail={
            "version": base.version,
            "changed": list(made.changed),
            "deleted": list(made.deleted),
            **({"added": made.added} if made.added else {}),
            "note": note.text,
            "reference": note.reference,
        },
    )
    session.flush()


def write_note(
    session: Session, resource_id: str, note: Note, *, difference_key: str | None = None
) -> None:
    """Say why the file is that has just been asked to be loaded; its version will have the note."""
    load = queries.find_load(session, resource_id)
    if load is None:
        return
    load.note, load.reference, load.reference_path = note.text, note.reference, note.path
    load.difference_key = difference_key
    session.flush()
