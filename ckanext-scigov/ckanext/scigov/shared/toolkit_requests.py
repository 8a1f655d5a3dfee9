"""Requests that no page of ours can answer: with the sign NUL, which no text holds.

What is refused by its method names no other (``Allow``): it would tell addresses that are there from those that are not.
"""

from __future__ import annotations

from typing import Any

import flask
from werkzeug import exceptions

import ckan.plugins.toolkit as tk

SEARCH = "package_search"
"""Asks no database for the sign: it finds nothing, whichever way it is answered."""
_SAID_OF_IT = ("NUL (0x00)", "null byte")
"""What the database's driver and the operating system say of the sign."""


def install(app: Any) -> None:
    """Refuse such requests wherever they fail."""
    app.before_request(_refuse_question)
    app.register_error_handler(ValueError, _refused)


def _refuse_question() -> Any:
    # CKAN's API answers every error that it does not know itself.
    request = tk.request
    if b"%00" not in request.query_string or not request.path.startswith("/api/"):
        return None
    named: dict[str, Any] = request.view_args or {}
    if named.get("logic_function") == SEARCH:
        return None
    sentence = tk._("The request holds the sign NUL, which no text may hold. Leave it out.")
    refusal = {"__type": "Validation Error", "message": sentence}
    return flask.jsonify({"success": False, "error": refusal}), 409


def _refused(error: ValueError) -> Any:
    """Any other error of a value stays what it is."""
    if not any(words in str(error) for words in _SAID_OF_IT):
        raise error
    # Nothing of ours has such a name.
    return flask.current_app.handle_user_exception(exceptions.NotFound())
