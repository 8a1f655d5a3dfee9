"""SELECTs that find what somebody names: users, organisations, by id or by name."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access.domain.roles import Scope, ScopeKind
from ckanext.scigov.shared.session import Session


def active_user(session: Session, name: str) -> str | None:
    """Return the id of an active user, or None."""
    user = model.User
    query = sa.select(user.id).where(_is_called(user, name), user.state == model.State.ACTIVE)
    return session.scalar(query)


def any_user(session: Session, name: str) -> str | None:
    """Return the id of a user in whatever state: one who has gone may still have to lose things."""
    return session.scalar(sa.select(model.User.id).where(_is_called(model.User, name)))


def names_of_users(session: Session, user_ids: Collection[str]) -> dict[str, str]:
    """Return what people are called, by id; of those who are gone too."""
    user = model.User
    query = sa.select(user.id, user.fullname, user.name).where(user.id.in_(sorted(user_ids)))
    return {row[0]: row[1] or row[2] for row in session.execute(query)} if user_ids else {}


def titles_of(session: Session, organization_ids: Collection[str]) -> dict[str, str]:
    """Return what organisations are called, by id; of those that are gone too."""
    group = model.Group
    title = sa.func.coalesce(sa.func.nullif(group.title, ""), group.name)
    query = sa.select(group.id, title).where(group.id.in_(sorted(organization_ids)))
    return {row[0]: row[1] for row in session.execute(query)} if organization_ids else {}


def active_organization(session: Session, name: str) -> str | None:
    """Return the id of an active organisation, or None."""
    group = model.Group
    query = sa.select(group.id).where(
        _is_called(group, name), group.is_organization, group.state == model.State.ACTIVE
    )
    return session.scalar(query)


def organizations(session: Session) -> list[tuple[str, str]]:
    """Return id and title of the active organisations, by title."""
    group = model.Group
    title = sa.func.coalesce(sa.func.nullif(group.title, ""), group.name)
    query = sa.select(group.id, title).where(
        group.is_organization, group.state == model.State.ACTIVE
    )
    return [(row[0], row[1]) for row in session.execute(query.order_by(title, group.id))]


def scope_by_id(session: Session, scope: Scope) -> Scope | None:
    """Return a scope with its organisation's id for its name; None when there is no such one."""
    if scope.kind is ScopeKind.PLATFORM:
        return scope
    found = active_organization(session, scope.provider_id)
    return Scope(scope.kind, found) if found else None


def any_dataset(session: Session, name: str) -> str | None:
    """Return the id of an entry in whatever state, or None."""
    package = model.Package
    query = sa.select(package.id).where(_is_called(package, name), package.type == "dataset")
    return session.scalar(query)


def _is_called(table: Any, name: str) -> sa.ColumnElement[bool]:
    return sa.or_(table.id == name, table.name == name)
