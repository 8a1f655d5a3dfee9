"""Records that their source has no more: never at once, and never many without asking."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from ckanext.scigov.catalogue.interfaces import GATHERED_CONTEXT
from ckanext.scigov.intake import queries
from ckanext.scigov.intake.domain.comparing import Vanishing, judge_vanished
from ckanext.scigov.intake.model import Record, Run, Source
from ckanext.scigov.intake.service import records
from ckanext.scigov.shared.calendar import local_day
from ckanext.scigov.shared.session import Session

BATCH = 100
REASON = "not_at_source"
STATUS = "deprecated"


def settle(session: Session, source: Source, run: Run, now: dt.datetime) -> Vanishing:
    """Note what is missing after a whole passage; say whether somebody is to be asked first."""
    gone = queries.missing(session, source.id, run.id)
    known = queries.present(session, source.id)
    found = judge_vanished(
        gone, known, source.most_vanished_percent, may_vanish=run.may_vanish
    )
    run.counts = {**run.counts, "vanished": gone}
    if found is not Vanishing.ASK:
        records.miss(session, source.id, run.id, now)
    return found


def archive_batch(
    session: Session, source: Source, run: Run, now: dt.datetime
) -> list[str]:
    """Archive some of what has been missing for too long; return the ids of their entries.

    An archived entry keeps its page, its files and its grade; it says that it is on its way out.
    """
    before = now - dt.timedelta(days=source.grace_days)
    found = queries.to_archive(session, source.id, run.id, before, BATCH)
    for one in found:
        _save(one, {"lifecycle_status": STATUS, "retire_reason": REASON,
                    "deprecated_at": local_day(now).isoformat()})  # fmt: skip
    records.archive(session, found, now)
    return [one.dataset_id for one in found]


def restored() -> dict[str, str]:
    """Return the fields of an entry whose record is at its source again."""
    return {"lifecycle_status": "published", "retire_reason": "", "deprecated_at": ""}


def _save(record: Record, fields: dict[str, Any]) -> None:
    package = model.Session.get(model.Package, record.dataset_id)
    if package is None or package.state != model.State.ACTIVE:
        return
    context: Any = Context(
        ignore_auth=True, user="", defer_commit=True, return_id_only=True,
        **{GATHERED_CONTEXT: True},
    )  # type: ignore[typeddict-item]  # fmt: skip
    show: Any = Context(ignore_auth=True, user="", use_cache=False)
    entry = tk.get_action("package_show")(show, {"id": package.id})
    tk.get_action("package_update")(context, {**entry, **fields})
