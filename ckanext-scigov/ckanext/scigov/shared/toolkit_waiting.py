"""How "later" is said: HTTP 429 or 503 with ``Retry-After``, by the API and on pages.

CKAN's API has statuses of its own for the exceptions it knows and answers 500 to all others. So what
an action raises is one of those it knows, a ``ValidationError``: a page that shows its form again
for one, with all that was typed, does so here too. The status is put right when the answer leaves.
"""

from __future__ import annotations

from typing import Any, Final

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.errors import TooMany, Unavailable

_ASKED: Final = "scigov_try_later"
_WHEN_UNAVAILABLE: Final = 60
_MINUTE, _HOUR = 60, 3600


class TryLater(tk.ValidationError):
    """The same request may be accepted after some seconds."""

    def __init__(self, status: int, seconds: int, sentence: str) -> None:
        super().__init__({"state": [sentence]})
        self.status = status
        self.seconds = seconds
        self.sentence = sentence


def try_later(error: TooMany | Unavailable) -> TryLater:
    """Return what an action raises instead, with its sentence in the reader's language."""
    if isinstance(error, TooMany):
        made = TryLater(429, error.seconds, _too_many(error.seconds))
    else:
        made = TryLater(503, _WHEN_UNAVAILABLE, _unavailable())
    if flask.has_request_context():
        setattr(flask.g, _ASKED, made)
    return made


def install(app: Any) -> None:
    """Let answers about a ``TryLater`` have its status and say when to come again."""
    app.after_request(_in_its_own_words)


def _in_its_own_words(response: flask.Response) -> flask.Response:
    asked: TryLater | None = flask.g.get(_ASKED)
    if asked and response.status_code >= 400:
        response.status_code = asked.status
        response.headers["Retry-After"] = str(asked.seconds)
        flask.request.environ["__no_cache__"] = True  # CKAN, which comes after, adds no "public"
        response.headers["Cache-Control"] = "no-store, private"
    return response


def _too_many(seconds: int) -> str:
    return tk._(
        "This was not accepted, because too much has been sent in a short time. "
        "Please try again in %(time)s."
    ) % {"time": _time(seconds)}


def _unavailable() -> str:
    return tk._(
        "This was not accepted, because a part of the portal does not answer at the moment. "
        "Please try again in a few minutes."
    )


def _time(seconds: int) -> str:
    """Return a time in words, rounded up to whole minutes or hours."""
    minutes, hours = -(-seconds // _MINUTE), -(-seconds // _HOUR)
    if seconds < _MINUTE:
        text, count = tk.ungettext("{count} second", "{count} seconds", seconds), seconds
    elif seconds <= _HOUR - _MINUTE:
        text, count = tk.ungettext("{count} minute", "{count} minutes", minutes), minutes
    else:
        text, count = tk.ungettext("{count} hour", "{count} hours", hours), hours
    return text.format(count=count)
