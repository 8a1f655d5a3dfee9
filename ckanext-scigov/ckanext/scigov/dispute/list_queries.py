"""SELECTs of many disputes, and of names that many need."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import ColumnElement

from ckan import model

from ckanext.scigov.dispute.domain.states import CLOCKED
from ckanext.scigov.dispute.model import Dispute
from ckanext.scigov.shared.session import Session

MOST_UNITS = 500


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


def ids_of_organizations(session: Session, name: str) -> list[str]:
    """Return the ids of the organisations that are called so, by id or name: one or none."""
    group = model.Group
    query = sa.select(group.id).where(sa.or_(group.id == name, group.name == name))
    return list(session.scalars(query))


def names_of_users(session: Session, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return the account's name and what somebody is called, by id."""
    user = model.User
    query = sa.select(user.id, user.name, user.fullname).where(user.id.in_(_wanted(ids)))
    return {row[0]: (row[1], row[2] or row[1]) for row in session.execute(query)}


def page(
    session: Session,
    conditions: Sequence[ColumnElement[bool]],
    *,
    limit: int,
    offset: int,
    due_first: bool,
) -> list[Dispute]:
    """Return some of the disputes under conditions: the newest first, or what is due soonest first.

    Where ``due_first``, what nobody is waited for comes last, the newest of it first.
    """
    clocked = sorted(state.value for state in CLOCKED)
    due = sa.case((Dispute.state.in_(clocked), Dispute.due_on))
    order: tuple[Any, ...] = (Dispute.filed_at.desc(), Dispute.id)
    if due_first:
        order = (due.asc().nulls_last(), *order)
    query = sa.select(Dispute).where(*conditions).order_by(*order).limit(limit).offset(offset)
    return list(session.scalars(query))


def counts(
    session: Session, conditions: Sequence[ColumnElement[bool]], late: ColumnElement[bool]
) -> dict[str, int]:
    """Return how many disputes stand where, under conditions; how many are late; and ``all``."""
    query = sa.select(Dispute.state, sa.func.count(), sa.func.count().filter(late))
    rows = session.execute(query.where(*conditions).group_by(Dispute.state)).all()
    found = {row[0]: row[1] for row in rows}
    return {**found, "all": sum(found.values()), "overdue": sum(row[2] for row in rows)}


def units(session: Session, conditions: Sequence[ColumnElement[bool]]) -> list[tuple[str, int]]:
    """Return the responsible units of disputes under conditions with how many each has, most first."""
    number = sa.func.count()
    query = sa.select(Dispute.unit_id, number).where(*conditions, Dispute.unit_id != "")
    query = query.group_by(Dispute.unit_id).order_by(number.desc(), Dispute.unit_id)
    return [(row[0], row[1]) for row in session.execute(query.limit(MOST_UNITS))]


def _wanted(ids: Collection[str]) -> list[str]:
    return sorted(set(ids) - {""})
