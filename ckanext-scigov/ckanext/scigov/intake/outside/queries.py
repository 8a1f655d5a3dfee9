"""SELECTs of the register."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.intake.domain.states import OutsideState
from ckanext.scigov.intake.model import Outside
from ckanext.scigov.shared.session import Session


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which lines are meant."""

    providers: Collection[str] | None
    """Departments, by id; None: all."""
    words: str = ""
    """Part of the title or of the body's name."""
    state: OutsideState | None = None


def find(session: Session, outside_id: str, *, lock: bool = False) -> Outside | None:
    return session.get(Outside, outside_id, with_for_update=lock, populate_existing=lock)


def lines(session: Session, wanted: Wanted, limit: int, offset: int) -> list[Outside]:
    """Return lines, those that end soonest first, then the newest."""
    order = (Outside.ends_on.asc().nulls_last(), Outside.asked_on.desc(), Outside.id)
    query = sa.select(Outside).where(*_conditions(wanted)).order_by(*order)
    return list(session.scalars(query.limit(limit).offset(offset)))


def count(session: Session, wanted: Wanted) -> int:
    query = sa.select(sa.func.count()).select_from(Outside).where(*_conditions(wanted))
    return session.scalar(query) or 0


def ending(session: Session, until: dt.date) -> list[str]:
    """Return the ids of what is held and may be used no longer than until a day."""
    query = sa.select(Outside.id).where(
        Outside.state == OutsideState.RECEIVED.value, Outside.ends_on <= until
    )
    return list(session.scalars(query.order_by(Outside.ends_on, Outside.id)))


def ended_for(session: Session, dataset_id: str, today: dt.date) -> dt.date | None:
    """Return the last day on which the data of an entry may be used, from that day on; None: no such day."""
    query = sa.select(sa.func.max(Outside.ends_on)).where(
        Outside.dataset_id == dataset_id,
        Outside.state.in_([OutsideState.RECEIVED.value, OutsideState.ENDED.value]),
    )
    last = session.scalar(query)
    return last if last is not None and last <= today else None


def provider_of_dataset(session: Session, name: str) -> tuple[str, str] | None:
    """Return id and provider of the entry with this id or name; None where there is none."""
    package = model.Package
    query = sa.select(package.id, package.owner_org).where(
        sa.or_(package.id == name, package.name == name),
        package.state == model.State.ACTIVE,
        package.type == "dataset",
    )
    row = session.execute(query).first()
    return (row[0], row[1] or "") if row else None


def titles_of_datasets(session: Session, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return name and title of entries, by id."""
    package = model.Package
    query = sa.select(package.id, package.name, package.title).where(
        package.id.in_(sorted(ids)), package.state == model.State.ACTIVE
    )
    return {row[0]: (row[1], row[2] or row[1]) for row in session.execute(query)} if ids else {}


def organizations(session: Session, ids: Collection[str] | None) -> list[tuple[str, str]]:
    """Return id and title of departments, by title; None: of all."""
    group = model.Group
    query = sa.select(group.id, group.title, group.name).where(
        group.is_organization.is_(True), group.state == model.State.ACTIVE
    )
    if ids is not None:
        query = query.where(group.id.in_(sorted(ids)))
    return [(row[0], row[1] or row[2]) for row in session.execute(query.order_by(group.title))]


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.providers is not None:
        found.append(Outside.provider_id.in_(sorted(wanted.providers)))
    if wanted.state is not None:
        found.append(Outside.state == wanted.state.value)
    if wanted.words:
        words = wanted.words
        found.append(
            sa.or_(
                Outside.title.icontains(words, autoescape=True),
                Outside.body.icontains(words, autoescape=True),
            )
        )
    return found
