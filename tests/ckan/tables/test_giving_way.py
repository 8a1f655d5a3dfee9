"""The database's process is as nice as the worker, and no other process is touched."""

from __future__ import annotations

import os

import psutil
import pytest

from ckanext.scigov.tables import datastore, giving_way

FILE = "题目\n大数据\n".encode()


@pytest.fixture
def changed(app, monkeypatch):
    """Have this process be as nice as a worker, and gather whose priority is set."""
    found = []
    monkeypatch.setattr(giving_way.os, "getpriority", lambda *_: 10)
    monkeypatch.setattr(giving_way.os, "setpriority", lambda *args: found.append(args))
    return found


@pytest.fixture
def cursor(app):
    with datastore.transaction() as cursor:
        yield cursor


def test_the_process_of_the_connection_becomes_nice(cursor, changed):
    giving_way.give_way(cursor)
    assert changed == [(os.PRIO_PROCESS, cursor.connection.info.backend_pid, 10)]


def test_a_program_that_is_not_nice_itself_asks_nobody_to_be(cursor, changed, monkeypatch):
    monkeypatch.setattr(giving_way.os, "getpriority", lambda *_: 0)
    giving_way.give_way(cursor)
    assert changed == []


def test_a_number_that_is_another_programs_here_is_left_alone(cursor, changed, monkeypatch):
    monkeypatch.setattr(giving_way, "NAME", "another")
    giving_way.give_way(cursor)
    assert changed == []


@pytest.mark.parametrize("error", [psutil.NoSuchProcess(1), PermissionError()])
def test_what_cannot_be_made_nice_is_no_error(cursor, changed, monkeypatch, error):
    def refuse(*_):
        raise error

    monkeypatch.setattr(giving_way.os, "setpriority", refuse)
    giving_way.give_way(cursor)
    cursor.execute("SELECT 1")
    assert cursor.fetchone() == (1,)


def test_loading_and_making_words_both_do_so(upload, work, changed):
    upload(FILE, "表.csv")
    work()
    # The load, a piece of words, the look whether there are more, and the index.
    assert len(changed) == 4
