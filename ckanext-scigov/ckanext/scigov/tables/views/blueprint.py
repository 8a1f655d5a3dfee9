"""The blueprint of this feature, and what its pages have in common."""

from __future__ import annotations

from typing import Any

import flask
from werkzeug import exceptions

import ckan.plugins.toolkit as tk
from ckan.common import current_user

from ckanext.scigov.shared.toolkit_pages import with_numbers
from ckanext.scigov.tables import sentences
from ckanext.scigov.tables.refusals import NotYetSearchable

scigov_tables = with_numbers(flask.Blueprint("scigov_tables", __name__))
RESOURCE = "/dataset/<id>/resource/<resource_id>"


def context() -> Any:
    """Return a new context of whoever asks."""
    return {"user": current_user.name, "auth_user_obj": current_user}


def page_of(resource_id: str, template: str, **values: Any) -> str:
    """Render a page about a resource, with its dataset."""
    res = tk.get_action("resource_show")(context(), {"id": resource_id})
    dataset = tk.get_action("package_show")(context(), {"id": res["package_id"]})
    return tk.render(f"scigov/tables/{template}", {"res": res, "dataset": dataset, **values})


@scigov_tables.errorhandler(tk.NotAuthorized)
def _not_authorized(error: Any) -> Any:
    message = str(error.message or tk._("You are not allowed to see this."))
    return _page_of(exceptions.Forbidden(message))


@scigov_tables.errorhandler(tk.ObjectNotFound)
def _not_found(_error: Any) -> Any:
    message = tk._("This was not found, or it is not visible to you.")
    return _page_of(exceptions.NotFound(message))


@scigov_tables.errorhandler(tk.ValidationError)
def _senseless(error: Any) -> Any:
    is_early = isinstance(error, NotYetSearchable)
    kind = exceptions.ServiceUnavailable if is_early else exceptions.BadRequest
    return _page_of(kind(sentences.of_refusal(error)))


def _page_of(error: exceptions.HTTPException) -> Any:
    """Return CKAN's page for an error: what a handler of errors raises, nobody handles."""
    return flask.current_app.handle_user_exception(error)
