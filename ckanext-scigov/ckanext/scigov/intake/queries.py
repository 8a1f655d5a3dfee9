"""What the pipeline asks of its own tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ckanext.scigov.intake.domain.comparing import Known
from ckanext.scigov.intake.domain.states import Fate
from ckanext.scigov.intake.model import Record
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class Remembered:
    known: Known
    reason: str
    version: str
    last_run: str


def remembered(session: Session, source_id: str, keys: Collection[str]) -> dict[str, Remembered]:
    """Return what is known of the first record of each identity."""
    query = sa.select(
        Record.key, Record.hash, Record.fate, Record.dataset_id,
        Record.reason, Record.version, Record.last_run,
    ).where(Record.source_id == source_id, Record.ordinal == 0, Record.key.in_(keys))  # fmt: skip
    return {
        row.key: Remembered(
            Known(row.hash, Fate(row.fate), row.dataset_id), row.reason, row.version, row.last_run
        )
        for row in session.execute(query)
    }


def met(session: Session, source_id: str, keys: Collection[str], run_id: str) -> dict[str, int]:
    """Return how many records of each identity a run has met so far."""
    query = (
        sa.select(Record.key, sa.func.count())
        .where(Record.source_id == source_id, Record.key.in_(keys), Record.last_run == run_id)
        .group_by(Record.key)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def written(session: Session, source_id: str, keys: Collection[str]) -> Mapping[str, Any]:
    """Return what was made of records when they were written last, by their mapping of that time."""
    query = sa.select(Record.key, Record.entry).where(
        Record.source_id == source_id, Record.ordinal == 0, Record.key.in_(keys)
    )
    return {row[0]: row[1] or {} for row in session.execute(query)}


def present(session: Session, source_id: str) -> int:
    """Return how many entries of a source there are."""
    query = sa.select(sa.func.count()).where(_is_in(source_id))
    return session.scalar(query) or 0


def missing(session: Session, source_id: str, run_id: str) -> int:
    """Return how many of them a run has not seen."""
    query = sa.select(sa.func.count()).where(_is_in(source_id), Record.last_run != run_id)
    return session.scalar(query) or 0


def newly_missing(session: Session, source_id: str, run_id: str) -> list[tuple[str, str]]:
    """Return key and title of those that every run before has seen."""
    query = (
        sa.select(Record.key, Record.title)
        .where(_is_in(source_id), Record.last_run != run_id, Record.missing_since.is_(None))
        .order_by(Record.key)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def to_archive(
    session: Session, source_id: str, run_id: str, before: dt.datetime, most: int
) -> list[Record]:
    """Return records that have been missing since before a moment."""
    query = (
        sa.select(Record)
        .where(_is_in(source_id), Record.last_run != run_id, Record.missing_since <= before)
        .order_by(Record.key)
        .limit(most)
    )
    return list(session.scalars(query))


def _is_in(source_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(Record.source_id == source_id, Record.ordinal == 0, Record.fate == Fate.IN.value)
