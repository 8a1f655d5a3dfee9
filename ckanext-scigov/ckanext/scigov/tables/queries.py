"""SELECTs of this feature, named after their condition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables.model import Load, LoadState, Location


def find_location(session: Session, resource_id: str) -> Location | None:
    return session.get(Location, resource_id)


def find_location_by_key(session: Session, key: str) -> Location | None:
    return session.scalars(sa.select(Location).where(Location.storage_key == key)).first()


def find_load(session: Session, resource_id: str, *, lock: bool = False) -> Load | None:
    return session.get(Load, resource_id, with_for_update=lock, populate_existing=lock)


def lock_dataset(session: Session, resource_id: str) -> None:
    """Wait for whoever is saving a resource's dataset, and have the next one wait.

    Saving locks a dataset, its resources and their loads in this order; so must whoever locks more
    than one of them. References to the dataset can be made meanwhile.
    """
    resource = model.Resource
    its_dataset = sa.select(resource.package_id).where(resource.id == resource_id)
    query = sa.select(model.Package.id).where(model.Package.id == its_dataset.scalar_subquery())
    session.execute(query.with_for_update(key_share=True))


def load_facts(session: Session, resource_ids: Collection[str]) -> dict[str, dict[str, Any]]:
    """Return resource id → the resource fields that follow from its load."""
    if not resource_ids:
        return {}
    loads = session.execute(
        sa.select(Load.resource_id, Load.state, Load.row_count, Load.layout).where(
            Load.resource_id.in_(resource_ids)
        )
    )
    found: dict[str, dict[str, Any]] = {}
    for load in loads:
        facts: dict[str, Any] = {"load_status": load.state}
        if load.row_count is not None:
            facts["row_count"] = load.row_count
        if load.layout and load.layout != "xlsx":
            facts["encoding"] = load.layout.split()[0]
        found[load.resource_id] = facts
    return found


def keys_starting_with(session: Session, prefix: str) -> set[str]:
    found = session.scalars(
        sa.select(Location.storage_key).where(Location.storage_key.startswith(prefix))
    )
    return {key for key in found if key}


def key_is_used(session: Session | sa.Connection, key: str) -> bool:
    return bool(session.scalar(sa.select(sa.exists().where(Location.storage_key == key))))


def locations_without_resource(session: Session, limit: int) -> list[str]:
    """Return ids of resources that are gone, or deleted, and still have a location or a load.

    A dataset in the trash keeps its resources, and they their files: it may be restored.
    """
    alive = sa.exists().where(
        model.Resource.id == Location.resource_id, model.Resource.state == model.State.ACTIVE
    )
    return list(session.scalars(sa.select(Location.resource_id).where(~alive).limit(limit)))


def loads_without_resource(session: Session, limit: int) -> list[str]:
    alive = sa.exists().where(
        model.Resource.id == Load.resource_id, model.Resource.state == model.State.ACTIVE
    )
    return list(session.scalars(sa.select(Load.resource_id).where(~alive).limit(limit)))


def loads_broken_off(session: Session, silent_since: dt.datetime) -> list[str]:
    """Return the resources whose load is under way without a sign of life."""
    last_sign = sa.func.coalesce(Load.seen_at, Load.queued_at)
    return list(
        session.scalars(
            sa.select(Load.resource_id).where(
                Load.state.in_([LoadState.LOADING.value, LoadState.QUEUED.value]),
                last_sign < silent_since,
            )
        )
    )


def loads_finished(session: Session) -> list[Load]:
    return list(session.scalars(sa.select(Load).where(Load.state == LoadState.LOADED.value)))


def resources_with_load(session: Session, resource_ids: Iterable[str]) -> set[str]:
    return set(
        session.scalars(sa.select(Load.resource_id).where(Load.resource_id.in_(list(resource_ids))))
    )
