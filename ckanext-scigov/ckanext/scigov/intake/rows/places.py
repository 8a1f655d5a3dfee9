"""The resource that a harvested table's rows belong to: found, or made beside its entry's others."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.catalogue import reading
from ckanext.scigov.intake.contract import Table
from ckanext.scigov.intake.domain.row_causes import RowCause, RowProblem, RowsRefused
from ckanext.scigov.intake.domain.row_items import merged, named
from ckanext.scigov.intake.model import Watermark
from ckanext.scigov.shared.session import Session
from ckanext.scigov.tables.without_file import URL_TYPE


def find(session: Session, source_id: str, dataset_id: str, table: str) -> str:
    """Return the id of the resource that a table's rows go into; empty where there is none yet."""
    known = session.get(Watermark, (source_id, table))
    if known is None:
        return ""
    resource = session.get(model.Resource, known.resource_id)
    if resource is None or resource.state != model.State.ACTIVE:
        return ""
    return known.resource_id if resource.package_id == dataset_id else ""


def make(dataset_id: str, table: Table) -> str:
    """Make the resource of a table beside the others of its entry; commits. Returns its id.

    Raises:
        RowsRefused: the catalogue does not take it.
    """
    resource_id = str(uuid.uuid4())
    address = tk.url_for(
        "scigov_tables.export", id=dataset_id, resource_id=resource_id, ending="csv",
        qualified=True, locale="default",
    )  # fmt: skip
    values = {
        "package_id": dataset_id, "id": resource_id, "name": table.title or table.name,
        "url": address, "url_type": URL_TYPE, "format": "CSV", "data_items": named(table.items),
    }  # fmt: skip
    _call("resource_create", values)
    return resource_id


def settle_items(
    session: Session, resource_id: str, table: Table, letters: Mapping[str, str]
) -> Sequence[Mapping[str, Any]]:
    """Let the resource's dictionary have the source's columns; commits where that changes it.

    Returns:
        The dictionary.

    Raises:
        RowsRefused: the catalogue does not take the items, or the resource is no table of ours.
    """
    resource = session.get(model.Resource, resource_id)
    if resource is None or resource.url_type != URL_TYPE:
        raise RowsRefused(RowProblem(RowCause.OTHER_KIND))
    stored = reading.stored_items(resource)
    wanted = merged(stored, named(table.items), letters)
    if _plain(wanted) == _plain(stored):
        return stored
    _call("resource_patch", {"id": resource_id, "data_items": wanted})
    session.expire_all()
    return reading.stored_items(session.get_one(model.Resource, resource_id))


def _plain(items: Sequence[Mapping[str, Any]]) -> str:
    filled = [{name: str(value) for name, value in one.items() if value} for one in items]
    return json.dumps(filled, sort_keys=True)


def _call(action: str, values: dict[str, Any]) -> None:
    site = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    context: Any = {"user": site["name"], "ignore_auth": True, "scigov_catalogue_gathered": True}
    try:
        tk.get_action(action)(context, values)
    except tk.ValidationError as error:
        model.Session.rollback()
        detail = json.dumps(error.error_dict, ensure_ascii=False, default=str)[:500]
        raise RowsRefused(RowProblem(RowCause.ITEMS_REFUSED, detail=detail)) from error
