"""SELECTs of this feature, named after their condition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.shared.session import Session
from ckanext.scigov.usage.domain.counting import Use
from ckanext.scigov.usage.model import Usage, UsageState

PACKAGE, RESOURCE = model.package_table.c, model.resource_table.c


def last_batch(session: Session) -> UsageState:
    """Return which batch came last, locked: whoever stores the next one waits here."""
    query = sa.select(UsageState).with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).one()


def of_dataset(session: Session, dataset_id: str) -> list[tuple[str, dt.date, Use]]:
    """Return resource (empty for the page), month and use of everything in a dataset."""
    query = sa.select(Usage).where(Usage.dataset_id == dataset_id).order_by(Usage.month)
    rows = session.scalars(query)
    return [(row.resource_id, row.month, Use(row.views, row.downloads)) for row in rows]


def most_used(session: Session, since: dt.date, limit: int) -> dict[str, Use]:
    """Return the datasets that were used most since a month, the most used first.

    A download weighs as much as ten views: it is the use that a view may lead to.
    """
    views, downloads = sa.func.sum(Usage.views), sa.func.sum(Usage.downloads)
    query = (
        sa.select(Usage.dataset_id, views, downloads)
        .where(Usage.month >= since)
        .group_by(Usage.dataset_id)
        .order_by((downloads * 10 + views).desc(), Usage.dataset_id)
        .limit(limit)
    )
    return {row[0]: Use(int(row[1]), int(row[2])) for row in session.execute(query)}


def dataset_ids(session: Session, names: Collection[str]) -> dict[str, str]:
    """Return the id of each dataset that is meant by a name or by an id."""
    query = sa.select(PACKAGE.id, PACKAGE.name).where(
        sa.or_(PACKAGE.id.in_(names), PACKAGE.name.in_(names))
    )
    rows = session.execute(query).all()
    return {name: row[0] for row in rows for name in row}


def datasets_of_resources(session: Session, ids: Collection[str]) -> dict[str, str]:
    query = sa.select(RESOURCE.id, RESOURCE.package_id).where(RESOURCE.id.in_(ids))
    return {row[0]: row[1] for row in session.execute(query)}
