"""The worker: CKAN's, made quick and safe against a database that is away, with a sign of life of its own.

CKAN loads its environment, every plugin of it, in the forked child of each job. That takes seconds, and the child
is a copy of a process that has it all; only what administrators have set since may be new. It is read before RQ's
own protection begins: when the database is away then, the child would run on into the parent's clean-up and take
the living parent out of RQ's register. So the register says nothing certain about who lives; the sign of life does.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import threading
from typing import Any, NoReturn

import psutil
import redis
from rq import Queue
from rq.job import Job

import ckan.lib.jobs as rq_jobs
import ckan.plugins.toolkit as tk
from ckan.lib import app_globals
from ckan.lib.redis import connect_to_redis

log = logging.getLogger(__name__)

SIGN_EVERY_SECONDS = 5
SIGN_LASTS_SECONDS = 30


class Worker(rq_jobs.Worker):
    def main_work_horse(self, job: Job, queue: Queue) -> NoReturn:  # pragma: no cover
        """Run one job in the forked child, which never does anything but end."""
        try:
            # CKAN asks it before each request.
            app_globals.app_globals._check_uptodate()  # pyright: ignore  # noqa: PGH003, SLF001
            super(rq_jobs.Worker, self).main_work_horse(job, queue)
        except BaseException:
            log.exception("A job could not be started; it is tried again.")
        finally:
            os._exit(1)


def run(queue: str = rq_jobs.DEFAULT_QUEUE_NAME) -> None:
    """Work on a queue until told to stop, and let the pages go first."""
    os.nice(int(tk.config["ckanext.scigov.worker_nice"]))
    threading.Thread(target=_show_life, args=(queue,), daemon=True).start()
    # Delayed jobs are the outbox's business: RQ's scheduler, one more process, stays off.
    Worker([queue]).work(with_scheduler=False)


def a_worker_is_alive(queue: str = rq_jobs.DEFAULT_QUEUE_NAME) -> bool:
    """Tell whether any worker of a queue lives; one of this machine only if its process is there."""
    connection: Any = connect_to_redis()  # redis-py's answers have no types
    keys: list[bytes] = list(connection.scan_iter(match=_key(queue, "*", "*")))
    for key in keys:
        host, pid = key.decode().split(":")[-2:]
        if host != socket.gethostname() or psutil.pid_exists(int(pid)):
            return True
    return False


def show_life_once(queue: str = rq_jobs.DEFAULT_QUEUE_NAME) -> None:
    key = _key(queue, socket.gethostname(), str(os.getpid()))
    connect_to_redis().set(key, "", ex=SIGN_LASTS_SECONDS)


def _show_life(queue: str) -> None:
    pause = threading.Event()
    while True:
        # Redis may be away for a while; then there is nobody to show it to.
        with contextlib.suppress(redis.RedisError):
            show_life_once(queue)
        pause.wait(SIGN_EVERY_SECONDS)


def _key(queue: str, host: str, pid: str) -> str:
    return f"scigov:{tk.config['ckan.site_id']}:worker:{queue}:{host}:{pid}"
