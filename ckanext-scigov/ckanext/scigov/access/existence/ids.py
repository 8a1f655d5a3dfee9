"""Ids are given by the portal and never given again: what had one may still have bytes and rows."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import authz, model

from ckanext.scigov.access.model import Tombstone


def check_resources(context: Any, data_dict: dict[str, Any], package_id: str | None) -> None:
    """Refuse ids of resources that the package does not have.

    Administrators and the portal's own jobs may bring ids along, as long as nothing has had them.
    """
    resources = data_dict.get("resources")
    if not isinstance(resources, list):
        return
    given = [one.get("id") if isinstance(one, dict) else None for one in resources]
    ids = {one for one in given if isinstance(one, str) and one}
    if not ids:
        return
    used, own = _used(ids, package_id)
    refused = used - own if _may_bring(context) else ids - own
    if refused:
        message = tk._("Leave the id out: the portal gives a new one.")
        errors: Any = [{"id": [message]} if one in refused else {} for one in given]
        problem: Any = {"resources": errors}
        raise tk.ValidationError(problem)


def check_package(data_dict: dict[str, Any]) -> None:
    """Refuse the id of an entry that is gone."""
    package_id = data_dict.get("id")
    if isinstance(package_id, str) and package_id and _buried({package_id}):
        message = tk._("An entry that is gone had this id, and no other one gets it.")
        raise tk.ValidationError({"id": [message]})


def _may_bring(context: Any) -> bool:
    user = context.get("user")
    return bool(context.get("ignore_auth")) or bool(user and authz.is_sysadmin(user))


def _used(ids: Collection[str], package_id: str | None) -> tuple[set[str], set[str]]:
    """Return which of the ids anything has or had, and which are the package's own resources."""
    resource = model.Resource
    rows = model.Session.execute(
        sa.select(resource.id, resource.package_id, resource.state).where(resource.id.in_(ids))
    ).all()
    own = {r[0] for r in rows if r[1] == package_id and r[2] != model.State.DELETED}
    return {row[0] for row in rows} | _buried(set(ids) - own), own


def _buried(ids: Collection[str]) -> set[str]:
    if not ids:
        return set()
    query = sa.select(Tombstone.object_id).where(Tombstone.object_id.in_(ids))
    return set(model.Session.scalars(query))
