"""Load who asks, out of the database, in one statement.

The principal follows from the user named in CKAN's context, never from globals and never from
``ignore_auth``: what a job may do it does as the system with a stated purpose.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any, TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from ckan import authz, model

from ckanext.scigov.access.domain.agencies import AgencyState
from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.domain.roles import Role, RoleHeld, Scope, ScopeKind
from ckanext.scigov.access.domain.subjects import (
    ANONYMOUS,
    Axis,
    Capacity,
    GrantHeld,
    Principal,
    TermsState,
)
from ckanext.scigov.access.domain.terms import NO_TERMS
from ckanext.scigov.access.model import (
    Acceptance,
    Agency,
    AgencyMember,
    BrokenGlass,
    Grant,
    RoleAssignment,
)
from ckanext.scigov.shared.session import Session

Row: TypeAlias = Sequence[Any]
Reader: TypeAlias = Session | sa.Connection
CAPACITY, AGENCY, ROLE, GRANT = "capacity", "agency", "role", "grant"
COLLABORATION, GLASS = "collaboration", "glass"
TEXTS = 7
USER_ID: Any = sa.bindparam("user_id", type_=sa.Text)
OWN_ID: Any = sa.bindparam("own_id", type_=ARRAY(sa.Text))
"""The same as a list, for columns that hold several."""
NOW: Any = sa.bindparam("now", type_=sa.DateTime(timezone=True))


def principal_of(session: Session, user: model.User | None, now: dt.datetime) -> Principal:
    """Return what an active user is and holds at ``now``; anybody else is anonymous."""
    if user is None or user.state != model.State.ACTIVE:
        return ANONYMOUS
    return principal_of_id(session, user.id, now, is_sysadmin=bool(user.sysadmin))


def principal_of_id(
    session: Reader, user_id: str, now: dt.datetime, *, is_sysadmin: bool
) -> Principal:
    """Return what the active user of this id is and holds at ``now``."""
    is_invited = authz.check_config_permission("allow_dataset_collaborators")
    asked = {"user_id": user_id, "own_id": [user_id], "now": now}
    rows = list(session.execute(_standings(with_invitations=bool(is_invited)), asked))
    found = {kind: [row[1:] for row in rows if row[0] == kind] for kind in {r[0] for r in rows}}
    return Principal(
        user_id=user_id,
        is_sysadmin=is_sysadmin,
        capacities=frozenset(_capacities(session, found.get(CAPACITY, ()))),
        agency_ids=frozenset(row[0] for row in found.get(AGENCY, ())),
        roles=frozenset(
            RoleHeld(Role(role), Scope(ScopeKind(kind), scope))
            for role, kind, scope, *_ in found.get(ROLE, ())
        ),
        grants=frozenset(map(_grant, found.get(GRANT, ()))),
        collaborations=frozenset(row[0] for row in found.get(COLLABORATION, ())),
        opened_glass=frozenset(row[0] for row in found.get(GLASS, ())),
    )


@functools.cache
def _standings(*, with_invitations: bool) -> sa.CompoundSelect[Any]:
    """Select all that somebody is and holds. Built once: it is asked at each request, and long."""
    parts = [
        _of_capacities(),
        _part(AGENCY, _agencies()),
        _part(ROLE, RoleAssignment.role, RoleAssignment.scope_kind, RoleAssignment.scope_id).where(
            RoleAssignment.user_id == USER_ID, *holds(RoleAssignment, NOW)
        ),
        _of_grants(),
        _part(GLASS, BrokenGlass.dataset_id).where(
            BrokenGlass.user_id == USER_ID, BrokenGlass.from_at <= NOW, BrokenGlass.until_at > NOW
        ),
    ]
    if with_invitations:
        invited = model.PackageMember
        parts.append(
            _part(COLLABORATION, invited.package_id).where(
                invited.user_id == USER_ID, invited.capacity.in_(("editor", "admin"))
            )
        )
    return sa.union_all(*parts)


def _part(kind: str, *columns: Any) -> sa.Select[Any]:
    """Select rows of one form, so that one statement can read them all: a kind and texts."""
    filled = [*columns, *(sa.literal("") for _ in range(TEXTS - len(columns)))]
    return sa.select(sa.literal(kind), *(sa.cast(column, sa.Text) for column in filled))


def _of_capacities() -> sa.Select[Any]:
    member, group = model.member_table.c, model.group_table.c
    return (
        _part(CAPACITY, member.group_id, member.capacity)
        .join(model.group_table, group.id == member.group_id)
        .where(
            member.table_name == "user",
            member.table_id == USER_ID,
            member.state == model.State.ACTIVE,
            group.state == model.State.ACTIVE,
            group.is_organization,
        )
    )


def _agencies() -> Any:
    """Return the column of approved agencies that somebody belongs to."""
    return (
        sa.select(AgencyMember.agency_id)
        .join(Agency, Agency.id == AgencyMember.agency_id)
        .where(
            AgencyMember.user_id == USER_ID,
            AgencyMember.removed_at.is_(None),
            Agency.state == AgencyState.APPROVED.value,
        )
        .subquery()
        .c.agency_id
    )


def _of_grants() -> sa.Select[Any]:
    columns = (Grant.number, Grant.dataset_id, Grant.axis)
    listed = sa.func.array_to_string(Grant.resource_ids, " ")
    of_agency = Grant.agency_id.in_(sa.select(_agencies()))
    is_reached = sa.or_(Grant.member_ids == [], Grant.member_ids.contains(OWN_ID))
    is_held = sa.or_(Grant.user_id == USER_ID, sa.and_(of_agency, is_reached))
    rest = (listed, Grant.obligations, sa.func.to_jsonb(Grant.items), _terms())
    return _part(GRANT, *columns, *rest).where(is_held, *holds(Grant, NOW))


def _terms() -> Any:
    """Return whether the terms of a grant have been accepted for somebody, and by whom."""
    is_own = Acceptance.accepted_by == USER_ID
    by_whom = (
        sa.select(sa.func.bool_or(is_own))
        .where(
            Acceptance.grant_number == Grant.number,
            Acceptance.user_id == USER_ID,
            Acceptance.version == Grant.terms_version,
        )
        .scalar_subquery()
    )
    return sa.case(
        (sa.or_(Grant.terms_version == NO_TERMS, by_whom), TermsState.ACCEPTED.value),
        (by_whom.is_not(None), TermsState.ANSWERED_FOR.value),
        else_=TermsState.WAITING.value,
    )


def _grant(row: Row) -> GrantHeld:
    number, dataset_id, axis, resource_ids, obligations, items, terms = row
    return GrantHeld(
        number,
        dataset_id,
        Axis(axis),
        frozenset(resource_ids.split()),
        Obligations(**json.loads(obligations)),
        frozenset(json.loads(items)),
        TermsState(terms),
    )


def holds(table: Any, now: Any) -> tuple[Any, ...]:
    """Return the conditions of ``Term.holds``, of roles or grants."""
    return (
        table.from_at <= now,
        sa.or_(table.until_at.is_(None), table.until_at > now),
        sa.or_(table.revoked_at.is_(None), table.revoked_at > now),
    )


def _capacities(session: Reader, rows: Sequence[Row]) -> Iterator[tuple[str, Capacity]]:
    """Yield what somebody is in which provider; some capacities reach down, as CKAN is told."""
    known = {capacity.value for capacity in Capacity}
    own = [(row[0], Capacity(row[1])) for row in rows if row[1] in known]
    yield from own
    cascading: Any = authz.check_config_permission("roles_that_cascade_to_sub_groups")
    above = {provider_id: capacity for provider_id, capacity in own if capacity.value in cascading}
    for start, below in units_below(session, above):
        yield below, above[start]


def units_below(session: Reader, provider_ids: Collection[str]) -> Sequence[Row]:
    """Return pairs of one of these organisations and one below it."""
    if not provider_ids:
        return []
    member = model.member_table.c
    is_inside = sa.and_(member.table_name == "group", member.state == model.State.ACTIVE)
    # A row of `member` puts the organisation `group_id` below the organisation `table_id`.
    below = (
        sa.select(member.table_id.label("start"), member.group_id.label("unit"))
        .where(is_inside, member.table_id.in_(sorted(provider_ids)))
        .cte("below", recursive=True)
    )
    deeper = sa.select(below.c.start, member.group_id).join(below, below.c.unit == member.table_id)
    below = below.union(deeper.where(is_inside))
    return session.execute(sa.select(below.c.start, below.c.unit)).all()


def entries_below(session: Reader, provider_ids: Collection[str]) -> set[str]:
    """Return the ids of all entries of these organisations and of those below them."""
    below = {row[1] for row in units_below(session, provider_ids)}
    package = model.Package
    query = sa.select(package.id).where(package.owner_org.in_(sorted({*provider_ids, *below})))
    return {row[0] for row in session.execute(query)}
