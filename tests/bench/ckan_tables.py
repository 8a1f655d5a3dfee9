"""Put the corpus into CKAN's own tables, thousands at a time: the API would take an hour."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from corpus import portals

from ckan import model

from ckanext.scigov.search.bulk.copying import copy
from ckanext.scigov.search.model import TABLES

BATCH = 2_000
SEED = 7
Row = dict[str, Any]


def fill(records: Sequence[portals.Record]) -> list[str]:
    """Replace what CKAN's tables and the index hold by these records; return the datasets' ids."""
    with model.ensure_engine().begin() as connection:
        _empty(connection)
        known: set[str] = set()
        ids: list[str] = []
        for start in range(0, len(records), BATCH):
            packages = [
                json.loads(document["data_dict"])
                for document in portals.documents(records[start : start + BATCH], seed=SEED)
            ]
            _write(connection, packages, known)
            ids += [package["id"] for package in packages]
    with model.ensure_engine().connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("ANALYZE"))
    return ids


def _empty(connection: sa.Connection) -> None:
    connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
    inspector = sa.inspect(connection)
    kept = ("user", "alembic_version")
    of_ckan = [table for table in model.meta.metadata.sorted_tables if table.name not in kept]
    for table in reversed([*TABLES, *of_ckan]):
        if inspector.has_table(table.name):
            connection.execute(sa.delete(table))
    connection.execute(sa.text("SET LOCAL session_replication_role = origin"))


def _write(connection: sa.Connection, packages: Sequence[Row], known: set[str]) -> None:
    """Write datasets, and the organisations, groups and tags they are the first to name."""
    organizations = [package["organization"] for package in packages if package["organization"]]
    groups = [group for package in packages for group in package["groups"]]
    for group in _new([*organizations, *groups], known):
        _copy(connection, model.group_table, [_group(group)])
    tags = [tag for package in packages for tag in package["tags"]]
    _copy(connection, model.tag_table, [_only(tag, "id", "name") for tag in _new(tags, known)])
    _copy(connection, model.package_table, [_package(package) for package in packages])
    _copy(connection, model.resource_table, list(_resources(packages)))
    _copy(connection, model.package_tag_table, list(_links(packages)))
    _copy(connection, model.member_table, list(_members(packages)))


def _copy(connection: sa.Connection, table: sa.Table, rows: list[Row]) -> None:
    copy(connection, table, rows)


def _new(several: Iterable[Row], known: set[str]) -> Iterator[Row]:
    for one in several:
        if one["id"] not in known:
            known.add(one["id"])
            yield one


def _only(given: Mapping[str, Any], *names: str) -> Row:
    return {name: given[name] for name in names}


def _group(group: Row) -> Row:
    return {
        **_only(group, "id", "name", "title", "description"),
        "type": group.get("type", "group"),
        "is_organization": group.get("is_organization", False),
        "approval_status": "approved",
        "state": "active",
        "created": dt.datetime(2021, 3, 1, 8).isoformat(),  # noqa: DTZ001 (as CKAN stores it)
    }


def _package(package: Row) -> Row:
    names = ("id", "name", "title", "notes", "license_id", "url", "owner_org", "private", "state",
             "type", "creator_user_id", "metadata_created", "metadata_modified")  # fmt: skip
    extras = {extra["key"]: extra["value"] for extra in package["extras"]}
    return {**_only(package, *names), "extras": extras}


def _resources(packages: Sequence[Row]) -> Iterator[Row]:
    for package in packages:
        for position, resource in enumerate(package["resources"]):
            names = ("id", "name", "description", "format", "url")
            yield {
                **_only(resource, *names),
                "package_id": package["id"],
                "position": position,
                "state": "active",
                "created": package["metadata_created"],
                "metadata_modified": package["metadata_modified"],
                "extras": None,
            }


def _links(packages: Sequence[Row]) -> Iterator[Row]:
    for package in packages:
        for tag in package["tags"]:
            yield {
                "id": f"{package['id']}-{tag['id']}",
                "package_id": package["id"],
                "tag_id": tag["id"],
                "state": "active",
            }


def _members(packages: Sequence[Row]) -> Iterator[Row]:
    for package in packages:
        for group in (*package["groups"], package["organization"]):
            if group:
                yield {
                    "id": f"{package['id']}-{group['id']}",
                    "group_id": group["id"],
                    "table_id": package["id"],
                    "table_name": "package",
                    "capacity": "organization" if group.get("is_organization") else "public",
                    "state": "active",
                }
