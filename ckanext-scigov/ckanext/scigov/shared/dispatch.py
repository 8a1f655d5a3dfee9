"""Between the outbox and the worker: hand over, run, and pick up what a crash left behind."""

from __future__ import annotations

import datetime as dt
import logging
import select
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

import ckan.lib.jobs as rq_jobs
import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.redis import connect_to_redis

from ckanext.scigov.shared import clock, outbox
from ckanext.scigov.shared.interfaces import (
    Queue,
    outbox_jobs,
    patience_with,
    queues,
    scheduled_jobs,
)

log = logging.getLogger(__name__)

LEFT_BEHIND_AFTER = dt.timedelta(seconds=10)
SCHEDULED = "scigov_shared_scheduled"
HEARTBEAT_KEY = "scigov:{site}:scheduler"
HEARTBEAT_SECONDS = 30


def run_entry(entry_id: str) -> None:
    """Run one entry in the worker. Somebody else at it, or done already: nothing happens."""
    with _only_one(entry_id) as alone:
        if not alone:
            return
        session = model.Session
        found = outbox.load_for_run(session, entry_id)
        session.commit()
        if found is None:
            return
        name, payload = found
        try:
            outbox_jobs()[name](payload | {"entry_id": entry_id})
        except Exception as error:
            session.rollback()
            text = f"{type(error).__name__}: {error}"
            outbox.mark_failed(session, entry_id, text, clock.now(), patience_with(name))
            session.commit()
            raise
        outbox.mark_done(session, entry_id, clock.now())
        session.commit()


def dispatch(now: dt.datetime) -> int:
    """Hand every due entry to the worker; return how many."""
    handed, own = 0, queues()
    while ids := outbox.claim_due(model.Session, now):
        names = outbox.names_of(model.Session, ids)
        model.Session.commit()
        for entry_id in ids:
            _hand_over(entry_id, own.get(names[entry_id]))
        handed += len(ids)
    model.Session.commit()
    return handed


def recover(now: dt.datetime, after: dt.timedelta = LEFT_BEHIND_AFTER) -> int:
    """Let entries wait again whose worker died or whose place in Redis was lost."""
    left = outbox.entries_left_behind(model.Session, now - after)
    if left:
        in_redis = {one for name in _queue_names() for one in rq_jobs.get_queue(name).get_job_ids()}
        left = [entry for entry in left if entry not in in_redis and not _is_running(entry)]
        outbox.requeue(model.Session, left, now)
    model.Session.commit()
    return len(left)


def enqueue_scheduled(now: dt.datetime) -> None:
    """Put every scheduled job whose time has come into the outbox; do the light ones."""
    for name, job in scheduled_jobs().items():
        is_due = outbox.claim_round(model.Session, name, job.every, now)
        if is_due and not job.light:
            outbox.enqueue_job(
                model.Session, SCHEDULED, {"name": name}, now=now, key=f"{SCHEDULED}:{name}"
            )
        model.Session.commit()
        if is_due and job.light:
            job.run(now)


def run_scheduled(name: str, now: dt.datetime) -> None:
    """Run a scheduled job in this process.

    Raises:
        KeyError: there is no job of that name.
    """
    scheduled_jobs()[name].run(now)
    model.Session.commit()


def run_scheduler_once(now: dt.datetime) -> None:
    """Do everything the scheduler does in one turn."""
    enqueue_scheduled(now)
    recover(now)
    dispatch(now)
    connect_to_redis().set(_heartbeat_key(), now.isoformat(), ex=HEARTBEAT_SECONDS)


def run_scheduler(turn_seconds: float = 1.0) -> None:
    """Run turns for ever; a commit that enqueues something starts the next one at once."""
    with _listening() as connection:
        while True:
            run_scheduler_once(clock.now())
            model.Session.remove()
            select.select([connection], [], [], turn_seconds)
            connection.poll()
            connection.notifies.clear()


def scheduler_is_alive() -> bool:
    return bool(connect_to_redis().exists(_heartbeat_key()))


def _heartbeat_key() -> str:
    return HEARTBEAT_KEY.format(site=tk.config["ckan.site_id"])


def _hand_over(entry_id: str, own: Queue | None) -> None:
    """Put an entry into its job's own queue, or into that of all."""
    about: dict[str, Any] = {"job_id": entry_id}
    if own is not None:
        about["timeout"] = own.seconds
    name = own.name if own else rq_jobs.DEFAULT_QUEUE_NAME
    rq_jobs.enqueue(run_entry, [entry_id], title=entry_id, queue=name, rq_kwargs=about)


def _queue_names() -> set[str]:
    return {rq_jobs.DEFAULT_QUEUE_NAME, *(own.name for own in queues().values())}


@contextmanager
def _listening() -> Iterator[Any]:
    raw = model.ensure_engine().raw_connection()
    try:
        connection: Any = raw.driver_connection
        connection.set_session(autocommit=True)
        with connection.cursor() as cursor:
            cursor.execute("LISTEN scigov_outbox")
        yield connection
    finally:
        raw.invalidate()


def _lock_number(entry_id: str) -> int:
    return zlib.crc32(entry_id.encode())


@contextmanager
def _only_one(entry_id: str) -> Iterator[bool]:
    """Hold a lock that ends with this process; a second runner of the entry gets False."""
    with (
        model.ensure_engine()
        .connect()
        .execution_options(isolation_level="AUTOCOMMIT") as connection
    ):
        number = _lock_number(entry_id)
        got = connection.scalar(sa.select(sa.func.pg_try_advisory_lock(number)))
        try:
            yield bool(got)
        finally:
            if got:
                connection.execute(sa.select(sa.func.pg_advisory_unlock(number)))


def _is_running(entry_id: str) -> bool:
    with _only_one(entry_id) as alone:
        return not alone
