"""Runs: one at a time for each source, taken up where they stopped, ended by whoever may."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from ckanext.scigov.audit import service as audit
from ckanext.scigov.intake.domain.sources import Schedule, SourceReason, next_run
from ckanext.scigov.intake.domain.states import (
    ENDED,
    RUN_TRANSITIONS,
    RunEvent,
    RunKind,
    RunState,
    Wish,
)
from ckanext.scigov.intake.model import Run, Source
from ckanext.scigov.intake.service import harvest_jobs, sources
from ckanext.scigov.shared import ids, outbox
from ckanext.scigov.shared.actors import Actor
from ckanext.scigov.shared.errors import NotVisible, Refusal, Refused
from ckanext.scigov.shared.session import Session

JOB = "scigov_intake_run"
"""Name of the outbox job that goes on with a run: {"run_id": …}."""
SILENT = dt.timedelta(minutes=10)
WISHES: Mapping[RunEvent, Wish] = {RunEvent.PAUSE: Wish.PAUSE, RunEvent.CANCEL: Wish.CANCEL}
TO_THE_QUEUE = frozenset({RunEvent.RESUME, RunEvent.CONFIRM})
# ckanext-harvest's pages are in English only.
WHY_NOT: Mapping[enum.Enum, str] = {
    SourceReason.NOT_APPROVED: "A steward approves this source with its value table first.",
    SourceReason.IS_RUNNING: "This source is being harvested already.",
}
BY_THE_WORKER = frozenset(
    {RunEvent.START, RunEvent.ASK, RunEvent.FINISH, RunEvent.FAIL, RunEvent.LOSE}
)


def load(session: Session, run_id: str) -> Run:
    """Return a run, locked for this transaction.

    Raises:
        NotVisible: there is none.
    """
    found = session.get(Run, run_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise NotVisible
    return found


def request(  # noqa: PLR0913  (each is part of what is asked)
    session: Session,
    source_id: str,
    kind: RunKind,
    actor: Actor,
    now: dt.datetime,
    *,
    job_id: str = "",
) -> Run:
    """Let a source run as soon as a worker is free.

    Args:
        session: the caller's.
        source_id: of the source.
        kind: whether what has not changed is written again.
        actor: who asks, or the system for the schedule.
        now: the moment.
        job_id: of ckanext-harvest, where it was begun there.

    Raises:
        Refused: it is not approved, or runs already.
    """
    source = sources.load(session, source_id)
    if not sources.may_run(session, source):
        raise Refused(Refusal(SourceReason.NOT_APPROVED))
    if active(session, source_id) is not None:
        raise Refused(Refusal(SourceReason.IS_RUNNING))
    run = Run(
        id=ids.random_key(),
        source_id=source_id,
        job_id=job_id or harvest_jobs.make(session, source_id, now),
        kind=kind.value,
        state=RunState.QUEUED.value,
        wish=Wish.NONE.value,
        requested_by=actor.user_id,
        requested_at=now,
        worker="",
        checkpoint=None,
        is_read=False,
        known={},
        counts={},
        may_vanish=False,
        stop_reason="",
        stop_detail={},
    )
    session.add(run)
    session.flush()
    _enqueue(session, run, now)
    _account(session, run, "request", actor, now, {"kind": kind.value})
    return run


def step(session: Session, run_id: str, event: RunEvent, actor: Actor, now: dt.datetime) -> Run:
    """Pause, resume, cancel, confirm or decline; a run at work does so after its page.

    Raises:
        Refused: it cannot happen in this state.
    """
    run = load(session, run_id)
    if event in BY_THE_WORKER or (RunState(run.state), event) not in RUN_TRANSITIONS:
        raise Refused(Refusal(SourceReason.NOT_A_STEP))
    if run.state == RunState.RUNNING.value:
        run.wish = WISHES[event].value
    else:
        _go(session, run, event, now)
        if event is RunEvent.CONFIRM:
            run.may_vanish = True
        if event in TO_THE_QUEUE:
            _enqueue(session, run, now)
    session.flush()
    _account(session, run, event.value, actor, now, {"state": run.state})
    return run


def go(  # noqa: PLR0913  (each is part of the step)
    session: Session,
    run: Run,
    event: RunEvent,
    now: dt.datetime,
    *,
    reason: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Take a step of the worker's own; a run that ends closes its harvest job."""
    run.stop_reason, run.stop_detail = reason, dict(detail or {})
    _go(session, run, event, now)
    session.flush()
    system = Actor.system("intake")
    _account(session, run, event.value, system, now, {"counts": run.counts, "reason": reason})


def go_on_later(session: Session, run: Run, now: dt.datetime) -> None:
    """Leave the worker to others; the next one goes on at the checkpoint."""
    run.worker = ""
    _enqueue(session, run, now)


def active(session: Session, source_id: str) -> Run | None:
    """Return the run of a source that has not ended."""
    ended = [state.value for state in ENDED]
    return session.scalars(
        sa.select(Run).where(Run.source_id == source_id, Run.state.not_in(ended))
    ).one_or_none()


def close_lost(session: Session, now: dt.datetime) -> list[str]:
    """Mark runs without a sign of life; return their ids. They can be resumed."""
    query = sa.select(Run).where(Run.state == RunState.RUNNING.value, Run.heard_at < now - SILENT)
    found = list(session.scalars(query.with_for_update(skip_locked=True)))
    for run in found:
        go(session, run, RunEvent.LOSE, now, reason="silent")
    return [run.id for run in found]


def request_due(session: Session, now: dt.datetime) -> list[str]:
    """Let every source run whose time has come; return the ids of the runs.

    A source that cannot run for now (not approved, at work still) comes round again at its next time.
    """
    query = sa.select(Source).where(Source.next_run_at <= now).with_for_update(skip_locked=True)
    begun = []
    for source in session.scalars(query):
        source.next_run_at = next_run(Schedule(source.schedule), source.next_run_at, now)
        try:
            run = request(session, source.id, RunKind.FULL, Actor.system("schedule"), now)
        except Refused:
            continue
        begun.append(run.id)
    return begun


def adopt_jobs(session: Session, now: dt.datetime) -> list[str]:
    """Run what was begun on ckanext-harvest's own pages or by its commands; return the run ids."""
    begun = []
    for job_id, source_id in harvest_jobs.without_run(session):
        actor = Actor.system("harvest")
        try:
            run = request(session, source_id, RunKind.FULL, actor, now, job_id=job_id)
        except Refused as refused:
            harvest_jobs.end(session, job_id, now, WHY_NOT[refused.refusals[0].reason])
        else:
            begun.append(run.id)
    return begun


def _go(session: Session, run: Run, event: RunEvent, now: dt.datetime) -> None:
    target = RUN_TRANSITIONS.get((RunState(run.state), event))
    if target is None:
        raise Refused(Refusal(SourceReason.NOT_A_STEP))
    run.state, run.wish = target.value, Wish.NONE.value
    if target in ENDED:
        run.finished_at = now
        message = f"{event.value}: {run.stop_reason}" if run.stop_reason else ""
        harvest_jobs.end(session, run.job_id, now, message)


def _enqueue(session: Session, run: Run, now: dt.datetime) -> None:
    outbox.enqueue_job(session, JOB, {"run_id": run.id}, now=now)


def _account(  # noqa: PLR0913, PLR0917  (each is a column)
    session: Session,
    run: Run,
    verb: str,
    actor: Actor,
    now: dt.datetime,
    detail: Mapping[str, Any],
) -> None:
    audit.record(
        session,
        actor=actor,
        event=f"intake_run.{verb}",
        object_type="intake_run",
        object_id=run.id,
        now=now,
        detail={"source": run.source_id, **detail},
    )
