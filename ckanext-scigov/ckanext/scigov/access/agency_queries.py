"""SELECTs of the register of agencies."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access.domain.agencies import AgencyCapacity, AgencyState
from ckanext.scigov.access.model import Agency, AgencyMember
from ckanext.scigov.shared.session import Session


class Standing(NamedTuple):
    """What somebody is in an agency, and where that stands."""

    capacity: AgencyCapacity | None
    state: AgencyState


class MemberRow(NamedTuple):
    member: AgencyMember
    user_name: str | None
    fullname: str | None


def find_agency(session: Session, agency_id: str, *, lock: bool = False) -> Agency | None:
    if not lock:
        return session.get(Agency, agency_id)
    return session.get(Agency, agency_id, with_for_update=True, populate_existing=True)


def agencies(
    session: Session, *, state: AgencyState | None, q: str, limit: int, offset: int
) -> list[Agency]:
    """Return agencies by title; ``q`` is a part of the title or of the code."""
    query = sa.select(Agency).order_by(Agency.title, Agency.id).limit(limit).offset(offset)
    if state is not None:
        query = query.where(Agency.state == state.value)
    if q:
        columns = (Agency.title, Agency.credit_code)
        query = query.where(sa.or_(*(one.icontains(q, autoescape=True) for one in columns)))
    return list(session.scalars(query))


def standing_in(session: Session, agency_id: str, user_id: str) -> Standing | None:
    """Return what a user is in an agency, or None when there is no such agency."""
    query = (
        sa.select(AgencyMember.capacity, Agency.state)
        .select_from(Agency)
        .outerjoin(
            AgencyMember, sa.and_(_belongs_now(user_id), AgencyMember.agency_id == Agency.id)
        )
        .where(Agency.id == agency_id)
    )
    row = session.execute(query).first()
    if row is None:
        return None
    return Standing(AgencyCapacity(row[0]) if row[0] else None, AgencyState(row[1]))


def find_member(session: Session, agency_id: str, user_id: str) -> AgencyMember | None:
    """Return the row of somebody who belongs to an agency now, locked."""
    query = sa.select(AgencyMember).where(
        _belongs_now(user_id), AgencyMember.agency_id == agency_id
    )
    return session.scalars(query.with_for_update()).first()


def members(session: Session, agency_id: str, *, limit: int, offset: int) -> list[MemberRow]:
    """Return who belongs to an agency now, by user name."""
    user = model.User
    query = (
        sa.select(AgencyMember, user.name, user.fullname)
        .outerjoin(user, user.id == AgencyMember.user_id)
        .where(AgencyMember.agency_id == agency_id, AgencyMember.removed_at.is_(None))
        .order_by(user.name, AgencyMember.id)
    )
    return [MemberRow(*row) for row in session.execute(query.limit(limit).offset(offset))]


class Known(NamedTuple):
    title: str
    is_approved: bool


def known_agencies(session: Session, agency_ids: Collection[str]) -> dict[str, Known]:
    """Return those of some agencies that there are."""
    query = sa.select(Agency.id, Agency.title, Agency.state).where(
        Agency.id.in_(sorted(agency_ids))
    )
    return {
        id_: Known(title, state == AgencyState.APPROVED.value)
        for id_, title, state in session.execute(query)
    }


def _belongs_now(user_id: str) -> Any:
    return sa.and_(AgencyMember.user_id == user_id, AgencyMember.removed_at.is_(None))
