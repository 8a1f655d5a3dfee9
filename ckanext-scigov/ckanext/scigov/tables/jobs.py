"""What the worker does: load a file, delete a file that is no longer wanted, drop a table.

Every job may be run twice for one request and must not mind.
"""

from __future__ import annotations

import logging
import time
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import logic, model

from ckanext.scigov.shared import clock
from ckanext.scigov.tables import config, datastore, interfaces, queries, service
from ckanext.scigov.tables.conversion import Plan, copy_lines, plan
from ckanext.scigov.tables.datastore import Marker
from ckanext.scigov.tables.dictionary import dictionary_of
from ckanext.scigov.tables.domain.problems import Code, Problem, ProblemLog, UnfitFile
from ckanext.scigov.tables.formats import ending_of
from ckanext.scigov.tables.model import Load
from ckanext.scigov.tables.reading import examine
from ckanext.scigov.tables.service import LoadTask

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 5
REPORT_EVERY_SECONDS = 1.0


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
        _fail(task, unfit.problems)
    except Exception:
        session.rollback()
        log.exception("Loading the file of resource %s broke off.", task.resource_id)
        if task.attempt < MOST_ATTEMPTS:
            raise  # the outbox tries again after a pause
        _fail(task, UnfitFile.because(Problem(Code.INTERNAL)).problems)


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
        _finish(task, made.rows, {})
        return
    resource = session.get(model.Resource, task.resource_id)
    items = dictionary_of(resource) if resource is not None else []
    session.commit()
    limit = config.problem_limit()
    file = examine(
        config.file_store().path(task.storage_key),
        ending=ending_of(task.file_name),
        sheet=str((resource.extras or {}).get("sheet") or "") if resource is not None else "",
        problem_limit=limit,
    )
    made_plan = plan(file, items)
    rows = datastore.replace_table(
        task.resource_id,
        made_plan.columns,
        copy_lines(made_plan, ProblemLog(limit), _Reporter(task)),
        lambda rows: Marker(task.storage_key, task.dictionary, rows),
        lambda: _confirm(task),
        timezone=config.timezone(),
    )
    _finish(task, rows, _facts(made_plan))


def _facts(made: Plan) -> dict[str, Any]:
    layout = made.file.layout
    return {
        "notes": [{"code": note.code.value, "name": note.name} for note in made.notes],
        "layout": f"{layout.encoding} {layout.delimiter!r}" if layout else "xlsx",
    }


def _confirm(task: LoadTask) -> None:
    """Hold the request's row from the switch to the second step, so that no upload falls between."""
    queries.lock_dataset(model.Session, task.resource_id)
    if not service.still_wanted(model.Session, task):
        raise _Superseded


def _finish(task: LoadTask, rows: int, facts: dict[str, Any]) -> None:
    session = model.Session
    queries.lock_dataset(session, task.resource_id)
    if service.finish_load(session, task, row_count=rows, facts=facts, now=clock.now()):
        show_table(task.resource_id, active=True)
        interfaces.tell_loaded(task.resource_id)
    session.commit()


def _fail(task: LoadTask, problems: ProblemLog) -> None:
    service.fail_load(
        model.Session,
        task,
        problems=problems.rows(),
        problem_count=problems.count,
        now=clock.now(),
    )
    model.Session.commit()


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
