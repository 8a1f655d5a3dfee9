"""The API's view, with the short way for ``package_search`` inside of Flask.

Everything around a view happens as always: who asks, CSRF, what plugins do before and after.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any

import flask
from werkzeug.exceptions import HTTPException

import ckan.plugins.toolkit as tk
from ckan import authz
from ckan.lib.search import SearchError, SearchQueryError, SolrConnectionError
from ckan.logic import check_access

from ckanext.scigov.search.api import addresses, config
from ckanext.scigov.search.api.answering import Asker, answer
from ckanext.scigov.search.api.hooks import ACTION, Site, site
from ckanext.scigov.search.api.labels import labels_of
from ckanext.scigov.search.api.questions import Ordinary, question_of, took_too_long, valid
from ckanext.scigov.search.api.surroundings import titles_of_licenses

log = logging.getLogger(__name__)

View = Callable[..., Any]

EXPECTED = (
    HTTPException,
    SearchError,
    SolrConnectionError,
    tk.NotAuthorized,
    tk.ObjectNotFound,
    tk.ValidationError,
)
GAVE_UP = "scigov.search.gave_up"
"""In the WSGI environment: this search has been tried and has taken too long."""
JSON = "application/json;charset=utf-8"


def shortened(original: View) -> View:
    """Return CKAN's view with a short way for one action."""

    @functools.wraps(original)
    def action(logic_function: str, ver: int = 3) -> Any:
        if logic_function == ACTION and config.is_on():
            try:
                return _answered(original, ver)
            except (Ordinary, *EXPECTED):
                pass  # CKAN finds the same and has the words for it.
            except Exception:
                log.exception("The short way of package_search failed, CKAN's own way is taken.")
        return original(logic_function, ver=ver)

    return action


def _answered(original: View, version: int) -> Any:
    request = flask.request
    found = site(flask.current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 (to be compared)
    if found.obstacles or request.method not in ("GET", "POST") or request.files:
        raise Ordinary
    user = tk.current_user
    context: Any = {"user": user.name, "auth_user_obj": user}
    parameters = valid(_given(original), context, found)
    check_access(ACTION, context, parameters)
    question = question_of(parameters, found.before_search)
    language = str(request.environ.get("CKAN_LANG"))
    is_default = request.environ.get("CKAN_LANG_IS_DEFAULT", True)
    address = addresses.help_url(version, language, is_default=is_default)
    if request.environ.get(GAVE_UP):
        return _refused(original, address, took_too_long())
    try:
        labels = _labels_of(found, user)
        kept = answer(question, Asker(labels, address, language, titles_of_licenses))
    except SearchQueryError as error:
        return _refused(original, address, error)
    return _response(kept.body, kept.etag, is_private=user.is_authenticated)


def _labels_of(found: Site, user: Any) -> list[str] | None:
    is_administrator = bool(user.name) and authz.is_sysadmin(user.name)
    return None if is_administrator else labels_of(found, user)


def _given(original: View) -> dict[str, Any]:
    try:
        given = original.__globals__["_get_request_data"](try_url_params=True)  # type: ignore[attr-defined]
    except ValueError as error:
        raise Ordinary from error
    if "callback" in given:
        raise Ordinary
    return given


def _refused(original: View, address: str, error: SearchQueryError) -> Any:
    """Return CKAN's answer to a query that cannot be understood, without trying it again."""
    if len(error.args) != 1:
        raise Ordinary from error
    message = f"Search Query is invalid: {error.args[0]!r}"
    refusal = {
        "help": address,
        "error": {"__type": "Search Query Error", "message": message},
        "success": False,
    }
    return original.__globals__["_finish"](400, refusal, content_type="json")  # type: ignore[attr-defined]


def _response(body: bytes, etag: str, *, is_private: bool) -> Any:
    response = flask.current_app.response_class(body, content_type=JSON)
    if is_private:
        # CKAN calls every answer public, this one too; it is for one person.
        flask.request.environ["__no_cache__"] = True
        response.cache_control.no_cache = True
        response.vary.add("Authorization")
    response.set_etag(etag)
    return response.make_conditional(flask.request)
