"""Crashes at every step of a load: the old table or the new one, and nothing beside it."""

from __future__ import annotations

import datetime as dt

import pytest

GOOD = "编号,日期,金额\nA1,2024-02-28,1.50\nA2,2024-02-29,2\n".encode()
CHANGED = GOOD.replace(b"1.50", b"9.50")
NOTHING = dt.timedelta(0)


def reconcile(silence=NOTHING):
    from ckanext.scigov.shared import clock
    from ckanext.scigov.tables.reconciliation import reconcile as run

    return run(clock.now(), grace=silence, silence=silence)


class KilledError(BaseException):
    """Nothing catches it on its way out, as with kill -9."""


def die(*_args, **_kwargs):
    raise KilledError


@pytest.fixture
def work_until_killed(work, monkeypatch):
    """Run the worker and kill it when it comes to a function."""

    def run(function):
        from ckan import model

        with monkeypatch.context() as patched:
            patched.setattr(function, die)
            with pytest.raises(KilledError):
                work()
        model.Session.rollback()
        model.Session.remove()

    return run


STEPS = {
    "while copying": "ckanext.scigov.tables.datastore._finish_staging",
    "before the switch": "ckanext.scigov.tables.jobs._confirm",
    "in the switch": "ckanext.scigov.tables.datastore.comment_table",
    "between the databases": "ckanext.scigov.tables.jobs._finish",
    "before the commit": "ckanext.scigov.tables.jobs.show_table",
}


KEPT = {"between the databases": 4, "before the commit": 4}
"""Files right after the crash where the new table names its report already; 3 elsewhere."""


@pytest.mark.parametrize("step", STEPS)
def test_a_crash_leaves_the_old_table_or_the_new_one(
    step, upload, work, work_until_killed, rows, state, datastore_tables, files_in
):
    resource = upload(GOOD, "表.csv")
    work()
    upload(CHANGED, "表.csv", id=resource["id"])
    work_until_killed(STEPS[step])

    assert len(files_in()) == KEPT.get(step, 3)
    assert datastore_tables() == {resource["id"]}
    assert rows(resource)["sums"] in ({"金额": "3.50"}, {"金额": "11.50"})
    assert state(resource)["state"] == "loading"

    assert reconcile().loads_restarted == 1
    work()
    assert (state(resource)["state"], rows(resource)["sums"]) == ("loaded", {"金额": "11.50"})
    assert datastore_tables() == {resource["id"]}
    # Both versions keep their file.
    assert len(files_in()) == 4  # two versions, each with its report


def test_a_first_load_that_crashed_shows_nothing_half(upload, work_until_killed, call):
    resource = upload(GOOD, "表.csv")
    work_until_killed("ckanext.scigov.tables.jobs._finish")
    shown = call("resource_show", id=resource["id"])
    assert (shown["datastore_active"], shown["load_status"]) == (False, "loading")


def test_a_table_that_was_never_finished_leaves_no_report(
    upload, work, work_until_killed, state, files_in
):
    resource = upload(GOOD, "表.csv")
    work_until_killed("ckanext.scigov.tables.jobs._finish")
    assert len(files_in()) == 2
    upload(CHANGED, "表.csv", id=resource["id"])
    work()
    reconcile(dt.timedelta(hours=1))
    work()
    assert state(resource)["state"] == "loaded"
    assert len(files_in()) == 2  # the new file and its report


def test_a_file_replaced_while_it_loads_is_not_shown(upload, work, rows, state, monkeypatch):
    from ckanext.scigov.tables import jobs

    resource = upload(GOOD, "表.csv")
    real = jobs.copy_lines
    done = []

    def slow(*args):
        yield from real(*args)
        if not done:
            done.append(True)
            upload(CHANGED, "表.csv", id=resource["id"])

    monkeypatch.setattr(jobs, "copy_lines", slow)
    work()
    assert (state(resource)["state"], rows(resource)["sums"]) == ("loaded", {"金额": "11.50"})


def test_an_error_of_ours_is_tried_again_and_then_told(upload, work, state, monkeypatch, at):
    from ckanext.scigov.shared import clock

    resource = upload(GOOD, "表.csv")
    start = clock.now()

    def fall(*_args, **_kwargs):
        raise OSError("the disk is full")

    monkeypatch.setattr("ckanext.scigov.tables.jobs.plan", fall)
    for hours in range(1, 5):
        at(start + dt.timedelta(hours=hours))
        with pytest.raises(OSError, match="full"):
            work()
        assert state(resource)["state"] == "loading"
    at(start + dt.timedelta(hours=9))
    work()
    shown = state(resource)
    assert (shown["state"], shown["problems"][0]["code"]) == ("failed", "internal")


def test_a_lost_table_is_made_again(upload, work, rows):
    from ckanext.scigov.tables import datastore

    resource = upload(GOOD, "表.csv")
    work()
    datastore.drop_table(resource["id"])
    assert reconcile(dt.timedelta(hours=1)).loads_restarted == 1
    work()
    assert rows(resource)["total"] == 2
