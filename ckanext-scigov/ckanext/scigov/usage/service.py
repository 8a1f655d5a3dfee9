"""The only writer of usage. It flushes, never commits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from ckanext.scigov.shared.session import Session
from ckanext.scigov.usage import queries
from ckanext.scigov.usage.domain.counting import Counted, Kind, Use
from ckanext.scigov.usage.model import Usage, UsageState


def lock(session: Session, now: dt.datetime) -> UsageState:
    """Return which batch came last; whoever stores another one waits here until it is done."""
    first = {"id": 1, "batch": "", "stored_at": now}
    session.execute(postgresql.insert(UsageState).values(first).on_conflict_do_nothing())
    return queries.last_batch(session)


def store(
    session: Session, last: UsageState, batch: str, counts: Mapping[Counted, int], now: dt.datetime
) -> None:
    """Add a batch of counts to their months, and write down that it came last.

    A resource's counts go to its own dataset, whatever the address said; what is of nothing that
    there is any more is dropped.
    """
    totals = _by_ids(session, counts)
    if totals:
        rows = [
            {
                "dataset_id": dataset, "resource_id": resource, "month": month,
                "views": use.views, "downloads": use.downloads,
            }
            for (dataset, resource, month), use in sorted(totals.items())
        ]  # fmt: skip
        session.execute(_added(), rows)
    last.batch, last.stored_at = batch, now
    session.flush()


def _by_ids(session: Session, counts: Mapping[Counted, int]) -> dict[tuple[str, str, dt.date], Use]:
    names = {one.dataset for one in counts if not one.resource}
    ids = queries.dataset_ids(session, names) if names else {}
    resources = {one.resource for one in counts if one.resource}
    owners = queries.datasets_of_resources(session, resources) if resources else {}
    totals: dict[tuple[str, str, dt.date], Use] = {}
    for one, number in counts.items():
        dataset = owners.get(one.resource) if one.resource else ids.get(one.dataset)
        if dataset:
            key = (dataset, one.resource, one.month)
            totals[key] = totals.get(key, Use()) + _use(one, number)
    return totals


def _use(one: Counted, number: int) -> Use:
    return Use(views=number) if one.kind == Kind.VIEW.value else Use(downloads=number)


def _added() -> sa.Insert:
    insert = postgresql.insert(Usage)
    return insert.on_conflict_do_update(
        index_elements=[Usage.dataset_id, Usage.resource_id, Usage.month],
        set_={
            "views": Usage.views + insert.excluded.views,
            "downloads": Usage.downloads + insert.excluded.downloads,
        },
    )
