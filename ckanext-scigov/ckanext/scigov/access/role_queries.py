"""SELECTs of the roles people have been given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from ckan import model

from ckanext.scigov.access.domain.roles import (
    OVERSEERS,
    Assignment,
    Role,
    RoleHeld,
    Scope,
    ScopeKind,
    Term,
)
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.access.model import RoleAssignment
from ckanext.scigov.access.principals import units_below
from ckanext.scigov.access.queries import units_above
from ckanext.scigov.shared.session import Session


class RoleRow(NamedTuple):
    assignment: RoleAssignment
    user_name: str | None
    substitute_for_name: str | None
    scope_title: str | None


def find_assignment(session: Session, id_: str, *, lock: bool = False) -> RoleAssignment | None:
    if not lock:
        return session.get(RoleAssignment, id_)
    return session.get(RoleAssignment, id_, with_for_update=True, populate_existing=True)


def value_of(row: RoleAssignment) -> Assignment:
    scope = Scope(ScopeKind(row.scope_kind), row.scope_id)
    term = Term(row.from_at, row.until_at, row.revoked_at)
    return Assignment(RoleHeld(Role(row.role), scope), term)


def above(session: Session, scope: Scope) -> frozenset[str]:
    """Return the units above a scope's organisation."""
    ids = {scope.provider_id} - {""}
    return units_above(session, ids).get(scope.provider_id, frozenset())


def roles_given(session: Session, user_id: str, role: Role, now: dt.datetime) -> list[Assignment]:
    """Return how somebody has been given a role that holds or will."""
    query = sa.select(RoleAssignment).where(
        RoleAssignment.user_id == user_id, RoleAssignment.role == role.value, is_open(now)
    )
    return [value_of(row) for row in session.scalars(query)]


def roles_of_ones_own(
    session: Session, user_id: str, role: Role, now: dt.datetime
) -> list[Assignment]:
    """As ``roles_given``, without those in which somebody stands in for another."""
    query = sa.select(RoleAssignment).where(
        RoleAssignment.user_id == user_id,
        RoleAssignment.role == role.value,
        RoleAssignment.substitute_for.is_(None),
        is_open(now),
    )
    return [value_of(row) for row in session.scalars(query)]


def substitutes_of(
    session: Session, user_id: str, role: Role, now: dt.datetime
) -> list[RoleAssignment]:
    """Return the open assignments in which others stand in for somebody, locked."""
    query = sa.select(RoleAssignment).where(
        RoleAssignment.substitute_for == user_id, RoleAssignment.role == role.value, is_open(now)
    )
    return list(session.scalars(query.with_for_update()))


def holders(session: Session, role: Role, provider_id: str, now: dt.datetime) -> list[str]:
    """Return the active users who hold a role that reaches a provider, each once."""
    user, given = model.User, RoleAssignment
    units = [provider_id, *units_above(session, {provider_id}).get(provider_id, ())]
    reaches = sa.or_(
        given.scope_kind == ScopeKind.PLATFORM.value,
        sa.and_(given.scope_kind == ScopeKind.PROVIDER.value, given.scope_id == provider_id),
        sa.and_(given.scope_kind == ScopeKind.UNIT_TREE.value, given.scope_id.in_(units)),
    )
    query = (
        sa.select(user.id)
        .join(given, given.user_id == user.id)
        .where(user.state == model.State.ACTIVE, given.role == role.value, reaches)
        .where(given.from_at <= now, is_open(now))
    )
    return list(session.scalars(query.distinct().order_by(user.id)))


def workers(
    session: Session,
    roles: Collection[Role],
    above: Mapping[str, frozenset[str]],
    now: dt.datetime,
) -> Iterator[tuple[str, str, str, str, Role]]:
    """Yield provider, user's id, name, what he is called, and role: who holds some roles for providers.

    ``above`` has the organisations above each of the providers that are asked about.
    """
    user, given = model.User, RoleAssignment
    units = set(above).union(*above.values())
    reaches = sa.or_(
        given.scope_kind == ScopeKind.PLATFORM.value, given.scope_id.in_(sorted(units))
    )
    query = (
        sa.select(given.role, given.scope_kind, given.scope_id, user.id, user.name, user.fullname)
        .join(user, user.id == given.user_id)
        .where(user.state == model.State.ACTIVE, given.role.in_(sorted(one.value for one in roles)))
        .where(given.from_at <= now, is_open(now), reaches)
    )
    for role, kind, scope_id, user_id, name, title in session.execute(query):
        scope = Scope(ScopeKind(kind), scope_id)
        for provider_id, units_of in above.items():
            if scope.covers(provider_id, units_of):
                yield provider_id, user_id, name, title or name, Role(role)


def roles(  # noqa: PLR0913  (each narrows the list)
    session: Session,
    principal: Principal,
    *,
    user_id: str | None = None,
    role: Role | None = None,
    scope: Scope | None = None,
    open_at: dt.datetime | None = None,
    limit: int,
    offset: int,
) -> list[RoleRow]:
    """Return the assignments that somebody sees, newest first."""
    user, other, group = model.User, aliased(model.User), model.Group
    wanted = [visible_to(session, principal)]
    if user_id is not None:
        wanted.append(RoleAssignment.user_id == user_id)
    if role is not None:
        wanted.append(RoleAssignment.role == role.value)
    if scope is not None:
        wanted.append(RoleAssignment.scope_kind == scope.kind.value)
        wanted.append(RoleAssignment.scope_id == scope.provider_id)
    if open_at is not None:
        wanted.append(is_open(open_at))
    query = (
        sa.select(RoleAssignment, user.name, other.name, group.title)
        .outerjoin(user, user.id == RoleAssignment.user_id)
        .outerjoin(other, other.id == RoleAssignment.substitute_for)
        .outerjoin(group, group.id == RoleAssignment.scope_id)
        .where(*wanted)
        .order_by(RoleAssignment.from_at.desc(), RoleAssignment.id)
    )
    return [RoleRow(*row) for row in session.execute(query.limit(limit).offset(offset))]


def visible_to(session: Session, principal: Principal) -> sa.ColumnElement[bool]:
    """Return the rule ``roles.may_see``, and that everybody sees his own."""
    if principal.is_sysadmin:
        return sa.true()
    own = RoleAssignment.user_id == principal.user_id
    return sa.or_(own, *_overseen(session, principal))


def is_open(now: dt.datetime) -> Any:
    """Return the condition of ``Term.is_open``."""
    return sa.and_(
        sa.or_(RoleAssignment.until_at.is_(None), RoleAssignment.until_at > now),
        sa.or_(RoleAssignment.revoked_at.is_(None), RoleAssignment.revoked_at > now),
    )


def _overseen(session: Session, principal: Principal) -> Iterator[sa.ColumnElement[bool]]:
    scopes = [held.scope for held in principal.roles if held.role in OVERSEERS]
    if Scope(ScopeKind.PLATFORM) in scopes:
        yield sa.true()
        return
    tops = {scope.provider_id for scope in scopes if scope.kind is ScopeKind.UNIT_TREE}
    within = tops | {row[1] for row in units_below(session, tops)}
    if within:
        yield RoleAssignment.scope_id.in_(sorted(within))
    single = {scope.provider_id for scope in scopes if scope.kind is ScopeKind.PROVIDER}
    if single:
        yield sa.and_(
            RoleAssignment.scope_kind == ScopeKind.PROVIDER.value,
            RoleAssignment.scope_id.in_(sorted(single)),
        )
