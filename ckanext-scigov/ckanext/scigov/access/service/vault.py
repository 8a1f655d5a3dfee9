"""The vault: the only writer of what CKAN's tables must not hold, and of the stand-ins there.

``close`` runs inside a flush, for every resource that is written by whatever code. ``settle`` brings a
whole dataset in line, both ways, whenever something has changed that decides who gets its data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ckan import model

from ckanext.scigov.access import queries
from ckanext.scigov.access.domain import vault
from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.domain.subjects import ANONYMOUS, Object
from ckanext.scigov.access.domain.vault import Place
from ckanext.scigov.access.model import Kept
from ckanext.scigov.shared.session import Session

NOT_FIELDS = ("extras",)
DICTIONARY = "data_items"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a site adds to the rule: its address, and the fields of its schema."""

    site_url: str
    known: frozenset[str]

    def place(self, resource_id: str, dataset_id: str) -> Place:
        address = f"{self.site_url}/dataset/{dataset_id}/resource/{resource_id}/access"
        return Place(resource_id, address)

    def public_fields(self, package: model.Package) -> frozenset[str]:
        """Return the fields that stay public; the dictionary does unless its provider hides it."""
        hides = queries.is_true((package.extras or {}).get("hide_dictionary"))
        return self.known - {DICTIONARY} if hides else self.known


def is_open(obj: Object | None) -> bool:
    """Say whether everybody may learn where it lies."""
    return obj is not None and decide(ANONYMOUS, Operation.LOCATE, obj).allowed


def close(session: Session, resources: Collection[model.Resource], setting: Setting) -> None:
    """Take out of resources what not everybody may read; those that are open stay as they are.

    Called while the session flushes: new resources have their ids, and what has changed in their
    datasets is not in the database yet.
    """
    ids = {one.id for one in resources}
    dataset_ids = {str(one.package_id) for one in resources}
    found = queries.resource_objects(session, dataset_ids, ids)
    kept = _kept(session, ids)
    for one in resources:
        obj = found.get(one.id)
        if obj is None or not is_open(queries.as_saved_now(obj, one.package)):
            _hide(session, one, kept.get(one.id), setting)


def settle(session: Session, package: model.Package, setting: Setting) -> None:
    """Let the resources of a dataset show their places exactly where everybody may know them."""
    session.flush()
    found = queries.resource_objects(session, [package.id])
    resources = list(package.resources_all)
    kept = _kept(session, [one.id for one in resources])
    for one in resources:
        if is_open(found.get(one.id)):
            _show(session, one, kept.get(one.id))
        else:
            _hide(session, one, kept.get(one.id), setting)
    session.flush()


def kept_fields(session: Session, resource_id: str) -> Mapping[str, Any]:
    """Return what the vault holds of a resource."""
    row = session.get(Kept, resource_id)
    return row.fields if row is not None else {}


def kept_of_dataset(session: Session, dataset_id: str) -> dict[str, Mapping[str, Any]]:
    """Return what the vault holds of a dataset, by resource."""
    rows = session.scalars(sa.select(Kept).where(Kept.dataset_id == dataset_id))
    return {row.resource_id: row.fields for row in rows}


def forget(session: Session, resource_ids: Collection[str]) -> None:
    """The resources are gone for good."""
    session.execute(sa.delete(Kept).where(Kept.resource_id.in_(sorted(resource_ids))))


def _kept(session: Session, ids: Collection[str]) -> dict[str, Kept]:
    rows = session.scalars(sa.select(Kept).where(Kept.resource_id.in_(sorted(ids))))
    # What this very flush is about to store cannot be asked for yet.
    waiting = (row for row in session.new if isinstance(row, Kept) and row.resource_id in ids)
    return {row.resource_id: row for row in (*rows, *waiting)}


def _hide(session: Session, one: model.Resource, row: Kept | None, setting: Setting) -> None:
    place = setting.place(one.id, one.package_id or "")
    fields = fields_of(one)
    known = setting.public_fields(one.package)
    parted = vault.redact(fields, row.fields if row else {}, place, known)
    if parted.shown != fields:
        put_fields(one, parted.shown)
    if row is None:
        if parted.secret:
            session.add(
                Kept(
                    resource_id=one.id,
                    dataset_id=one.package_id,
                    fields=plain(parted.secret),
                )
            )
    elif row.fields != plain(parted.secret):
        row.fields = plain(parted.secret)


def _show(session: Session, one: model.Resource, row: Kept | None) -> None:
    if row is None:
        return
    put_fields(one, vault.restore(fields_of(one), row.fields))
    session.delete(row)


def fields_of(one: model.Resource) -> dict[str, Any]:
    """Return a resource as one mapping: columns and further fields."""
    columns = {name: getattr(one, name) for name in _columns()}
    return {**(one.extras or {}), **columns}


def put_fields(one: model.Resource, fields: Mapping[str, Any]) -> None:
    """Write such a mapping back; only what differs."""
    columns = set(_columns())
    for name in columns & set(fields):
        if getattr(one, name) != fields[name]:
            setattr(one, name, fields[name])
    extras = {name: value for name, value in fields.items() if name not in columns}
    if extras != (one.extras or {}):
        one.extras = extras


def _columns() -> Iterable[str]:
    return [c.name for c in model.resource_table.columns if c.name not in NOT_FIELDS]


def plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return values that JSON has; a moment becomes its text."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in fields.items()
    }
