"""The only writer of when a link is fetched and how that ended. It flushes and never commits."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from ckanext.scigov.shared import outbox
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables import fetch_queries as queries
from ckanext.scigov.tables.domain.schedules import Result, may_begin, next_after
from ckanext.scigov.tables.model import Fetch

FETCH_JOB = "scigov_tables_fetch"


@dataclass(frozen=True, slots=True)
class FetchTask:
    """What a worker is to fetch, and what must still be true when he has it."""

    resource_id: str
    address: str
    begun_at: dt.datetime
    etag: str
    modified: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a fetch ended; ``etag`` and ``modified`` are of the file that is stored now."""

    result: Result
    reason: str = ""
    status: int = 0
    etag: str = ""
    modified: str = ""


def hash_of(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()


def follow(
    session: Session, resource_id: str, address: str, schedule: str, *, now: dt.datetime
) -> None:
    """Fetch a link from now on by a schedule: at once where it is new, and never where there is none."""
    fetch = queries.find(session, resource_id, lock=True)
    if fetch is None:
        fetch = Fetch(resource_id=resource_id, schedule="", address_hash="")
        session.add(fetch)
    if fetch.address_hash != hash_of(address):
        fetch.address_hash = hash_of(address)
        fetch.begun_at = fetch.fetched_at = None
        fetch.result = fetch.reason = fetch.etag = fetch.modified = ""
        fetch.status = fetch.failures = 0
    if fetch.fetched_at is None or not schedule:
        fetch.next_at = now if schedule else None
    elif fetch.schedule != schedule:
        fetch.next_at = next_after(schedule, fetch.fetched_at)
    fetch.schedule = schedule
    session.flush()
    if fetch.next_at is not None and fetch.next_at <= now:
        fetch_later(session, resource_id, now=now)


def fetch_later(session: Session, resource_id: str, *, now: dt.datetime) -> None:
    payload = {"resource_id": resource_id}
    outbox.enqueue_job(session, FETCH_JOB, payload, now=now, key=f"{FETCH_JOB}:{resource_id}")


def forget(session: Session, resource_id: str) -> None:
    """The resource is gone, or no link any more. Nothing is flushed here."""
    fetch = session.get(Fetch, resource_id, with_for_update=True)
    if fetch is not None:
        session.delete(fetch)


def begin(
    session: Session, resource_id: str, address: str, *, now: dt.datetime, is_stored: bool
) -> FetchTask | None:
    """Take a fetch that is due; None when it is not, or somebody is at it.

    Args:
        session: the caller's.
        resource_id: of the link.
        address: where it leads.
        now: the moment.
        is_stored: what was fetched the last time is there; else all of it is asked for again.
    """
    fetch = queries.find(session, resource_id, lock=True)
    if fetch is None or not may_begin(fetch.next_at, fetch.begun_at, now):
        return None
    fetch.begun_at = now
    if fetch.address_hash != hash_of(address) or not is_stored:
        # Changed past our hooks: what was known is of another file.
        fetch.address_hash, fetch.etag, fetch.modified = hash_of(address), "", ""
    session.flush()
    return FetchTask(resource_id, address, now, fetch.etag, fetch.modified)


def still_wanted(session: Session, task: FetchTask) -> Fetch | None:
    """Return the row while nobody has changed the link or begun anew, and lock it."""
    fetch = queries.find(session, task.resource_id, lock=True)
    if fetch is None or (fetch.begun_at, fetch.address_hash) != (
        task.begun_at,
        hash_of(task.address),
    ):
        return None
    return fetch


def finish(session: Session, task: FetchTask, outcome: Outcome, *, now: dt.datetime) -> None:
    """Write down how a fetch ended, and when the next one is: a failure waits for its turn, too."""
    fetch = still_wanted(session, task)
    if fetch is None:
        return
    fetch.begun_at, fetch.fetched_at = None, now
    fetch.next_at = next_after(fetch.schedule, now)
    fetch.result, fetch.reason = outcome.result.value, outcome.reason
    fetch.status = outcome.status
    if outcome.result in (Result.FAILED, Result.REFUSED):
        fetch.failures += 1
    else:
        fetch.etag, fetch.modified = outcome.etag, outcome.modified
        if outcome.result is Result.UNCHANGED:
            fetch.failures = 0
    session.flush()


def after_load(session: Session, resource_id: str, *, fits: bool) -> None:
    """A file that was fetched has become a table, or not: only then has the fetch succeeded."""
    fetch = queries.find(session, resource_id, lock=True)
    if fetch is None or fetch.result not in (Result.NEW.value, Result.REFUSED.value):
        return
    if fits:
        fetch.result, fetch.failures = Result.NEW.value, 0
    elif fetch.result == Result.NEW.value:
        fetch.result = Result.REFUSED.value
        fetch.failures += 1
