"""One page of a source: compared with what is known, judged, written, with one commit.

A record that fails does not fail its page: the page is begun again without it. A page is taken whole or not
at all, so a run that was broken off goes on at the page that was not.
"""

from __future__ import annotations

import datetime as dt
import gc
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from ckanext.scigov.access.service import new_entries
from ckanext.scigov.access.service.grades import Act
from ckanext.scigov.intake.contract import Connector, Page
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.comparing import Change
from ckanext.scigov.intake.domain.mapping import MappingFile
from ckanext.scigov.intake.domain.states import Fate, RunKind, Severity
from ckanext.scigov.intake.model import Run, Source
from ckanext.scigov.intake.pipeline.arriving import Arriving
from ckanext.scigov.intake.pipeline.hashing import Hasher
from ckanext.scigov.intake.pipeline.incoming import Incoming, Whole
from ckanext.scigov.intake.pipeline.one import One, RecordFailed
from ckanext.scigov.intake.pipeline.reporting import Problems
from ckanext.scigov.intake.service import originals, records
from ckanext.scigov.search.many import Indexer
from ckanext.scigov.shared.session import Session

log = logging.getLogger(__name__)

LONGEST = 500
SIGN = dt.timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Bench:
    """What a run works with, made once."""

    session: Session
    source: Source
    mapping: MappingFile
    connector: Connector
    clock: Callable[[], dt.datetime]
    act: Callable[[], Act]


class Taker:
    """Takes one page after another for one run."""

    def __init__(self, bench: Bench, run: Run) -> None:
        self._bench = bench
        self._session = bench.session
        self._source_id, self._run_id, self._job_id = bench.source.id, run.id, run.job_id
        self._is_forced = run.kind == RunKind.FORCED.value
        hasher = Hasher(bench.source.mapping_hash)
        self._incoming = Incoming(self._session, self._source_id, bench.mapping, hasher)
        self._arriving = Arriving(self._session, self._source_id, bench.act)
        self._indexer = Indexer()
        self._heard = bench.clock()

    def take(self, page: Page, run: Run) -> None:
        """Take a page, and with it all that its run remembers of it; commits."""
        failed: dict[int, RecordFailed] = {}
        whole = self._incoming.read(self._bench.connector, page.items, self._alive)
        is_single = False
        while True:
            try:
                with _uncollected():
                    counts = self._attempt(page, whole, failed, is_single=is_single)
                self._remember(run, page, counts)
                self._session.commit()
            except RecordFailed as error:
                self._session.rollback()
                failed[error.position] = error
            except DBAPIError as error:
                self._session.rollback()
                if error.connection_invalidated or is_single:
                    raise
                log.warning("A page is written record by record: %s", type(error.orig).__name__)
                is_single = True
            else:
                self._indexer.after_commit()
                return

    def _alive(self) -> None:
        """Give a sign of life now and then, in a transaction that ends before the source is asked on."""
        now = self._bench.clock()
        if now - self._heard > SIGN:
            self._heard = now
            mine = sa.update(Run).where(Run.id == self._run_id).values(heard_at=now)
            self._session.execute(mine.execution_options(synchronize_session=False))
            self._session.commit()

    def _attempt(
        self,
        page: Page,
        whole: Sequence[Whole],
        failed: Mapping[int, RecordFailed],
        *,
        is_single: bool,
    ) -> dict[str, int]:
        problems = Problems(self._run_id)
        ones = self._incoming.compare(whole, self._run_id, is_forced=self._is_forced)
        for position, error in failed.items():
            ones[position].fail(error.cause)
            problems.add(error.cause, ones[position], detail=error.detail)
        self._arriving.judge(ones, problems)
        new = self._arriving.store_new(ones, is_single=is_single)
        changed = self._arriving.store_changed(ones, problems, is_forced=self._is_forced)
        self._finish(ones, new, changed)
        for broken in page.unreadable:
            problems.add(Cause(broken.cause), value=broken.excerpt)
        for noticed in page.noticed:
            known = " / ".join(str(one) for one in noticed.detail.values())
            problems.add(Cause(noticed.cause), value=known)
        records.add_problems(self._session, problems.rows)
        counts = _counts(ones, problems, len(page.unreadable))
        is_unsure = any(one.cause == Cause.CHANGED_MEANWHILE.value for one in page.noticed)
        return counts | ({"unsure": 1} if is_unsure else {})

    def _finish(self, ones: Sequence[One], new: Sequence[One], changed: Sequence[One]) -> None:
        """Write down what became of each record, the originals, and the index."""
        session, now = self._session, self._bench.clock()
        session.flush()
        touched = [one.key for one in ones if one.stays]
        records.touch(session, self._source_id, touched, self._run_id)
        unmet = {id(o) for o in new if o.remembered is None and len(o.key) <= LONGEST}
        records.store_new(session, [self._row(one, now) for one in new if id(one) in unmet])
        again = [one for one in ones if not one.stays and id(one) not in unmet]
        records.store(session, [self._row(one, now) for one in again])
        written = [*new, *changed]
        is_open = new_entries.open_to_all(session, [one.dataset_id for one in written])
        kept = [
            originals.Written(
                one.key,
                one.dataset_id,
                one.raw,
                "added" if one.change is Change.NEW else "updated",
                one.dataset_id in is_open,
            )
            for one in written
        ]
        originals.store(session, self._source_id, self._job_id, kept, now)
        self._indexer.index([o.dataset_id for o in new], [o.dataset_id for o in changed])

    def _row(self, one: One, now: dt.datetime) -> dict[str, Any]:
        is_in = one.fate is Fate.IN
        return {
            "source_id": self._source_id,
            "key": one.key[:LONGEST],
            "ordinal": one.ordinal,
            "title": one.title[:LONGEST],
            "fate": one.fate.value,
            "reason": one.reason,
            "dataset_id": one.dataset_id if is_in else "",
            "hash": one.hash,
            "version": one.version or one.mapped.version,
            "raw": one.raw if is_in else None,
            "entry": one.entry if is_in else None,
            "first_run": self._run_id,
            "last_run": self._run_id,
            "changed_at": now,
            "missing_since": None,
        }

    def _remember(self, run: Run, page: Page, counts: Mapping[str, int]) -> None:
        total = {name: run.counts.get(name, 0) + number for name, number in counts.items()}
        run.counts = {**run.counts, **total}
        run.checkpoint = dict(page.following) if page.following is not None else None
        run.is_read = page.following is None
        run.total = page.total if page.total is not None else run.total
        run.heard_at = self._bench.clock()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let no collector look through a page's objects again and again: all are in use until its end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _counts(ones: Sequence[One], problems: Problems, unreadable: int) -> dict[str, int]:
    found = {"listed": len(ones) + unreadable, "unreadable": unreadable}
    for one in ones:
        is_out = one.fate in (Fate.REJECTED, Fate.DUPLICATE)
        word = "held" if one.is_held else one.fate.value if is_out else one.change.value
        found[word] = found.get(word, 0) + 1
    found["errors"] = problems.count(Severity.ERROR)
    found["warnings"] = problems.count(Severity.WARNING)
    return found
