"""Index every dataset again, into a copy of the index that then takes its place."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import sys
import time
from collections.abc import Callable, Iterator

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from ckan import model

from ckanext.scigov.search.bulk import batches, processes, shadow
from ckanext.scigov.search.bulk.exchange import Keep, exchange, is_to_be_found

log = logging.getLogger(__name__)

REBUILDING = 0x7363_6967_6F76_0002
"""Advisory lock of the one rebuild that may run."""


@dataclasses.dataclass(frozen=True, slots=True)
class Progress:
    """How far a rebuild has come."""

    done: int
    total: int
    failed: int
    seconds: float
    resumed: int = 0
    """So many datasets an interrupted rebuild had already indexed."""
    blocked: float = 0.0
    """For so many seconds nobody could search."""

    @property
    def rate(self) -> float:
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float:
        return (self.total - self.done) / self.rate if self.rate else 0.0


class RebuildRunningError(RuntimeError):
    """Another process is rebuilding."""


Report = Callable[[Progress], None]


def rebuild_all(
    report: Report, *, restart: bool = False, number_of_processes: int | None = None
) -> Progress:
    """Index all datasets, going on where an interrupted rebuild has stopped.

    A dataset that cannot be indexed is logged and counted, and keeps the document it has. What is
    no dataset any more is gone afterwards; documents of other sites stay.
    """
    model.Session.remove()
    with _alone() as engine:
        begun = shadow.begin(engine, restart=restart)
        batches.wait_for_others(engine)
        ids = _left_to_do(engine)
        resumed = _count_all(engine) - len(ids) if begun.is_resumed else 0
        number = processes.how_many(len(ids), number_of_processes)
        with _workers(number) as workers:
            progress = _fill(workers, ids, Progress(0, len(ids), 0, 0.0, resumed), report)
            return _finish(engine, workers, progress, begun.since, Keep.DATASETS)


def rebuild_as_ckan_does(*, ignore_failures: bool, clear: bool, quiet: bool) -> None:
    """Do what CKAN's ``rebuild`` does, in the Session of whoever calls it.

    The Session is committed as CKAN commits it. Unless failures are ignored the first one is
    raised, and the index stays as it was. Documents without a dataset stay unless it is cleared.
    """
    model.Session.commit()
    with _alone() as engine:
        begun = shadow.begin(engine, restart=True)
        try:
            workers = processes.Alone(batches.Worker(model.Session.commit))
            ids = _left_to_do(engine)
            report = _say_nothing if quiet else _say_as_ckan_does
            progress = _fill(
                workers, ids, Progress(0, len(ids), 0, 0.0), report, ignore_failures=ignore_failures
            )
            keep = Keep.OTHER_SITES if clear else Keep.ALL
            _finish(engine, workers, progress, begun.since, keep)
        except BaseException:
            with engine.begin() as connection:
                shadow.drop(connection)
            raise


def _say_as_ckan_does(progress: Progress) -> None:
    sys.stdout.write(f"\rIndexing dataset {progress.done}/{progress.total}")
    sys.stdout.flush()


def _say_nothing(_: Progress) -> None:
    pass


@contextlib.contextmanager
def _alone() -> Iterator[sa.Engine]:
    """Hold the lock of the one rebuild, on a connection of its own."""
    engine = model.ensure_engine()
    with engine.connect() as connection:
        locked = connection.execute(sa.select(sa.func.pg_try_advisory_lock(REBUILDING))).scalar()
        connection.commit()
        if not locked:
            raise RebuildRunningError(
                "The search index is being rebuilt already. Wait until that is finished."
            )
        try:
            yield engine
        finally:
            # A connection that is lost has lost its lock.
            with contextlib.suppress(DBAPIError):
                connection.execute(sa.select(sa.func.pg_advisory_unlock(REBUILDING)))


@contextlib.contextmanager
def _workers(number: int) -> Iterator[processes.Workers]:
    with processes.garbage_left_lying():
        if number > 1:
            with processes.several(number) as workers:
                yield workers
        else:
            yield processes.Alone(batches.Worker(model.Session.remove))


def _left_to_do(engine: sa.Engine) -> list[str]:
    """Return the datasets that are not in the copy, those that belong together side by side."""
    in_copy = sa.exists().where(shadow.COPY.c.id == model.Package.id)
    wanted = sa.select(model.Package.id).where(is_to_be_found(), ~in_copy)
    with engine.connect() as connection:
        return list(connection.scalars(wanted.order_by(model.Package.metadata_created)))


def _count_all(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        counted = sa.select(sa.func.count()).select_from(model.Package).where(is_to_be_found())
        return connection.execute(counted).scalar_one()


def _fill(
    workers: processes.Workers,
    ids: list[str],
    progress: Progress,
    report: Report,
    *,
    ignore_failures: bool = True,
) -> Progress:
    began = time.monotonic()
    for outcome in workers.outcomes(("index", batch) for batch in batches.batches(ids)):
        assert outcome is not None
        if outcome.failed and not ignore_failures:
            raise next(iter(outcome.failed.values()))
        progress = dataclasses.replace(
            progress,
            done=progress.done + outcome.datasets,
            failed=progress.failed + len(outcome.failed),
            seconds=time.monotonic() - began,
        )
        report(progress)
    return progress


def _finish(
    engine: sa.Engine,
    workers: processes.Workers,
    progress: Progress,
    since: str,
    keep: Keep,
) -> Progress:
    """Make the copy whole and put it in the live index's place."""
    began = time.monotonic()
    indexes = [("build_index", name) for name in shadow.index_names()]
    # The longest first; the planner wants to know the table whatever indexes it has.
    for _ in workers.outcomes([("build_lists", None), ("analyze", None), *indexes]):
        pass
    blocked = exchange(engine, since, keep)
    seconds = progress.seconds + time.monotonic() - began
    return dataclasses.replace(progress, seconds=seconds, blocked=blocked)
