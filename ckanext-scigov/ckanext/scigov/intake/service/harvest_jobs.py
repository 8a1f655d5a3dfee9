"""ckanext-harvest's jobs: what its own pages and commands show of a run.

Its columns have no zone; what stands there is UTC. Its classes tell type checkers of columns only.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import sqlalchemy as sa

from ckanext.harvest.model import HarvestGatherError, HarvestJob

from ckanext.scigov.intake.model import Run, Source
from ckanext.scigov.shared.session import Session

NEW, RUNNING, FINISHED = "New", "Running", "Finished"


def make(session: Session, source_id: str, now: dt.datetime) -> str:
    """Add a job; return its id."""
    job: Any = HarvestJob(source_id=source_id, status=NEW, created=_naive(now))
    session.add(job)
    session.flush()
    return cast("str", job.id)


def begin(session: Session, job_id: str, now: dt.datetime) -> None:
    job: Any = session.get(HarvestJob, job_id)
    if job is not None:
        job.status = RUNNING
        job.gather_started = job.gather_started or _naive(now)


def end(session: Session, job_id: str, now: dt.datetime, message: str = "") -> None:
    """Close a job, with a sentence for its page where it has failed."""
    job: Any = session.get(HarvestJob, job_id)
    if job is None:
        return
    job.status, job.finished = FINISHED, _naive(now)
    job.gather_finished = job.gather_finished or _naive(now)
    if message:
        session.add(HarvestGatherError(message=message, harvest_job_id=job_id))
    session.flush()


def without_run(session: Session) -> list[tuple[str, str]]:
    """Return jobs of our sources that were begun on ckanext-harvest's pages: their ids and sources."""
    job: Any = HarvestJob
    query = (
        sa.select(job.id, job.source_id)
        .join(Source, Source.id == job.source_id)
        .outerjoin(Run, Run.job_id == job.id)
        .where(job.status.in_((NEW, RUNNING)), Run.id.is_(None))
        .order_by(job.created)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def _naive(now: dt.datetime) -> dt.datetime:
    return now.astimezone(dt.timezone.utc).replace(tzinfo=None)
