"""The same work in several processes: one for each core, where that is safe.

A process is forked from this one, which has loaded CKAN already. It shares no connection: this
process closes its own before, and the new one forgets every pool it has inherited. Only a process
with a single thread is forked, as a command is; another thread's locks would stay locked for ever.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.search.bulk.batches import Outcome, Worker

log = logging.getLogger(__name__)

WORTH_IT = 1_000
"""Datasets for which a second process is started."""
SECONDS_TO_END = 10

Task = tuple[str, Any]


class WorkerLostError(RuntimeError):
    """A process of the rebuild is gone."""


def how_many(datasets: int, wanted: int | None) -> int:
    """Return how many processes shall work; 1 means this one alone."""
    if threading.active_count() > 1 or datasets < WORTH_IT:
        return 1
    return wanted if wanted is not None else len(os.sched_getaffinity(0))


class Alone:
    """This process does all the work."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    def outcomes(self, tasks: Iterable[Task]) -> Iterator[Outcome | None]:
        """Do the tasks and yield what has become of each."""
        for name, argument in tasks:
            yield getattr(self._worker, name)(argument)


class Several:
    """Processes that take task after task."""

    def __init__(self, lines: Sequence[Connection]) -> None:
        self._lines = lines

    def outcomes(self, tasks: Iterable[Task]) -> Iterator[Outcome | None]:
        """Do the tasks and yield what has become of each, in the order they are finished."""
        left = iter(tasks)
        busy = {line for line in self._lines if _sent(line, next(left, None))}
        while busy:
            for line in wait(list(busy)):
                assert isinstance(line, Connection)
                outcome = _received(line)
                if not _sent(line, next(left, None)):
                    busy.remove(line)
                yield outcome


def _sent(line: Connection, task: Task | None) -> bool:
    if task is None:
        return False
    line.send(task)
    return True


def _received(line: Connection) -> Outcome | None:
    try:
        outcome = line.recv()
    except (EOFError, ConnectionError) as error:
        raise WorkerLostError(
            "A process of the rebuild has died (out of memory?). Run the command again: it goes "
            "on where it stopped. With --processes 1 it needs less."
        ) from error
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


Workers = Alone | Several


@contextlib.contextmanager
def garbage_left_lying() -> Iterator[None]:
    """Look for garbage in cycles rarely, and never among what was there before.

    Millions of objects come and go by their counts; looking through them all takes a seventh of
    a rebuild's time and finds next to nothing.
    """
    thresholds = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


@contextlib.contextmanager
def several(number: int) -> Iterator[Several]:
    """Start processes and end them."""
    forking = multiprocessing.get_context("fork")
    model.Session.remove()
    model.ensure_engine().dispose()
    pipes = [multiprocessing.Pipe() for _ in range(number)]
    started = [
        forking.Process(target=_work, args=(theirs, os.getpid()), daemon=True)
        for _, theirs in pipes
    ]
    for process in started:
        process.start()
    for _, theirs in pipes:
        theirs.close()
    try:
        yield Several([ours for ours, _ in pipes])
    finally:
        for ours, _ in pipes:
            with contextlib.suppress(OSError):
                ours.send(None)
        for process in started:
            process.join(SECONDS_TO_END)
            if process.is_alive():
                process.terminate()


def _work(line: Connection, parent: int) -> None:
    # Ctrl-C goes to all processes of a command; the first one ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _forget_connections()
    worker = Worker(model.Session.remove)
    while (task := _next(line, parent)) is not None:
        name, argument = task
        try:
            outcome = getattr(worker, name)(argument)
        except Exception as error:
            log.exception("The rebuild stops.")
            outcome = RuntimeError(f"{type(error).__name__}: {error}")
        if isinstance(outcome, Outcome):
            # Exceptions of libraries do not always survive the way to another process.
            failed: dict[str, Exception] = {
                key: RuntimeError(repr(error)) for key, error in outcome.failed.items()
            }
            outcome = Outcome(outcome.datasets, failed)
        line.send(outcome)


def _next(line: Connection, parent: int) -> Task | None:
    """Wait for a task; None at the end, and when the first process is gone."""
    while not line.poll(1.0):
        if os.getppid() != parent:
            return None
    try:
        return line.recv()
    except EOFError:
        return None


def _forget_connections() -> None:
    """Start with no connection of the first process, whoever has made it."""
    for engine in [one for one in gc.get_objects() if type(one) is sa.Engine]:
        engine.dispose(close=False)
