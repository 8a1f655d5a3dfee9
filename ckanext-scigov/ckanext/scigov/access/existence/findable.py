"""Which entries somebody may find, as a condition of SQL: for lists and counts of any length.

The same rule as the labels in the search index (``domain/labels.py``), for statements that CKAN
writes with ``private = false`` alone. Listed is what a search finds that asks for nothing special:
published entries of the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access.domain import labels
from ckanext.scigov.access.domain.policy import ROLES, Audience
from ckanext.scigov.access.domain.roles import ScopeKind
from ckanext.scigov.access.domain.subjects import Principal, State
from ckanext.scigov.access.model import GradeInForce
from ckanext.scigov.access.principals import units_below
from ckanext.scigov.access.queries import LIFECYCLE
from ckanext.scigov.catalogue.domain.grades import OpenType, ShareType
from ckanext.scigov.shared.session import Session

package = model.Package


def entries(session: Session, principal: Principal, *columns: Any) -> sa.Select[Any]:
    """Select columns of the packages that are listed for somebody."""
    query = (
        sa.select(*columns)
        .select_from(package)
        .where(package.type == "dataset", package.state == "active", package.private.is_(False))
    )
    if principal.is_sysadmin or principal.purpose or _is_everywhere(principal):
        return query
    return query.outerjoin(GradeInForce, GradeInForce.object_id == package.id).where(
        sa.or_(*_conditions(session, principal))
    )


def ids(session: Session, principal: Principal) -> sa.Select[Any]:
    return entries(session, principal, package.id)


def _is_everywhere(principal: Principal) -> bool:
    return any(
        held.role in ROLES and held.scope.kind is ScopeKind.PLATFORM for held in principal.roles
    )


def _conditions(session: Session, principal: Principal) -> Iterator[sa.ColumnElement[bool]]:
    yield _is_like(Audience.PUBLIC)
    if principal.agency_ids:
        yield _is_like(Audience.AGENCY)
    if granted := sorted({grant.dataset_id for grant in principal.grants}):
        yield sa.and_(package.id.in_(granted), _is_like(Audience.GRANTEE))
    if principal.collaborations:
        yield package.id.in_(sorted(principal.collaborations))
    if providers := sorted(_providers(session, principal)):
        yield package.owner_org.in_(providers)


def _providers(session: Session, principal: Principal) -> Iterator[str]:
    """Yield the providers whose entries somebody works with."""
    yield from (provider_id for provider_id, _capacity in principal.capacities)
    scopes = [held.scope for held in principal.roles if held.role in ROLES]
    yield from (scope.provider_id for scope in scopes)
    trees = {scope.provider_id for scope in scopes if scope.kind is ScopeKind.UNIT_TREE}
    yield from (row[1] for row in units_below(session, trees))


def _is_like(audience: Audience) -> sa.ColumnElement[bool]:
    wanted = labels.listed_for(audience)
    return _likeness().in_(sorted(_key(*one) for one in wanted))


def _key(state: State, is_hidden: bool, share: ShareType, opened: OpenType) -> str:
    return f"{state.value} {str(is_hidden).lower()} {share.value} {opened.value}"


def _likeness() -> sa.ColumnElement[str]:
    """Return what the policy asks about, in one text; NULL for what is not yet classified."""
    lifecycle = package.extras["lifecycle_status"].astext
    closed = sorted(LIFECYCLE)
    state = sa.case((lifecycle.in_(closed), lifecycle), else_=State.ACTIVE.value)
    hidden = sa.func.lower(package.extras["hide_entry"].astext) == "true"
    is_hidden = sa.case((hidden, "true"), else_="false")
    blank = sa.literal(" ")
    parts = (is_hidden, GradeInForce.share_type, GradeInForce.open_type)
    text: Any = state
    for part in parts:
        text = text.op("||")(blank).op("||")(part)
    return text
