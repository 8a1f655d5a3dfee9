"""Pages of this feature: trying a load again, the dictionary as a file. The resource page is CKAN's."""

from __future__ import annotations

import flask

import ckan.plugins.toolkit as tk
from ckan.types import Response

from ckanext.scigov.tables import dictionary_files

scigov_tables = flask.Blueprint("scigov_tables", __name__)


@scigov_tables.route("/dataset/<id>/resource/<resource_id>/load", methods=["POST"])
def retry(id: str, resource_id: str) -> Response:  # noqa: A002
    """Have the file loaded once more and go back to its page."""
    try:
        tk.get_action("scigov_tables_load_retry")({}, {"resource_id": resource_id})
    except tk.NotAuthorized:
        tk.abort(403, tk._("Only those who may edit the resource can have it loaded again."))
    except tk.ObjectNotFound:
        tk.abort(404, tk._("This was not found, or it is not visible to you."))
    tk.h.flash_success(tk._("The file is being loaded again."))
    return tk.redirect_to("dataset_resource.read", id=id, resource_id=resource_id)


@scigov_tables.route("/dataset/<id>/resource/<resource_id>/dictionary.<ending>")
def dictionary(id: str, resource_id: str, ending: str) -> Response:  # noqa: A002
    """Send the dictionary as Table Schema (json), CSVW (csvw) or a workbook (xlsx)."""
    return dictionary_files.send(id, resource_id, ending)
