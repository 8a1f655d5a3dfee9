"""What is read from the registers."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.catalogue.domain.registers import Register
from ckanext.scigov.catalogue.model import BusinessItem, InformationSystem
from ckanext.scigov.shared.session import Session

Entry = InformationSystem | BusinessItem
TABLES: dict[Register, type[InformationSystem | BusinessItem]] = {
    Register.SYSTEMS: InformationSystem,
    Register.BUSINESS_ITEMS: BusinessItem,
}


def provider_id(session: Session, name: str) -> str | None:
    """Return the id of the active organisation with this id or name."""
    group = model.Group
    query = sa.select(group.id).where(
        sa.or_(group.id == name, group.name == name),
        group.is_organization.is_(True),
        group.state == model.State.ACTIVE,
    )
    return session.scalars(query.limit(1)).first()


def find(
    session: Session, register: Register, entry_id: str, *, lock: bool = False
) -> Entry | None:
    table = TABLES[register]
    query = sa.select(table).where(table.id == entry_id)
    return session.scalars(query.with_for_update() if lock else query).first()


def listed(  # noqa: PLR0913  (whose, and which part)
    session: Session,
    register: Register,
    organization_ids: Collection[str],
    *,
    limit: int,
    offset: int = 0,
    include_retired: bool = False,
) -> list[Entry]:
    """Return the entries of some providers by title, what is retired last."""
    table = TABLES[register]
    query = sa.select(table).where(table.organization_id.in_(sorted(organization_ids)))
    if not include_retired:
        query = query.where(table.retired_at.is_(None))
    order = (table.retired_at.isnot(None), table.title, table.id)
    return list(session.scalars(query.order_by(*order).limit(limit).offset(offset)))


def in_use(session: Session, register: Register, organization_id: str, title: str) -> Entry | None:
    """Return what is registered under a title and not retired."""
    table = TABLES[register]
    query = sa.select(table).where(
        table.organization_id == organization_id,
        table.title == title,
        table.retired_at.is_(None),
    )
    return session.scalars(query).first()


def titles_of_providers(session: Session, organization_ids: Collection[str]) -> dict[str, str]:
    group = model.Group
    query = sa.select(group.id, group.title, group.name).where(group.id.in_(organization_ids))
    return {row.id: row.title or row.name for row in session.execute(query)}
