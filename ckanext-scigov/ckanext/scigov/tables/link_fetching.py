"""What the worker does for links: fetch what is due, and have it loaded as an upload is.

A failure is written down and waits for its next turn. A run that comes late or twice asks nobody twice.
"""

from __future__ import annotations

import datetime as dt
import logging
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast

import ckan.plugins.toolkit as tk
from ckan import logic, model
from ckan.lib.uploader import get_max_resource_size

from ckanext.scigov.audit import service as audit
from ckanext.scigov.shared import clock, fetching, ids, toolkit_fetching
from ckanext.scigov.shared.fetching import Fetched, Known, Limits, NotFetched, Wanted
from ckanext.scigov.tables import (
    config,
    fetch_queries,
    fetch_service,
    links,
    load_requests,
    queries,
    service,
    unfinished,
)
from ckanext.scigov.tables.domain.schedules import INTERNAL, Result, table_name
from ckanext.scigov.tables.fetch_service import FetchTask, Outcome
from ckanext.scigov.tables.model import LoadState
from ckanext.scigov.tables.reading import TABLE_ENDINGS
from ckanext.scigov.tables.version_service import LOADER

log = logging.getLogger(__name__)

MB = 1 << 20


def fetch_due(now: dt.datetime) -> None:
    """Scheduled job ``scigov_tables_fetch_due``: put what is due into the outbox."""
    for resource_id in fetch_queries.due(model.Session, now):
        fetch_service.fetch_later(model.Session, resource_id, now=now)


def fetch_link(payload: dict[str, Any]) -> None:
    """Job ``scigov_tables_fetch``: fetch one link, if it is due."""
    session, resource_id = model.Session, payload["resource_id"]
    task = _begin(resource_id)
    session.commit()
    if task is None:
        return
    try:
        outcome = _fetch(task)
    except Exception:
        session.rollback()
        # The address may be nobody's business who reads this; and errors of libraries quote it.
        log.exception("Fetching the link of resource %s broke off.", resource_id)
        outcome = Outcome(Result.FAILED, INTERNAL)
    fetch_service.finish(session, task, outcome, now=clock.now())
    session.commit()


def _begin(resource_id: str) -> FetchTask | None:
    session = model.Session
    address = links.address_of(fetch_queries.find_link(session, resource_id))
    if not address:
        return None
    location = queries.find_location(session, resource_id)
    is_stored = location is not None and bool(location.storage_key)
    return fetch_service.begin(session, resource_id, address, now=clock.now(), is_stored=is_stored)


def _fetch(task: FetchTask) -> Outcome:
    most = get_max_resource_size() * MB
    wanted = Wanted(
        task.address, toolkit_fetching.rules(), Limits(most), Known(task.etag, task.modified)
    )
    root = config.storage_root()
    root.mkdir(parents=True, exist_ok=True)
    # A file without a name: it is gone with this process, however that ends.
    with TemporaryFile(dir=root) as file:
        try:
            fetched = fetching.fetch(wanted, cast("BinaryIO", file))
        except NotFetched as refused:
            return Outcome(Result.FAILED, refused.reason, refused.status)
        if not fetched.is_new or _is_stored(task, fetched):
            return _unchanged(task, fetched)
        return _store(task, fetched, cast("BinaryIO", file))


def _is_stored(task: FetchTask, fetched: Fetched) -> bool:
    location = queries.find_location(model.Session, task.resource_id)
    return location is not None and location.sha256 == fetched.sha256


def _unchanged(task: FetchTask, fetched: Fetched) -> Outcome:
    """The file that is there still; where it became no table, that is still so."""
    load = queries.find_load(model.Session, task.resource_id)
    is_refused = load is not None and load.state == LoadState.FAILED.value
    result = Result.REFUSED if is_refused else Result.UNCHANGED
    return Outcome(result, etag=fetched.known.etag, modified=fetched.known.modified)


def _store(task: FetchTask, fetched: Fetched, file: BinaryIO) -> Outcome:
    """Make what came the resource's file, exactly as an upload becomes it; ends the transaction."""
    session, key = model.Session, ids.random_key()
    unfinished.claim(session, key)
    file.seek(0)
    stored = config.file_store().write(key, file)
    queries.lock_dataset(session, task.resource_id)
    queries.find_load(session, task.resource_id, lock=True)  # before the fetch, as all others do
    resource = fetch_queries.find_link(session, task.resource_id)
    outcome = Outcome(Result.NEW, etag=fetched.known.etag, modified=fetched.known.modified)
    if resource is None or fetch_service.still_wanted(session, task) is None:
        session.rollback()
        return outcome  # nobody asks for it any more
    now = clock.now()
    name = table_name(
        ids.file_name(fetched.file_name), fetched.media_type, resource.format or "", TABLE_ENDINGS
    )
    service.store_location(session, resource.id, stored, name, now=now)
    load_requests.request(session, resource.id, now=now, by=LOADER.name)
    _account_for(resource, now)
    fetch_service.finish(session, task, outcome, now=now)
    session.commit()
    return outcome


def _account_for(resource: model.Resource, now: dt.datetime) -> None:
    """Put on record that a new file came, and tell the catalogue when."""
    audit.record(
        model.Session,
        actor=LOADER,
        event="table.fetch",
        object_type="resource",
        object_id=resource.id,
        now=now,
    )
    resource.last_modified = now.replace(tzinfo=None)
    model.Session.flush()
    context: Any = {"user": tk.config["ckan.site_id"], "ignore_auth": True, "use_cache": False}
    logic.index_update_package(context, str(resource.package_id))
