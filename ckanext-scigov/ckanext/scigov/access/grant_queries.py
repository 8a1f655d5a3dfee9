"""SELECTs of grants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, NamedTuple

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access.domain.granting import DESIGNATION, SEERS, GrantSeen
from ckanext.scigov.access.domain.naming import as_number
from ckanext.scigov.access.domain.roles import Scope, ScopeKind, Term
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.access.model import Agency, Grant
from ckanext.scigov.access.principals import units_below
from ckanext.scigov.access.queries import objects
from ckanext.scigov.shared.session import Session


class GrantRow(NamedTuple):
    grant: Grant
    user_name: str | None
    agency_title: str | None


def find_grant(session: Session, name: str, *, lock: bool = False) -> Grant | None:
    """Return the grant of this number or id, or None."""
    query = sa.select(Grant).where(_is_called(name))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).first()


def find_row(session: Session, name: str) -> GrantRow | None:
    """Return a grant with the names of whom it is for, or None."""
    row = session.execute(_rows().where(_is_called(name))).first()
    return None if row is None else GrantRow(*row)


def term_of(grant: Grant) -> Term:
    return Term(grant.from_at, grant.until_at, grant.revoked_at)


def seen(session: Session, grant: Grant) -> GrantSeen:
    """Return a grant as the rules about who sees it take it."""
    dataset = objects(session, [grant.dataset_id]).get(grant.dataset_id)
    return GrantSeen(
        user_id=grant.user_id or "",
        agency_id=grant.agency_id or "",
        provider_id=dataset.provider_id if dataset else "",
        units_above=dataset.units_above if dataset else frozenset(),
    )


def is_number_taken(session: Session, number: str) -> bool:
    return session.scalar(sa.select(Grant.id).where(Grant.number == number)) is not None


def numbered(session: Session, numbers: Collection[str]) -> dict[str, Grant]:
    """Return grants by their numbers."""
    if not numbers:
        return {}
    found = session.scalars(sa.select(Grant).where(Grant.number.in_(sorted(numbers))))
    return {grant.number: grant for grant in found}


def designations(session: Session, dataset_id: str, now: dt.datetime) -> dict[str, Grant]:
    """Return the grants that hold because the entry names agencies, by agency, locked."""
    query = sa.select(Grant).where(
        Grant.dataset_id == dataset_id, Grant.source == DESIGNATION, is_open(now)
    )
    found = session.scalars(query.with_for_update().execution_options(populate_existing=True))
    return {grant.agency_id: grant for grant in found if grant.agency_id}


def grants(  # noqa: PLR0913  (each narrows the list)
    session: Session,
    principal: Principal,
    *,
    dataset: str | None = None,
    agency_id: str | None = None,
    mine: bool = False,
    open_at: dt.datetime | None = None,
    limit: int,
    offset: int,
) -> list[GrantRow]:
    """Return the grants that somebody sees, newest first; ``dataset`` is an id or a name."""
    wanted = [visible_to(session, principal)]
    if dataset is not None:
        wanted.append(sa.or_(Grant.dataset_id == dataset, model.Package.name == dataset))
    if agency_id is not None:
        wanted.append(Grant.agency_id == agency_id)
    if mine:
        wanted.append(_is_for(principal))
    if open_at is not None:
        wanted.append(is_open(open_at))
    query = (
        _rows()
        .outerjoin(model.Package, model.Package.id == Grant.dataset_id)
        .where(*wanted)
        .order_by(Grant.from_at.desc(), Grant.number)
    )
    return [GrantRow(*row) for row in session.execute(query.limit(limit).offset(offset))]


def visible_to(session: Session, principal: Principal) -> sa.ColumnElement[bool]:
    """Return the rule ``granting.may_see``, over grants joined with their datasets."""
    scopes = [held.scope for held in principal.roles if held.role in SEERS]
    if principal.is_sysadmin or Scope(ScopeKind.PLATFORM) in scopes:
        return sa.true()
    providers = {provider for provider, _ in principal.capacities}
    tops = {scope.provider_id for scope in scopes if scope.kind is ScopeKind.UNIT_TREE}
    providers |= {scope.provider_id for scope in scopes}
    providers |= {row[1] for row in units_below(session, tops)}
    return sa.or_(_is_for(principal), model.Package.owner_org.in_(sorted(providers)))


def is_open(now: dt.datetime) -> Any:
    """Return the condition of ``Term.is_open``."""
    return sa.and_(
        sa.or_(Grant.until_at.is_(None), Grant.until_at > now),
        sa.or_(Grant.revoked_at.is_(None), Grant.revoked_at > now),
    )


def resources_of(session: Session, dataset_id: str, ids: Collection[str]) -> frozenset[str]:
    """Return those of some resources that a dataset has."""
    resource = model.Resource
    query = sa.select(resource.id).where(
        resource.package_id == dataset_id,
        resource.id.in_(sorted(ids)),
        resource.state == model.State.ACTIVE,
    )
    return frozenset(session.scalars(query))


def _rows() -> Any:
    return (
        sa.select(Grant, model.User.name, Agency.title)
        .outerjoin(model.User, model.User.id == Grant.user_id)
        .outerjoin(Agency, Agency.id == Grant.agency_id)
    )


def _is_called(name: str) -> sa.ColumnElement[bool]:
    return sa.or_(Grant.id == name, Grant.number == as_number(name))


def _is_for(principal: Principal) -> sa.ColumnElement[bool]:
    own = Grant.user_id == principal.user_id
    return sa.or_(own, Grant.agency_id.in_(sorted(principal.agency_ids)))
