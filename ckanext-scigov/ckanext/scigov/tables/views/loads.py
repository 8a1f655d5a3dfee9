"""Having a file loaded again."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.types import Response

from ckanext.scigov.tables.views.blueprint import RESOURCE, scigov_tables


@scigov_tables.route(f"{RESOURCE}/load", methods=["POST"])
def retry(id: str, resource_id: str) -> Response:  # noqa: A002
    """Have the file loaded once more and go back to its page."""
    try:
        tk.get_action("scigov_tables_load_retry")({}, {"resource_id": resource_id})
    except tk.NotAuthorized:
        tk.abort(403, tk._("Only those who may edit the resource can have it loaded again."))
    tk.h.flash_success(tk._("The file is being loaded again."))
    return tk.redirect_to("dataset_resource.read", id=id, resource_id=resource_id)
