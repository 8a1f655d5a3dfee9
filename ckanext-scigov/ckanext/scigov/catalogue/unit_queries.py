"""What is read of the tree of providers.

A row of ``member`` with ``table_name`` group puts the organisation ``group_id`` below ``table_id``.
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.catalogue.model import UnitInternal
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class Unit:
    id: str
    name: str
    title: str
    level: str


def parent(session: Session, organization_id: str) -> Unit | None:
    """Return what a provider stands below, if anything."""
    return next(iter(_joined(session, upwards=True, of=organization_id)), None)


def children(session: Session, organization_id: str) -> list[Unit]:
    """Return what stands directly below a provider, by title."""
    return _joined(session, upwards=False, of=organization_id)


def above(session: Session, organization_id: str) -> list[Unit]:
    """Return all that a provider stands below, the nearest first; stops where a row leads back."""
    found: list[Unit] = []
    seen, current = {organization_id}, parent(session, organization_id)
    while current is not None and current.id not in seen:
        seen.add(current.id)
        found.append(current)
        current = parent(session, current.id)
    return found


def depth_below(session: Session, organization_id: str, limit: int) -> int:
    """Return how many steps lead down from a provider, no more than one beyond ``limit``."""
    steps, row = 0, {organization_id}
    member = model.Member
    while row and steps <= limit:
        query = sa.select(member.group_id).where(
            member.table_name == "group", member.state == "active", member.table_id.in_(row)
        )
        row = set(session.scalars(query))
        steps += 1 if row else 0
    return steps


def others(session: Session, organization_id: str) -> list[tuple[str, str]]:
    """Return id and title of every other active provider, by title."""
    group = model.Group
    title = sa.func.coalesce(sa.func.nullif(group.title, ""), group.name)
    query = sa.select(group.id, title).where(
        group.is_organization.is_(True), group.state == "active", group.id != organization_id
    )
    return [(row[0], row[1]) for row in session.execute(query.order_by(title))]


def internal(session: Session, organization_id: str) -> UnitInternal | None:
    return session.get(UnitInternal, organization_id)


def links(session: Session, organization_id: str) -> list[model.Member]:
    """Return the rows, also those that hold no longer, that put a provider below others."""
    member = model.Member
    query = sa.select(member).where(
        member.table_name == "group", member.group_id == organization_id
    )
    return list(session.scalars(query.with_for_update()))


def belongs_somewhere(session: Session, user_id: str) -> bool:
    """Say whether somebody is in any provider: staff, as against a visitor with an account."""
    member, group = model.Member, model.Group
    query = (
        sa.select(member.id)
        .join(group, group.id == member.group_id)
        .where(
            member.table_name == "user",
            member.table_id == user_id,
            member.state == "active",
            group.is_organization.is_(True),
            group.state == "active",
        )
    )
    return session.scalars(query.limit(1)).first() is not None


def _joined(session: Session, *, upwards: bool, of: str) -> list[Unit]:
    member, group = model.Member, model.Group
    near, far = (
        (member.group_id, member.table_id) if upwards else (member.table_id, member.group_id)
    )
    title = sa.func.coalesce(sa.func.nullif(group.title, ""), group.name)
    level = sa.func.coalesce(model.group_table.c.extras["unit_level"].astext, "")
    query = (
        sa.select(group.id, group.name, title, level)
        .join(member, far == group.id)
        .where(
            near == of,
            member.table_name == "group",
            member.state == "active",
            group.is_organization.is_(True),
            group.state == "active",
        )
        .order_by(title, group.id)
    )
    return [Unit(*row) for row in session.execute(query)]
