"""SELECTs of what waits for a decision about grades, and of what nobody has graded yet."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access.domain import items
from ckanext.scigov.access.domain.grading import ProposalState
from ckanext.scigov.access.domain.policy import ROLES
from ckanext.scigov.access.domain.roles import Role, Scope, ScopeKind
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.access.model import GradeInForce, GradeProposal
from ckanext.scigov.access.principals import units_below
from ckanext.scigov.access.queries import Codes
from ckanext.scigov.shared.session import Session

WORKERS: Collection[Role] = frozenset(ROLES)
"""Whose work these lists are, with the provider's own people; all see the entries anyway."""


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """One entry of a list; ``proposed`` is None where nothing has been proposed."""

    dataset_id: str
    name: str
    title: str
    provider_id: str
    provider: str
    part: str
    """The resource's name where the grade is a resource's own, or a data item's."""
    in_force: Codes
    resource_id: str = ""
    item: str = ""
    """The data item's name where the grade is its own."""
    item_title: str = ""
    proposed: Codes | None = None
    proposer: str = ""
    proposed_at: dt.datetime | None = None
    reason: str = ""
    state: str = ""
    findings: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class Share:
    """How many entries of a list are one provider's."""

    provider_id: str
    title: str
    count: int


def works_with_grades(principal: Principal) -> bool:
    """Say whether the lists can have anything for somebody."""
    has_role = any(held.role in WORKERS for held in principal.roles)
    return principal.is_sysadmin or has_role or bool(principal.capacities)


def in_reach(session: Session, principal: Principal) -> sa.ColumnElement[bool]:
    """Return which datasets somebody works with: the rule of ``policy.INSIDE``, in SQL."""
    if principal.is_sysadmin:
        return sa.true()
    scopes = [held.scope for held in principal.roles if held.role in WORKERS]
    return owned_within(session, scopes, {provider for provider, _ in principal.capacities})


def owned_within(
    session: Session, scopes: Collection[Scope], providers: Collection[str] = ()
) -> sa.ColumnElement[bool]:
    """Return which datasets lie within some scopes, or are one of these providers'."""
    if any(scope.kind is ScopeKind.PLATFORM for scope in scopes):
        return sa.true()
    tops = {scope.provider_id for scope in scopes if scope.kind is ScopeKind.UNIT_TREE}
    within = {*providers, *(scope.provider_id for scope in scopes)}
    within |= {row[1] for row in units_below(session, tops)}
    return model.Package.owner_org.in_(sorted(within))


def waiting(
    session: Session, principal: Principal, provider: str, limit: int, offset: int
) -> tuple[list[Line], int]:
    """Return what waits for approval, the oldest first, and how much there is."""
    wanted = [in_reach(session, principal), GradeProposal.state == ProposalState.WAITING.value]
    order = (GradeProposal.proposed_at, GradeProposal.id)
    return _proposals(session, [*wanted, *_of(provider)], order, limit, offset)


def proposed_by(
    session: Session, principal: Principal, provider: str, limit: int, offset: int
) -> tuple[list[Line], int]:
    """Return what somebody has proposed and still works with, in every state, newest first."""
    wanted = [in_reach(session, principal), GradeProposal.proposed_by == principal.user_id]
    order = (GradeProposal.proposed_at.desc(), GradeProposal.id)
    return _proposals(session, [*wanted, *_of(provider)], order, limit, offset)


def unclassified(
    session: Session, principal: Principal, provider: str, limit: int, offset: int
) -> tuple[list[Line], int]:
    """Return the entries that have no grade, by provider and title, and how many there are."""
    package, group = model.Package, model.Group
    wanted = [*_not_classified(session, principal), *_of(provider)]
    is_waiting = (
        sa.select(GradeProposal.id)
        .where(GradeProposal.object_id == package.id)
        .where(GradeProposal.state == ProposalState.WAITING.value)
        .exists()
    )
    query = (
        sa.select(
            package.id, package.name, package.title, package.owner_org, group.title,
            package.metadata_created, is_waiting,
        )
        .outerjoin(group, group.id == package.owner_org)
        .outerjoin(GradeInForce, GradeInForce.object_id == package.id)
        .where(*wanted)
        .order_by(group.title, package.title, package.id)
    )  # fmt: skip
    lines = [
        Line(
            dataset_id=row[0], name=row[1], title=row[2] or row[1], provider_id=row[3] or "",
            provider=row[4] or "", part="", in_force=(None, None, None),
            proposed_at=row[5].replace(tzinfo=dt.timezone.utc),
            state=ProposalState.WAITING.value if row[6] else "",
        )
        for row in session.execute(query.limit(limit).offset(offset))
    ]  # fmt: skip
    return lines, _count(session, query)


def unclassified_by_provider(session: Session, principal: Principal) -> list[Share]:
    """Return how many entries without a grade each provider has, the fullest first."""
    package, group = model.Package, model.Group
    number = sa.func.count()
    query = (
        sa.select(package.owner_org, sa.func.max(group.title), number)
        .select_from(package)
        .outerjoin(group, group.id == package.owner_org)
        .outerjoin(GradeInForce, GradeInForce.object_id == package.id)
        .where(*_not_classified(session, principal))
        .group_by(package.owner_org)
        .order_by(number.desc(), package.owner_org)
    )
    return [Share(row[0] or "", row[1] or "", row[2]) for row in session.execute(query)]


def _not_classified(session: Session, principal: Principal) -> list[Any]:
    package = model.Package
    return [
        in_reach(session, principal),
        package.type == "dataset",
        package.state == model.State.ACTIVE,
        GradeInForce.security_level.is_(None),
    ]


def _of(provider: str) -> Iterable[Any]:
    return [model.Package.owner_org == provider] if provider else []


def _proposals(
    session: Session, wanted: Iterable[Any], order: Iterable[Any], limit: int, offset: int
) -> tuple[list[Line], int]:
    package, group, user, resource = model.Package, model.Group, model.User, model.Resource
    query = (
        sa.select(
            GradeProposal, package.name, package.title, package.owner_org, group.title,
            resource.name, user.name, user.fullname, GradeInForce.security_level,
            GradeInForce.share_type, GradeInForce.open_type,
        )
        .join(package, package.id == GradeProposal.dataset_id)
        .outerjoin(group, group.id == package.owner_org)
        .outerjoin(resource, resource.id == _resource_of(GradeProposal.object_id))
        .outerjoin(user, user.id == GradeProposal.proposed_by)
        .outerjoin(GradeInForce, GradeInForce.object_id == GradeProposal.object_id)
        .where(package.state == model.State.ACTIVE, *wanted)
        .order_by(*order)
    )  # fmt: skip
    rows = session.execute(query.limit(limit).offset(offset)).all()
    lines = _with_titles(session, [_line(*row) for row in rows])
    return lines, _count(session, query)


def _resource_of(object_id: Any) -> sa.ColumnElement[str]:
    """Return the resource that an object is, or whose data item it is."""
    return sa.func.split_part(object_id, items.SEPARATOR, 1)


def _with_titles(session: Session, lines: list[Line]) -> list[Line]:
    """Let data items have their titles, where their dictionary is not hidden."""
    wanted = {line.resource_id for line in lines if line.item}
    if not wanted:
        return lines
    resource = model.resource_table.c
    query = sa.select(resource.id, resource.extras).where(resource.id.in_(sorted(wanted)))
    titles = {
        (resource_id, items.name_of(one)): one.get("title") or ""
        for resource_id, extras in session.execute(query)
        for one in (extras or {}).get("data_items") or ()
    }
    return [
        dataclasses.replace(line, item_title=titles.get((line.resource_id, line.item)) or line.item)
        for line in lines
    ]


def _line(proposal: GradeProposal, *cells: Any) -> Line:
    name, title, provider_id, provider, part, user, fullname, *in_force = cells
    resource_id, item = items.split_id(proposal.object_id)
    is_part = proposal.object_id != proposal.dataset_id
    return Line(
        dataset_id=proposal.dataset_id,
        name=name,
        title=title or name,
        provider_id=provider_id or "",
        provider=provider or "",
        part=(part or "") if is_part else "",
        resource_id=resource_id if is_part else "",
        item=item,
        in_force=(in_force[0], in_force[1], in_force[2]),
        proposed=(proposal.security_level, proposal.share_type, proposal.open_type),
        proposer=fullname or user or "",
        proposed_at=proposal.proposed_at,
        reason=proposal.reason,
        state=proposal.state,
        findings=len(proposal.findings),
    )


def _count(session: Session, query: sa.Select[Any]) -> int:
    counted = sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
    return session.scalar(counted) or 0
