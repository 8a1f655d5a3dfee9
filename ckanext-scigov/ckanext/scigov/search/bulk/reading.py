"""Read many datasets with a few statements, as the dicts CKAN's dictization makes of each.

``package_show`` asks for one dataset with ten statements. Here every table is asked once a
batch; what a dataset's dict looks like is still taken from CKAN's own functions wherever these
do not ask the database themselves. A test compares the results with CKAN's.
"""

from __future__ import annotations

import collections
import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa

import ckan.plugins as p
from ckan import model
from ckan.lib import dictization
from ckan.lib.dictization import model_dictize
from ckan.lib.helpers import helper_functions as h
from ckan.types import Context

from ckanext.scigov.search.bulk.addresses import Addresses
from ckanext.scigov.search.bulk.hooks import is_overridden

Dict = dict[str, Any]
_AS_THEY_ARE = frozenset((str, int, bool, type(None), dict, list))


@dataclasses.dataclass(frozen=True, slots=True)
class Dataset:
    """One dataset: CKAN's object and what ``package_show`` makes of it before validation."""

    package: model.Package
    shown: Dict


@dataclasses.dataclass(frozen=True, slots=True)
class _Related:
    """What the other tables hold, by dataset; organisations by their own id."""

    resources: Mapping[str, list[Dict]]
    tags: Mapping[str, list[Dict]]
    groups: Mapping[str, list[Dict]]
    organizations: Mapping[str, Dict]
    as_subject: Mapping[str, list[Dict]]
    as_object: Mapping[str, list[Dict]]


def read(ids: Sequence[str], addresses: Addresses) -> list[Dataset]:
    """Return the datasets that are still there, in the order of ``ids``."""
    packages = _packages(ids)
    found = [packages[one] for one in ids if one in packages]
    related = _Related(
        resources=_resources(packages, addresses),
        tags=_tags(ids),
        groups=_groups(ids),
        organizations=_organizations({one.owner_org for one in found if one.owner_org}),
        as_subject=_relationships(model.PackageRelationship.subject_package_id, ids),
        as_object=_relationships(model.PackageRelationship.object_package_id, ids),
    )
    datasets = [Dataset(package, _dictized(package, related)) for package in found]
    _call_plugins(datasets)
    return datasets


def _packages(ids: Sequence[str]) -> dict[str, model.Package]:
    """Load CKAN's objects: labels and plugins want them, and the Session then has them all."""
    wanted = sa.select(model.Package).where(model.Package.id.in_(ids))
    fresh = model.Session.scalars(wanted.execution_options(populate_existing=True))
    return {package.id: package for package in fresh}


def _dictized(package: model.Package, related: _Related) -> Dict:
    """Return what CKAN's ``package_dictize`` returns, with its keys in its order."""
    result = dictization.table_dictize(package, Context())
    if result.get("title"):
        result["title"] = result["title"].strip()
    result.pop("plugin_data", None)
    resources = related.resources.get(package.id, [])
    tags = related.tags.get(package.id, [])
    organization = related.organizations.get(package.owner_org or "")
    extras = result["extras"] or {}
    result.update(
        resources=resources,
        num_resources=len(resources),
        tags=tags,
        num_tags=len(tags),
        extras=[{"key": key, "value": value} for key, value in extras.items()],
        groups=related.groups.get(package.id, []),
        organization=dict(organization) if organization else None,
        relationships_as_subject=related.as_subject.get(package.id, []),
        relationships_as_object=related.as_object.get(package.id, []),
        isopen=package.isopen(),
        type=package.type or "dataset",
        **_license(package),
        metadata_modified=package.metadata_modified.isoformat(),
        metadata_created=_isoformat(package.metadata_created),
    )
    return result


def _license(package: model.Package) -> Dict:
    known = package.get_license()
    if known is None:
        return {"license_title": package.license_id}
    if known.url:
        return {"license_url": known.url, "license_title": known.title.split("::")[-1]}
    return {"license_title": known.title}


def _isoformat(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _resources(
    packages: Mapping[str, model.Package], addresses: Addresses
) -> Mapping[str, list[Dict]]:
    table = model.resource_table
    wanted = sa.select(table).where(
        table.c.package_id.in_(packages), table.c.state == model.State.ACTIVE
    )
    found: dict[str, list[Dict]] = collections.defaultdict(list)
    # CKAN sorts by position what the table gives in the order it was written in.
    in_order = wanted.order_by(table.c.position, _as_written(table))
    for row in model.Session.execute(in_order).mappings():
        resource = _dictized_row(row)
        resource.update(resource.pop("extras", None) or {})
        owner = packages[row["package_id"]]
        if resource.get("url_type") == "upload":
            resource["url"] = addresses.of_upload(owner.type or "dataset", resource)
        elif resource["url"] and not urlsplit(resource["url"]).scheme:
            resource["url"] = "http://" + resource["url"].lstrip("/")
        found[row["package_id"]].append(resource)
    return found


def _tags(ids: Sequence[str]) -> Mapping[str, list[Dict]]:
    tag, link = model.tag_table, model.package_tag_table
    wanted = (
        sa.select(tag, link.c.state, link.c.package_id.label("of_package"))
        .join(link, tag.c.id == link.c.tag_id)
        .where(link.c.package_id.in_(ids), link.c.state == model.State.ACTIVE)
    )
    found: dict[str, list[Dict]] = collections.defaultdict(list)
    # Sorted here: the database's collation is not the order of Python's strings.
    for row in sorted(model.Session.execute(wanted).mappings(), key=lambda row: row["name"]):
        values = _dictized_row(row)
        owner = values.pop("of_package")
        values["display_name"] = values["name"]
        found[owner].append(values)
    return found


def _dictized_row(row: sa.RowMapping) -> Dict:
    """Do what CKAN's ``table_dictize`` does, for the tables that have most rows."""
    return {
        name: value if type(value) in _AS_THEY_ARE else _written(value)
        for name, value in row.items()
    }


def _written(value: Any) -> Any:
    if isinstance(value, (dict, int, list)):
        return value
    return value.isoformat() if isinstance(value, dt.datetime) else str(value)


def _groups(ids: Sequence[str]) -> Mapping[str, list[Dict]]:
    group, member = model.group_table, model.member_table
    wanted = (
        sa.select(group, member.c.capacity, member.c.table_id)
        .join(member, group.c.id == member.c.group_id)
        .where(
            member.c.table_id.in_(ids),
            member.c.state == model.State.ACTIVE,
            group.c.is_organization == sa.false(),
        )
        .order_by(_as_written(member))
    )
    rows = list(model.Session.execute(wanted))
    counts = _member_counts({row.id for row in rows})
    found: dict[str, list[Dict]] = collections.defaultdict(list)
    for row in rows:
        values = _group(row)
        owner = values.pop("table_id")
        # Where CKAN puts it: before the picture.
        picture = values.pop("image_display_url")
        values.update(member_count=counts.get(row.id, 0), image_display_url=picture)
        found[owner].append(values)
    return {
        owner: sorted(groups, key=lambda one: h.strxfrm(one["display_name"]))
        for owner, groups in found.items()
    }


def _group(row: sa.Row[Any]) -> Dict:
    return model_dictize.group_dictize(
        row,  # pyright: ignore[reportArgumentType] (CKAN gives it rows too)
        Context(),
        include_groups=False,
        include_users=False,
        include_extras=False,
        packages_field=None,
    )


def _member_counts(group_ids: Iterable[str]) -> Mapping[str, int]:
    wanted = list(group_ids)
    if not wanted:
        return {}
    counted = (
        sa.select(model.Member.group_id, sa.func.count())
        .join(model.User, model.Member.table_id == model.User.id)
        .where(
            model.Member.group_id.in_(wanted),
            model.Member.state == model.State.ACTIVE,
            model.Member.table_name == "user",
        )
        .group_by(model.Member.group_id)
    )
    return {row[0]: row[1] for row in model.Session.execute(counted)}


def _organizations(ids: Iterable[str]) -> Mapping[str, Dict]:
    group = model.group_table
    wanted = sa.select(group).where(group.c.id.in_(list(ids)), group.c.state == model.State.ACTIVE)
    found: dict[str, Dict] = {}
    for row in model.Session.execute(wanted):
        found[row.id] = dictization.table_dictize(row, Context())
        del found[row.id]["extras"]
    return found


def _relationships(end: Any, ids: Sequence[str]) -> Mapping[str, list[Dict]]:
    table = model.package_relationship_table
    wanted = (
        sa.select(table)
        .where(table.c[end.key].in_(ids), table.c.state == model.State.ACTIVE)
        .order_by(_as_written(table))
    )
    found: dict[str, list[Dict]] = collections.defaultdict(list)
    for row in model.Session.execute(wanted):
        found[getattr(row, end.key)].append(dictization.table_dictize(row, Context()))
    return found


def _as_written(table: sa.Table) -> sa.ColumnElement[Any]:
    """Order as the table holds its rows: CKAN reads them by one dataset's index entries."""
    return sa.literal_column(f"{table.name}.ctid")


def _call_plugins(datasets: Iterable[Dataset]) -> None:
    """Do what ``package_show`` lets plugins do before validation."""
    readers = [
        plugin
        for plugin in p.PluginImplementations(p.IPackageController)
        if is_overridden(plugin, p.IPackageController, "read")
    ]
    showing = [
        plugin
        for plugin in p.PluginImplementations(p.IResourceController)
        if is_overridden(plugin, p.IResourceController, "before_resource_show")
    ]
    for dataset in datasets:
        for plugin in readers:
            plugin.read(dataset.package)
        for plugin in showing:
            for resource in dataset.shown["resources"]:
                plugin.before_resource_show(resource)
