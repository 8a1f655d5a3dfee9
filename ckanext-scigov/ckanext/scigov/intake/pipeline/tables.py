"""After its records, the rows of a source's tables: one table after another, each taken or left whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

import sqlalchemy as sa

from ckanext.scigov.intake.contract import Connector, GivesRows
from ckanext.scigov.intake.domain.states import Fate, RunKind
from ckanext.scigov.intake.model import Record, Run
from ckanext.scigov.intake.pipeline.reporting import Problems
from ckanext.scigov.intake.rows.config import options_of
from ckanext.scigov.intake.rows.taken import Outcome, Taken
from ckanext.scigov.intake.rows.taking import take
from ckanext.scigov.intake.service import records
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.session import Session

AFTER = "rows_after"
"""In the checkpoint of a run whose pages are in: the key of the last record whose rows are."""


def gives_rows(connector: Connector) -> bool:
    return hasattr(connector, "table_of") and hasattr(connector, "rows")


def take_all(
    session: Session, run: Run, connector: Connector, may_go_on: Callable[[], bool]
) -> bool:
    """Take the rows of every record that this run has seen; say whether all were.

    Raises:
        SourceFailed: the source is gone. Tables that were taken stay.
    """
    after = str((run.checkpoint or {}).get(AFTER, ""))
    is_forced = run.kind == RunKind.FORCED.value
    # Whoever has everything written again has looked at what is gone.
    options = replace(options_of(session, run.source_id), may_vanish=is_forced or run.may_vanish)
    for record in _records(session, run, after):
        taken = take(
            session, run.source_id, record.dataset_id, "", cast("GivesRows", connector),
            record.raw or {}, clock.now(), options,
        )  # fmt: skip
        _remember(session, run, record.key, record.title, taken)
        if not may_go_on():
            return False
    return True


def _records(session: Session, run: Run, after: str) -> Iterator[Record]:
    """Yield them one by one: each is committed before the next."""
    query = (
        sa.select(Record)
        .where(
            Record.source_id == run.source_id, Record.last_run == run.id, Record.ordinal == 0,
            Record.fate == Fate.IN.value,
        )
        .order_by(Record.key)
        .limit(1)
    )  # fmt: skip
    while record := session.scalars(query.where(Record.key > after)).first():
        after = record.key
        yield record


def _remember(session: Session, run: Run, key: str, title: str, taken: Taken | None) -> None:
    problems = Problems(run.id)
    if taken is not None:
        for one in taken.problems:
            problems.add_of_rows(one, key, title)
        word = "tables_refused" if taken.outcome is Outcome.REFUSED else "tables"
        counts = {word: run.counts.get(word, 0) + 1, "rows": run.counts.get("rows", 0) + taken.rows}
        run.counts = {**run.counts, **counts}
    run.checkpoint = {AFTER: key}
    run.heard_at = clock.now()
    records.add_problems(session, problems.rows)
    session.commit()
