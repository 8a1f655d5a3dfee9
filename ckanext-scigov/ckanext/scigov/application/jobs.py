"""What is done later: steps whose time has come, scans of files, files that nobody names."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from ckan import model

from ckanext.scigov.application import config, evidence_queries
from ckanext.scigov.application.logic import uploads
from ckanext.scigov.application.service import evidence, time
from ckanext.scigov.application.service.acts import system
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.domain.evidence import ScanState
from ckanext.scigov.shared.errors import ScigovError
from ckanext.scigov.shared.evidence import keeping, toolkit_scans

SCAN = uploads.SCAN_JOB
MOST_SCANNED = 200

log = logging.getLogger(__name__)


def take_steps_of_time(now: dt.datetime) -> None:
    """Job ``scigov_application_time``: each part in a transaction of its own; late or twice is the same."""
    office = system(now, config.rules())
    session = model.Session()
    due = time.perhaps_due(session, office)
    session.rollback()
    for part_id in due:
        try:
            time.settle(session, part_id, office)
            session.commit()
        except ScigovError:
            session.rollback()
            log.exception("Part %s of an application could not be settled.", part_id)


def scan(payload: dict[str, Any]) -> None:
    """Job ``scigov_application_scan``: a file that has just come. Where clamd is away, it waits."""
    row = evidence_queries.find(model.Session(), str(payload["id"]))
    if row is not None and row.state == ScanState.UNSCANNED.value:
        _scan({row.storage_key: row.id}, clock.now())


def scan_waiting(now: dt.datetime) -> None:
    """Job ``scigov_application_scan_waiting``: files whose scan nobody could do before."""
    _scan(evidence_queries.unscanned(model.Session(), MOST_SCANNED), now)


def sweep(now: dt.datetime) -> None:
    """Job ``scigov_application_sweep``: files of uploads and deletions that were interrupted."""
    session = model.Session()
    keeping.sweep(config.evidence_store(), lambda keys: evidence.named(session, keys), now=now)
    session.rollback()


def _scan(waiting: Mapping[str, str], now: dt.datetime) -> None:
    """Scan files, key of the store → id."""
    office = system(now, config.rules())
    toolkit_scans.scan(
        config.evidence_store(),
        waiting,
        lambda session, id_, found: evidence.settle(session, id_, found, office),
    )
