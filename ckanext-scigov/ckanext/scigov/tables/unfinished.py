"""Files whose transaction has not ended yet: a mark beside the store, a lock in the database.

The lock is taken in the uploading transaction before the first byte is written and ends with it,
however it ends, kill -9 included. Whoever gets the lock afterwards knows how it ended: the file is
some resource's, the report that a new table names, or nobody's and goes at once. No age has to be guessed.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event, exc

from ckan import model

from ckanext.scigov.shared.session import Session
from ckanext.scigov.shared.storage import FileStore
from ckanext.scigov.tables import config, datastore, queries

log = logging.getLogger(__name__)

CLAIMED = "scigov_tables_claimed_files"
LOCK_SPACE = 20_514  # the first of advisory locks' two numbers: these locks are about files


def claim(session: Session, key: str) -> None:
    """Announce a file that is about to be written in the session's transaction."""
    session.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK_SPACE, _lock_number(key))))
    config.file_store().mark(key)
    session.info.setdefault(CLAIMED, []).append(key)


def settle(keys: Iterable[str] | None = None) -> int:
    """Keep or delete the files of ended transactions; return how many were deleted.

    Args:
        keys: only these; every marked file when not given.
    """
    store = config.file_store()
    marked = store.marks() if keys is None else keys
    return sum(_settle_one(store, key) for key in list(marked))


def watch_transactions() -> None:
    """Settle a transaction's files as soon as it ends."""
    if not event.contains(model.Session, "after_transaction_end", _after_transaction):
        event.listen(model.Session, "after_transaction_end", _after_transaction)


def settle_quietly(keys: Iterable[str] | None = None) -> None:
    """Settle where nothing may fail because of it: the marks stay for the next round."""
    try:
        settle(keys)
    except exc.SQLAlchemyError as error:
        log.warning("Unfinished uploads are settled later: %s", error)


def _after_transaction(session: Any, transaction: Any) -> None:
    if transaction.parent is None:
        keys = session.info.pop(CLAIMED, None)
        if keys:
            settle_quietly(keys)


def _settle_one(store: FileStore, key: str) -> bool:
    with model.ensure_engine().begin() as connection:
        lock = sa.func.pg_try_advisory_xact_lock(LOCK_SPACE, _lock_number(key))
        if not connection.scalar(sa.select(lock)):
            return False
        # Asked only now: with the lock in hand the answer is final.
        is_kept = queries.key_is_used(connection, key) or datastore.is_named(key)
        if not is_kept:
            store.delete(key)
        store.unmark(key)
        return not is_kept


def _lock_number(key: str) -> int:
    return zlib.crc32(key.encode()) - (1 << 31)
