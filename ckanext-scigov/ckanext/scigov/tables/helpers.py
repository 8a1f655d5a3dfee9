"""Template helpers of the resource page.

Its view is CKAN's, so these two ask our actions themselves, each once for a page.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables import sentences
from ckanext.scigov.tables.preview import Preview, preview_of


def scigov_tables_preview(resource: dict[str, Any]) -> Preview | None:
    """Return the part of the resource's table the address asks for; None without a table."""
    return preview_of(resource) if resource.get("datastore_active") else None


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
    }
