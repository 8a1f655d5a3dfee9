"""Index every dataset again, in batches that are each committed.

The ordinary path writes one document at a time in the transaction of its dataset; here the
documents of a batch are collected and written with one statement.
"""

from __future__ import annotations

import dataclasses
import logging
import time
from collections.abc import Callable, Iterator

import sqlalchemy as sa

from ckan import logic, model
from ckan.common import config
from ckan.types import Context

from ckanext.scigov.search.connection import collected
from ckanext.scigov.search.model import SearchDocument
from ckanext.scigov.search.storing import remove, store

log = logging.getLogger(__name__)

BATCH = 100


@dataclasses.dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild has come."""

    done: int
    total: int
    failed: int
    seconds: float
    last_id: str

    @property
    def rate(self) -> float:
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float:
        return (self.total - self.done) / self.rate if self.rate else 0.0


def rebuild_all(after: str, report: Callable[[Progress], None]) -> Progress:
    """Index all datasets whose id comes behind ``after``; then drop what is no dataset any more.

    A dataset that cannot be indexed is logged and counted, and the others go on.
    """
    ids = _dataset_ids(after)
    began = time.monotonic()
    progress = Progress(0, len(ids), 0, 0.0, after)
    for batch in _batches(ids):
        failed = _index(batch)
        progress = Progress(
            done=progress.done + len(batch),
            total=len(ids),
            failed=progress.failed + failed,
            seconds=time.monotonic() - began,
            last_id=batch[-1],
        )
        report(progress)
    drop_orphans()
    return progress


def _dataset_ids(after: str) -> list[str]:
    wanted = sa.select(model.Package.id).where(model.Package.id > after).order_by(model.Package.id)
    if config.get("ckan.search.remove_deleted_packages"):
        wanted = wanted.where(model.Package.state != model.State.DELETED)
    return list(model.Session.scalars(wanted))


def _batches(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]


def _index(ids: list[str]) -> int:
    failed = 0
    with collected() as rows:
        for package_id in ids:
            context: Context = {"ignore_auth": True}
            try:
                logic.index_update_package(context, package_id, True)
            except logic.NotFound:
                log.info("Dataset %s was purged during the rebuild.", package_id)
            except Exception:
                # One broken dataset must not keep the others out of the search.
                log.exception("Dataset %s could not be indexed.", package_id)
                model.Session.rollback()
                failed += 1
    # A dataset saved while its batch was read has written a newer document: that one stays.
    store(model.Session.connection(), rows, keep_newer=True)
    model.Session.commit()
    model.Session.remove()
    return failed


def drop_orphans() -> int:
    """Delete this site's documents whose dataset is gone; return how many."""
    gone = sa.and_(
        SearchDocument.site_id == config.get("ckan.site_id"),
        SearchDocument.id.not_in(sa.select(model.Package.id)),
    )
    removed = remove(model.Session.connection(), gone)
    model.Session.commit()
    return removed
