"""What comes round: sealing every minute, the retention once a day."""

from __future__ import annotations

import datetime as dt
import logging

from sqlalchemy import exc

from ckan import model

from ckanext.scigov.audit import config
from ckanext.scigov.audit.retention import forget_old
from ckanext.scigov.audit.sealing import seal

log = logging.getLogger(__name__)

LIGHT_BATCH = 2000
"""So many events are sealed in a few tenths of a second."""


def seal_quietly(now: dt.datetime) -> None:
    """Make one seal; the scheduler does it itself, so that no long job in the worker delays it.

    It comes round again in a minute: nothing may fail because of it.
    """
    try:
        seal(
            model.ensure_engine(),
            key=config.signing_key(),
            anchors=config.anchor_path(),
            now=now,
            most=1,
            batch=LIGHT_BATCH,
        )
    except (exc.SQLAlchemyError, OSError) as error:
        log.error("The audit log is not sealed or anchored: %s", error)  # noqa: TRY400 (no program fault)


def forget_old_events(now: dt.datetime) -> None:
    """Remove what is older than the setting says."""
    kept_for = config.retention()
    if kept_for is None:
        return
    gone = forget_old(
        model.ensure_engine(), key=config.signing_key(), older_than=now - kept_for, now=now
    )
    if gone:
        log.info("%s events of the audit log were old enough to be removed.", gone)
