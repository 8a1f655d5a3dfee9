"""The outbox: jobs and mail as rows of the transaction that wants them.

Nothing is sent to Redis inside a transaction. The scheduler moves committed rows to the worker
(:mod:`ckanext.scigov.shared.dispatch`); a row is done only when its job has returned, so a crash
anywhere repeats the job instead of losing it. This module is the only writer of the tables.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from ckanext.scigov.shared.domain.patience import USUAL, Patience
from ckanext.scigov.shared.ids import random_key
from ckanext.scigov.shared.model import OutboxEntry, OutboxState, Schedule
from ckanext.scigov.shared.session import Session

CHANNEL = "scigov_outbox"  # dispatch.py listens to it
MAIL_JOB = "scigov_shared_send_mail"
KEPT_FOR = dt.timedelta(days=30)


def enqueue_job(  # noqa: PLR0913  (each is part of the row)
    session: Session,
    name: str,
    payload: Mapping[str, Any],
    *,
    now: dt.datetime,
    key: str | None = None,
    run_at: dt.datetime | None = None,
) -> None:
    """Put a job into the caller's transaction.

    Args:
        session: the caller's; nothing is committed here.
        name: a name some plugin's ``IJobs.get_outbox_jobs`` answers to.
        payload: JSON values, ids rather than content.
        now: the moment of the act.
        key: entries with the same key wait only once. The row is locked until the caller commits,
            so a waiting job cannot start before the newest change it is to see is there.
        run_at: not before this moment.
    """
    enqueue_jobs(session, name, {key or random_key(): payload}, now=now, run_at=run_at)


def enqueue_jobs(
    session: Session,
    name: str,
    payloads: Mapping[str, Mapping[str, Any]],
    *,
    now: dt.datetime,
    run_at: dt.datetime | None = None,
) -> None:
    """Put jobs of one name, key → payload, into the caller's transaction by one statement."""
    if not payloads:
        return
    # In one order, so that two transactions with the same keys wait for each other and no more.
    rows = [
        {
            "id": random_key(),
            "name": name,
            "payload": dict(payloads[key]),
            "key": key,
            "state": OutboxState.WAITING.value,
            "attempts": 0,
            "created_at": now,
            "run_at": run_at or now,
            "last_error": "",
        }
        for key in sorted(payloads)
    ]
    waiting = insert(OutboxEntry).values(rows)
    session.execute(
        waiting.on_conflict_do_update(
            index_elements=["key"],
            index_where=sa.text("state = 'waiting'"),
            set_={"payload": waiting.excluded.payload, "run_at": waiting.excluded.run_at},
        )
    )
    session.execute(sa.select(sa.func.pg_notify(CHANNEL, "")))


def enqueue_mail(  # noqa: PLR0913
    session: Session,
    to: str,
    subject: str,
    body: str,
    *,
    now: dt.datetime,
    to_name: str = "",
    key: str | None = None,
) -> None:
    """Put a message into the caller's transaction; its Message-ID is the same at every attempt."""
    message = {"to": to, "to_name": to_name, "subject": subject, "body": body}
    enqueue_job(session, MAIL_JOB, message, now=now, key=key)


def claim_due(session: Session, now: dt.datetime, limit: int = 100) -> list[str]:
    """Mark the entries that are due as queued and return their ids, oldest first."""
    due = (
        sa.select(OutboxEntry.id)
        .where(OutboxEntry.state == OutboxState.WAITING.value, OutboxEntry.run_at <= now)
        .order_by(OutboxEntry.run_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list(session.scalars(due))
    if ids:
        session.execute(
            sa.update(OutboxEntry)
            .where(OutboxEntry.id.in_(ids))
            .values(state=OutboxState.QUEUED.value, queued_at=now)
        )
    return ids


def names_of(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Return entry → name of its job."""
    named = sa.select(OutboxEntry.id, OutboxEntry.name).where(OutboxEntry.id.in_(ids))
    return {row.id: row.name for row in session.execute(named)}


def entries_left_behind(session: Session, before: dt.datetime) -> list[str]:
    """Return queued entries handed over before a moment and not finished since."""
    return list(
        session.scalars(
            sa.select(OutboxEntry.id).where(
                OutboxEntry.state == OutboxState.QUEUED.value, OutboxEntry.queued_at < before
            )
        )
    )


def requeue(session: Session, ids: Collection[str], now: dt.datetime) -> None:
    """Let entries that nobody works on wait again."""
    for entry_id in ids:
        _wait_again(session, entry_id, run_at=now)


def load_for_run(session: Session, entry_id: str) -> tuple[str, dict[str, Any]] | None:
    """Count an attempt and return (job name, payload); None when the entry is finished."""
    entry = session.get(OutboxEntry, entry_id, with_for_update=True)
    if entry is None or entry.state in (OutboxState.DONE.value, OutboxState.FAILED.value):
        return None
    entry.attempts += 1
    return entry.name, dict(entry.payload)


def mark_done(session: Session, entry_id: str, now: dt.datetime) -> None:
    session.execute(
        sa.update(OutboxEntry)
        .where(OutboxEntry.id == entry_id)
        .values(state=OutboxState.DONE.value, finished_at=now, last_error="")
    )


def mark_failed(
    session: Session, entry_id: str, error: str, now: dt.datetime, patience: Patience = USUAL
) -> None:
    """Let the entry wait, each time longer, or give it up when the patience with it is at an end."""
    entry = session.get(OutboxEntry, entry_id, with_for_update=True)
    if entry is None:
        return
    entry.last_error = error
    run_at = patience.next_run(entry.attempts, entry.created_at, now)
    if run_at is None:
        entry.state = OutboxState.FAILED.value
        entry.finished_at = now
        return
    session.flush()
    _wait_again(session, entry_id, run_at=run_at)


def forget_finished(session: Session, now: dt.datetime) -> None:
    """Delete entries done long ago; failed ones stay for the operator."""
    session.execute(
        sa.delete(OutboxEntry).where(
            OutboxEntry.state == OutboxState.DONE.value, OutboxEntry.finished_at < now - KEPT_FOR
        )
    )


def claim_round(session: Session, name: str, every: dt.timedelta, now: dt.datetime) -> bool:
    """Take the turn of a scheduled job: true for one caller when it is due."""
    taken = session.execute(
        insert(Schedule)
        .values(name=name, last_run_at=now)
        .on_conflict_do_update(
            index_elements=["name"],
            set_={"last_run_at": now},
            where=Schedule.last_run_at <= now - every,
        )
        .returning(Schedule.name)
    )
    return taken.first() is not None


def _wait_again(session: Session, entry_id: str, *, run_at: dt.datetime) -> None:
    """Put a queued entry back, unless a newer one with its key waits already: that one serves."""
    entry = session.get(OutboxEntry, entry_id, populate_existing=True)
    if entry is None:
        return
    newer = session.scalars(
        sa.select(OutboxEntry.id).where(
            OutboxEntry.key == entry.key,
            OutboxEntry.state == OutboxState.WAITING.value,
            OutboxEntry.id != entry_id,
        )
    ).first()
    entry.state = OutboxState.DONE.value if newer else OutboxState.WAITING.value
    entry.finished_at = run_at if newer else None
    entry.run_at = run_at
    session.flush()
