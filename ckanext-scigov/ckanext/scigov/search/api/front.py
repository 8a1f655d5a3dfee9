"""The short way before Flask, for anonymous requests and those with a token.

Flask, CKAN's session and its handlers take a millisecond to find out that a request is anonymous,
and more to find out whose token it bears. Here that is read off the request; with a cookie of ours
it is Flask's business. Whatever is less than certain goes on to Flask as if nothing had happened.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.http import parse_cookie, parse_etags

from ckan import model
from ckan.common import config as settings
from ckan.lib.search import SearchError

from ckanext.scigov.search.alone import alone
from ckanext.scigov.search.api import addresses, config, surroundings
from ckanext.scigov.search.api.answering import Asker, answer
from ckanext.scigov.search.api.hooks import ACTION, Site, site
from ckanext.scigov.search.api.kept import Kept
from ckanext.scigov.search.api.labels import labels_of_owner
from ckanext.scigov.search.api.questions import Ordinary, asked, is_canceled
from ckanext.scigov.search.api.tokens import owner_of
from ckanext.scigov.search.api.view import EXPECTED, GAVE_UP, JSON

log = logging.getLogger(__name__)
# Where CKAN logs its requests.
ckans_log = logging.getLogger("ckan.config.middleware.flask_app")

VERSION = 3
PATHS = (f"/api/{VERSION}/action/{ACTION}", f"/api/action/{ACTION}")
LONGEST_BODY = 64 * 1024
MEANT_FOR_FLASK = frozenset({"HTTP_AUTHORIZATION", "REMOTE_USER", "CKAN_LANG"})

Environment = dict[str, Any]
Wsgi = Callable[[Environment, Callable[..., Any]], Iterable[bytes]]


class Front:
    """Stands before Flask's own WSGI application."""

    def __init__(self, app: Any, behind: Wsgi) -> None:
        self.app = app
        self.behind = behind
        self._licenses: tuple[Any, str, dict[str, Any]] | None = None

    def __call__(
        self, environment: Environment, start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """Answer, or let Flask answer."""
        path = environment.get("PATH_INFO", "")
        found = site(self.app) if path in PATHS and _is_simple(environment) else None
        token = environment.get(_token_header())
        if found is None or _is_closed(found, token):
            return self.behind(environment, start_response)
        started = time.time()
        try:
            kept = self._answer(environment, found, token)
        except (Ordinary, *EXPECTED):
            return self.behind(environment, start_response)
        except Exception:
            log.exception("The short way before Flask failed, Flask answers.")
            return self.behind(environment, start_response)
        status, headers = _head(environment, kept, is_private=bool(token))
        start_response(status, headers)
        ckans_log.info(" %s %s render time %.3f seconds", status[:3], path, time.time() - started)
        return [kept.body] if status == OK else []

    def _answer(self, environment: Environment, found: Site, token: str | None) -> Kept:
        try:
            question = asked(_given(environment), {}, found)
            with alone() as connection:
                user = owner_of(token, connection) if token else None
                labels = labels_of_owner(found, user, connection)
                return answer(question, self._asker(labels))
        except SearchError as error:
            # Whatever else the database says, Flask shall find out itself.
            environment[GAVE_UP] = is_canceled(error.__cause__)
            raise
        finally:
            model.Session.remove()

    def _asker(self, labels: list[str] | None) -> Asker:
        language = settings["ckan.locale_default"]
        return Asker(
            labels=labels,
            help_url=self._help_url(language),
            language=language,
            titles_of_licenses=lambda _names: self._titles_of_licenses(language),
        )

    def _help_url(self, language: str) -> str:
        return addresses.help_url(
            VERSION,
            language,
            is_default=True,
            request=lambda: self._request(language),
        )

    def _titles_of_licenses(self, language: str) -> dict[str, Any]:
        """Return the titles of all licenses, translated once: that takes a request's language."""
        register = model.Package.get_license_register()
        known = self._licenses
        if known is None or known[0] is not register or known[1] != language:
            with self._request(language):
                titles = surroundings.titles_of_licenses(one.id for one in register.licenses)
            known = self._licenses = (register, language, titles)
        return known[2]

    def _request(self, language: str) -> contextlib.AbstractContextManager[Any]:
        """Return a request of Flask in which addresses and translations are as in this one."""
        return self.app.test_request_context(
            PATHS[0], environ_overrides={"CKAN_LANG": language, "CKAN_LANG_IS_DEFAULT": True}
        )


OK = "200 OK"


def _token_header() -> str:
    return "HTTP_" + settings["apitoken_header_name"].upper().replace("-", "_")


def _is_closed(found: Site, token: str | None) -> bool:
    if found.obstacles or found.obstacles_before_flask:
        return True
    return bool(token and found.obstacles_to_tokens)


def _is_simple(environment: Environment) -> bool:
    """Say whether nothing in the request needs Flask: no session, no language, no origin."""
    if not config.is_on() or environment["REQUEST_METHOD"] not in ("GET", "POST"):
        return False
    unclear = MEANT_FOR_FLASK - {_token_header()}
    if any(environment.get(name) for name in unclear):
        return False
    cookies = environment.get("HTTP_COOKIE")
    own = (settings["SESSION_COOKIE_NAME"], settings["REMEMBER_COOKIE_NAME"])
    if cookies and any(name in parse_cookie(cookies) for name in own):
        return False
    allowed = ("ckan.cors.origin_allow_all", "ckan.cors.origin_whitelist")
    return not (environment.get("HTTP_ORIGIN") and any(settings.get(name) for name in allowed))


def _head(
    environment: Environment, kept: Kept, *, is_private: bool
) -> tuple[str, list[tuple[str, str]]]:
    """Return status and headers as the view's response and CKAN's handlers make them."""
    expires = settings.get("ckan.cache_expires")
    public = f"public, max-age={expires}, must-revalidate"
    headers = [
        ("ETag", f'"{kept.etag}"'),
        ("Cache-Control", "no-cache, private" if is_private else public),
        ("Vary", "Authorization, Cookie" if is_private else "Cookie"),
    ]
    known = environment.get("HTTP_IF_NONE_MATCH")
    is_get = environment["REQUEST_METHOD"] == "GET"
    if known and is_get and parse_etags(known).contains_weak(kept.etag):
        return "304 NOT MODIFIED", headers
    length = str(len(kept.body))
    return OK, [("Content-Type", JSON), ("Content-Length", length), *headers]


def _given(environment: Environment) -> dict[str, Any]:
    """Return the parameters of a request as CKAN's ``_get_request_data`` reads them.

    Parameters in the address, or one JSON object as the body of a POST; all else is for Flask.
    """
    length = environment.get("CONTENT_LENGTH") or "0"
    if environment["REQUEST_METHOD"] == "GET":
        if length != "0" or environment.get("HTTP_TRANSFER_ENCODING"):
            raise Ordinary
        given: Any = _arguments(environment.get("QUERY_STRING", ""))
    else:
        given = _body(environment, length)
    if not isinstance(given, dict) or "callback" in given:
        raise Ordinary
    return given


def _arguments(text: str) -> dict[str, Any]:
    """Return the parameters of an address, read as Flask reads them."""
    try:
        decoded = text.encode("latin1").decode()
    except UnicodeError as error:
        raise Ordinary from error
    pairs = parse_qsl(decoded, keep_blank_values=True, errors="werkzeug.url_quote")
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _body(environment: Environment, length: str) -> Any:
    kind = environment.get("CONTENT_TYPE", "").partition(";")[0].strip().lower()
    if kind != "application/json" or environment.get("QUERY_STRING"):
        raise Ordinary
    if not length.isdigit() or not 0 < int(length) <= LONGEST_BODY:
        raise Ordinary
    body = environment["wsgi.input"].read(int(length))
    # Flask reads it again if it has to.
    environment["wsgi.input"] = io.BytesIO(body)
    try:
        return json.loads(body)
    except ValueError as error:
        raise Ordinary from error
