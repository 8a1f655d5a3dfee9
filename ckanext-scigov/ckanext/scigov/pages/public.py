"""Answers to everybody who is not signed in: without a cookie, kept, and 304 where nothing has changed.

The validator is made of the page's bytes, so it changes with whatever the page shows, in each language.
Nobody may show a page without asking here first (``no-cache``): what has been hidden or closed is not
shown by any cache from the next request on. Whether the page is made anew follows from the state of the
database (``state``), which is read before anything else of the request: all that the page shows is as
new or newer. The policy's hooks run in between, so what is hidden ends there as if it did not exist.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import flask

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import once
from ckanext.scigov.pages import state
from ckanext.scigov.pages.kept import Page, Pages
from ckanext.scigov.search.alone import alone
from ckanext.scigov.search.search_page import NOT_KEPT

View = Callable[..., Any]
METHODS = frozenset({"GET", "HEAD"})
_STATE = "scigov_pages_state"
LONGEST = 500
"""Characters of an address that is worth keeping a page for."""
DATASET = "scigov_pages.dataset"
LISTS = frozenset(
    {"scigov_pages.index", "scigov_pages.organizations", "dataset.search", "organization.read"}
)
"""Pages whose state is known. Others are made anew, and answer 304 when they turn out the same."""
CKANS = ("dataset.search", "organization.read", "organization.about", "home.about")
"""CKAN's own views that answer so."""
MEMORY = "ckanext.scigov.pages.memory"
pages = Pages()


def before_request() -> None:
    """Read the state of what is asked for, before anybody reads anything of it."""
    request = flask.request
    if request.endpoint not in {DATASET, *LISTS} or request.method not in METHODS:
        return
    # What the policy has read already may be older than the state.
    if once.kept() is None and is_for_everybody():
        name = (request.view_args or {}).get("id", "")
        read = state.of_lists if request.endpoint in LISTS else state.of_dataset
        flask.g.setdefault(_STATE, read(name))


def public(view: View) -> View:
    """Return a view that searches without a transaction and gives everybody the same answer."""

    @functools.wraps(view)
    def shown(*arguments: Any, **named: Any) -> Any:
        if flask.request.method not in METHODS:
            return view(*arguments, **named)
        if not is_for_everybody():
            with alone():
                return _for_one(flask.make_response(view(*arguments, **named)))
        key, now = _key(), flask.g.get(_STATE)
        page = pages.find(key, now)
        if page is None:
            with alone():
                answer = flask.make_response(view(*arguments, **named))
            if not _is_for_everybody(answer):
                return answer
            page = Page.of(answer.get_data(), None if _is_passing(key) else now)
            pages.keep(key, page, _memory())
        return _answer(page)

    return shown


def install(app: Any) -> None:
    """Let CKAN's own views answer so; an application that another plugin wraps stays as it is."""
    views = getattr(app, "view_functions", {})
    for name in CKANS:
        if name in views:
            views[name] = public(views[name])


def is_for_everybody() -> bool:
    """Say whether nothing in the request tells who asks."""
    request = flask.request
    own = (tk.config["SESSION_COOKIE_NAME"], tk.config["REMEMBER_COOKIE_NAME"])
    if any(name in request.cookies for name in own):
        return False
    token = request.headers.get(tk.config["apitoken_header_name"])
    told = token or request.authorization or request.environ.get("REMOTE_USER")
    return not told and not tk.current_user.is_authenticated


def _is_for_everybody(answer: flask.Response) -> bool:
    """Say whether the answer is a page, and no session has begun with it."""
    is_page = answer.status_code == 200 and answer.mimetype == "text/html"
    return is_page and not flask.session and not answer.is_streamed


def _is_passing(key: tuple[str, ...]) -> bool:
    """Say whether it is not to be kept: an error's page, words that are learnt, a long address."""
    return NOT_KEPT in flask.request.environ or sum(map(len, key)) > LONGEST


def _key() -> tuple[str, ...]:
    request = flask.request
    return str(tk.h.lang()), request.path, request.query_string.decode("latin1")


def _memory() -> int:
    return int(tk.config[MEMORY]) * 1024 * 1024


def _answer(page: Page) -> Any:
    answer = flask.current_app.response_class(page.body, content_type="text/html; charset=utf-8")
    # CKAN's handler makes everything private that a template has been rendered for.
    flask.request.environ.pop("__no_cache__", None)
    answer.cache_control.no_cache = True
    answer.vary.update(("Authorization", "Cookie"))
    answer.set_etag(page.etag)
    return answer.make_conditional(flask.request)


def _for_one(answer: flask.Response) -> flask.Response:
    """Nobody may keep what was made for one person, not even that person's browser."""
    if not tk.current_user.is_authenticated:
        return answer
    flask.request.environ["__no_cache__"] = True
    answer.cache_control.no_store = True
    answer.vary.update(("Authorization", "Cookie"))
    return answer
