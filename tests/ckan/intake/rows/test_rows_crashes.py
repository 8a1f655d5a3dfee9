"""A crash anywhere between source, DataStore and CKAN's database ends in the same state after the next run."""

from __future__ import annotations

import datetime as dt
import os
import signal

import pytest
from sqlite_rows import SqliteRows

pytestmark = pytest.mark.usefixtures("clean")

AFTER = [
    ("P1", "大数据决策研究", "12.60", "2024-02-09", "1"),
    ("P2", "能耗监测二期", "8", "2024-03-01", "4"),
    ("P3", "作物育种", None, "2024-05-02", "3"),
    ("P4", "遥感", "3", None, "5"),
]
STEPS = {
    "before anything of the table": "ckanext.scigov.tables.without_file.begin",
    "while rows come": "ckanext.scigov.intake.rows.cells.Reader._page",
    "before the DataStore's commit": "ckanext.scigov.tables.datastore.comment_table",
    "between the databases": "ckanext.scigov.intake.rows.settling.settle",
    "in CKAN's database": "ckanext.scigov.intake.rows.settling._remember",
}


class KilledError(BaseException):
    """Nothing catches it on its way out, as with kill -9."""


def die(*_args, **_kwargs):
    raise KilledError


@pytest.fixture
def take_until_killed(take, monkeypatch):
    def run(step, source, **options):
        from ckan import model

        with monkeypatch.context() as patched:
            patched.setattr(STEPS[step], die)
            with pytest.raises(KilledError):
                take(source, **options)
        model.Session.rollback()
        model.Session.remove()

    return run


@pytest.fixture
def known():
    """Return what CKAN's database knows: watermark, rows, versions, acts on record."""

    def read(resource_id):
        from ckan import model

        from ckanext.scigov.audit.model import AuditEvent
        from ckanext.scigov.intake.model import Watermark
        from ckanext.scigov.tables.model import Version

        mark = model.Session.query(Watermark).one()
        versions = model.Session.query(Version).filter_by(resource_id=resource_id).count()
        acts = model.Session.query(AuditEvent).filter_by(event="table.take").count()
        return mark.resource_id == resource_id, mark.value, mark.rows, versions, acts

    return read


def reconcile():
    from ckanext.scigov.shared import clock
    from ckanext.scigov.tables.reconciliation import reconcile as run

    return run(clock.now(), grace=dt.timedelta(0), silence=dt.timedelta(0))


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_later_on_ends_as_an_undisturbed_run(
    step, take, take_until_killed, source, rows, known
):
    resource_id = take(source).resource_id
    source.put(("P2", "能耗监测二期", "8", "2024-03-01", 4), ("P4", "遥感", "3", None, 5))
    take_until_killed(step, source, days=1)
    assert rows(resource_id) != []
    assert known(resource_id)[2:] == (3, 1, 1)
    reconcile()
    assert take(source, days=2).resource_id == resource_id
    assert rows(resource_id) == AFTER
    assert known(resource_id) == (True, "5", 4, 2, 2)


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_at_first_ends_as_an_undisturbed_run(
    step, take, take_until_killed, source, rows, known
):
    take_until_killed(step, source)
    reconcile()
    taken = take(source, days=1)
    assert [row[0] for row in rows(taken.resource_id)] == ["P1", "P2", "P3"]
    assert known(taken.resource_id) == (True, "3", 3, 1, 1)


@pytest.mark.parametrize("step", STEPS)
def test_rows_without_a_key_are_added_once_whatever_breaks(
    step, take, take_until_killed, rows, known
):
    source = SqliteRows(key=())
    source.put(("P1", "甲", "1", None, 1))
    resource_id = take(source).resource_id
    source.put(("P2", "乙", "2", None, 2), ("P2", "乙", "2", None, 3))
    take_until_killed(step, source, days=1)
    take(source, days=1)
    take(source, days=2)
    assert [row[0] for row in rows(resource_id)] == ["P1", "P2", "P2"]
    assert known(resource_id) == (True, "3", 3, 2, 2)


def test_a_process_that_is_killed_between_the_databases_leaves_nothing_half(
    take, source, rows, known, monkeypatch
):
    from ckan import model

    resource_id = take(source).resource_id
    source.put(("P4", "遥感", "3", None, 4))
    model.Session.remove()
    child = os.fork()
    if not child:
        model.ensure_engine().dispose(close=False)
        _forget_connections_of_the_parent()
        monkeypatch.setattr(STEPS["between the databases"], _kill_myself)
        take(source, days=1)
        os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    assert [row[0] for row in rows(resource_id)] == ["P1", "P2", "P3", "P4"]
    assert known(resource_id) == (True, "3", 3, 1, 1)
    assert take(source, days=1).outcome.value == "unchanged"
    assert known(resource_id) == (True, "4", 4, 2, 2)


def _forget_connections_of_the_parent():
    from ckanext.datastore.backend.postgres import get_write_engine

    get_write_engine().dispose(close=False)


def _kill_myself(*_args):
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_source_that_breaks_off_leaves_the_table_as_it_was(take, source, rows):
    from ckanext.scigov.intake.contract import SourceFailed

    first = take(source)
    source.put(*((f"P{number}", "新", "1", None, number) for number in range(4, 9)))
    source.breaks_after = 1
    with pytest.raises(SourceFailed):
        take(source, days=1)
    assert [row[0] for row in rows(first.resource_id)] == ["P1", "P2", "P3"]
    source.breaks_after = None
    assert take(source, days=2).counts.new == 5


def test_a_table_that_the_datastore_has_lost_is_read_anew(take, source, rows, known):
    from ckanext.scigov.tables import datastore

    resource_id = take(source).resource_id
    datastore.drop_table(resource_id)
    assert reconcile().loads_restarted == 0
    taken = take(source, days=1)
    assert (taken.resource_id, taken.outcome.value) == (resource_id, "first")
    assert [row[0] for row in rows(resource_id)] == ["P1", "P2", "P3"]
    assert known(resource_id) == (True, "3", 3, 2, 2)
