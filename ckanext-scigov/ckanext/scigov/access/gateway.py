"""The one way out for bytes: ``/dataset/ID/resource/RID/access[/FILENAME]``.

CKAN's own download addresses end here too, so there is one rule for a file, however it is asked for.
Whether somebody may have it is decided before this code runs (``entrance.py``); what he gets, and on
what conditions, is decided here, and that he got it is written down.
"""

from __future__ import annotations

from typing import Any, cast

import flask

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.common import current_user
from ckan.lib import signals
from ckan.types import Response

from ckanext.scigov.access import entrance, generated, queries, sentences_rows
from ckanext.scigov.access.asking import principal_of_user
from ckanext.scigov.access.domain import vault
from ckanext.scigov.access.service import reads
from ckanext.scigov.access.service.reads import Read, ReadEvent
from ckanext.scigov.access.service.vault import is_open, kept_fields
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.tables import downloads, viewers
from ckanext.scigov.tables.domain import viewing

scigov_access_gateway = flask.Blueprint("scigov_access_gateway", __name__)

GRANT = "X-Scigov-Grant"
"""The header that names the grant, also where a file cannot bear a notice."""
DOWNLOADS = frozenset({"dataset_resource.download", "resource.download"})
VERSION = "scigov_tables.version_file"
SHOWN = "scigov_tables.inline"


@scigov_access_gateway.route("/dataset/<id>/resource/<resource_id>/access")
@scigov_access_gateway.route("/dataset/<id>/resource/<resource_id>/access/<filename>")
def access(id: str, resource_id: str, filename: str = "") -> Response:  # noqa: A002
    """Send the file, or lead to the address, of a resource."""
    return send(resource_id)


def instead_of_downloads() -> Response | None:
    """Answer other addresses of downloads, CKAN's own among them; for ``before_app_request``."""
    arguments = flask.request.view_args or {}
    if flask.request.endpoint == VERSION:
        return send_version(str(arguments["resource_id"]), int(arguments["number"]))
    if flask.request.endpoint == SHOWN:
        return send_to_be_shown(str(arguments["resource_id"]))
    if flask.request.endpoint not in DOWNLOADS:
        return None
    return send(str(arguments["resource_id"]))


def send(resource_id: str) -> Response:
    """Answer with what a resource is: its file, or the address of its link."""
    permitted = entrance.permitted(resource_id)
    if permitted is None:
        flask.abort(404, tk._("This was not found, or it is not visible to you."))
    return _accounted(resource_id, permitted, _described(resource_id, _response(resource_id)))


def _described(resource_id: str, response: Response) -> Response:
    """Name the dictionary of a table, as clients of CSV on the Web look for it; of a hidden one not that it is there."""
    resource = model.Session.get(model.Resource, resource_id)
    if resource is None or queries.is_true((resource.package.extras or {}).get("hide_dictionary")):
        return response
    if (resource.extras or {}).get("data_items") not in (None, "", "[]", []):
        place = tk.h.url_for(
            "scigov_tables.dictionary", id=resource.package_id, resource_id=resource_id, ending="csvw",
            locale="default", _external=True,
        )  # fmt: skip
        response.headers["Link"] = f'<{place}>; rel="describedby"; type="application/csvm+json"'
    return response


def send_version(resource_id: str, number: int) -> Response:
    """Answer with the file of a version, by the same decision as the present file.

    It is the original as it was uploaded: whoever may have the present one only in part, or on terms,
    gets none.
    """
    permitted = entrance.permitted(resource_id)
    if permitted is None:
        flask.abort(404, tk._("This was not found, or it is not visible to you."))
    if not generated.gets_originals(principal_of_user(cast("Any", current_user)), resource_id):
        flask.abort(403, sentences_rows.no_old_original())
    stored = downloads.find_version(resource_id, number)
    if stored is None:
        flask.abort(404, sentences_rows.no_such_file())
    return _accounted(resource_id, permitted, downloads.send(stored))


def send_to_be_shown(resource_id: str) -> Response:
    """Answer with a picture, a sound, a film or a document for the page that shows it.

    It is the file as it was uploaded, by the same decision as a download; looking at it is on record as
    one, and is no download to those who count them.
    """
    permitted = entrance.permitted(resource_id)
    stored = downloads.find(resource_id) if permitted else None
    if permitted is None or viewers.kind_of(stored) in ("", viewing.TEXT) or stored is None:
        flask.abort(404, tk._("This was not found, or it is not visible to you."))
    principal = principal_of_user(cast("Any", current_user))
    try:
        made = generated.send(principal, resource_id, stored)
    except tk.NotAuthorized as error:
        flask.abort(403, error.message)
    if made is not None:  # What is a table as well comes as one, and is not shown.
        flask.abort(404, tk._("This was not found, or it is not visible to you."))
    return _on_record(resource_id, permitted, viewers.send(stored))


def _accounted(resource_id: str, permitted: entrance.Permitted, response: Response) -> Response:
    """Put a download on record, count it, and say who may keep it."""
    signals.resource_download.send(resource_id)
    return _on_record(resource_id, permitted, response)


def _on_record(resource_id: str, permitted: entrance.Permitted, response: Response) -> Response:
    if permitted.decision.grant_number:
        response.headers[GRANT] = permitted.decision.grant_number
    _account_for(resource_id, permitted)
    if is_open(permitted.obj):
        _let_be_kept(response)
    else:
        _keep_private(response)
    return response


def _response(resource_id: str) -> Response:
    """Return the file, what may be given of it, or the way to it."""
    resource = model.Session.get(model.Resource, resource_id)
    stored = downloads.find(resource_id) if resource is not None else None
    principal = principal_of_user(cast("Any", current_user))
    try:
        response = generated.send(principal, resource_id, stored)
    except tk.NotAuthorized as error:
        flask.abort(403, error.message)
    if response is not None:
        return response
    if stored is None or resource is None or resource.url_type != vault.UPLOAD:
        return _lead_away(resource)  # also where the portal has fetched what lies there
    return downloads.send(stored)


def _lead_away(resource: model.Resource | None) -> Response:
    """Answer with the address of a link."""
    address = ""
    if resource is not None and resource.url_type != vault.UPLOAD:
        address = str(kept_fields(model.Session, resource.id).get(vault.URL) or resource.url or "")
    if not address:
        flask.abort(404, tk._("Nothing is attached to this resource yet."))
    if "://" not in address:
        address = f"http://{address.lstrip('/')}"
    response: Any = flask.redirect(address)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _account_for(resource_id: str, permitted: entrance.Permitted) -> None:
    """Write down who gets data; the public's reading of open data is counted elsewhere."""
    begins = flask.request.headers.get("Range", "bytes=0-").startswith("bytes=0-")
    if flask.request.method != "GET" or not begins or not current_user.is_authenticated:
        return
    context: Any = {"user": current_user.name, "auth_user_obj": current_user}
    read = Read(ReadEvent.DOWNLOAD, resource_id, permitted.decision)
    reads.record(model.Session, read, actor_from(context), clock.now())
    model.Session.commit()


def _let_be_kept(response: Response) -> None:
    response.headers["Cache-Control"] = "public, no-cache"


def _keep_private(response: Response) -> None:
    """Nobody in between may keep it, and who has it has to ask again."""
    flask.request.environ["__no_cache__"] = True
    response.headers["Cache-Control"] = "private, no-cache"
    if response.status_code in (301, 302):
        response.headers["Cache-Control"] = "private, no-store"
    response.vary.update(("Authorization", "Cookie"))
