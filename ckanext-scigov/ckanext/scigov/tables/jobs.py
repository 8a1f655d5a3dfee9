"""What the worker does: load a file, delete a file that is no longer wanted, drop a table.

Every job may be run twice for one request and must not mind.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import logic, model

from ckanext.scigov.shared import clock
from ckanext.scigov.tables import config, datastore, interfaces, queries, row_words, service
from ckanext.scigov.tables.conversion import GuessedWrong, Plan, copy_lines, plan
from ckanext.scigov.tables.datastore import Marker
from ckanext.scigov.tables.dictionary import dictionary_of
from ckanext.scigov.tables.domain.bad_cells import CellLog
from ckanext.scigov.tables.domain.problems import Code, Problem, ProblemLog, UnfitFile
from ckanext.scigov.tables.domain.versions import columns_of_plan
from ckanext.scigov.tables.formats import ending_of
from ckanext.scigov.tables.model import Load
from ckanext.scigov.tables.reading import examine
from ckanext.scigov.tables.reports import Findings, ReportWriter, no_findings
from ckanext.scigov.tables.service import LoadTask
from ckanext.scigov.tables.wishes import wishes_of

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
REPORT_EVERY_SECONDS = 1.0
WORDS_SECONDS = 20.0
"""How long the words of one table keep the worker at a time."""
PIECES_GUESSED_FROM = 10
"""Types are guessed from so many pieces; the load itself looks whether the others agree."""


class _Superseded(Exception):
    """Somebody has replaced the file meanwhile; its own job will load it."""


def load_file(payload: dict[str, Any]) -> None:
    """Job ``scigov_tables_load``: make a table of a resource's newest file."""
    session = model.Session
    task = service.begin_load(session, payload["resource_id"], now=clock.now())
    session.commit()
    if task is None:
        return
    try:
        _load(task)
    except _Superseded:
        session.rollback()
    except UnfitFile as unfit:
        session.rollback()
        _refuse(task, unfit.problems)
    except Exception:
        session.rollback()
        log.exception("Loading the file of resource %s broke off.", task.resource_id)
        if task.attempt < MOST_ATTEMPTS:
            raise  # the outbox tries again after a pause
        _refuse(task, UnfitFile.because(Problem(Code.INTERNAL)).problems)


def make_words(payload: dict[str, Any]) -> None:
    """Job ``scigov_tables_words``: the rows are there to be seen; now their words are made.

    It asks for another turn when this one is over: who uploads a file now is not to wait for the words of
    a large one.
    """
    resource_id = payload["resource_id"]
    if row_words.make(resource_id, timezone=config.timezone(), seconds=WORDS_SECONDS):
        service.make_words_later(model.Session, resource_id, now=clock.now())
        model.Session.commit()


def delete_file(payload: dict[str, Any]) -> None:
    """Job ``scigov_tables_delete_file``: the commit has said that nobody refers to the file."""
    if not queries.key_is_used(model.Session, payload["key"]):
        config.file_store().delete(payload["key"])


def drop_table(payload: dict[str, Any]) -> None:
    """Job ``scigov_tables_drop_table``: the resource's file is gone, or is no table any more."""
    resource_id = payload["resource_id"]
    session = model.Session
    queries.lock_dataset(session, resource_id)
    if queries.find_load(session, resource_id, lock=True) is not None:
        return
    if datastore.find_marker(resource_id) is not None:
        datastore.drop_table(resource_id)
    show_table(resource_id, active=False)
    session.commit()


def show_table(resource_id: str, *, active: bool) -> None:
    """Set CKAN's mark that a resource has a table, and tell the search index; no commit.

    The caller has locked the dataset: the resource and the index get nothing that was before.
    """
    session = model.Session
    resource = session.get(model.Resource, resource_id, populate_existing=True)
    if resource is None or resource.state != model.State.ACTIVE or not resource.package_id:
        return
    if bool((resource.extras or {}).get("datastore_active")) == active:
        return
    # A new dictionary: SQLAlchemy does not see changes inside the old one.
    resource.extras = {**(resource.extras or {}), "datastore_active": active}
    session.flush()
    context: Any = {"user": tk.config["ckan.site_id"], "ignore_auth": True, "use_cache": False}
    logic.index_update_package(context, resource.package_id)


def _load(task: LoadTask) -> None:
    session = model.Session
    made = datastore.find_marker(task.resource_id)
    if made and (made.storage_key, made.dictionary) == (task.storage_key, task.dictionary):
        # The switch was committed and the second step was not: a crash fell between them.
        _finish(task, made.rows, made.facts)
        return
    resource = session.get(model.Resource, task.resource_id)
    items = dictionary_of(resource) if resource is not None else []
    wishes = wishes_of(resource)
    session.commit()
    file = examine(
        config.file_store().path(task.storage_key),
        ending=ending_of(task.file_name),
        given=wishes.given,
        problem_limit=config.problem_limit(),
    )
    percent = config.bad_cells_percent() if wishes.percent is None else wishes.percent
    try:
        _load_planned(task, plan(file, items, most=PIECES_GUESSED_FROM), percent)
    except GuessedWrong:
        session.rollback()
        _load_planned(task, plan(file, items), percent)
    _drop_report_of(made, task.resource_id)


def _drop_report_of(before: Marker | None, resource_id: str) -> None:
    """Delete the report of the table that was replaced, where no version has come to name it.

    That table was switched in and its second step never taken: a new file came in between.
    """
    report = str(before.facts.get("report") or "") if before else ""
    now = datastore.find_marker(resource_id)
    if report and (now is None or now.facts.get("report") != report):
        delete_file({"key": report})


def _load_planned(task: LoadTask, made_plan: Plan, percent: Decimal) -> None:
    with closing(ReportWriter()) as report:
        cells = CellLog(percent, config.bad_cells_kept(), report.add)
        problems = ProblemLog(config.problem_limit())
        _replace_table(_Work(task, made_plan, problems, cells, report))


def _replace_table(work: _Work) -> None:
    """Load, with the report kept where the load or its failure names it.

    After any other end nobody knows whether the switch was committed: the reconciler deletes a report
    that nothing names.
    """
    task = work.task
    try:
        rows = datastore.replace_table(
            task.resource_id,
            work.plan.columns,
            copy_lines(work.plan, work.problems, _Reporter(task), work.cells),
            lambda rows: Marker(task.storage_key, task.dictionary, rows, work.facts, False),
            lambda: _confirm(work),
            timezone=config.timezone(),
        )
    except UnfitFile as unfit:
        model.Session.rollback()
        _fail(task, unfit.problems, work)
    except _Superseded:
        work.report.discard()
        raise
    else:
        _finish(task, rows, work.facts)


@dataclass(slots=True)
class _Work:
    """One load under way."""

    task: LoadTask
    plan: Plan
    problems: ProblemLog
    cells: CellLog
    report: ReportWriter

    @property
    def facts(self) -> dict[str, Any]:
        """What CKAN's database is told: counts, and where the report lies."""
        return {
            "layout": self.plan.file.described,
            "report": self.report.key,
            "columns": len(self.plan.columns),
            "emptied": self.cells.count,
        }

    def findings(self, problems: ProblemLog | None = None) -> Findings:
        return {
            "columns": columns_of_plan(self.plan.columns),
            "notes": [{"code": note.code.value, "name": note.name} for note in self.plan.notes],
            "problems": problems.rows() if problems else [],
            "bad_cells": self.cells.per_column(self.plan.columns),
        }


def _confirm(work: _Work) -> None:
    """Hold the request's row from the switch to the second step, so that no upload falls between."""
    work.report.store(work.findings())
    queries.lock_dataset(model.Session, work.task.resource_id)
    if not service.still_wanted(model.Session, work.task):
        raise _Superseded


def _finish(task: LoadTask, rows: int, facts: dict[str, Any]) -> None:
    session = model.Session
    queries.lock_dataset(session, task.resource_id)
    facts = {**facts, "versions_kept": config.versions_kept()}
    if service.finish_load(session, task, row_count=rows, facts=facts, now=clock.now()):
        show_table(task.resource_id, active=True)
        interfaces.tell_loaded(task.resource_id)
    session.commit()


def _refuse(task: LoadTask, problems: ProblemLog) -> None:
    """Record why a file is none that could be begun with."""
    with closing(ReportWriter()) as report:
        findings: Findings = {**no_findings(), "problems": problems.rows()}
        _record_failure(task, problems, report, findings, {})


def _fail(task: LoadTask, problems: ProblemLog, work: _Work) -> None:
    _record_failure(task, problems, work.report, work.findings(problems), work.facts)


def _record_failure(
    task: LoadTask,
    problems: ProblemLog,
    report: ReportWriter,
    findings: Findings,
    facts: Mapping[str, Any],
) -> None:
    try:
        report.store(findings)
    except OSError:
        log.exception("The report on the file of resource %s was not kept.", task.resource_id)
    is_newest = service.fail_load(
        model.Session,
        task,
        problems=problems.count,
        facts={**facts, "report": report.key},
        now=clock.now(),
    )
    if is_newest:
        load = model.Session.get_one(Load, task.resource_id)
        interfaces.tell_refused(task.resource_id, load.reference)
    model.Session.commit()
    if not is_newest:
        report.discard()


class _Reporter:
    """Writes progress about once a second, each time in a transaction of its own."""

    def __init__(self, task: LoadTask) -> None:
        self._task = task
        self._last = 0.0

    def __call__(self, rows: int, size: int) -> None:
        moment = time.monotonic()
        if moment - self._last < REPORT_EVERY_SECONDS:
            return
        self._last = moment
        with model.ensure_engine().begin() as connection:
            connection.execute(
                sa.update(Load)
                .where(
                    Load.resource_id == self._task.resource_id,
                    Load.storage_key == self._task.storage_key,
                )
                .values(rows_done=rows, bytes_done=size, seen_at=clock.now())
            )
