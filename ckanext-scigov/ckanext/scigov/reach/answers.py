"""Answers of this feature: the same for everybody, and not sent again while nothing has changed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import flask

import ckan.plugins.toolkit as tk
from ckan.types import Response


def answer(body: str | Iterable[str], media_type: str, etag: str = "") -> Response:
    """Return a text with a validator; what is made for one person is kept by nobody."""
    found: Any = flask.Response(body, content_type=f"{media_type}; charset=utf-8")
    found.headers["X-Content-Type-Options"] = "nosniff"
    found.vary.update(("Authorization", "Cookie"))
    user: Any = tk.current_user
    if user.is_authenticated:
        found.cache_control.no_store = True
        return found
    # Hidden is hidden from the next request on: every cache asks here first.
    found.cache_control.no_cache = True
    if etag:
        found.set_etag(etag)
    else:
        found.add_etag()
    return found.make_conditional(flask.request)
