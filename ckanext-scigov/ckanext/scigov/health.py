"""Is the site well? Each part is asked for real; one that does not answer is named."""

from __future__ import annotations

import logging
from collections.abc import Callable

import sqlalchemy as sa

from ckan import model
from ckan.lib.redis import connect_to_redis
from ckan.lib.search.common import make_connection

from ckanext.scigov.shared import dispatch, worker

QUEUE = "harvest"
"""What the second worker works on (launcher/service.py): long runs, so that no other job waits for one."""
log = logging.getLogger(__name__)


def report() -> dict[str, str]:
    """Return part → ``ok`` or a word for what is wrong with it."""
    return {name: _ask(name, question) for name, question in PARTS.items()}


def _ask(name: str, question: Callable[[], bool]) -> str:
    try:
        return "ok" if question() else "down"
    except Exception:
        # A health page must answer whatever is broken; what it was is in the log.
        log.exception("The health check of %s failed.", name)
        model.Session.rollback()
        return "failed"


def _database_answers() -> bool:
    return model.Session.scalar(sa.select(1)) == 1


def _redis_answers() -> bool:
    return bool(connect_to_redis().ping())


def _search_answers() -> bool:
    make_connection().search(q="*:*", rows=0)
    return True


def _harvester_is_alive() -> bool:
    return worker.a_worker_is_alive(QUEUE)


PARTS: dict[str, Callable[[], bool]] = {
    "database": _database_answers,
    "redis": _redis_answers,
    "search": _search_answers,
    "worker": worker.a_worker_is_alive,
    "harvester": _harvester_is_alive,
    "scheduler": dispatch.scheduler_is_alive,
}
