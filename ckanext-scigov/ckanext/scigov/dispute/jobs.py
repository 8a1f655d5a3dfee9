"""What is done later: steps whose time has come, addresses that are forgotten."""

from __future__ import annotations

import datetime as dt
import logging

from ckan import model

from ckanext.scigov.dispute import config
from ckanext.scigov.dispute.service import time
from ckanext.scigov.dispute.service.acts import system
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
