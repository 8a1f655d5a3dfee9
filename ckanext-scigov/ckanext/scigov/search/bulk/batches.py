"""One batch of datasets after another into the copy; each is committed by itself."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.search import bases
from ckanext.scigov.search.bulk import shadow
from ckanext.scigov.search.bulk.copying import copy
from ckanext.scigov.search.bulk.documents import RowMaker

log = logging.getLogger(__name__)

SIZE = 500
WRITING = 0x7363_6967_6F76_0003
"""Advisory lock shared by whoever writes a batch: a new rebuild waits for what an old one left."""


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What has become of a batch."""

    datasets: int
    failed: dict[str, Exception]


class Worker:
    """Fills the copy. What is worked out once for many datasets lives as long as this."""

    def __init__(self, finish: Callable[[], Any]) -> None:
        """``finish`` is what becomes of the Session after each batch."""
        self._maker = RowMaker()
        self._finish = finish

    def index(self, ids: Sequence[str]) -> Outcome:
        """Write the documents of these datasets."""
        made = self._maker.rows(ids)
        self._finish()
        rows = {row["index_id"]: row for row in made.rows}
        failed = made.failed | _write(model.ensure_engine(), list(rows.values()))
        for package_id, error in failed.items():
            log.error("Dataset %s could not be indexed: %r", package_id, error, exc_info=error)
        return Outcome(len(ids), failed)

    def build_index(self, name: str) -> None:
        """Build one index of the copy."""
        with model.ensure_engine().begin() as connection:
            shadow.build_index(connection, name)

    def analyze(self, _: None) -> None:
        """Let the planner know the copy before anybody asks it."""
        with model.ensure_engine().begin() as connection:
            shadow.analyze(connection)

    def build_lists(self, _: None) -> None:
        """Pack the copy's inverted lists. Searches are right without them, only slower."""
        try:
            bases.build_base(shadow.COPY, epochs_ahead=1)
        except Exception:
            log.exception("The packed lists could not be built: the next job builds them.")


def _write(engine: sa.Engine, rows: list[dict[str, Any]]) -> dict[str, Exception]:
    """Write rows at once; where PostgreSQL refuses one of them, one at a time."""
    try:
        with _transaction(engine) as connection:
            copy(connection, shadow.COPY, rows)
    except Exception:
        log.exception("A batch cannot be written at once: its rows are written one by one.")
    else:
        return {}
    failed: dict[str, Exception] = {}
    with _transaction(engine) as connection:
        for row in rows:
            try:
                with connection.begin_nested():
                    copy(connection, shadow.COPY, [row])
            except Exception as error:  # noqa: BLE001 (logged by the caller)
                failed[str(row["id"])] = error
    return failed


@contextlib.contextmanager
def _transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    """A batch's own transaction; a batch that is lost in a crash is done again anyway."""
    with engine.begin() as connection:
        lock = sa.func.pg_advisory_xact_lock_shared(WRITING)
        lazy = sa.func.set_config("synchronous_commit", "off", True)
        connection.execute(sa.select(lock, lazy))
        yield connection


def wait_for_others(engine: sa.Engine) -> None:
    """Wait until no process of an earlier rebuild is still writing its last batch."""
    with engine.begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITING)))


def batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), SIZE):
        yield ids[start : start + SIZE]
