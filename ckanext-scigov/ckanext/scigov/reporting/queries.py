"""What is read for reports: packages, their lines, what the receiver holds."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from ckan import model

from ckanext.scigov.reporting.domain.changes import Outcome
from ckanext.scigov.reporting.model import Lacking, Line, Package
from ckanext.scigov.shared.session import Session

UNANSWERED = (Outcome.WAITING.value, Outcome.SUPERSEDED.value)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the receiver has of a code."""

    confirmed: str
    may_hold_more: bool
    dataset_id: str
    title: str
    provider_id: str
    provider_title: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which lines are asked for; ``providers`` None: of all."""

    providers: Collection[str] | None = None
    sequence: int = 0
    outcome: str = ""
    provider: str = ""
    is_open: bool = False
    """Only the last that was said of a code."""


def provider_codes(session: Session) -> dict[str, str]:
    """Return the unified social credit code of each provider that has one."""
    group = model.group_table.c
    code = group.extras["provider_code"].astext
    query = sa.select(group.id, code).where(group.is_organization, code.isnot(None))
    return {row[0]: str(row[1]).strip() for row in session.execute(query)}


def providers(session: Session) -> list[tuple[str, str]]:
    """Return name and title of every active provider, by title; who they are is no secret."""
    group = model.group_table.c
    title = sa.func.coalesce(sa.func.nullif(group.title, ""), group.name)
    where = (group.is_organization, group.state == model.State.ACTIVE)
    query = sa.select(group.name, title).where(*where).order_by(title, group.name)
    return [(row[0], row[1]) for row in session.execute(query)]


def providers_by(session: Session, ids: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the ids of these providers by code and by title; of what is there twice, none."""
    group = model.group_table.c
    query = sa.select(group.id, group.extras["provider_code"].astext, group.title).where(
        group.id == sa.any_(sa.cast(sorted(ids), sa.ARRAY(sa.Text)))
    )
    rows = session.execute(query).all()
    return _unique((row[1], row[0]) for row in rows), _unique((row[2], row[0]) for row in rows)


def _unique(pairs: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in pairs:
        found[key] = "" if key in found else value
    return {key: value for key, value in found.items() if key and value}


def entries_with_codes(session: Session, codes: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return id and provider of the entries that have these codes already."""
    package: Any = model.Package
    code = package.extras["resource_code"].astext
    query = sa.select(code, package.id, package.owner_org).where(
        package.type == "dataset",
        package.state != model.State.DELETED,
        code == sa.any_(sa.cast(sorted(codes), sa.ARRAY(sa.Text))),
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query.order_by(package.id))}


def last_sequence(session: Session) -> int:
    return session.scalar(sa.select(sa.func.coalesce(sa.func.max(Package.sequence), 0))) or 0


def find_package(session: Session, sequence: int, *, lock: bool = False) -> Package | None:
    query = sa.select(Package).where(Package.sequence == sequence)
    return session.scalars(query.with_for_update() if lock else query).first()


def packages(session: Session, limit: int, offset: int) -> tuple[list[Package], int]:
    """Return packages, the newest first, and how many there are."""
    query = sa.select(Package).order_by(Package.sequence.desc()).limit(limit).offset(offset)
    count = session.scalar(sa.select(sa.func.count()).select_from(Package)) or 0
    return list(session.scalars(query)), count


def outcomes(session: Session, sequence: int) -> dict[str, Outcome]:
    query = sa.select(Line.code, Line.outcome).where(Line.sequence == sequence)
    return {row[0]: Outcome(row[1]) for row in session.execute(query)}


def counts_of(session: Session, sequences: Collection[int]) -> dict[int, dict[str, int]]:
    """Return how many lines of packages have which outcome."""
    query = (
        sa.select(Line.sequence, Line.outcome, sa.func.count())
        .where(Line.sequence.in_(sorted(sequences)))
        .group_by(Line.sequence, Line.outcome)
    )
    found: dict[int, dict[str, int]] = {}
    for sequence, outcome, number in session.execute(query):
        found.setdefault(sequence, {})[outcome] = number
    return found


def standings(session: Session) -> dict[str, Standing]:
    """Return what the receiver has of each code that was ever told, in one statement."""
    last = sa.select(Line).distinct(Line.code).order_by(Line.code, Line.sequence.desc()).subquery()
    accepted = (
        sa.select(Line.code, Line.sequence, Line.fingerprint)
        .where(Line.outcome == Outcome.ACCEPTED.value)
        .distinct(Line.code)
        .order_by(Line.code, Line.sequence.desc())
        .subquery()
    )
    unanswered = (
        sa.select(Line.code, sa.func.max(Line.sequence).label("sequence"))
        .where(Line.outcome.in_(UNANSWERED))
        .group_by(Line.code)
        .subquery()
    )
    holds = sa.func.coalesce(
        unanswered.c.sequence > sa.func.coalesce(accepted.c.sequence, 0), False
    )
    query = (
        sa.select(
            last.c.code, sa.func.coalesce(accepted.c.fingerprint, ""), holds, last.c.dataset_id,
            last.c.title, last.c.provider_id, last.c.provider_title,
        )
        .outerjoin(accepted, accepted.c.code == last.c.code)
        .outerjoin(unanswered, unanswered.c.code == last.c.code)
    )  # fmt: skip
    return {row[0]: Standing(*row[1:]) for row in session.execute(query)}


def lines(
    session: Session, wish: Narrowed, limit: int, offset: int
) -> tuple[list[tuple[Line, Any]], int]:
    """Return lines by package and code, the newest package first, with when it was made."""
    where = list(_where(wish))
    query = (
        sa.select(Line, Package.made_at)
        .join(Package, Package.sequence == Line.sequence)
        .where(*where)
        .order_by(Line.sequence.desc(), Line.code)
        .limit(limit)
        .offset(offset)
    )
    count = session.scalar(sa.select(sa.func.count()).select_from(Line).where(*where)) or 0
    return [(row[0], row[1]) for row in session.execute(query)], count


def by_provider(session: Session, wish: Narrowed) -> Sequence[tuple[str, str, int]]:
    """Return how many lines each provider has, the most first."""
    number = sa.func.count()
    title = sa.func.max(Line.provider_title)
    query = (
        sa.select(Line.provider_id, title, number)
        .where(*_where(wish))
        .group_by(Line.provider_id)
        .order_by(number.desc(), title)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def _where(wish: Narrowed) -> list[Any]:
    found: list[Any] = []
    if wish.providers is not None:
        found.append(Line.provider_id.in_(sorted(wish.providers)))
    if wish.sequence:
        found.append(Line.sequence == wish.sequence)
    if wish.outcome:
        found.append(Line.outcome == wish.outcome)
    if wish.provider:
        found.append(Line.provider_id == wish.provider)
    if wish.is_open:
        later: Any = orm.aliased(Line)
        newer = sa.exists().where(later.code == Line.code, later.sequence > Line.sequence)
        found.append(~newer)
    return found


def lacking(
    session: Session, providers: Collection[str] | None, limit: int, offset: int
) -> tuple[list[Lacking], int]:
    """Return what the last package could not tell of, by provider and title."""
    where = [] if providers is None else [Lacking.provider_id.in_(sorted(providers))]
    order = (Lacking.provider_title, Lacking.title, Lacking.dataset_id)
    query = sa.select(Lacking).where(*where).order_by(*order).limit(limit).offset(offset)
    count = session.scalar(sa.select(sa.func.count()).select_from(Lacking).where(*where)) or 0
    return list(session.scalars(query)), count
