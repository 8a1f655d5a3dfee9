"""What is done by itself: runs that are due or were begun elsewhere, lost ones closed, one run gone on with."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ckan import model

from ckanext.scigov.intake.model import Run
from ckanext.scigov.intake.pipeline import running
from ckanext.scigov.intake.service import runs, telling
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.interfaces import Queue

AT_A_TIME = dt.timedelta(minutes=20)
"""So long a run keeps the worker while others wait; it leaves it at a page's end and comes back."""
QUEUE = Queue("harvest", seconds=3 * 3600)
"""What has got stuck within one page is ended after this time; the run is lost, and can be resumed."""


def go_on(payload: dict[str, Any]) -> None:
    """Job ``scigov_intake_run``: go on with a run until it ends, stops or has had its time."""
    run_id = str(payload["run_id"])
    running.run(run_id, until=clock.now() + AT_A_TIME)
    _tell([run_id], clock.now())


def begin_due(now: dt.datetime) -> None:
    """Job ``scigov_intake_due``: what is due runs, and what was begun on ckanext-harvest's pages."""
    session = model.Session()
    runs.request_due(session, now)
    runs.adopt_jobs(session, now)
    session.commit()


def close_lost(now: dt.datetime) -> None:
    """Job ``scigov_intake_lost``: runs without a sign of life are marked, and their operators told."""
    session = model.Session()
    lost = runs.close_lost(session, now)
    session.commit()
    _tell(lost, now)


def _tell(run_ids: list[str], now: dt.datetime) -> None:
    session = model.Session()
    for run_id in run_ids:
        run = session.get(Run, run_id, populate_existing=True)
        if run is not None:
            telling.tell(session, run, now)
    session.commit()
