"""What is done later: steps whose time has come, addresses that are forgotten, files that are scanned."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from ckan import model

from ckanext.scigov.dispute import (
    config,
    evidence_queries,
    figure_entry,
    source_queries,
    telling,
)
from ckanext.scigov.dispute.logic import uploads
from ckanext.scigov.dispute.model_sources import ComparisonDeclared
from ckanext.scigov.dispute.service import evidence, runs, time
from ckanext.scigov.dispute.service.acts import system
from ckanext.scigov.dispute.telling import Corrected
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.domain.evidence import ScanState
from ckanext.scigov.shared.errors import ScigovError
from ckanext.scigov.shared.evidence import keeping, toolkit_scans

SCAN = uploads.SCAN_JOB
MOST_SCANNED = 200

log = logging.getLogger(__name__)


def take_steps_of_time(now: dt.datetime) -> None:
    """Job ``scigov_dispute_time``: each dispute in a transaction of its own; late or twice is the same."""
    office = system(now, config.rules())
    session = model.Session()
    due = time.perhaps_due(session, office)
    session.rollback()
    for dispute_id in due:
        try:
            time.settle(session, dispute_id, office)
            session.commit()
        except ScigovError:
            session.rollback()
            log.exception("Dispute %s could not be settled.", dispute_id)


def compare(now: dt.datetime) -> None:
    """Job ``scigov_dispute_comparisons``: what has changed is compared, each in its own transaction."""
    office = system(now, config.rules())
    session = model.Session()
    declared = [one.id for one in source_queries.declared(session)]
    session.rollback()
    for id_ in declared:
        try:
            row = session.get(ComparisonDeclared, id_)
            if row is not None and runs.has_changed(session, row):
                runs.run(session, row, office)
            session.commit()
        except (ScigovError, SQLAlchemyError) as error:
            session.rollback()
            # The error's own words may hold what the tables hold.
            log.error("Comparison %s could not be run: %s.", id_, type(error).__name__)  # noqa: TRY400


def publish_figures(now: dt.datetime) -> None:
    """Job ``scigov_dispute_figures``: the dataset of a site that has one says what the figures are today."""
    if organization := config.figures_organization():
        try:
            done = figure_entry.publish(organization)
        except figure_entry.NotPublished as error:
            model.Session.rollback()
            log.error("The figures of disputes were not published. %s", error)  # noqa: TRY400
        else:
            log.info("Figures of disputes: %s.", done.value)


def forget_visitors(now: dt.datetime) -> None:
    """Job ``scigov_dispute_forget``: addresses of visitors whose disputes have ended long ago."""
    session = model.Session()
    time.forget_visitors(session, system(now, config.rules()))
    session.commit()


def scan(payload: dict[str, Any]) -> None:
    """Job ``scigov_dispute_scan``: a file that has just come. Where clamd is away, it waits."""
    row = evidence_queries.find(model.Session(), str(payload["id"]))
    if row is not None and row.state == ScanState.UNSCANNED.value:
        _scan({row.storage_key: row.id}, clock.now())


def scan_waiting(now: dt.datetime) -> None:
    """Job ``scigov_dispute_scan_waiting``: files whose scan nobody could do before."""
    _scan(evidence_queries.unscanned(model.Session(), MOST_SCANNED), now)


def sweep(now: dt.datetime) -> None:
    """Job ``scigov_dispute_sweep``: files of uploads and deletions that were interrupted."""
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


def tell_readers(payload: dict[str, Any]) -> None:
    """Outbox job: who follows or has read what was corrected is told, once."""
    session = model.Session
    at = dt.datetime.fromisoformat(payload["at"])
    corrected = Corrected(payload["dispute_id"], payload["version"], payload["actor_id"], at)
    told = telling.tell(session, corrected, config.rules(), clock.now())
    session.commit()
    log.info(
        "%s people were told that dispute %s has ended in a correction.", told, corrected.dispute_id
    )
