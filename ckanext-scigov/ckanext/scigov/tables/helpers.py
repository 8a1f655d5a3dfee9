"""Template helpers of the resource page.

Its view is CKAN's, so these ask for themselves, each once for a page.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.common import current_user

from ckanext.scigov.catalogue import labels, reading
from ckanext.scigov.tables import sentences, sentences_fetching
from ckanext.scigov.tables.domain.schedules import TOLD_AFTER
from ckanext.scigov.tables.preview import Preview, preview_of
from ckanext.scigov.tables.viewers import Viewer, viewer_of

YES_OR_NO = frozenset({"True", "False", "true", "false"})


def scigov_tables_preview(resource: dict[str, Any]) -> Preview | None:
    """Return the part of the resource's table the address asks for; None without a table."""
    return preview_of(resource) if resource.get("datastore_active") else None


def scigov_tables_viewer(resource: dict[str, Any]) -> Viewer | None:
    """Return what the page shows of a file that is no table; None where that is nothing."""
    return viewer_of({"user": current_user.name, "auth_user_obj": current_user}, resource)


def scigov_tables_type_name(postgres_type: str) -> str:
    return sentences.type_name(postgres_type)


def scigov_tables_load(resource: dict[str, Any]) -> dict[str, Any]:
    """Return how far the resource's load is, with sentences for problems and notes."""
    try:
        load = tk.get_action("scigov_tables_load_show")({}, {"resource_id": resource["id"]})
    except (tk.ObjectNotFound, tk.NotAuthorized):
        return {"state": "none"}
    total = load.get("bytes_total") or 0
    return load | {
        "percent": min(100, 100 * load.get("bytes_done", 0) // total) if total else 0,
        "problems": [
            {**row, "message": sentences.problem(row["code"])} for row in load.get("problems", ())
        ],
        "notes": [sentences.note(row) for row in load.get("notes", ())],
        "fetch": scigov_tables_fetch(load["fetch"]) if "fetch" in load else None,
    }


def scigov_tables_fetch(fetch: dict[str, Any]) -> dict[str, Any]:
    """Return how the fetch of a link ended, with sentences."""
    return fetch | {
        "told": sentences_fetching.result(fetch["result"]),
        "why": sentences_fetching.reason(fetch.get("reason", ""), fetch.get("status", 0)),
        "needs_attention": fetch.get("failures", 0) >= TOLD_AFTER and bool(fetch["schedule"]),
    }


def scigov_tables_item_field(name: str) -> str:
    """Return what a field of a data item is called in the form."""
    field = _item_field(name)
    return labels.text(field["label"]) if field else name


def scigov_tables_item_value(name: str, text: str) -> str:
    """Return what stands in a field of a data item, in words where it is a code."""
    field = _item_field(name) or {}
    if text in YES_OR_NO:
        return tk._("Yes") if text.lower() == "true" else tk._("No")
    return labels.label(field["vocabulary"], text) if text and "vocabulary" in field else text


def _item_field(name: str) -> dict[str, Any] | None:
    items = reading.resource_field(reading.ITEMS) or {}
    fields = items.get("repeating_subfields", ())
    return next((one for one in fields if one["field_name"] == name), None)
