"""The only writer of locations and loads. It flushes, never commits, and touches no file.

What happens to files follows the commit, through the outbox: deleting a replaced file, loading a
new one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ckanext.scigov.audit import service as audit
from ckanext.scigov.shared import outbox
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.session import Session
from ckanext.scigov.shared.storage import StoredFile
from ckanext.scigov.tables import fetch_service, queries, version_service
from ckanext.scigov.tables.model import DictionaryVersion, Load, LoadState, Location

LOAD_JOB = "scigov_tables_load"
WORDS_JOB = "scigov_tables_words"
DELETE_JOB = "scigov_tables_delete_file"
DROP_JOB = "scigov_tables_drop_table"
REQUESTED = "scigov_tables_requested"
"""Key of a session: resources whose load has been asked for in its transaction."""
MOST_VERSIONS = 10
_SETTLED = (LoadState.LOADED.value, LoadState.FAILED.value)


@dataclass(frozen=True, slots=True)
class LoadTask:
    """What a worker is to load, and what it must still be true of when it is done."""

    resource_id: str
    storage_key: str
    dictionary: str
    file_name: str
    attempt: int = 1


def store_location(
    session: Session, resource_id: str, stored: StoredFile, file_name: str, *, now: dt.datetime
) -> None:
    """Make a stored file the resource's location; the file before it goes after the commit."""
    location = session.get(Location, resource_id, with_for_update=True)
    if location is None:
        location = Location(resource_id=resource_id)
        session.add(location)
    elif location.storage_key:
        delete_later(session, location.storage_key, now)
    location.storage_key = stored.key
    location.url = None
    location.file_name = file_name
    location.size = stored.size
    location.sha256 = stored.sha256
    location.created_at = now
    session.flush()


def forget_location(session: Session, resource_id: str, *, now: dt.datetime) -> None:
    """The resource has no file any more: its bytes and its table go after the commit.

    Called while the session flushes (see ``enforcement.py``), so nothing is flushed here.
    """
    location = session.get(Location, resource_id, with_for_update=True)
    if location is not None:
        if location.storage_key:
            delete_later(session, location.storage_key, now)
        session.delete(location)
    version_service.forget(session, resource_id, lambda key: delete_later(session, key, now))
    forget_load(session, resource_id, now=now)
    fetch_service.forget(session, resource_id)


def request_load(
    session: Session, resource_id: str, dictionary: str, *, now: dt.datetime, by: str = ""
) -> None:
    """Have the resource's file loaded: a new file, a new dictionary, or another attempt.

    The table that is shown stays as it is until the new one is whole. Who asks may be named later in
    the transaction (``name_requester``).
    """
    location = session.get(Location, resource_id)
    if location is None or not location.storage_key:
        return
    load = queries.find_load(session, resource_id, lock=True)
    if load is None:
        load = Load(resource_id=resource_id)
        session.add(load)
    if load.storage_key != location.storage_key:
        version_service.forget_note(load, lambda key: delete_later(session, key, now))
    load.state = LoadState.QUEUED.value
    load.storage_key = location.storage_key
    load.dictionary = dictionary
    load.rows_done = load.bytes_done = load.attempts = 0
    load.bytes_total = location.size or 0
    load.problem_count = 0
    load.layout = ""
    load.requested_by = by
    load.queued_at = now
    load.started_at = load.seen_at = load.finished_at = None
    session.flush()
    session.info.setdefault(REQUESTED, set()).add(resource_id)
    load_later(session, resource_id, now=now)


def name_requester(session: Session, name: str) -> None:
    """Say who has saved the files and dictionaries that this transaction wants loaded."""
    for resource_id in session.info.pop(REQUESTED, ()):
        load = queries.find_load(session, resource_id)
        if load is not None and load.state == LoadState.QUEUED.value and not load.requested_by:
            load.requested_by = name
    session.flush()


def add_dictionary(session: Session, version: DictionaryVersion, actor: Actor) -> None:
    """Write down that somebody has saved a dictionary; its file has been stored."""
    session.add(version)
    audit.record(
        session,
        actor=actor,
        event="dictionary.save",
        object_type="resource",
        object_id=version.resource_id,
        now=version.changed_at,
        detail={"version": version.number, "items": version.item_count},
    )
    session.flush()


def forget_dictionaries(session: Session, resource_id: str, *, now: dt.datetime) -> None:
    """The resource is gone, and what its dictionary was with it. Nothing is flushed here."""
    for version in queries.dictionaries(session, resource_id):
        delete_later(session, version.storage_key, now)
        session.delete(version)


def load_later(session: Session, resource_id: str, *, now: dt.datetime) -> None:
    payload = {"resource_id": resource_id}
    outbox.enqueue_job(session, LOAD_JOB, payload, now=now, key=f"{LOAD_JOB}:{resource_id}")


def make_words_later(session: Session, resource_id: str, *, now: dt.datetime) -> None:
    """Have the words of a table's rows made, which are no part of its load."""
    payload = {"resource_id": resource_id}
    outbox.enqueue_job(session, WORDS_JOB, payload, now=now, key=f"{WORDS_JOB}:{resource_id}")


def forget_load(session: Session, resource_id: str, *, now: dt.datetime) -> None:
    """The file is no table any more (a PDF instead of a CSV): its table goes."""
    load = session.get(Load, resource_id, with_for_update=True)
    if load is None:
        return
    for key in filter(None, (load.report_key, load.difference_key)):
        delete_later(session, key, now)
    session.delete(load)
    _drop_later(session, resource_id, now)


def begin_load(session: Session, resource_id: str, *, now: dt.datetime) -> LoadTask | None:
    """Take the newest request; None when there is nothing (more) to load."""
    load = queries.find_load(session, resource_id, lock=True)
    location = session.get(Location, resource_id)
    if load is None or location is None or load.state in _SETTLED:
        return None
    load.state = LoadState.LOADING.value
    load.attempts += 1
    load.started_at = load.seen_at = now
    load.rows_done = load.bytes_done = 0
    session.flush()
    return LoadTask(
        resource_id, load.storage_key, load.dictionary, location.file_name, load.attempts
    )


def still_wanted(session: Session, task: LoadTask) -> bool:
    """True while nobody has replaced the file or its dictionary, or deleted the resource."""
    load = queries.find_load(session, task.resource_id, lock=True)
    return (
        load is not None
        and load.state == LoadState.LOADING.value
        and (load.storage_key, load.dictionary) == (task.storage_key, task.dictionary)
    )


def finish_load(
    session: Session, task: LoadTask, *, row_count: int, facts: Mapping[str, Any], now: dt.datetime
) -> bool:
    """Second step after the DataStore's switch; False when the request is not the newest."""
    if not still_wanted(session, task):
        return False
    load = session.get_one(Load, task.resource_id)
    load.state = LoadState.LOADED.value
    load.row_count = load.rows_done = row_count
    load.bytes_done = load.bytes_total
    load.loaded_key = task.storage_key
    load.problem_count = 0
    load.layout = str(facts.get("layout", ""))
    _report(session, load, facts, now)
    _keep_version(session, load, facts, now)
    fetch_service.after_load(session, load.resource_id, fits=True)
    load.finished_at = load.seen_at = now
    _audit(session, task, "table.load", now, {"rows": row_count})
    make_words_later(session, task.resource_id, now=now)
    return True


def fail_load(
    session: Session,
    task: LoadTask,
    *,
    problems: int,
    facts: Mapping[str, Any],
    now: dt.datetime,
) -> bool:
    """Record that the file did not fit (its report says why); the table before it stays."""
    if not still_wanted(session, task):
        return False
    load = session.get_one(Load, task.resource_id)
    load.state = LoadState.FAILED.value
    load.problem_count = problems
    _report(session, load, facts, now)
    fetch_service.after_load(session, load.resource_id, fits=False)
    load.finished_at = load.seen_at = now
    _audit(session, task, "table.refuse", now, {"problems": problems})
    return True


def _keep_version(session: Session, load: Load, facts: Mapping[str, Any], now: dt.datetime) -> None:
    location = session.get_one(Location, load.resource_id)
    kept = version_service.keep(session, load, location, facts, now)
    load.version = kept.number
    most = int(facts.get("versions_kept", MOST_VERSIONS))
    version_service.forget_old_files(
        session, load.resource_id, kept.number, most, lambda key: delete_later(session, key, now)
    )


def _report(session: Session, load: Load, facts: Mapping[str, Any], now: dt.datetime) -> None:
    """Put a load's report in the place of the one before."""
    key = facts.get("report")
    if load.report_key and load.report_key != key:
        delete_later(session, load.report_key, now)
    load.report_key = key


def _audit(
    session: Session, task: LoadTask, event: str, now: dt.datetime, detail: dict[str, Any]
) -> None:
    audit.record(
        session,
        actor=version_service.LOADER,
        event=event,
        object_type="resource",
        object_id=task.resource_id,
        now=now,
        detail=detail,
    )


def _drop_later(session: Session, resource_id: str, now: dt.datetime) -> None:
    payload = {"resource_id": resource_id}
    outbox.enqueue_job(session, DROP_JOB, payload, now=now, key=f"{DROP_JOB}:{resource_id}")


def delete_later(session: Session, key: str, now: dt.datetime) -> None:
    """Have a stored file deleted after the commit, unless something names it by then."""
    outbox.enqueue_job(session, DELETE_JOB, {"key": key}, now=now, key=f"{DELETE_JOB}:{key}")
