"""Answers of the feed over HTTP: forms by name or by what is accepted, validators, packed where that is understood."""

from __future__ import annotations

import gzip
import re
from types import MappingProxyType
from typing import Any

import flask
from werkzeug.datastructures import MIMEAccept

import ckan.plugins.toolkit as tk

from ckanext.scigov.dcat import state
from ckanext.scigov.dcat.domain.writing import FORMS

METHODS = ("GET", "HEAD")
OTHER_NAMES = MappingProxyType({"xml": "rdf", "n3": "ttl"})
"""What forms are called by older harvesters."""
ACCEPTED = MappingProxyType({
    **{one.media_type: name for name, one in FORMS.items()}, "text/n3": "ttl", "application/xml": "rdf",
})  # fmt: skip
SMALLEST = 1000
"""Bytes that are worth packing."""
FAST, ORDINARY = 4, 200
_ONE_RANGE = re.compile(r"bytes=(?:\d{1,18}-\d{0,18}|-\d{1,18})")


def form_of(name: str) -> str | None:
    """Return the form that an address ends with; None for another ending."""
    known = OTHER_NAMES.get(name, name)
    return known if known in FORMS else None


def accepted_form() -> str | None:
    """Return the form that a reader asks for in his headers; None where he takes a page."""
    given = flask.request.accept_mimetypes
    # Whatever else is said of a form (a charset, a profile of JSON-LD), there is one of each.
    wanted = MIMEAccept([(name.partition(";")[0].strip(), quality) for name, quality in given])
    best = wanted.best_match(["text/html", *ACCEPTED], default="text/html")
    return ACCEPTED.get(best)


def begin() -> state.Moment | None:
    """Read the state of the catalogue before anything of it is read: the document is as new or newer."""
    flask.g.scigov_dcat_moment = moment = state.now()
    return moment


def unchanged() -> flask.Response | None:
    """Answer 304 to a reader who has the present feed; None to all others."""
    moment = begin()
    if moment is None or not _is_known(moment):
        return None
    answer = flask.Response(status=304)
    answer.headers.pop("Content-Type", None)
    answer.vary.add("Accept-Encoding")
    return _validated(answer, moment)


def document(text: str, form: str, *, status: int = 200, following: str = "") -> flask.Response:
    """Return a document of the public's feed, with the validators of the moment before it was made."""
    answer = _written(text, form, status)
    if following:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    moment = flask.g.get("scigov_dcat_moment")
    if moment is None or status != ORDINARY:
        return for_all(answer)
    _validated(answer, moment).make_conditional(flask.request)
    return answer


def for_one(text: str, form: str, *, following: str = "") -> flask.Response:
    """Return a document that is for one reader: nobody may keep it."""
    answer = _written(text, form, 200)
    if following:
        answer.headers["Link"] = f'<{following}>; rel="next"'
    return kept_by_nobody(answer)


def kept_by_nobody(answer: flask.Response) -> flask.Response:
    flask.request.environ["__no_cache__"] = True
    answer.headers["Cache-Control"] = "no-store, private"
    answer.vary.update(("Authorization", "Cookie"))
    return answer


def whole_or_one_range(etag: str) -> None:
    """Ignore a range that HTTP lets a server ignore, and any of whoever has the file already."""
    request = flask.request
    has_it = bool(request.if_none_match) and request.if_none_match.contains_weak(etag)
    if has_it or not _ONE_RANGE.fullmatch(request.headers.get("Range", "")):
        request.environ.pop("HTTP_RANGE", None)


def refusal(errors: dict[str, Any]) -> flask.Response:
    """Say in plain words what is wrong with a question."""
    words = "\n".join(f"{name}: {' '.join(said)}" for name, said in sorted(errors.items()))
    return flask.Response(words + "\n", status=400, mimetype="text/plain")


def not_found() -> flask.Response:
    words = tk._("This was not found, or it is not visible to you.")
    return flask.Response(words + "\n", status=404, mimetype="text/plain")


def _written(text: str, form: str, status: int) -> flask.Response:
    body = text.encode("utf-8")
    answer = flask.Response(body, status=status, content_type=f"{FORMS[form].media_type}; charset=utf-8")  # fmt: skip
    answer.vary.add("Accept-Encoding")
    if len(body) >= SMALLEST and flask.request.accept_encodings["gzip"] > 0:
        answer.set_data(gzip.compress(body, FAST, mtime=0))
        answer.headers["Content-Encoding"] = "gzip"
    return answer


def _validated(answer: flask.Response, moment: state.Moment) -> flask.Response:
    # Packed and plain are the same words: the validator is a weak one.
    answer.set_etag(moment.word, weak=True)
    if moment.since is not None:
        answer.last_modified = moment.since
    return for_all(answer)


def for_all(answer: flask.Response) -> flask.Response:
    """Let caches keep an answer and ask each time; not where it may carry the cookie of a session."""
    if tk.config["SESSION_COOKIE_NAME"] in flask.request.cookies:
        return kept_by_nobody(answer)
    flask.request.environ.pop("__no_cache__", None)
    answer.headers["Cache-Control"] = "no-cache, public, max-age=0, must-revalidate"
    return answer


def _is_known(moment: state.Moment) -> bool:
    request = flask.request
    if request.if_none_match:
        return request.if_none_match.contains_weak(moment.word)
    since = request.if_modified_since
    return (
        since is not None
        and moment.since is not None
        and moment.since.replace(microsecond=0) <= since
    )
