"""What is done later: steps whose time has come, addresses that are forgotten."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any

from ckan import model

from ckanext.scigov.dispute import config, telling
from ckanext.scigov.dispute.service import time
from ckanext.scigov.dispute.service.acts import system
from ckanext.scigov.dispute.telling import Corrected
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.errors import ScigovError

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


def forget_visitors(now: dt.datetime) -> None:
    """Job ``scigov_dispute_forget``: addresses of visitors whose disputes have ended long ago."""
    session = model.Session()
    time.forget_visitors(session, system(now, config.rules()))
    session.commit()


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
