"""Put the rebuilt copy in the live index's place while people search and datasets are saved.

Documents are written in their datasets' own transactions, so ``written_by`` tells which of them
are newer than what the rebuild has read: those go over to the copy as they are. What has been
deleted meanwhile is known by its dataset, which is gone. Only the last of this needs the table
for itself: searches wait some milliseconds.
"""

from __future__ import annotations

import enum
import logging
import time

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.search.bulk import shadow
from ckanext.scigov.search.bulk.shadow import COPY, LIVE
from ckanext.scigov.search.model import SearchDeletion, SearchState, Xid8

log = logging.getLogger(__name__)

LOCK_TIMEOUT = "100ms"
"""Searches queue up behind whoever waits for the whole table: nobody may wait longer than that."""
PATIENCE = 600.0
"""Seconds after which a transaction that keeps the table is not waited for any more."""
LONGEST_PAUSE = 2.0
LOCK_NOT_AVAILABLE, DEADLOCK = "55P03", "40P01"
_WHOLE_TABLE = sa.text("LOCK TABLE scigov_search_document IN ACCESS EXCLUSIVE MODE")
_GIVEN_BY_DATABASE = ("number", "written_by")


class Keep(enum.Enum):
    """Which live documents stay although the rebuild has made none in their place."""

    DATASETS = "of other sites, of other kinds, and of datasets that could not be indexed"
    ALL = "all, as in CKAN's own rebuild"
    OTHER_SITES = "of other sites only, as after CKAN has cleared the index"


class TableBusyError(RuntimeError):
    """A transaction has kept the live table for all of ``PATIENCE``."""


def exchange(engine: sa.Engine, since: str, keep: Keep) -> float:
    """Put the copy in the live table's place; return for how many seconds nobody could search."""
    began = time.monotonic()
    pause = 0.05
    while True:
        with engine.begin() as connection:
            before = shadow.oldest_running(connection)
            _carry_over(connection, since, keep)
        since = before
        try:
            return _take_place(engine, since, keep)
        except OperationalError as error:
            if getattr(error.orig, "pgcode", None) not in (LOCK_NOT_AVAILABLE, DEADLOCK):
                raise
        if time.monotonic() - began > PATIENCE:
            raise TableBusyError(
                "A transaction keeps the search's table. End it (see pg_stat_activity) and run "
                "the command again: it goes on where it stopped."
            )
        log.info("The search's table is in use; trying again in %.2f s.", pause)
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _take_place(engine: sa.Engine, since: str, keep: Keep) -> float:
    with engine.begin() as connection:
        connection.execute(sa.select(sa.func.set_config("lock_timeout", LOCK_TIMEOUT, True)))
        connection.execute(_WHOLE_TABLE)
        locked = time.monotonic()
        # Whoever wrote is finished now, and whoever would like to write waits.
        _carry_over(connection, since, keep)
        _drop_deleted(connection, keep)
        shadow.take_place(connection)
        _begin_new_epoch(connection)
    return time.monotonic() - locked


def _carry_over(connection: sa.Connection, since: str, keep: Keep) -> None:
    """Put live documents into the copy: the newer ones, and those that nothing stands for."""
    newer = LIVE.c.written_by >= sa.cast(since, Xid8)
    replaced = sa.select(LIVE.c.index_id).where(newer)
    connection.execute(sa.delete(COPY).where(COPY.c.index_id.in_(replaced)))
    known = sa.exists().where(COPY.c.index_id == LIVE.c.index_id)
    carried = sa.or_(newer, _is_kept(keep))
    names = [column.name for column in LIVE.columns if column.name not in _GIVEN_BY_DATABASE]
    rows = sa.select(*(LIVE.c[name] for name in names)).where(carried, ~known)
    connection.execute(sa.insert(COPY).from_select(names, rows.order_by(LIVE.c.number)))


def _is_kept(keep: Keep) -> sa.ColumnElement[bool]:
    site = tk.config.get("ckan.site_id")
    if keep is Keep.ALL:
        return sa.true()
    if keep is Keep.OTHER_SITES:
        return LIVE.c.site_id.is_distinct_from(site)
    return sa.or_(~_is_ours(LIVE), _has_dataset(LIVE))


def _drop_deleted(connection: sa.Connection, keep: Keep) -> None:
    """Drop what was deleted after it had come into the copy."""
    is_gone = ~sa.exists().where(LIVE.c.index_id == COPY.c.index_id)
    of_no_dataset = sa.and_(_is_ours(COPY), ~_has_dataset(COPY))
    if keep is Keep.ALL:
        of_no_dataset = sa.and_(of_no_dataset, is_gone)
    of_others = sa.and_(~_is_ours(COPY), is_gone)
    connection.execute(sa.delete(COPY).where(sa.or_(of_no_dataset, of_others)))


def _is_ours(table: sa.Table) -> sa.ColumnElement[bool]:
    site = tk.config.get("ckan.site_id")
    return sa.and_(
        table.c.site_id.is_not_distinct_from(site),
        table.c.entity_type.is_not_distinct_from("package"),
    )


def _has_dataset(table: sa.Table) -> sa.ColumnElement[bool]:
    return sa.exists().where(model.Package.id == table.c.id, is_to_be_found())


def is_to_be_found() -> sa.ColumnElement[bool]:
    """Say which datasets have a document at all."""
    if tk.config.get("ckan.search.remove_deleted_packages"):
        return model.Package.state != model.State.DELETED
    return sa.true()


def _begin_new_epoch(connection: sa.Connection) -> None:
    """Tell all processes that the numbers have changed; deletions by old numbers mean nothing."""
    connection.execute(sa.delete(SearchDeletion))
    # Whoever looks after this has seen all that was deleted before the oldest running transaction.
    oldest = sa.func.pg_snapshot_xmin(sa.func.pg_current_snapshot())
    first = insert(SearchState).values(id=1, epoch=1, forgotten=oldest)
    connection.execute(
        first.on_conflict_do_update(
            index_elements=["id"], set_={"epoch": SearchState.epoch + 1, "forgotten": oldest}
        )
    )
