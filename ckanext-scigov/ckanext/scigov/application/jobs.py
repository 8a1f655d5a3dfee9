"""What is done later: steps whose time has come, scans of files, files that nobody names."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from ckan import model

from ckanext.scigov.application import config, evidence_queries, evidence_store, scanning
from ckanext.scigov.application.scanning import ScanResult
from ckanext.scigov.application.service import evidence, time
from ckanext.scigov.application.service.acts import system
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.errors import NotVisible, ScigovError

SCAN = "scigov_application_scan"
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
    scanner = config.scanner()
    if row is None or scanner is None:
        return
    path = config.evidence_store().path(row.storage_key)
    _settle(row.id, scanning.scan_file(scanner, path), clock.now())


def scan_waiting(now: dt.datetime) -> None:
    """Job ``scigov_application_scan_waiting``: files whose scan nobody could do before."""
    scanner = config.scanner()
    if scanner is None:
        return
    waiting = evidence_queries.unscanned(model.Session(), MOST_SCANNED)
    model.Session.rollback()
    for key, result in scanning.rescan(scanner, waiting, config.evidence_store().path):
        _settle(waiting[key], result, now)


def sweep(now: dt.datetime) -> None:
    """Job ``scigov_application_sweep``: files of uploads and deletions that were interrupted."""
    session = model.Session()
    evidence_store.sweep(
        config.evidence_store(), lambda keys: evidence.named(session, keys), now=now
    )
    session.rollback()


def _settle(evidence_id: str, result: ScanResult, now: dt.datetime) -> None:
    session = model.Session()
    if result.detail:
        log.warning("A file of an application was not scanned: %s", result.detail)
    if result.signature:
        log.warning("Malware was found in file %s: %s.", evidence_id, result.signature)
    try:
        evidence.settle(session, evidence_id, result.outcome, system(now, config.rules()))
        session.commit()
    except NotVisible:
        session.rollback()
