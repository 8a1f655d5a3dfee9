"""Many new entries into CKAN's own tables, by a few statements for all of them.

What ``package_create`` does for one entry beside storing it, and where that is done here:

=====================================================  ===============================================
``package_create``                                     here
=====================================================  ===============================================
check_access                                           the source was approved; its run was asked for
validators of the schema                               ``judging.py``, the same functions
``create``, ``after_dataset_create`` of catalogue      lifecycle and audit row, below
… of access                                            ``access.service.new_entries``
… of tables (versions of dictionaries)                 below; no file comes with a gathered entry
… of drafts, usage, dispute                            nothing to do for a new entry
membership of the provider                             below
default views                                          none on this site; else CKAN's own action
index                                                  the documents of a whole page, in its transaction
signals ``action_succeeded``                           not sent
=====================================================  ===============================================

A plugin that has more to say about new entries (``IPackageController.create`` or
``after_dataset_create``) is asked by CKAN's own way: see ``site_allows``.
"""

from __future__ import annotations

import datetime as dt
import functools
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import vault_watch
from ckanext.scigov.access.service import new_entries
from ckanext.scigov.access.service.grade_targets import FIELDS, codes_in
from ckanext.scigov.access.service.grades import Act
from ckanext.scigov.access.service.new_entries import NewEntry, Settled
from ckanext.scigov.audit import service as audit
from ckanext.scigov.catalogue.domain import rules
from ckanext.scigov.catalogue.domain.accounting import accounted
from ckanext.scigov.search.bulk.copying import copy
from ckanext.scigov.search.bulk.hooks import is_overridden
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables import dictionary_versions

Row = dict[str, Any]
EXTRAS = "extras"
HOOKS = ("create", "after_dataset_create")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An entry that was judged and is to be stored."""

    dataset_id: str
    owner_org: str
    validated: Mapping[str, Any]
    is_approved: bool
    """The source was approved with what it says of grades."""


@dataclass(frozen=True, slots=True)
class _Made:
    package: Row
    resources: list[Row]
    """Columns and further fields together."""
    tags: list[str]
    new: NewEntry
    settled: Settled


KNOWN = frozenset(
    {"scigov_catalogue", "scigov_tables", "scigov_access", "scigov_drafts", "harvest"}
)
"""Plugins that do something about new entries; what ckanext-harvest does is for sources only."""


def site_allows() -> bool:
    """Say whether no other plugin has something to do or to say when an entry is made."""
    views = tk.config.get("ckan.views.default_views") or []
    return not views and not [
        plugin.name
        for plugin in p.PluginImplementations(p.IPackageController)
        if plugin.name not in KNOWN
        and any(is_overridden(plugin, p.IPackageController, name) for name in HOOKS)
    ]


def store(session: Session, entries: Sequence[Wanted], reason: str, act: Act) -> None:
    """Insert entries with all that belongs to them; flushes nothing, commits nothing."""
    made = [_made(one, act) for one in entries]
    if not made:
        return
    connection = session.connection()
    copy(connection, model.package_table, [one.package for one in made])
    pairs = [(one.new, one.settled) for one in made]
    new_entries.store(session, pairs, reason, act)
    shown = new_entries.part_places(session, pairs, vault_watch.setting())
    resources = [_resource_row(shown[one["id"]]) for each in made for one in each.resources]
    copy(connection, model.resource_table, resources)
    _store_tags(session, made)
    copy(connection, model.member_table, [_membership(one.package) for one in made])
    for one in made:
        if any(resource.get("data_items") for resource in one.resources):
            dictionary_versions.keep(session, one.package["id"], act.actor, now=act.now)
    audit.record_many(session, [_account(one) for one in made], actor=act.actor, now=act.now)


def _made(wanted: Wanted, act: Act) -> _Made:
    extras = {one["key"]: one["value"] for one in wanted.validated.get("extras") or ()}
    resources = [
        _resource(wanted.dataset_id, position, given, act.now)
        for position, given in enumerate(wanted.validated.get("resources") or ())
    ]
    new = NewEntry(
        wanted.dataset_id,
        codes_in(extras),
        resources,
        words=(str(wanted.validated.get("title") or ""), str(wanted.validated.get("notes") or "")),
        is_approved=wanted.is_approved,
        hides_dictionary=extras.get("hide_dictionary") == "true",
    )
    settled = new_entries.settle(new, act)
    if settled.in_force != new.wanted:
        extras |= {name: code or "" for name, code in zip(FIELDS, settled.in_force, strict=True)}
    package = _package(wanted, extras, act.now)
    lifecycle = rules.early_lifecycle(extras, state=package["state"], resources=len(resources))
    if lifecycle is not None:
        extras["lifecycle_status"] = lifecycle
    tags = [tag["name"] for tag in wanted.validated.get("tags") or ()]
    return _Made(package, resources, list(dict.fromkeys(tags)), new, settled)


def _package(wanted: Wanted, extras: Row, now: dt.datetime) -> Row:
    """Return a row of the package table, as CKAN's own model makes one of the validated entry."""
    row, _rest = _columns(model.Package, wanted.validated)
    made = now.astimezone(dt.timezone.utc).replace(tzinfo=None)
    return row | {
        "id": wanted.dataset_id,
        "type": row["type"] or "dataset",
        "owner_org": wanted.owner_org,
        "state": row["state"] or model.State.ACTIVE,
        "private": bool(row["private"]),
        "metadata_created": made,
        "metadata_modified": row["metadata_modified"] or made,
        "extras": extras,
    }


def _columns(kind: Any, given: Mapping[str, Any]) -> tuple[Row, Row]:
    """Return columns as CKAN's own model makes them of what is given, and what is left over."""
    blank = _of_new(kind)
    columns = {name: given.get(name, value) for name, value in blank.items()}
    rest = {name: value for name, value in given.items() if name not in blank and name != EXTRAS}
    return columns, rest


@functools.cache
def _of_new(kind: Any) -> Mapping[str, Any]:
    """Return the columns of an object that was made of nothing, but for its extras."""
    one = kind()
    one.from_dict({})
    columns = sa.inspect(kind).local_table.columns
    return {c.name: getattr(one, c.name) for c in columns if c.name != EXTRAS}


def _resource(dataset_id: str, position: int, given: Mapping[str, Any], now: dt.datetime) -> Row:
    """Return the fields of a resource in one mapping, with CKAN's defaults."""
    columns, rest = _columns(model.Resource, given)
    made = now.astimezone(dt.timezone.utc).replace(tzinfo=None)
    return {
        **rest,
        **columns,
        "id": str(uuid.uuid5(uuid.UUID(dataset_id), str(position))),
        "package_id": dataset_id,
        "position": position,
        "state": model.State.ACTIVE,
        "created": columns["created"] or made,
        "metadata_modified": made,
    }


def _resource_row(fields: Mapping[str, Any]) -> Row:
    columns = _of_new(model.Resource)
    rest = {name: value for name, value in fields.items() if name not in columns}
    return {**{name: fields.get(name) for name in columns}, EXTRAS: rest}


def _store_tags(session: Session, made: Sequence[_Made]) -> None:
    names = {name for one in made for name in one.tags}
    if not names:
        return
    free = model.Tag.vocabulary_id.is_(None)
    query = sa.select(model.Tag.name, model.Tag.id).where(free, model.Tag.name.in_(names))
    known = {row[0]: row[1] for row in session.execute(query)}
    new = [{"id": str(uuid.uuid4()), "name": name} for name in sorted(names - known.keys())]
    if new:
        session.execute(sa.insert(model.Tag), new)
        known |= {one["name"]: one["id"] for one in new}
    rows = [
        {
            "id": str(uuid.uuid4()),
            "package_id": one.package["id"],
            "tag_id": known[name],
            "state": model.State.ACTIVE,
        }
        for one in made
        for name in one.tags
    ]
    copy(session.connection(), model.package_tag_table, rows)


def _membership(package: Row) -> Row:
    return {
        "id": str(uuid.uuid4()),
        "table_name": "package",
        "table_id": package["id"],
        "capacity": "organization",
        "group_id": package["owner_org"],
        "state": model.State.ACTIVE,
    }


def _account(made: _Made) -> audit.Entry:
    package = made.package
    detail = accounted(package, package["extras"], len(made.resources))
    return audit.Entry("dataset.create", "dataset", package["id"], detail)
