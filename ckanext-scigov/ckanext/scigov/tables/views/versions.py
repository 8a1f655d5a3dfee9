"""The versions of a table, and the file of each."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Response

from ckanext.scigov.tables import downloads
from ckanext.scigov.tables.views.blueprint import RESOURCE, context, page_of, scigov_tables

PER_PAGE = 20
ROWS_PER_PAGE = 100


@scigov_tables.route(f"{RESOURCE}/versions")
def versions(id: str, resource_id: str) -> str:  # noqa: A002
    """Show what has been loaded, the newest first."""
    page = max(1, tk.request.args.get("page", 1, type=int))
    asked = {"resource_id": resource_id, "limit": PER_PAGE, "offset": (page - 1) * PER_PAGE}
    found = tk.get_action("scigov_tables_version_list")(context(), asked)
    pages = max(1, -(-found["count"] // PER_PAGE))
    return page_of(resource_id, "versions.html", found=found, number=page, pages=pages)


@scigov_tables.route(f"{RESOURCE}/versions/<number:number>")
def version(id: str, resource_id: str, number: int) -> str:  # noqa: A002
    """Show one version: why there is one, and the rows that were changed by hand."""
    asked = {"resource_id": resource_id, "number": number}
    found = tk.get_action("scigov_tables_version_show")(context(), asked)
    page = max(1, tk.request.args.get("page", 1, type=int))
    rows = found["changes"]["rows"]
    pages = max(1, -(-len(rows) // ROWS_PER_PAGE))
    first = (page - 1) * ROWS_PER_PAGE
    shown = rows[first : first + ROWS_PER_PAGE]
    return page_of(resource_id, "version.html", one=found, rows=shown, number=page, pages=pages)


@scigov_tables.route(f"{RESOURCE}/versions/<number:number>/file")
def version_file(id: str, resource_id: str, number: int) -> Response:  # noqa: A002
    """Send a version's file. Where access is graded, its gateway answers in this view's place."""
    asked = {"resource_id": resource_id, "number": number}
    tk.get_action("scigov_tables_version_show")(context(), asked)
    stored = downloads.find_version(resource_id, number)
    if stored is None:
        raise tk.ObjectNotFound
    return downloads.send(stored)
