"""Answers of this feature: the same for everybody, and not sent again while nothing has changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import flask

import ckan.plugins.toolkit as tk
from ckan.types import Response


def text(body: str, media_type: str) -> Response:
    found: Any = flask.Response(body, content_type=f"{media_type}; charset=utf-8")
    found.add_etag()
    return _sent(found)


def pieces(body: Iterator[str], media_type: str, etag: str) -> Response:
    """Send a long text as it is read. Nothing of it is read for who has it already."""
    encoded = (piece.encode() for piece in body)
    found: Any = flask.Response(
        encoded,
        content_type=f"{media_type}; charset=utf-8",
        # Else all of it would be read first, to count it.
        direct_passthrough=True,
    )
    found.set_etag(etag)
    return _sent(found)


def _sent(answer: Any) -> Response:
    """Let everybody's answer be kept, and asked for again; what is made for one person is kept by nobody."""
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.vary.update(("Authorization", "Cookie"))
    user: Any = tk.current_user
    if user.is_authenticated:
        del answer.headers["ETag"]
        answer.cache_control.no_store = True
        return answer
    # Hidden is hidden from the next request on: every cache asks here first.
    answer.cache_control.no_cache = True
    return answer.make_conditional(flask.request)
