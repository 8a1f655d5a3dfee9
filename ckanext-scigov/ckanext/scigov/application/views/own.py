"""``/applications``: the reader's own ones; ``/applications/ID``: one of them, and its files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.standings import reader
from ckanext.scigov.application import config, form_page, list_pages, read_page
from ckanext.scigov.application.logic.action.evidence import FOR_PAGE
from ckanext.scigov.shared import toolkit_pages as asked
from ckanext.scigov.shared.evidence import toolkit_sending

scigov_application = asked.kept_by_nobody(asked.blueprint("scigov_application"))
PUBLIC = frozenset({"scigov_application.figures"})


@scigov_application.before_request
def sign_in_first() -> Any:
    """Ask visitors to sign in, whether what they ask for is there or not."""
    if tk.current_user.is_authenticated or tk.request.endpoint in PUBLIC:
        return None
    return tk.redirect_to("user.login", came_from=tk.request.full_path.rstrip("?"))


@scigov_application.route("/applications")
def index() -> str:
    """List the reader's applications, and those he signs for his agency; newest first."""
    identity = form_page.own_identity(asked.context())
    shown = {
        "list": list_pages.own(asked.context(), tk.request.args),
        "identity": identity,
        # Who applies for an agency needs none.
        "wants_identity": identity is None and not reader().agency_ids,
        "identity_contact": config.identity_contact(),
    }
    return tk.render("scigov/application/index.html", shown)


@scigov_application.route("/applications/<id>")
def read(id: str) -> str:  # noqa: A002  (the word of CKAN's addresses)
    """Show an application with all that the reader can do about it."""
    page = read_page.gather(asked.context(), id)
    return tk.render("scigov/application/read.html", {"page": page})


@scigov_application.route("/applications/<id>/evidence/<evidence_id>")
def evidence(id: str, evidence_id: str) -> flask.Response:  # noqa: A002
    """Send a letter or a piece of evidence to the parties."""
    context: Any = {**asked.context(), FOR_PAGE: True}
    found = tk.get_action("scigov_application_evidence_show")(context, {"id": evidence_id})
    if found["application_id"] != id:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    return toolkit_sending.send(Path(found["path"]), found["file_name"], found["media_type"])
