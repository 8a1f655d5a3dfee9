"""Records that their source has no more: never at once, and never many without asking."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from ckanext.scigov.catalogue.gathered import GATHERED_CONTEXT
from ckanext.scigov.intake import queries
from ckanext.scigov.intake.domain.comparing import Vanishing, judge_vanished
from ckanext.scigov.intake.model import Record, Run, Source
from ckanext.scigov.intake.pipeline.reporting import Problems
from ckanext.scigov.intake.pipeline.updating import MOMENTS
from ckanext.scigov.intake.service import records
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.shared.session import Session

BATCH = 100
REASON = "not_at_source"
STATUS = "deprecated"
BACK = {"lifecycle_status": "published", "retire_reason": "", "deprecated_at": ""}
"""Fields of an entry whose record is at its source again."""


def settle(session: Session, source: Source, run: Run, now: dt.datetime) -> Vanishing:
    """Note what is missing after a whole passage; say whether somebody is to be asked first."""
    gone = queries.missing(session, source.id, run.id)
    known = queries.present(session, source.id)
    percent = source.most_vanished_percent
    found = judge_vanished(gone, known, percent, may_vanish=run.may_vanish)
    run.counts = {**run.counts, "vanished": gone}
    run.stop_detail = {"missing": gone, "known": known, "percent": percent}
    if found is not Vanishing.ASK:
        problems = Problems(run.id)
        for key, title in queries.newly_missing(session, source.id, run.id):
            problems.add_gone(key, title)
        records.add_problems(session, problems.rows)
        records.miss(session, source.id, run.id, now)
    return found


def due(session: Session, source: Source, run: Run, now: dt.datetime) -> list[Record]:
    """Return some of what has been missing for longer than its grace period."""
    before = now - dt.timedelta(days=source.grace_days)
    return queries.to_archive(session, source.id, run.id, before, BATCH)


def archive(session: Session, record: Record, now: dt.datetime) -> bool:
    """Archive an entry softly; say whether it was there to be archived.

    It keeps its page, its files and its grade, and says that it is on its way out.

    Raises:
        ValidationError: CKAN has rolled the transaction back.
    """
    package = session.get(model.Package, record.dataset_id)
    is_there = package is not None and package.state == model.State.ACTIVE
    if is_there:
        day = local_day(now).isoformat()
        fields = {"lifecycle_status": STATUS, "retire_reason": REASON, "deprecated_at": day}
        show: Any = Context(ignore_auth=True, user="", use_cache=False)
        shown = tk.get_action("package_show")(show, {"id": record.dataset_id})
        entry = {name: value for name, value in shown.items() if name not in MOMENTS}
        context: Any = {"ignore_auth": True, "user": "", GATHERED_CONTEXT: True}
        context |= {"defer_commit": True, "return_id_only": True}
        tk.get_action("package_update")(context, {**entry, **fields})
    records.archive(session, record, now)
    return is_there
