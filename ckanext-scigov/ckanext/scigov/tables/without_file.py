"""Tables whose rows come from elsewhere, without a file: begun, and put on record.

Who brings the rows has them in the DataStore before it tells so here; between the two only the table's
comment knows of them (``datastore.Marker``, its ``storage_key`` empty). It flushes, never commits.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from ckan import model

from ckanext.scigov.audit import service as audit
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables import queries, service, version_service
from ckanext.scigov.tables.model import Load, LoadState, Version

URL_TYPE = "datastore"
"""CKAN's word for a resource that is a table and no file."""
NO_FILE = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What has become of a table."""

    report: str
    """Key of its stored report; one for each time that rows came."""
    dictionary: str
    """Hash of the data items."""
    rows: int
    columns: int
    emptied: int
    note: str
    """Why there is this version, in words."""
    detail: dict[str, Any]
    """For the record of the act; never the content of data."""


def begin(session: Session, resource_id: str, *, now: dt.datetime) -> None:
    """Say that rows are on their way: their table is nobody's otherwise, and would be dropped."""
    load = queries.find_load(session, resource_id, lock=True)
    if load is None:
        load = Load(resource_id=resource_id, state=LoadState.LOADING.value)
        load.storage_key, load.dictionary, load.layout = NO_FILE, "", ""
        load.rows_done = load.bytes_done = load.bytes_total = 0
        load.attempts = load.problem_count = 0
        load.queued_at = now
        session.add(load)
    load.started_at = load.seen_at = now
    session.flush()


def give_up(session: Session, resource_id: str, *, now: dt.datetime) -> None:
    """Nothing came: what has no table yet is none; a table that is there stays."""
    load = queries.find_load(session, resource_id, lock=True)
    if load is not None and load.state == LoadState.LOADING.value:
        service.forget_load(session, resource_id, now=now)
        session.flush()


def hold(session: Session, resource_id: str) -> bool:
    """Have everybody wait who would save the dataset; False where the resource is gone meanwhile."""
    queries.lock_dataset(session, resource_id)
    resource = session.get(model.Resource, resource_id, populate_existing=True)
    is_there = resource is not None and resource.state == model.State.ACTIVE
    return is_there and queries.find_load(session, resource_id, lock=True) is not None


def is_settled(session: Session, resource_id: str, report: str) -> bool:
    """Say whether what a table says of itself is on record."""
    load = queries.find_load(session, resource_id)
    return load is not None and load.report_key == report


def settle(  # noqa: PLR0913  (each is needed once)
    session: Session,
    resource_id: str,
    settled: Settled,
    actor: Actor,
    *,
    versions_kept: int,
    now: dt.datetime,
) -> int:
    """Put on record what the DataStore has, as a version; a second call for one report changes nothing.

    Returns:
        The number of the version.
    """
    load = session.get_one(Load, resource_id, with_for_update=True)
    newest = queries.newest_version(session, resource_id)
    if newest is not None and newest.report_key == settled.report:
        return newest.number
    number = newest.number + 1 if newest else 1
    session.add(_version(resource_id, number, settled, actor, now))
    load.state = LoadState.LOADED.value
    load.dictionary = settled.dictionary
    load.row_count = load.rows_done = settled.rows
    load.loaded_key = load.storage_key = NO_FILE
    load.report_key, load.version = settled.report, number
    load.requested_by = actor.name
    load.finished_at = load.seen_at = now
    audit.record(
        session, actor=actor, event="table.take", object_type="resource", object_id=resource_id,
        now=now, detail={"version": number, "rows": settled.rows, **settled.detail},
    )  # fmt: skip
    session.flush()
    version_service.forget_old_files(
        session, resource_id, number, versions_kept,
        lambda key: service.delete_later(session, key, now),
    )  # fmt: skip
    service.make_words_later(session, resource_id, now=now)
    return number


def _version(
    resource_id: str, number: int, settled: Settled, actor: Actor, now: dt.datetime
) -> Version:
    return Version(
        resource_id=resource_id, number=number, loaded_at=now, storage_key=None, file_name="",
        size=0, sha256="", row_count=settled.rows, column_count=settled.columns,
        emptied_count=settled.emptied, dictionary=settled.dictionary, layout="",
        report_key=settled.report, loaded_by=actor.name, note=settled.note,
    )  # fmt: skip
