"""SELECTs of what pages show of sources and their runs; a number of statements that does not grow."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.harvest.model import HarvestSource

from ckanext.scigov.intake import credential_queries
from ckanext.scigov.intake.domain.states import ENDED
from ckanext.scigov.intake.model import Run, Source
from ckanext.scigov.shared.session import Session

_PACKAGE, _GROUP = model.Package, model.Group


@dataclass(frozen=True, slots=True)
class Found:
    """A source with what ckanext-harvest and CKAN keep of it."""

    source: Source
    name: str
    title: str
    address: str
    provider_id: str
    provider_name: str
    provider_title: str


def _sources() -> sa.Select[Any]:
    return (
        sa.select(
            Source,
            _PACKAGE.name,
            _PACKAGE.title,
            HarvestSource.url,
            _PACKAGE.owner_org,
            _GROUP.name,
            _GROUP.title,
        )
        .join(_PACKAGE, _PACKAGE.id == Source.id)
        .join(HarvestSource, HarvestSource.id == Source.id)
        .outerjoin(_GROUP, _GROUP.id == _PACKAGE.owner_org)
        .where(_PACKAGE.state != model.State.DELETED)
    )


def _found(row: Sequence[Any]) -> Found:
    source, name, title, address, provider_id, provider_name, provider_title = row
    return Found(
        source,
        name,
        title or name,
        address,
        provider_id or "",
        provider_name or "",
        provider_title or provider_name or "",
    )


def source_named(session: Session, name: str) -> Found | None:
    """Return the source with this id or name."""
    named = sa.or_(_PACKAGE.id == name, _PACKAGE.name == name)
    row = session.execute(_sources().where(named).limit(1)).one_or_none()
    return None if row is None else _found(row)


def within(provider_ids: Collection[str] | None) -> list[sa.ColumnElement[bool]]:
    """Return the condition of being one of these providers'; None: of any."""
    return [] if provider_ids is None else [_PACKAGE.owner_org.in_(sorted(provider_ids))]


@dataclass(frozen=True, slots=True)
class Wanted:
    """How the list of sources is narrowed; empty: not at all."""

    state: str = ""
    running: bool = False
    q: str = ""
    ids: frozenset[str] | None = None
    has_secrets: bool = False
    """It has credentials, or its mapping may name some."""


def _narrowed(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.state:
        found.append(Source.state == wanted.state)
    if wanted.running:
        found.append(sa.exists().where(Run.source_id == Source.id, _unended()))
    if wanted.q:
        places = (_PACKAGE.title, _PACKAGE.name, _GROUP.title)
        found.append(sa.or_(*(one.icontains(wanted.q, autoescape=True) for one in places)))
    if wanted.has_secrets:
        found.append(credential_queries.is_asked_for())
    if wanted.ids is not None:
        found.append(Source.id.in_(sorted(wanted.ids)))
    return found


def _unended() -> sa.ColumnElement[bool]:
    return Run.state.not_in(sorted(state.value for state in ENDED))


def sources(
    session: Session,
    provider_ids: Collection[str] | None,
    wanted: Wanted,
    *,
    limit: int,
    offset: int,
) -> tuple[list[Found], int]:
    """Return a page of the sources of some providers by title, and how many there are."""
    conditions = [*within(provider_ids), *_narrowed(wanted)]
    every = _sources().where(*conditions)
    page = every.order_by(_PACKAGE.title, Source.id).limit(limit).offset(offset)
    count = session.scalar(sa.select(sa.func.count()).select_from(every.subquery()))
    return [_found(row) for row in session.execute(page)], count or 0


def states(session: Session, provider_ids: Collection[str] | None) -> dict[str, int]:
    """Return how many sources are in which state, and how many are at work (``running``)."""
    conditions = [_PACKAGE.state != model.State.DELETED, *within(provider_ids)]
    query = (
        sa.select(Source.state, sa.func.count())
        .join(_PACKAGE, _PACKAGE.id == Source.id)
        .where(*conditions)
        .group_by(Source.state)
    )
    found = {row[0]: row[1] for row in session.execute(query)}
    at_work = (
        sa.select(sa.func.count())
        .select_from(Run)
        .join(_PACKAGE, _PACKAGE.id == Run.source_id)
        .where(*conditions, _unended())
    )
    return {**found, "running": session.scalar(at_work) or 0}


def latest_runs(session: Session, source_ids: Collection[str]) -> dict[str, Run]:
    """Return the newest run of each source that has had one."""
    newest = (
        sa.select(Run)
        .where(Run.source_id.in_(sorted(source_ids)))
        .order_by(Run.source_id, Run.requested_at.desc(), Run.id)
        .distinct(Run.source_id)
    )
    return {run.source_id: run for run in session.scalars(newest)} if source_ids else {}


def runs(session: Session, source_id: str, *, limit: int, offset: int) -> tuple[list[Run], int]:
    """Return a page of a source's runs, the newest first, and how many there are."""
    page = (
        sa.select(Run)
        .where(Run.source_id == source_id)
        .order_by(Run.requested_at.desc(), Run.id)
        .limit(limit)
        .offset(offset)
    )
    count = sa.select(sa.func.count()).select_from(Run).where(Run.source_id == source_id)
    return list(session.scalars(page)), session.scalar(count) or 0


def run(session: Session, run_id: str) -> Run | None:
    return session.get(Run, run_id)
