"""A run, from its checkpoint to its end: page by page, looked at after each for what somebody wants."""

from __future__ import annotations

import datetime as dt
import logging
import os
import socket
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import config as access_config
from ckanext.scigov.access.service.grades import Act
from ckanext.scigov.intake import mapping_files, stop_details, wiring
from ckanext.scigov.intake.contract import Connector, Page, SourceFailed
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.domain.comparing import Vanishing
from ckanext.scigov.intake.domain.mapping import MappingErrors, MappingFile
from ckanext.scigov.intake.domain.states import RunEvent, RunKind, RunState, Wish
from ckanext.scigov.intake.interfaces import connectors
from ckanext.scigov.intake.model import Run, Source
from ckanext.scigov.intake.pipeline import tables, vanishing
from ckanext.scigov.intake.pipeline.arriving import sentences_in
from ckanext.scigov.intake.pipeline.pages import Bench, Taker
from ckanext.scigov.intake.pipeline.reporting import Problems
from ckanext.scigov.intake.service import harvest_jobs, records, runs
from ckanext.scigov.search.many import Indexer
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.actors import Actor

log = logging.getLogger(__name__)

WISHED = {Wish.PAUSE.value: RunEvent.PAUSE, Wish.CANCEL.value: RunEvent.CANCEL}
ACTOR = Actor.system("harvest")


def run(run_id: str, until: dt.datetime | None = None) -> None:
    """Take a run as far as it goes: to its end, a question, somebody's wish, or a moment.

    Whoever else is at the same source is waited for by nobody: this returns at once. What was committed
    by a worker that is gone is not done again.

    Args:
        run_id: of the run.
        until: leave the worker to others at the first page's end after it.
    """
    source_id = model.Session.scalar(sa.select(Run.source_id).where(Run.id == run_id))
    model.Session.rollback()
    if source_id is None:
        return
    with _alone(source_id) as is_alone:
        if is_alone:
            _Passage(run_id, until).go()


class _Passage:
    def __init__(self, run_id: str, until: dt.datetime | None) -> None:
        self._session = model.Session
        self._run_id = run_id
        self._until = until

    def go(self) -> None:
        run = self._begin()
        if run is None:
            return
        try:
            connector, mapping = self._wired(run)
        except _Unusable as unusable:
            self._fail(unusable.cause, unusable.detail)
            return
        try:
            is_read = run.is_read or self._take_pages(connector, mapping)
            if is_read and self._take_rows(connector):
                self._end()
        except SourceFailed as failed:
            self._fail(failed.cause, failed.detail)
        except Exception:
            # Whatever it is, the run says so; the log has the rest, and the job is tried again.
            self._session.rollback()
            self._fail(Cause.FAULT.value, {})
            raise
        finally:
            connector.close()

    def _begin(self) -> Run | None:
        """Return the run if there is something to do for it."""
        run = runs.load(self._session, self._run_id)
        now = clock.now()
        if run.state == RunState.QUEUED.value:
            runs.go(self._session, run, RunEvent.START, now)
        elif run.state != RunState.RUNNING.value:
            self._session.rollback()
            return None
        run.worker = f"{socket.gethostname()}:{os.getpid()}"
        run.started_at, run.heard_at = run.started_at or now, now
        harvest_jobs.begin(self._session, run.job_id, now)
        self._session.commit()
        return run

    def _wired(self, run: Run) -> tuple[Connector, MappingFile]:
        source = self._source(run)
        try:
            mapping = mapping_files.read(source.mapping)
            make = connectors().get(mapping.kind)
            if make is None:
                raise _Unusable(Cause.UNKNOWN_CONNECTOR, {"kind": mapping.kind})
            is_afresh = run.kind == RunKind.FORCED.value
            wired = wiring.wiring_for(self._session, source, mapping, is_afresh=is_afresh)
            return make(wired), mapping
        except MappingErrors as errors:
            raise _Unusable(Cause.BAD_SETTINGS, stop_details.of_mapping(errors)) from errors
        except ValueError as error:
            raise _Unusable(Cause.BAD_SETTINGS, stop_details.of_setting(error)) from error
        except SourceFailed as failed:
            raise _Unusable(Cause(failed.cause), failed.detail) from failed
        finally:
            self._session.rollback()

    def _take_pages(self, connector: Connector, mapping: MappingFile) -> bool:
        """Return whether the source was read to its end."""
        run = self._run()
        source = self._source(run)
        taker = Taker(Bench(self._session(), source, mapping, connector, clock.now, _act), run)
        checkpoint = run.checkpoint
        self._session.rollback()
        for page in connector.pages(checkpoint):
            run = self._run()
            if page.is_unchanged:
                return self._nothing_new(run, page)
            taker.take(page, run)
            self._keep_known(page)
            if page.following is not None and not self._may_go_on():
                return False
        return self._run().is_read

    def _take_rows(self, connector: Connector) -> bool:
        """Return whether all rows that the source has were taken."""
        if not tables.gives_rows(connector):
            return True
        return tables.take_all(self._session(), self._run(), connector, self._may_go_on)

    def _nothing_new(self, run: Run, page: Page) -> bool:
        number = records.touch_all(self._session, run.source_id, run.id)
        run.counts = {**run.counts, "listed": number, "unchanged": number}
        run.is_read, run.total = True, number
        run.known = dict(page.known) or self._source(run).known
        self._session.commit()
        return True

    def _keep_known(self, page: Page) -> None:
        """Remember what the next run asks with, once everything this one has read is in."""
        if page.following is None and page.known:
            self._run().known = dict(page.known)
            self._session.commit()

    def _may_go_on(self) -> bool:
        """Say whether nobody wants the run to stop here, and its worker may keep it."""
        run = runs.load(self._session, self._run_id)
        now = clock.now()
        wished = WISHED.get(run.wish)
        is_ours = run.state == RunState.RUNNING.value
        if wished is not None and is_ours:
            runs.go(self._session, run, wished, now)
            is_ours = False
        elif is_ours and self._until is not None and now >= self._until:
            runs.go_on_later(self._session, run, now)
            is_ours = False
        self._session.commit()
        return is_ours

    def _end(self) -> None:
        """Settle what is missing, and close the run."""
        run = runs.load(self._session, self._run_id)
        source, now = self._source(run), clock.now()
        verdict = self._settle_missing(source, run, now)
        if verdict is Vanishing.ASK:
            detail = run.stop_detail
            runs.go(self._session, run, RunEvent.ASK, now, reason="vanished", detail=detail)
            self._session.commit()
            return
        self._session.commit()
        self._archive(source.id)
        run, source = runs.load(self._session, self._run_id), self._source(run)
        source.known = run.known
        runs.go(self._session, run, RunEvent.FINISH, clock.now())
        self._session.commit()

    def _settle_missing(self, source: Source, run: Run, now: dt.datetime) -> Vanishing:
        """A passage that has not met all its source says it has tells nothing of what is gone."""
        listed = run.counts.get("listed", 0)
        if run.total is not None and listed < run.total:
            problems = Problems(run.id)
            problems.add(Cause.CHANGED_MEANWHILE, value=f"{listed} / {run.total}")
            records.add_problems(self._session, problems.rows)
            run.counts = {**run.counts, "errors": run.counts.get("errors", 0) + 1}
            return Vanishing.NONE
        if run.counts.get("unsure"):
            return Vanishing.NONE
        return vanishing.settle(self._session, source, run, now)

    def _archive(self, source_id: str) -> None:
        """Archive what is due, each entry in a transaction of its own."""
        indexer = Indexer()
        refused: set[str] = set()
        while True:
            run = self._run()
            found = [
                one
                for one in vanishing.due(self._session, self._source(run), run, clock.now())
                if one.key not in refused
            ]
            if not found:
                return
            for record in found:
                self._archive_one(record.key, source_id, indexer, refused)

    def _archive_one(self, key: str, source_id: str, indexer: Indexer, refused: set[str]) -> None:
        run = self._run()
        record = records.load(self._session, source_id, key)
        problems = Problems(run.id)
        try:
            if vanishing.archive(self._session, record, clock.now()):
                indexer.index([], [record.dataset_id])
            problems.add(Cause.ARCHIVED, record)
        except tk.ValidationError as error:
            # CKAN has rolled back.
            refused.add(key)
            problems.add(Cause.NOT_ARCHIVED, record, detail=sentences_in(error.error_dict))
        run = self._run()
        word = "archived" if key not in refused else "errors"
        run.counts = {**run.counts, word: run.counts.get(word, 0) + 1}
        run.heard_at = clock.now()
        records.add_problems(self._session, problems.rows)
        self._session.commit()
        indexer.after_commit()

    def _fail(self, cause: str, detail: Any) -> None:
        self._session.rollback()
        run = runs.load(self._session, self._run_id)
        runs.go(self._session, run, RunEvent.FAIL, clock.now(), reason=cause, detail=detail)
        self._session.commit()

    def _run(self) -> Run:
        found = self._session.get(Run, self._run_id)
        assert found is not None
        return found

    def _source(self, run: Run) -> Source:
        found = self._session.get(Source, run.source_id)
        assert found is not None
        return found


class _Unusable(Exception):
    """A source cannot even be asked."""

    def __init__(self, cause: Cause, detail: Any) -> None:
        super().__init__(cause.value)
        self.cause = cause.value
        self.detail = detail


def _act() -> Act:
    return Act(ACTOR, clock.now(), access_config.second_person())


@contextmanager
def _alone(source_id: str) -> Iterator[bool]:
    """Hold a lock that ends with this process; a second worker at the same source gets False."""
    number = zlib.crc32(f"scigov_intake:{source_id}".encode())
    with model.ensure_engine().connect() as connection:
        held = connection.scalar(sa.select(sa.func.pg_try_advisory_lock(number)))
        connection.commit()
        try:
            yield bool(held)
        finally:
            if held:
                connection.scalar(sa.select(sa.func.pg_advisory_unlock(number)))
                connection.commit()
