"""The fate of records, and what was wrong with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from ckanext.scigov.intake.domain.states import Fate
from ckanext.scigov.intake.model import Problem, Record
from ckanext.scigov.search.bulk.copying import copy
from ckanext.scigov.shared.session import Session

KEY = ("source_id", "key", "ordinal")
KEPT = (*KEY, "first_run")
LONGEST = {"key": 500, "title": 500, "value": 500, "detail": 1000}


def store(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows of ``Record``, each in place of the one of its identity."""
    if not rows:
        return
    statement = insert(Record)
    replaced = {
        column.name: statement.excluded[column.name]
        for column in Record.__table__.columns
        if column.name not in KEPT
    }
    session.execute(
        statement.on_conflict_do_update(index_elements=list(KEY), set_=replaced), list(rows)
    )


def store_new(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows of ``Record`` of identities that are known not to be there."""
    copy(session.connection(), Record.__table__, rows)


def touch(session: Session, source_id: str, keys: Collection[str], run_id: str) -> None:
    """They are at the source as they were: one statement for a page."""
    if keys:
        session.execute(
            sa.update(Record)
            .where(Record.source_id == source_id, Record.key.in_(keys), Record.ordinal == 0)
            .values(last_run=run_id, missing_since=None)
            .execution_options(synchronize_session=False)
        )


def touch_all(session: Session, source_id: str, run_id: str) -> int:
    """The source says that nothing has changed; return how many records that are."""
    found = session.execute(
        sa.update(Record)
        .where(Record.source_id == source_id, Record.fate != Fate.ARCHIVED.value)
        .values(last_run=run_id, missing_since=None)
        .execution_options(synchronize_session=False)
    )
    return cast("sa.CursorResult[Any]", found).rowcount


def miss(session: Session, source_id: str, run_id: str, now: dt.datetime) -> None:
    """Note since when records are missing, and drop what only told about the runs before."""
    of_source = Record.source_id == source_id
    unseen = Record.last_run != run_id
    session.execute(
        sa.update(Record)
        .where(
            of_source, unseen, Record.ordinal == 0,
            Record.fate == Fate.IN.value, Record.missing_since.is_(None),
        )
        .values(missing_since=now)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    is_a_report = sa.or_(Record.ordinal > 0, Record.fate == Fate.REJECTED.value)
    session.execute(
        sa.delete(Record)
        .where(of_source, unseen, is_a_report)
        .execution_options(synchronize_session=False)
    )


def load(session: Session, source_id: str, key: str) -> Record:
    """Return the first record of an identity, locked for this transaction."""
    found = session.get(Record, (source_id, key, 0), with_for_update=True, populate_existing=True)
    if found is None:
        raise LookupError(f"A record of source {source_id} is gone.")
    return found


def archive(session: Session, record: Record, now: dt.datetime) -> None:
    record.fate, record.reason, record.changed_at = Fate.ARCHIVED.value, "vanished", now
    session.flush()


def add_problems(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write rows of ``Problem``; texts are cut to what a list can show."""
    if rows:
        session.execute(sa.insert(Problem), [_cut(row) for row in rows])


def _cut(row: dict[str, Any]) -> dict[str, Any]:
    # PostgreSQL has no NUL; a value with one is the problem that is told.
    texts = {name: str(row[name]).replace("\0", "\N{SYMBOL FOR NULL}") for name in LONGEST}
    return {**row, **{name: text[: LONGEST[name]] for name, text in texts.items()}}
