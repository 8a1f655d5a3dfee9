"""What is done later: steps whose time has come, addresses that are forgotten."""

from __future__ import annotations

import datetime as dt
import logging

from sqlalchemy.exc import SQLAlchemyError

from ckan import model

from ckanext.scigov.dispute import config, source_queries
from ckanext.scigov.dispute.model_sources import ComparisonDeclared
from ckanext.scigov.dispute.service import runs, time
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


def forget_visitors(now: dt.datetime) -> None:
    """Job ``scigov_dispute_forget``: addresses of visitors whose disputes have ended long ago."""
    session = model.Session()
    time.forget_visitors(session, system(now, config.rules()))
    session.commit()
