"""Where a token of a grant leads: to rows and files, and nowhere else.

CKAN's own rules know the user of a token only, and would let him change and read all that is his. So
what is not on the list is refused before it runs. Dumps are not on it: their later pages are made when
the request, and with it the token, is gone.
"""

from __future__ import annotations

from typing import Any

import flask

import ckan.plugins.toolkit as tk
from ckan.common import current_user
from ckan.views import api

from ckanext.scigov.access import bearers, sentences_tokens
from ckanext.scigov.access.asking import principal_of_user

API = "api.action"
ACTIONS = frozenset({
    "datastore_search", "datastore_info", "scigov_access_decision_show",
    "scigov_tables_chart_show", "scigov_tables_column_statistics", "scigov_tables_rows_show",
})  # fmt: skip
ENDPOINTS = frozenset({
    "dataset_resource.download", "resource.download", "scigov_access_gateway.access",
    "scigov_tables.export", "scigov_tables.version_file",
})  # fmt: skip


def before_request() -> Any:
    """Refuse what a token of a grant does not lead to; for ``before_app_request``, after the gate."""
    user: Any = current_user
    if not user.is_authenticated or bearers.bearer() is None:
        return None
    if not _leads_here():
        return _refused(sentences_tokens.only_data())
    # CKAN asks nobody for leave where an administrator calls.
    if user.sysadmin or not principal_of_user(user).grants:
        return _refused(sentences_tokens.holds_no_longer())
    return None


def _leads_here() -> bool:
    endpoint = flask.request.endpoint
    if endpoint == API:
        return (flask.request.view_args or {}).get("logic_function") in ACTIONS
    return endpoint in ENDPOINTS


def _refused(sentence: str) -> Any:
    if flask.request.endpoint != API:
        return tk.abort(403, sentence)
    error = {"__type": "Authorization Error", "message": sentence}
    return api._finish(403, {"success": False, "error": error}, content_type="json")  # noqa: SLF001 (as it answers itself)
