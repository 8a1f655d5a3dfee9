"""SELECTs of names that many disputes need."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.shared.session import Session


def titles_of_datasets(session: Session, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return title and name of datasets that are there, by id."""
    package = model.Package
    query = sa.select(package.id, package.title, package.name).where(
        package.id.in_(_wanted(ids)), package.state == "active"
    )
    return {row[0]: (row[1] or row[2], row[2]) for row in session.execute(query)}


def names_of_resources(session: Session, ids: Collection[str]) -> dict[str, str]:
    resource = model.Resource
    query = sa.select(resource.id, resource.name).where(resource.id.in_(_wanted(ids)))
    return {row[0]: row[1] or row[0] for row in session.execute(query)}


def titles_of_organizations(session: Session, ids: Collection[str]) -> dict[str, str]:
    group = model.Group
    query = sa.select(group.id, group.title, group.name).where(group.id.in_(_wanted(ids)))
    return {row[0]: row[1] or row[2] for row in session.execute(query)}


def organizations(session: Session, ids: Collection[str] | None) -> list[dict[str, str]]:
    """Return id and title of active organisations, by title; None: of all."""
    group = model.Group
    is_there = (group.is_organization.is_(True), group.state == "active")
    query = sa.select(group.id, group.title, group.name).where(*is_there)
    if ids is not None:
        query = query.where(group.id.in_(_wanted(ids)))
    rows = session.execute(query.order_by(group.title, group.name))
    return [{"id": row[0], "title": row[1] or row[2]} for row in rows]


def names_of_users(session: Session, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return the account's name and what somebody is called, by id."""
    user = model.User
    query = sa.select(user.id, user.name, user.fullname).where(user.id.in_(_wanted(ids)))
    return {row[0]: (row[1], row[2] or row[1]) for row in session.execute(query)}


def _wanted(ids: Collection[str]) -> list[str]:
    return sorted(set(ids) - {""})
