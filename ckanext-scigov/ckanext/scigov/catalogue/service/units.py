"""A provider's place in the tree, and what is internal to it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.audit.acts import By
from ckanext.scigov.catalogue import unit_queries
from ckanext.scigov.catalogue.domain import units as domain
from ckanext.scigov.catalogue.domain.units import UnitReason
from ckanext.scigov.catalogue.model import UnitInternal
from ckanext.scigov.shared.errors import Refusal, Refused
from ckanext.scigov.shared.session import Session

# Two moves at once could make a circle of which neither has seen the other half.
ONE_AT_A_TIME = sa.text("SELECT pg_advisory_xact_lock(hashtext('scigov_catalogue_unit_tree'))")


@dataclass(frozen=True, slots=True)
class Internal:
    security_owner: str
    security_contact: str


def place(session: Session, organization_id: str, parent_id: str | None, by: By) -> None:
    """Put a provider below another, or at the top."""
    session.execute(ONE_AT_A_TIME)
    before = unit_queries.parent(session, organization_id)
    if (before.id if before else None) == parent_id:
        return
    if parent_id is not None:
        _judge(session, organization_id, parent_id)
    _link(session, organization_id, parent_id)
    by.record(
        session,
        "provider.place",
        "organization",
        organization_id,
        before=before.id if before else "",
        parent=parent_id or "",
    )


def describe(session: Session, organization_id: str, given: Internal, by: By) -> None:
    """Say who answers for a provider's data security. The log says that it was, and not who."""
    row = unit_queries.internal(session, organization_id)
    if row is None:
        row = UnitInternal()
        row.organization_id = organization_id
        session.add(row)
    elif (row.security_owner, row.security_contact) == (
        given.security_owner,
        given.security_contact,
    ):
        return
    row.security_owner, row.security_contact = given.security_owner, given.security_contact
    row.changed_by, row.changed_at = by.user_id, by.now
    session.flush()
    by.record(session, "provider.security_owner", "organization", organization_id)


def _judge(session: Session, organization_id: str, parent_id: str) -> None:
    above = unit_queries.above(session, parent_id)
    if domain.makes_cycle(organization_id, parent_id, {one.id for one in above}):
        raise Refused(Refusal(UnitReason.CYCLE, "parent"))
    below = unit_queries.depth_below(session, organization_id, domain.DEEPEST)
    if len(above) + 1 + below > domain.DEEPEST:
        raise Refused(Refusal(UnitReason.TOO_DEEP, "parent"))
    level = _level(session, organization_id)
    if domain.stands_above(level, _level(session, parent_id)):
        raise Refused(Refusal(UnitReason.LEVEL_ABOVE_PARENT, "parent"))


def _level(session: Session, organization_id: str) -> str:
    group = session.get(model.Group, organization_id)
    extras: dict[str, str] = getattr(group, "extras", None) or {}
    return extras.get("unit_level") or ""


def _link(session: Session, organization_id: str, parent_id: str | None) -> None:
    """Let one row hold and no other."""
    kept = None
    for link in unit_queries.links(session, organization_id):
        is_it = link.table_id == parent_id and kept is None
        link.state = model.State.ACTIVE if is_it else model.State.DELETED
        kept = link if is_it else kept
    if parent_id is not None and kept is None:
        session.add(
            model.Member(
                group=session.get(model.Group, organization_id),
                group_id=organization_id,
                table_name="group",
                table_id=parent_id,
                capacity="public",
                state=model.State.ACTIVE,
            )
        )
    session.flush()
