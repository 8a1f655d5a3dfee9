"""The dictionary of a resource as a file, and what it has been."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Response

from ckanext.scigov.tables import dictionary_files
from ckanext.scigov.tables.views.blueprint import RESOURCE, context, page_of, scigov_tables

PER_PAGE = 20


@scigov_tables.route(f"{RESOURCE}/dictionary.<ending>")
def dictionary(id: str, resource_id: str, ending: str) -> Response:  # noqa: A002
    """Send the dictionary as Table Schema (json), CSVW (csvw) or a workbook (xlsx)."""
    return dictionary_files.send(id, resource_id, ending)


@scigov_tables.route(f"{RESOURCE}/dictionary/history")
def dictionary_history(id: str, resource_id: str) -> str:  # noqa: A002
    """Show the versions of the dictionary, the newest first."""
    page = max(1, tk.request.args.get("page", 1, type=int))
    asked = {"resource_id": resource_id, "limit": PER_PAGE, "offset": (page - 1) * PER_PAGE}
    found = tk.get_action("scigov_tables_dictionary_list")(context(), asked)
    pages = max(1, -(-found["count"] // PER_PAGE))
    return page_of(resource_id, "dictionary_history.html", found=found, number=page, pages=pages)
