"""SELECTs of what many people are and hold about one entry; each statement is for any number of them.

``principals`` loads one person with everything. This loads many with what counts for one entry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from ckan import authz, model

from ckanext.scigov.access import principals
from ckanext.scigov.access.domain.agencies import AgencyState
from ckanext.scigov.access.domain.roles import Role, RoleHeld, Scope, ScopeKind
from ckanext.scigov.access.domain.subjects import Axis, Capacity, GrantHeld, Object
from ckanext.scigov.access.model import Agency, AgencyMember, BrokenGlass, Grant, RoleAssignment
from ckanext.scigov.shared.session import Session

Pairs = set[tuple[str, Any]]
"""User id and something that he is or holds."""


def active(session: Session, user_ids: Collection[str]) -> dict[str, bool]:
    """Return those of some users whose accounts are in use, and whether each is an administrator."""
    user = model.User
    query = sa.select(user.id, user.sysadmin).where(
        among(user.id, user_ids), user.state == model.State.ACTIVE
    )
    return {row[0]: bool(row[1]) for row in session.execute(query)}


def capacities(session: Session, user_ids: Collection[str], obj: Object) -> Pairs:
    """Return what people are in an entry's provider; some capacities reach down from above."""
    cascading: Any = authz.check_config_permission("roles_that_cascade_to_sub_groups")
    member, group = model.member_table.c, model.group_table.c
    query = (
        sa.select(member.table_id, member.group_id, member.capacity)
        .join(model.group_table, group.id == member.group_id)
        .where(
            member.table_name == "user",
            among(member.table_id, user_ids),
            member.group_id.in_([obj.provider_id, *sorted(obj.units_above)]),
            member.capacity.in_([one.value for one in Capacity]),
            member.state == model.State.ACTIVE,
            group.state == model.State.ACTIVE,
            group.is_organization,
        )
    )
    return {
        (user_id, (obj.provider_id, Capacity(capacity)))
        for user_id, unit, capacity in session.execute(query)
        if unit == obj.provider_id or capacity in cascading
    }


def roles(session: Session, user_ids: Collection[str], now: dt.datetime) -> Pairs:
    role = RoleAssignment
    query = sa.select(role.user_id, role.role, role.scope_kind, role.scope_id).where(
        among(role.user_id, user_ids), *principals.holds(role, now)
    )
    return {
        (row[0], RoleHeld(Role(row[1]), Scope(ScopeKind(row[2]), row[3])))
        for row in session.execute(query)
    }


def agencies(session: Session, user_ids: Collection[str]) -> Pairs:
    """Return the approved agencies that people belong to."""
    query = _members(sa.select(AgencyMember.user_id, AgencyMember.agency_id), user_ids)
    return {(row[0], row[1]) for row in session.execute(query)}


def grants(session: Session, user_ids: Collection[str], obj: Object, now: dt.datetime) -> Pairs:
    """Return the grants of an entry that people hold themselves, or as members of their agencies."""
    columns = (Grant.number, Grant.axis)
    holds = (Grant.dataset_id == obj.dataset_id, *principals.holds(Grant, now))
    own = sa.select(Grant.user_id, *columns).where(among(Grant.user_id, user_ids), *holds)
    reached = sa.or_(Grant.member_ids == [], AgencyMember.user_id == sa.any_(Grant.member_ids))
    of_agency = _members(
        sa.select(AgencyMember.user_id, *columns).join(
            Grant, Grant.agency_id == AgencyMember.agency_id
        ),
        user_ids,
    ).where(reached, *holds)
    rows = session.execute(sa.union(own, of_agency))
    return {(row[0], GrantHeld(row[1], obj.dataset_id, Axis(row[2]))) for row in rows}


def invited(session: Session, user_ids: Collection[str], dataset_id: str) -> frozenset[str]:
    """Return who has been invited to edit an entry."""
    if not authz.check_config_permission("allow_dataset_collaborators"):
        return frozenset()
    one = model.PackageMember
    query = sa.select(one.user_id).where(
        one.package_id == dataset_id,
        one.capacity.in_(("editor", "admin")),
        among(one.user_id, user_ids),
    )
    return frozenset(session.scalars(query))


def glass_broken(
    session: Session, user_ids: Collection[str], dataset_id: str, now: dt.datetime
) -> frozenset[str]:
    """Return who reads an entry by break-glass now."""
    glass = BrokenGlass
    query = sa.select(glass.user_id).where(
        glass.dataset_id == dataset_id,
        glass.from_at <= now,
        glass.until_at > now,
        among(glass.user_id, user_ids),
    )
    return frozenset(session.scalars(query))


def among(column: Any, ids: Collection[str]) -> sa.ColumnElement[bool]:
    """Say that a column is one of many ids, which are one parameter of the statement."""
    return column == sa.any_(sa.cast(sorted(ids), ARRAY(sa.Text)))


def _members(query: sa.Select[Any], user_ids: Collection[str]) -> sa.Select[Any]:
    return query.join(Agency, Agency.id == AgencyMember.agency_id).where(
        among(AgencyMember.user_id, user_ids),
        AgencyMember.removed_at.is_(None),
        Agency.state == AgencyState.APPROVED.value,
    )
