"""What ckanext-harvest's own pages show of new and changed records: its harvest objects."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ckan.model.types import make_uuid

from ckanext.harvest.model import HarvestObject

from ckanext.scigov.search.bulk.copying import copy
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class Written:
    key: str
    dataset_id: str
    raw: Any
    report: str
    """``added`` or ``updated``."""
    is_open: bool
    """Everybody may know where its data lie; the original of others is kept elsewhere."""


def store(
    session: Session, source_id: str, job_id: str, written: Sequence[Written], now: dt.datetime
) -> None:
    """Add the objects of a page; those of before are no longer the current ones."""
    if not written:
        return
    ids = [one.dataset_id for one in written if one.report != "added"]
    if ids:
        session.execute(
            sa.update(HarvestObject)
            .where(HarvestObject.package_id.in_(ids), HarvestObject.current.is_(True))
            .values(current=False)
            .execution_options(synchronize_session=False)
        )
    moment = now.astimezone(dt.timezone.utc).replace(tzinfo=None)
    times = dict.fromkeys(
        ("gathered", "fetch_started", "fetch_finished", "import_started", "import_finished"),
        moment,
    )
    rows = [
        {
            "id": make_uuid(), "guid": one.key, "current": True, "state": "COMPLETE",
            "content": json.dumps(one.raw, ensure_ascii=False) if one.is_open else None,
            "report_status": one.report, "retry_times": 0, "harvest_job_id": job_id,
            "harvest_source_id": source_id, "package_id": one.dataset_id, **times,
        }
        for one in written
    ]  # fmt: skip
    copy(session.connection(), HarvestObject.__table__, rows)
