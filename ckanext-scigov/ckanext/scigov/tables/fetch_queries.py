"""SELECTs about links that are fetched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables.domain.schedules import BROKEN_OFF_AFTER
from ckanext.scigov.tables.model import Fetch, Load


def find(session: Session, resource_id: str, *, lock: bool = False) -> Fetch | None:
    return session.get(Fetch, resource_id, with_for_update=lock, populate_existing=lock)


def load_and_fetch(session: Session, resource_id: str) -> tuple[Load | None, Fetch | None]:
    """Return how far a resource's file is, and when it is fetched: one statement for a page."""
    query = (
        sa.select(Load, Fetch)
        .select_from(model.Resource)
        .outerjoin(Load, Load.resource_id == model.Resource.id)
        .outerjoin(Fetch, Fetch.resource_id == model.Resource.id)
        .where(model.Resource.id == resource_id)
    )
    found = session.execute(query).first()
    return (found[0], found[1]) if found else (None, None)


def find_link(session: Session, resource_id: str) -> model.Resource | None:
    """Return a resource that is shown and is a link."""
    return session.scalars(
        sa.select(model.Resource)
        .join(model.Package, model.Package.id == model.Resource.package_id)
        .where(model.Resource.id == resource_id, *_is_shown())
        .execution_options(populate_existing=True)
    ).first()


def due(session: Session, now: dt.datetime) -> list[str]:
    """Return the resources whose link is to be fetched, the longest waiting first."""
    query = (
        sa.select(Fetch.resource_id)
        .join(model.Resource, model.Resource.id == Fetch.resource_id)
        .join(model.Package, model.Package.id == model.Resource.package_id)
        .where(
            Fetch.next_at <= now,
            sa.or_(Fetch.begun_at.is_(None), Fetch.begun_at <= now - BROKEN_OFF_AFTER),
            *_is_shown(),
        )
        .order_by(Fetch.next_at)
    )
    return list(session.scalars(query))


def failing(
    session: Session, provider_ids: Collection[str], failures: int, limit: int
) -> list[tuple[Fetch, model.Resource, model.Package]]:
    """Return the links of providers that have failed so often in a row, the most often first."""
    query = (
        sa.select(Fetch, model.Resource, model.Package)
        .join(model.Resource, model.Resource.id == Fetch.resource_id)
        .join(model.Package, model.Package.id == model.Resource.package_id)
        .where(
            Fetch.failures >= failures,
            Fetch.next_at.is_not(None),
            model.Package.owner_org.in_(provider_ids),
            *_is_shown(),
        )
        .order_by(Fetch.failures.desc(), Fetch.resource_id)
        .limit(limit)
    )
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def without_resource(session: Session, limit: int) -> list[str]:
    alive = sa.exists().where(
        model.Resource.id == Fetch.resource_id, model.Resource.state == model.State.ACTIVE
    )
    return list(session.scalars(sa.select(Fetch.resource_id).where(~alive).limit(limit)))


def _is_shown() -> tuple[sa.ColumnElement[bool], ...]:
    """A dataset in the trash keeps its links, and they wait until it is restored."""
    return (
        model.Resource.state == model.State.ACTIVE,
        model.Package.state == model.State.ACTIVE,
        sa.func.coalesce(model.Resource.url_type, "") == "",
    )
