"""Requests that no page of ours can answer: with a sign that no text holds, or by a method that is not for it."""

from __future__ import annotations

from typing import Any

import flask
from werkzeug import exceptions

import ckan.plugins.toolkit as tk

_SAID_OF_IT = ("NUL (0x00)", "null byte")
"""What the database's driver and the operating system say of the sign."""


def install(app: Any) -> None:
    """Refuse the sign NUL wherever a request fails by it, and say which methods there are instead."""
    app.before_request(_refuse_question)
    app.register_error_handler(ValueError, _refused)
    app.after_request(_with_methods)


def _refuse_question() -> Any:
    # CKAN's API answers every error that it does not know itself.
    request = tk.request
    if b"%00" not in request.query_string or not request.path.startswith("/api/"):
        return None
    sentence = tk._("The request holds the sign NUL, which no text may hold. Leave it out.")
    refusal = {"__type": "Validation Error", "message": sentence}
    return flask.jsonify({"success": False, "error": refusal}), 400


def _refused(error: ValueError) -> Any:
    """Any other error of a value stays what it is."""
    if not any(words in str(error) for words in _SAID_OF_IT):
        raise error
    # Nothing of ours has such a name.
    return flask.current_app.handle_user_exception(exceptions.NotFound())


def _with_methods(response: flask.Response) -> flask.Response:
    """HTTP demands of a refused method that the others are named; CKAN's page of errors loses them."""
    adapter = flask.globals.request_ctx.url_adapter
    if response.status_code == exceptions.MethodNotAllowed.code and adapter is not None:
        response.headers["Allow"] = ", ".join(sorted(adapter.allowed_methods()))
    return response
