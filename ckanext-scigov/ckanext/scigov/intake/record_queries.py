"""SELECTs of the records of sources and of what was wrong with them, as far as a reader may know of them.

A record whose entry is hidden from the reader is absent: it is neither listed nor counted, and what
was wrong with it neither.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from ckan import model

from ckanext.scigov.intake.model import Problem, Record, Run
from ckanext.scigov.shared.session import Session

Conditions: TypeAlias = "Sequence[sa.ColumnElement[bool]]"
EXAMPLES = 3
"""Of each cause."""
# Of search, which keeps its classes to itself: the labels say of each entry who may find it.
_DOCUMENT = sa.table("scigov_search_document", sa.column("id"), sa.column("permission_labels"))
_PACKAGE = model.Package


@dataclass(frozen=True, slots=True)
class Eyes:
    """What a reader may find; without labels: everything."""

    labels: frozenset[str] | None
    providers: frozenset[str] = frozenset()
    """Whose deleted and unindexed entries he knows, too."""
    knows_source: bool = True
    """He knows what a source has, as far as no entry has come of it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How records are narrowed; empty: not at all."""

    fate: str = ""
    reason: str = ""
    q: str = ""
    run_id: str = ""
    """Last seen by this run."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A group of problems that are alike, with some of them."""

    severity: str
    cause: str
    field: str
    count: int
    records: int
    examples: list[Problem]


def seen(eyes: Eyes) -> sa.ColumnElement[bool]:
    """Return the condition of a record that a reader may know of."""
    if eyes.labels is None:
        return sa.true()
    labels = sa.cast(sorted(eyes.labels), ARRAY(sa.Text(collation="C")))
    found = sa.select(_DOCUMENT.c.id).where(_DOCUMENT.c.permission_labels.op("&&")(labels))
    is_found = Record.dataset_id.in_(found)
    own = sa.select(_PACKAGE.id).where(_PACKAGE.owner_org.in_(sorted(eyes.providers)))
    return sa.or_(Record.dataset_id == "", is_found, Record.dataset_id.in_(own))


def _narrowed(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.fate:
        found.append(Record.fate == wanted.fate)
    if wanted.reason:
        found.append(Record.reason == wanted.reason)
    if wanted.run_id:
        found.append(Record.last_run == wanted.run_id)
    if wanted.q:
        places = (Record.title, Record.key)
        found.append(sa.or_(*(one.icontains(wanted.q, autoescape=True) for one in places)))
    return found


def records(  # noqa: PLR0913  (a list, its reader, what is wanted, the page)
    session: Session, source_id: str, eyes: Eyes, wanted: Wanted, *, limit: int, offset: int
) -> tuple[list[tuple[Record, str]], int]:
    """Return a page of records by title, each with the name of its entry, and how many there are."""
    conditions = [Record.source_id == source_id, seen(eyes), *_narrowed(wanted)]
    page = (
        sa.select(Record, sa.func.coalesce(_PACKAGE.name, ""))
        .outerjoin(_PACKAGE, _PACKAGE.id == Record.dataset_id)
        .where(*conditions)
        .order_by(Record.title, Record.key, Record.ordinal)
        .limit(limit)
        .offset(offset)
    )
    count = sa.select(sa.func.count()).select_from(Record).where(*conditions)
    rows = [(row[0], row[1]) for row in session.execute(page)]
    return rows, session.scalar(count) or 0


def fates(
    session: Session, source_ids: Collection[str], eyes: Eyes, *, run_id: str = ""
) -> dict[str, dict[str, int]]:
    """Return of each source how many records have which fate; of those that a run has seen last."""
    query = (
        sa.select(Record.source_id, Record.fate, sa.func.count())
        .where(Record.source_id.in_(sorted(source_ids)), seen(eyes))
        .where(*([Record.last_run == run_id] if run_id else []))
        .group_by(Record.source_id, Record.fate)
    )
    found: dict[str, dict[str, int]] = {}
    for source_id, fate, count in session.execute(query) if source_ids else ():
        found.setdefault(source_id, {})[fate] = count
    return found


def reasons(session: Session, source_id: str, eyes: Eyes) -> list[tuple[str, str, int]]:
    """Return why records are not in: fate, reason, how many."""
    query = (
        sa.select(Record.fate, Record.reason, sa.func.count())
        .where(Record.source_id == source_id, Record.reason != "", seen(eyes))
        .group_by(Record.fate, Record.reason)
        .order_by(sa.func.count().desc(), Record.reason)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def with_entries(session: Session, eyes: Eyes) -> frozenset[str]:
    """Return the sources of which somebody finds an entry."""
    query = sa.select(Record.source_id).where(Record.dataset_id != "", seen(eyes)).distinct()
    return frozenset(session.scalars(query))


def has_entries(session: Session, source_id: str, eyes: Eyes) -> bool:
    """Say whether somebody finds an entry of a source."""
    some = (Record.source_id == source_id, Record.dataset_id != "", seen(eyes))
    return bool(session.scalar(sa.select(sa.exists().where(*some))))


def _told(run: Run, eyes: Eyes) -> list[sa.ColumnElement[bool]]:
    """Return the conditions of a problem that a reader may know of."""
    found: list[sa.ColumnElement[bool]] = [Problem.run_id == run.id]
    of_source = sa.select(Record.key).where(Record.source_id == run.source_id)
    if eyes.labels is not None:
        found.append(Problem.key.not_in(of_source.where(sa.not_(seen(eyes)))))
    if not eyes.knows_source:
        found.append(sa.or_(Problem.key == "", Problem.key.in_(of_source)))
    return found


def causes(session: Session, run: Run, eyes: Eyes, *, examples: int = EXAMPLES) -> list[Cause]:
    """Return what was wrong in a run, alike with alike, errors first and the most frequent first."""
    return grouped(session, _told(run, eyes), examples=examples)


def grouped(session: Session, told: Conditions, *, examples: int = EXAMPLES) -> list[Cause]:
    """Return some problems, alike with alike, errors first and the most frequent first."""
    group = (Problem.severity, Problem.cause, Problem.field)
    counted = (
        sa.select(*group, sa.func.count(), sa.func.count(Problem.key.distinct()))
        .where(*told)
        .group_by(*group)
        .order_by(Problem.severity, sa.func.count().desc(), Problem.cause, Problem.field)
    )
    shown = _examples(session, told, examples) if examples else {}
    return [
        Cause(row[0], row[1], row[2], row[3], row[4], shown.get((row[0], row[1], row[2]), []))
        for row in session.execute(counted)
    ]


def _examples(
    session: Session, told: Conditions, most: int
) -> dict[tuple[str, str, str], list[Problem]]:
    group = (Problem.severity, Problem.cause, Problem.field)
    place = sa.func.row_number().over(partition_by=group, order_by=Problem.id)
    numbered = sa.select(Problem.id, place.label("place")).where(*told).subquery()
    query = (
        sa.select(Problem)
        .join(numbered, numbered.c.id == Problem.id)
        .where(numbered.c.place <= most)
        .order_by(Problem.id)
    )
    found: dict[tuple[str, str, str], list[Problem]] = {}
    for one in session.scalars(query):
        found.setdefault((one.severity, one.cause, one.field), []).append(one)
    return found


def problems(  # noqa: PLR0913  (a list, its reader, what is wanted, the page)
    session: Session, run: Run, eyes: Eyes, like: Mapping[str, str], *, limit: int, offset: int
) -> tuple[list[Problem], int]:
    """Return a page of the problems of a run in the order in which they were met, and how many there are.

    Args:
        session: the caller's.
        run: the run.
        eyes: the reader's.
        like: columns and what they must be: severity, cause, field, key.
        limit: of the page.
        offset: where it begins.
    """
    return one_by_one(session, _told(run, eyes), like, limit=limit, offset=offset)


def one_by_one(
    session: Session, told: Conditions, like: Mapping[str, str], *, limit: int, offset: int
) -> tuple[list[Problem], int]:
    """Return a page of some problems in the order in which they were met, and how many there are."""
    conditions = [*told, *(getattr(Problem, name) == like[name] for name in like)]
    page = sa.select(Problem).where(*conditions).order_by(Problem.id).limit(limit).offset(offset)
    count = sa.select(sa.func.count()).select_from(Problem).where(*conditions)
    return list(session.scalars(page)), session.scalar(count) or 0
