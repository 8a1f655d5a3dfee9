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

from ckanext.scigov.access import entrance, generated
from ckanext.scigov.access.asking import principal_of_user
from ckanext.scigov.access.domain import vault
from ckanext.scigov.access.service import reads
from ckanext.scigov.access.service.reads import Read, ReadEvent
from ckanext.scigov.access.service.vault import is_open, kept_fields
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.tables import downloads

scigov_access_gateway = flask.Blueprint("scigov_access_gateway", __name__)

GRANT = "X-Scigov-Grant"
"""The header that names the grant, also where a file cannot bear a notice."""
DOWNLOADS = frozenset({"dataset_resource.download", "resource.download"})


@scigov_access_gateway.route("/dataset/<id>/resource/<resource_id>/access")
@scigov_access_gateway.route("/dataset/<id>/resource/<resource_id>/access/<filename>")
def access(id: str, resource_id: str, filename: str = "") -> Response:  # noqa: A002
    """Send the file, or lead to the address, of a resource."""
    return send(resource_id)


def instead_of_downloads() -> Response | None:
    """Answer CKAN's own addresses of downloads; for ``before_app_request``."""
    if flask.request.endpoint not in DOWNLOADS:
        return None
    return send(str((flask.request.view_args or {})["resource_id"]))


def send(resource_id: str) -> Response:
    """Answer with what a resource is: its file, or the address of its link."""
    permitted = entrance.permitted(resource_id)
    if permitted is None:
        flask.abort(404, tk._("This was not found, or it is not visible to you."))
    response = _response(resource_id)
    if permitted.decision.grant_number:
        response.headers[GRANT] = permitted.decision.grant_number
    _account_for(resource_id, permitted)
    if is_open(permitted.obj):
        _let_be_kept(response)
    else:
        _keep_private(response)
    signals.resource_download.send(resource_id)
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
    return downloads.send(stored) if stored is not None else _lead_away(resource)


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
