"""The worker's sign of life, and what the health page makes of it."""

import os

import pytest

from ckanext.scigov.shared import worker

pytestmark = pytest.mark.usefixtures("clean_redis", "app")
# The largest number Linux may be told to give; nothing has it here.
NO_PROCESS = 2**22 - 1


def test_nobody_works_until_somebody_shows_it():
    assert not worker.a_worker_is_alive()
    worker.show_life_once()
    assert worker.a_worker_is_alive()


def test_a_killed_worker_of_this_machine_does_not_count(monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(os, "getpid", lambda: NO_PROCESS)
        worker.show_life_once()
    assert not worker.a_worker_is_alive()


def test_a_worker_of_another_machine_counts_while_its_sign_lasts(monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(os, "getpid", lambda: NO_PROCESS)
        patched.setattr(worker.socket, "gethostname", lambda: "another-host")
        worker.show_life_once()
    assert worker.a_worker_is_alive()


def test_the_worker_of_another_queue_does_not_stand_in():
    worker.show_life_once("harvest")
    assert not worker.a_worker_is_alive()
    assert worker.a_worker_is_alive("harvest")


@pytest.mark.ckan_config("ckanext.scigov.worker_nice", 7)
def test_a_worker_gives_way_to_the_pages(monkeypatch):
    done = []
    monkeypatch.setattr(os, "nice", lambda by: done.append(("nice", by)))
    monkeypatch.setattr(worker.Worker, "work", lambda *_, **__: done.append("works"))
    monkeypatch.setattr(worker.threading.Thread, "start", lambda *_: None)
    worker.run()
    assert done == [("nice", 7), "works"]
