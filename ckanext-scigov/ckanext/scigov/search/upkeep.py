"""What has to be done for the index from time to time; the site is right without it, but slower."""

from __future__ import annotations

import datetime as dt
import logging

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.search import bases, config
from ckanext.scigov.search.model import SearchDeletion, SearchDocument, SearchState

log = logging.getLogger(__name__)

MANY_DELETIONS = 10_000


def keep(_: dt.datetime) -> None:
    """Build new inverted lists when that pays; forget old deletions; heal what a restore left."""
    if config.is_solr():
        return
    if _make_present():
        log.info("The index came out of a restore: its documents count as written now.")
    if bases.is_due():
        built = bases.build_base()
        if built:
            log.info("Inverted lists of %s documents in %.1f s", built.documents, built.seconds)
    _forget_deletions()


def _make_present() -> bool:
    """Give documents of transactions that are still to come the present one.

    Transaction ids begin anew in another cluster, but what is restored there keeps the old ones.
    """
    running = sa.func.pg_snapshot_xmax(sa.func.pg_current_snapshot())
    now = sa.func.pg_current_xact_id()
    with model.ensure_engine().begin() as connection:
        ahead = SearchDocument.written_by > running
        if connection.execute(sa.select(SearchDocument.number).where(ahead).limit(1)).first():
            connection.execute(sa.update(SearchDocument).where(ahead).values(written_by=now))
            connection.execute(
                sa.update(SearchState).values(
                    epoch=SearchState.epoch + 1,
                    forgotten=sa.func.pg_snapshot_xmin(sa.func.pg_current_snapshot()),
                )
            )
            connection.execute(sa.delete(SearchDeletion))
            return True
    return False


def _forget_deletions() -> None:
    """Empty the list of what is gone; a process that has not read it loads everything anew."""
    with model.ensure_engine().begin() as connection:
        listed = sa.select(sa.literal(1)).select_from(SearchDeletion).limit(MANY_DELETIONS + 1)
        counted = sa.select(sa.func.count()).select_from(listed.subquery())
        if connection.execute(counted).scalar_one() <= MANY_DELETIONS:
            return
        oldest = sa.func.pg_snapshot_xmin(sa.func.pg_current_snapshot())
        seen = connection.execute(
            sa.update(SearchState).values(forgotten=oldest).returning(SearchState.forgotten)
        ).scalar_one()
        connection.execute(sa.delete(SearchDeletion).where(SearchDeletion.written_by < seen))
