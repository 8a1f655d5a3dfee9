"""What the features that decide on data read of access: entries, agencies, reach of roles, grants.

Their own tables know ids only. Nothing here asks whether somebody may: callers put what they get to
the rules of ``access.domain``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access import (
    agency_queries,
    grant_queries,
    item_queries,
    name_queries,
    principals,
    queries,
    role_queries,
)
from ckanext.scigov.access.agency_queries import Known
from ckanext.scigov.access.domain.agencies import AgencyCapacity, AgencyState
from ckanext.scigov.access.domain.roles import Role, ScopeKind, Term
from ckanext.scigov.access.domain.subjects import Capacity, Object, Principal
from ckanext.scigov.access.model import Agency, AgencyMember, Grant
from ckanext.scigov.shared.session import Session

__all__ = ["Known"]


class Worker(NamedTuple):
    """Somebody who works for a provider, and as what."""

    provider_id: str
    user_id: str
    user_name: str
    title: str
    """What he is called."""
    what: Role | Capacity


def entries(session: Session, dataset_ids: Collection[str]) -> dict[str, Object]:
    """Return entries as the policy sees them, by id; two statements for any number of them."""
    return queries.objects(session, dataset_ids)


def entry_named(session: Session, name: str) -> Object | None:
    """Return the entry with this id or name as the policy sees it, or None."""
    return queries.named(session, {"dataset_id": name})


def resources_of(session: Session, dataset_id: str) -> frozenset[str]:
    """Return the ids of the resources that an entry has."""
    resource = model.Resource
    query = sa.select(resource.id).where(
        resource.package_id == dataset_id, resource.state == model.State.ACTIVE
    )
    return frozenset(session.scalars(query))


@dataclass(frozen=True, slots=True)
class Dictionaries:
    """The data items of an entry's resources, by the resource's id."""

    items: Mapping[str, frozenset[str]]
    are_hidden: bool
    """Its provider tells them only to those who get the data."""


def dictionaries_of(session: Session, dataset_id: str) -> Dictionaries:
    """Return what data items the resources of an entry have now, hidden or not."""
    package = session.get(model.Package, dataset_id)
    extras = (package.extras or {}) if package is not None else {}
    names = item_queries.item_names(session, dataset_id, ())
    return Dictionaries(names, queries.is_true(extras.get("hide_dictionary")))


def names_of_resources(session: Session, dataset_id: str, ids: Collection[str]) -> dict[str, str]:
    """Return what resources of an entry are called, by id; those that are gone too."""
    resource = model.Resource
    query = sa.select(resource.id, resource.name).where(
        resource.package_id == dataset_id, resource.id.in_(sorted(ids))
    )
    return {row[0]: row[1] or row[0] for row in session.execute(query)} if ids else {}


def units_above(session: Session, provider_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """Return for each organisation all those above it."""
    return queries.units_above(session, provider_ids)


def organization_named(session: Session, name: str) -> str | None:
    """Return the id of the active organisation with this id or name, or None."""
    return name_queries.active_organization(session, name)


def names_of_organizations(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Return the names (addresses) of organisations, by id."""
    group = model.Group
    query = sa.select(group.id, group.name).where(group.id.in_(sorted(ids)))
    return {row[0]: row[1] for row in session.execute(query)} if ids else {}


def user_named(session: Session, name: str) -> str | None:
    """Return the id of the active user with this id or name, or None."""
    return name_queries.active_user(session, name)


def names_of_users(session: Session, user_ids: Collection[str]) -> dict[str, str]:
    """Return what people are called, by id; of those who are gone too."""
    return name_queries.names_of_users(session, user_ids)


def agencies(session: Session, agency_ids: Collection[str]) -> Mapping[str, Known]:
    """Return those of some agencies that there are: title, and whether they are approved."""
    return agency_queries.known_agencies(session, agency_ids) if agency_ids else {}


def credit_codes(session: Session, agency_ids: Collection[str]) -> dict[str, str]:
    """Return the unified social credit codes of agencies, by id."""
    query = sa.select(Agency.id, Agency.credit_code).where(Agency.id.in_(sorted(agency_ids)))
    return {row[0]: row[1] for row in session.execute(query)} if agency_ids else {}


def capacities(session: Session, user_id: str) -> dict[str, AgencyCapacity]:
    """Return what somebody is in which approved agencies."""
    query = (
        sa.select(AgencyMember.agency_id, AgencyMember.capacity)
        .join(Agency, Agency.id == AgencyMember.agency_id)
        .where(
            AgencyMember.user_id == user_id,
            AgencyMember.removed_at.is_(None),
            Agency.state == AgencyState.APPROVED.value,
        )
    )
    return {row[0]: AgencyCapacity(row[1]) for row in session.execute(query)}


def members_among(session: Session, agency_id: str, user_ids: Collection[str]) -> frozenset[str]:
    """Return those of some users who belong to an agency now and are active."""
    query = (
        sa.select(AgencyMember.user_id)
        .join(model.User, model.User.id == AgencyMember.user_id)
        .where(
            AgencyMember.agency_id == agency_id,
            AgencyMember.user_id.in_(sorted(user_ids)),
            AgencyMember.removed_at.is_(None),
            model.User.state == model.State.ACTIVE,
        )
    )
    return frozenset(session.scalars(query)) if user_ids else frozenset()


def approvers_of(session: Session, agency_id: str) -> list[str]:
    """Return the ids of the users who sign an agency's applications."""
    query = sa.select(AgencyMember.user_id).where(
        AgencyMember.agency_id == agency_id,
        AgencyMember.capacity == AgencyCapacity.APPROVER.value,
        AgencyMember.removed_at.is_(None),
    )
    return list(session.scalars(query))


def staff_of(
    session: Session, provider_id: str, capacities: Collection[Capacity] = tuple(Capacity)
) -> list[str]:
    """Return the ids of the users who are something in an organisation."""
    member = model.member_table.c
    query = sa.select(member.table_id).where(
        member.table_name == "user",
        member.group_id == provider_id,
        member.state == model.State.ACTIVE,
        member.capacity.in_(sorted(one.value for one in capacities)),
    )
    return list(session.scalars(query))


def working_for(
    session: Session,
    provider_ids: Collection[str],
    roles: Collection[Role],
    capacities: Collection[Capacity],
    now: dt.datetime,
) -> list[Worker]:
    """Return who holds some roles for some providers, or is something in them; three statements."""
    if not provider_ids:
        return []
    units = queries.units_above(session, set(provider_ids))
    above = {one: units.get(one, frozenset[str]()) for one in provider_ids}
    found = {Worker(*row) for row in role_queries.workers(session, roles, above, now)}
    member, user = model.member_table.c, model.User
    query = (
        sa.select(member.group_id, member.table_id, user.name, user.fullname, member.capacity)
        .join(user, user.id == member.table_id)
        .where(
            member.table_name == "user",
            member.group_id.in_(sorted(provider_ids)),
            member.state == model.State.ACTIVE,
            user.state == model.State.ACTIVE,
            member.capacity.in_(sorted(one.value for one in capacities)),
        )
    )
    rows = session.execute(query)
    found |= {Worker(row[0], row[1], row[2], row[3] or row[2], Capacity(row[4])) for row in rows}
    return sorted(found, key=lambda one: (one.provider_id, one.title, one.user_id, one.what.value))


def agencies_of(session: Session, user_ids: Collection[str]) -> dict[str, set[str]]:
    """Return of some users to which approved agencies they belong; one statement."""
    query = (
        sa.select(AgencyMember.user_id, AgencyMember.agency_id)
        .join(Agency, Agency.id == AgencyMember.agency_id)
        .where(
            AgencyMember.user_id.in_(sorted(user_ids)),
            AgencyMember.removed_at.is_(None),
            Agency.state == AgencyState.APPROVED.value,
        )
    )
    found: dict[str, set[str]] = {}
    for user_id, agency_id in session.execute(query) if user_ids else ():
        found.setdefault(user_id, set()).add(agency_id)
    return found


def reach(
    session: Session,
    principal: Principal,
    roles: Collection[Role],
    capacities: Collection[Capacity] = (),
) -> frozenset[str] | None:
    """Return the providers for which somebody holds one of some roles or is something; None: all."""
    scopes = [held.scope for held in principal.roles if held.role in roles]
    if any(scope.kind is ScopeKind.PLATFORM for scope in scopes):
        return None
    tops = {scope.provider_id for scope in scopes if scope.kind is ScopeKind.UNIT_TREE}
    found = {scope.provider_id for scope in scopes}
    found |= {row[1] for row in principals.units_below(session, tops)}
    found |= {provider for provider, capacity in principal.capacities if capacity in capacities}
    return frozenset(found)


def principal_of(session: Session, user_id: str, now: dt.datetime) -> Principal | None:
    """Return what an active user is and holds, None when there is no such one."""
    user = session.get(model.User, user_id)
    if user is None or user.state != model.State.ACTIVE:
        return None
    return principals.principal_of(session, user, now)


def grant_held(session: Session, number: str) -> tuple[Term, str] | None:
    """Return from when until when a grant holds, and the reason of its last change; it is locked."""
    grant = grant_queries.find_grant(session, number, lock=True)
    return None if grant is None else (grant_queries.term_of(grant), grant.reason)


def grants_ended(session: Session, numbers: Iterable[str], now: dt.datetime) -> frozenset[str]:
    """Return those of some grants that have ended or been revoked; one statement."""
    wanted = sorted(set(numbers))
    query = sa.select(Grant.number).where(
        Grant.number.in_(wanted), sa.not_(grant_queries.is_open(now))
    )
    return frozenset(session.scalars(query)) if wanted else frozenset()
