"""SELECTs of this feature, named after their condition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables.model import DictionaryVersion, Load, LoadState, Location, Version

KEYS = (
    Location.storage_key,
    Load.report_key,
    Load.difference_key,
    Version.storage_key,
    Version.report_key,
    Version.difference_key,
    DictionaryVersion.storage_key,
)
"""Whoever of these names a stored file keeps it."""


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
            facts["encoding_found"] = load.layout.split()[0]
        found[load.resource_id] = facts
    return found


def keys_starting_with(session: Session, prefix: str) -> set[str]:
    found = (session.scalars(sa.select(column).where(column.startswith(prefix))) for column in KEYS)
    return {key for keys in found for key in keys if key}


def key_is_used(session: Session | sa.Connection, key: str) -> bool:
    is_used = (sa.exists().where(column == key) for column in KEYS)
    return bool(session.scalar(sa.select(sa.or_(*is_used))))


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


def find_version(session: Session, resource_id: str, number: int) -> Version | None:
    return session.get(Version, (resource_id, number))


def newest_version(session: Session, resource_id: str) -> Version | None:
    return next(iter(versions(session, resource_id, limit=1)), None)


def versions(
    session: Session, resource_id: str, *, limit: int | None = None, offset: int = 0
) -> list[Version]:
    """Return a resource's versions, the newest first."""
    query = sa.select(Version).where(Version.resource_id == resource_id)
    query = query.order_by(Version.number.desc()).limit(limit).offset(offset)
    return list(session.scalars(query))


def version_shown_since(
    session: Session, resource_id: str, moment: dt.datetime
) -> dt.datetime | None:
    """Return since when the version of a table was shown that was shown at a moment."""
    return session.scalar(
        sa.select(sa.func.max(Version.loaded_at)).where(
            Version.resource_id == resource_id, Version.loaded_at <= moment
        )
    )


def version_count(session: Session, resource_id: str) -> int:
    count = sa.select(sa.func.count()).select_from(Version)
    return session.scalar(count.where(Version.resource_id == resource_id)) or 0


def versions_with_file(session: Session, resource_id: str, *, up_to: int) -> list[Version]:
    return list(
        session.scalars(
            sa.select(Version).where(
                Version.resource_id == resource_id,
                Version.number <= up_to,
                sa.or_(Version.storage_key.is_not(None), Version.report_key.is_not(None)),
            )
        )
    )


def versions_without_resource(session: Session, limit: int) -> list[str]:
    alive = sa.exists().where(
        model.Resource.id == Version.resource_id, model.Resource.state == model.State.ACTIVE
    )
    query = sa.select(Version.resource_id).where(~alive).distinct().limit(limit)
    return list(session.scalars(query))


def active_resources(session: Session, dataset_id: str) -> list[model.Resource]:
    return list(
        session.scalars(
            sa.select(model.Resource).where(
                model.Resource.package_id == dataset_id,
                model.Resource.state == model.State.ACTIVE,
            )
        )
    )


def newest_dictionaries(
    session: Session, resource_ids: Collection[str]
) -> dict[str, DictionaryVersion]:
    if not resource_ids:
        return {}
    query = (
        sa.select(DictionaryVersion)
        .where(DictionaryVersion.resource_id.in_(resource_ids))
        .order_by(DictionaryVersion.resource_id, DictionaryVersion.number.desc())
        .distinct(DictionaryVersion.resource_id)
    )
    return {one.resource_id: one for one in session.scalars(query)}


def dictionaries(
    session: Session, resource_id: str, *, limit: int | None = None, offset: int = 0
) -> list[DictionaryVersion]:
    """Return the versions of a dictionary, the newest first."""
    query = sa.select(DictionaryVersion).where(DictionaryVersion.resource_id == resource_id)
    query = query.order_by(DictionaryVersion.number.desc()).limit(limit).offset(offset)
    return list(session.scalars(query))


def dictionary_count(session: Session, resource_id: str) -> int:
    count = sa.select(sa.func.count()).select_from(DictionaryVersion)
    return session.scalar(count.where(DictionaryVersion.resource_id == resource_id)) or 0


def find_dictionary(session: Session, resource_id: str, number: int) -> DictionaryVersion | None:
    return session.get(DictionaryVersion, (resource_id, number))


def dictionaries_without_resource(session: Session, limit: int) -> list[str]:
    alive = sa.exists().where(
        model.Resource.id == DictionaryVersion.resource_id,
        model.Resource.state == model.State.ACTIVE,
    )
    query = sa.select(DictionaryVersion.resource_id).where(~alive).distinct().limit(limit)
    return list(session.scalars(query))
