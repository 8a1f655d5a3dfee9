"""SELECTs of many applications: what somebody sees, and what waits for him."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.application.domain.states import Event, State
from ckanext.scigov.application.model import Filing, HappenedEvent, Part
from ckanext.scigov.application.viewing import Viewer
from ckanext.scigov.shared.session import Session

MOST_PROVIDERS = 500
UNSEEN = (State.DRAFT.value, State.SIGNING.value)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a list is narrowed; None: not at all."""

    states: frozenset[State] = frozenset()
    dataset_id: str | None = None
    provider_id: str | None = None
    agency_id: str | None = None
    is_overdue: bool | None = None
    assigned_to: str | None = None
    """A user's id; empty: nobody."""
    text: str = ""
    """In the number, the purpose or the scene of use."""


def within(column: Any, reached: frozenset[str] | None) -> sa.ColumnElement[bool]:
    return sa.true() if reached is None else column.in_(sorted(reached))


def applies(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Return the condition of being the applicant."""
    is_handler = Filing.handler_ids.any(viewer.user_id)  # type: ignore[attr-defined]
    return sa.or_(Filing.creator_id == viewer.user_id, is_handler)


def signs(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Return the condition of signing for the applying agency, once there is something to sign."""
    is_signer = Filing.agency_id.in_(sorted(viewer.signs_for))
    return sa.and_(is_signer, sa.not_(applies(viewer)), Part.state != State.DRAFT.value)


def is_own(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Return the rule ``parties.is_own``."""
    return sa.or_(applies(viewer), Filing.agency_id.in_(sorted(viewer.agency_ids)))


def oversees(viewer: Viewer) -> sa.ColumnElement[bool]:
    """Return what ``parties.may_see`` lets somebody see as an official, not as an applicant."""
    reached = [within(Part.provider_id, one) for one in viewer.reach.values()]
    decides = sa.and_(sa.or_(*reached), sa.not_(is_own(viewer)), Part.state.not_in(UNSEEN))
    audits = sa.and_(within(Part.provider_id, viewer.audits), Part.state != State.DRAFT.value)
    return sa.or_(decides, audits)


def is_registered() -> sa.ColumnElement[bool]:
    """Return the condition of standing in the register: what was never submitted has no number."""
    return Filing.number.is_not(None)


def narrowed(wanted: Wanted, today: dt.date) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.states:
        found.append(Part.state.in_(_codes(wanted.states)))
    columns = ((Part.dataset_id, wanted.dataset_id), (Part.provider_id, wanted.provider_id))
    found += [column == value for column, value in columns if value is not None]
    if wanted.agency_id is not None:
        found.append(Filing.agency_id == wanted.agency_id)
    if wanted.is_overdue is not None:
        is_late = sa.and_(Part.due_on < today, Part.due_on.is_not(None))
        found.append(is_late if wanted.is_overdue else sa.not_(is_late))
    if wanted.assigned_to is not None:
        nobody = Part.assigned_to.is_(None)
        found.append(Part.assigned_to == wanted.assigned_to if wanted.assigned_to else nobody)
    if wanted.text:
        texts = (Filing.number, Filing.fields["purpose"].astext, Filing.fields["scene"].astext)
        found.append(sa.or_(*(one.icontains(wanted.text, autoescape=True) for one in texts)))
    return found


def filings(
    session: Session, conditions: list[sa.ColumnElement[bool]], *, limit: int, offset: int
) -> tuple[int, list[Filing]]:
    """Return how many filings have a part under the conditions, and some of them, newest first."""
    query = sa.select(Filing.id).outerjoin(Part, Part.filing_id == Filing.id).where(*conditions)
    ids = query.group_by(Filing.id).subquery()
    count = session.scalar(sa.select(sa.func.count()).select_from(ids)) or 0
    page = sa.select(Filing).where(Filing.id.in_(sa.select(ids.c.id)))
    page = page.order_by(Filing.saved_at.desc(), Filing.id).limit(limit).offset(offset)
    return count, list(session.scalars(page))


def parts(
    session: Session, conditions: list[sa.ColumnElement[bool]], *, limit: int, offset: int
) -> list[tuple[Filing, Part]]:
    """Return parts with their filings, what is due soonest first, what has no day last."""
    order = (Part.due_on.asc().nulls_last(), Filing.submitted_at, Filing.id, Part.position)
    return _page(session, conditions, order, limit=limit, offset=offset)


def register(
    session: Session, conditions: list[sa.ColumnElement[bool]], *, limit: int, offset: int
) -> list[tuple[Filing, Part]]:
    """Return parts with their filings, as they were submitted, the newest first."""
    order = (Filing.submitted_at.desc(), Filing.id, Part.position)
    return _page(session, conditions, order, limit=limit, offset=offset)


def counts(
    session: Session, conditions: list[sa.ColumnElement[bool]], today: dt.date
) -> dict[str, int]:
    """Return how many parts stand where, under conditions; and how many of them are overdue."""
    late = sa.func.count().filter(Part.due_on < today)
    query = (
        sa.select(Part.state, sa.func.count(), late)
        .join(Filing, Part.filing_id == Filing.id)
        .where(*conditions)
        .group_by(Part.state)
    )
    rows = session.execute(query).all()
    found = {row[0]: row[1] for row in rows}
    overdue = sum(row[2] for row in rows)
    return {**found, "all": sum(found.values()), "overdue": overdue}


def providers(session: Session, conditions: list[sa.ColumnElement[bool]]) -> list[Any]:
    """Return the providers of parts under conditions, each with how many there are, most first."""
    number = sa.func.count()
    query = (
        sa.select(Part.provider_id, number)
        .join(Filing, Part.filing_id == Filing.id)
        .where(*conditions)
        .group_by(Part.provider_id)
        .order_by(number.desc(), Part.provider_id)
        .limit(MOST_PROVIDERS)
    )
    return list(session.execute(query))


def figures(session: Session) -> list[Any]:
    """Return of each provider: received, decided, in time, the median of working days."""
    is_in_time = Part.was_late.is_(False)
    query = (
        sa.select(
            Part.provider_id,
            sa.func.count(),
            sa.func.count(Part.decided_on),
            sa.func.count(Part.decided_on).filter(is_in_time),
            sa.func.percentile_cont(0.5).within_group(Part.took_days),
        )
        .where(Part.received_on.is_not(None))
        .group_by(Part.provider_id)
    )
    return list(session.execute(query))


def grounds(session: Session) -> list[Any]:
    """Return how often each provider has refused on which kind of ground."""
    query = sa.select(Part.provider_id, Part.ground, sa.func.count()).where(
        Part.ground.is_not(None)
    )
    return list(session.execute(query.group_by(Part.provider_id, Part.ground)))


def others_of(session: Session, dataset_ids: list[str], but: str, limit: int) -> list[Filing]:
    """Return the newest filings with a part about one of some datasets that officials have got."""
    is_about = Part.dataset_id.in_(sorted(dataset_ids))
    asking = sa.select(Part.filing_id).where(is_about, Part.state.not_in(UNSEEN))
    query = sa.select(Filing).where(
        Filing.id.in_(asking), Filing.id != but, Filing.number.is_not(None)
    )
    return list(session.scalars(query.order_by(Filing.submitted_at.desc()).limit(limit)))


def reasons_of(session: Session, part_ids: list[str], event: Event) -> dict[str, str]:
    """Return the reason of the last event of a kind, of each of some parts."""
    query = (
        sa.select(HappenedEvent.part_id, HappenedEvent.reason)
        .where(HappenedEvent.part_id.in_(sorted(part_ids)), HappenedEvent.event == event.value)
        .distinct(HappenedEvent.part_id)
        .order_by(HappenedEvent.part_id, HappenedEvent.id.desc())
    )
    return {row[0]: row[1] for row in session.execute(query)} if part_ids else {}


def titles_of_datasets(session: Session, ids: list[str]) -> dict[str, tuple[str, str]]:
    """Return title and name of datasets, by id; of those that are gone too."""
    package = model.Package
    query = sa.select(package.id, package.title, package.name).where(package.id.in_(sorted(ids)))
    return {row[0]: (row[1] or row[2], row[2]) for row in session.execute(query)} if ids else {}


def titles_of_organizations(session: Session, ids: list[str]) -> dict[str, str]:
    group = model.Group
    query = sa.select(group.id, group.title, group.name).where(group.id.in_(sorted(ids)))
    return {row[0]: row[1] or row[2] for row in session.execute(query)} if ids else {}


def names_of_users(session: Session, ids: list[str]) -> dict[str, tuple[str, str]]:
    """Return the account's name and what somebody is called, by id."""
    user = model.User
    query = sa.select(user.id, user.name, user.fullname).where(user.id.in_(sorted(ids)))
    return {row[0]: (row[1], row[2] or row[1]) for row in session.execute(query)} if ids else {}


def _page(
    session: Session,
    conditions: list[sa.ColumnElement[bool]],
    order: tuple[Any, ...],
    *,
    limit: int,
    offset: int,
) -> list[tuple[Filing, Part]]:
    query = sa.select(Filing, Part).join(Part, Part.filing_id == Filing.id).where(*conditions)
    page = query.order_by(*order).limit(limit).offset(offset)
    return [(row[0], row[1]) for row in session.execute(page)]


def _codes(states: frozenset[State]) -> list[str]:
    return sorted(state.value for state in states)
