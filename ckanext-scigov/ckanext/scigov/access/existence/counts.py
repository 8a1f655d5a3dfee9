"""How many entries somebody may find, of each provider, group or person: one statement each."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.access.existence import findable
from ckanext.scigov.shared.session import Session


def of_providers(session: Session, principal: Principal) -> sa.Select[Any]:
    """Select the ids of providers and how many entries of each are listed for somebody."""
    owner = model.Package.owner_org
    return findable.entries(session, principal, owner, sa.func.count()).group_by(owner)


def of_groups(session: Session, principal: Principal) -> sa.Select[Any]:
    """As ``of_providers``, of groups."""
    member = model.Member
    found = findable.ids(session, principal)
    return (
        sa.select(member.group_id, sa.func.count(sa.distinct(member.table_id)))
        .where(
            member.table_name == "package",
            member.state == model.State.ACTIVE,
            member.table_id.in_(found),
        )
        .group_by(member.group_id)
    )


def of_people(session: Session, principal: Principal) -> sa.Select[Any]:
    """As ``of_providers``, of those who have made the entries."""
    maker = model.Package.creator_user_id
    return findable.entries(session, principal, maker, sa.func.count()).group_by(maker)


def numbers(session: Session, query: sa.Select[Any]) -> dict[str, int]:
    return {row[0]: row[1] for row in session.execute(query)}
