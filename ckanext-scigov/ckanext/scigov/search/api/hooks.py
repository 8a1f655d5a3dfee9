"""Which plugins and hooks this site has, and so which ways of answering are the same as CKAN's.

Everything is allowed by name: a hook that is not known here, whoever adds it, sends requests
CKAN's own way (docs/search-api.md has the rule in words). Nothing is remembered longer than the
objects it was decided from.
"""

from __future__ import annotations

import dataclasses
import importlib
import logging
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import flask
import flask_login

import ckan.plugins as p
from ckan import authz, model
from ckan.config.middleware.common_middleware import (
    CKANSecureCookieSessionInterface,
    RootPathMiddleware,
)
from ckan.config.middleware.flask_app import I18nMiddleware
from ckan.lib import signals
from ckan.lib.navl import validators
from ckan.lib.plugins import DefaultPermissionLabels, get_permission_labels
from ckan.lib.search import query_for
from ckan.lib.search.query import PackageSearchQuery
from ckan.logic import get_action
from ckan.logic.schema import default_package_search_schema

from ckanext.scigov.search.api import copied
from ckanext.scigov.search.api.known_hooks import (
    KNOWN_AFTER_REQUEST,
    KNOWN_AFTER_SEARCH,
    KNOWN_BEFORE_REQUEST,
    KNOWN_BEFORE_SEARCH,
    KNOWN_READING_TOKENS,
)
from ckanext.scigov.search.interfaces import IKnownLabels

log = logging.getLogger(__name__)

ACTION = "package_search"
VIEW = "api.action"
EXTENSION = "scigov_search_api"
"""Where Flask's application keeps our view."""

Hook = Callable[[dict[str, Any]], dict[str, Any]]

SIGNALS = (
    flask.request_started,
    flask.request_finished,
    flask.request_tearing_down,
    flask.appcontext_pushed,
    flask.appcontext_popped,
    flask.appcontext_tearing_down,
)
USER_SIGNALS = (flask_login.user_accessed, flask_login.user_loaded_from_request)
FORWARDERS = (signals.request_started, signals.request_finished)


OTHER_SIGNALS = (*USER_SIGNALS, *FORWARDERS, signals.action_succeeded)


@dataclasses.dataclass(frozen=True)
class Site:
    """What was found. A way is open when its list of obstacles is empty."""

    obstacles: tuple[str, ...]
    obstacles_before_flask: tuple[str, ...]
    obstacles_to_tokens: tuple[str, ...]
    before_search: tuple[Hook, ...]
    plain_texts: frozenset[str]
    """Parameters that CKAN's schema leaves as they are when they are texts."""
    labels: Any
    has_own_labels_query: bool
    knows_labels: bool
    """The plugin that labels depends on the user alone (IKnownLabels)."""
    decided_from: tuple[Any, ...]


_present: Site | None = None


def site(app: Any) -> Site:
    """Return what is known about the site as it is at this moment."""
    global _present  # noqa: PLW0603 (decided once, until a plugin comes or goes)
    decided_from = _signature(app)
    known = _present
    if known is None or known.decided_from != decided_from:
        known = _present = _decide(app, decided_from)
        for way, obstacles in (
            ("The short way of package_search", known.obstacles),
            ("The short way of package_search before Flask", known.obstacles_before_flask),
            ("The short way of package_search with a token", known.obstacles_to_tokens),
        ):
            if obstacles:
                log.info("%s is closed: %s", way, "; ".join(obstacles))
    return known


def _signature(app: Any) -> tuple[Any, ...]:
    """Return the objects that change when a plugin, an action or a hook comes or goes.

    CKAN throws its actions away whenever plugins are loaded or unloaded.
    """
    by_blueprint = (
        app.before_request_funcs,
        app.after_request_funcs,
        app.teardown_request_funcs,
        app.url_value_preprocessors,
    )
    return (
        app,
        get_action(ACTION),
        app.view_functions[VIEW],
        app.session_interface,
        *(len(signal.receivers) for signal in (*SIGNALS, *OTHER_SIGNALS)),
        *(tuple(_hooks(functions)) for functions in by_blueprint),
        tuple(app.teardown_appcontext_funcs),
    )


def _hooks(by_blueprint: Any) -> Iterator[Any]:
    """Yield the functions that run for a request to the API."""
    for name in (None, "api"):
        yield from by_blueprint.get(name, ())


def _decide(app: Any, decided_from: tuple[Any, ...]) -> Site:
    controllers = list(p.PluginImplementations(p.IPackageController))
    before = tuple(
        plugin.before_dataset_search
        for plugin in controllers
        if _has_own(plugin, "before_dataset_search")
    )
    labels = get_permission_labels()
    return Site(
        obstacles=tuple(_obstacles(controllers)),
        obstacles_before_flask=tuple(_obstacles_before_flask(app, before, labels)),
        obstacles_to_tokens=tuple(_obstacles_to_tokens(labels)),
        before_search=before,
        plain_texts=frozenset(_plain_texts()),
        labels=labels,
        has_own_labels_query=_has_own_labels_query(labels),
        knows_labels=_are_known(labels),
        decided_from=decided_from,
    )


def _plain_texts() -> Iterator[str]:
    for name, found in default_package_search_schema().items():
        if found == [validators.ignore_missing, validators.unicode_safe]:
            yield name


def _has_own(plugin: Any, name: str) -> bool:
    inherited = getattr(p.IPackageController, name)
    return getattr(type(plugin), name, inherited) is not inherited


def _name(function: Any) -> str:
    return f"{getattr(function, '__module__', '')}:{getattr(function, '__qualname__', function)}"


def _is_default(labels: Any) -> bool:
    return type(labels) is DefaultPermissionLabels


def _are_known(labels: Any) -> bool:
    return IKnownLabels.provided_by(labels)


def _is_ckans(action: str) -> bool:
    """Say whether an action is CKAN's own, neither replaced nor chained by a plugin."""
    own = getattr(importlib.import_module("ckan.logic.action.get"), action)
    return getattr(get_action(action), "__wrapped__", None) is own


def _is_ckans_auth(action: str) -> bool:
    own = getattr(importlib.import_module("ckan.logic.auth.get"), action)
    return authz._AuthFunctions.get(action) is own  # noqa: SLF001 (there is no other way to ask)


def _obstacles(controllers: Iterable[Any]) -> Iterator[str]:
    for name in copied.changed(tuple(copied.IN_FLASK.items())):
        yield f"{name} is not as it was compared"
    if not _is_ckans(ACTION):
        yield "a plugin changes the action package_search"
    for plugin in controllers:
        known = _name(type(plugin).after_dataset_search) in KNOWN_AFTER_SEARCH
        if _has_own(plugin, "after_dataset_search") and not known:
            yield f"the plugin {plugin.name} changes results (after_dataset_search)"
    if type(query_for(model.Package)) is not PackageSearchQuery:
        yield "searches for datasets are not CKAN's PackageSearchQuery"
    if signals.action_succeeded.has_receivers_for(ACTION):
        yield "something listens to package_search (signal action_succeeded)"


def _obstacles_before_flask(app: Any, before: Iterable[Hook], labels: Any) -> Iterator[str]:
    for name in copied.changed(tuple(copied.BEFORE_FLASK.items())):
        yield f"{name} is not as it was compared"
    unknown = [
        *({_name(hook) for hook in before} - KNOWN_BEFORE_SEARCH),
        *({_name(hook) for hook in _hooks(app.before_request_funcs)} - KNOWN_BEFORE_REQUEST),
        *({_name(hook) for hook in _hooks(app.after_request_funcs)} - KNOWN_AFTER_REQUEST),
        *(_name(hook) for hook in _hooks(app.teardown_request_funcs)),
        *(_name(hook) for hook in _hooks(app.url_value_preprocessors)),
        *(_name(hook) for hook in app.teardown_appcontext_funcs),
        *(_name(listener) for listener in _listeners(app)),
    ]
    for name in sorted(unknown):
        yield f"{name} may depend on the request"
    if not _is_default(labels) and not _are_known(labels):
        yield f"the labels of {type(labels).__name__} may depend on the request"
    if not _is_ckans_auth(ACTION):
        yield "a plugin changes who may call package_search"
    for plugin in p.PluginImplementations(p.IAuthenticator):
        yield f"the plugin {plugin.name} finds out itself who asks"
    yield from _obstacles_of(app)


def _obstacles_of(app: Any) -> Iterator[str]:
    if app.view_functions[VIEW] is not app.extensions.get(EXTENSION):
        yield "a plugin has put its own view in the place of the API's"
    if _route(app) != (VIEW, {"ver": 3, "logic_function": ACTION}):
        yield "a plugin has put an address of its own in the place of package_search"
    if type(app.session_interface) is not CKANSecureCookieSessionInterface:
        yield "sessions are kept on the server"
    if app.debug:
        yield "the site is in debug mode"


def _route(app: Any) -> Any:
    return app.url_map.bind("").match(f"/api/3/action/{ACTION}", method="GET")


def _listeners(app: Any) -> Iterator[Any]:
    for signal in SIGNALS:
        for receiver in signal.receivers_for(app):
            # CKAN passes Flask's signals on to its own of the same name.
            if getattr(receiver, "__self__", None) not in FORWARDERS:
                yield receiver
    for signal in FORWARDERS:
        yield from signal.receivers_for(app)


def _obstacles_to_tokens(labels: Any) -> Iterator[str]:
    for name in copied.changed(tuple(copied.OF_TOKENS.items())):
        yield f"{name} is not as it was compared"
    for plugin in p.PluginImplementations(p.IApiToken):
        if _name(type(plugin)) not in KNOWN_READING_TOKENS:
            yield f"the plugin {plugin.name} reads tokens"
    if not _has_own_labels_query(labels) and not _are_known(labels):
        yield "labels are not CKAN's own"
    if any(signal.receivers for signal in USER_SIGNALS):
        yield "something listens to who asks (Flask-Login's signals)"


def _has_own_labels_query(labels: Any) -> bool:
    return _is_default(labels) and not any(_changes_to_labels())


def _changes_to_labels() -> Iterator[str]:
    yield from copied.changed(tuple(copied.OF_LABELS.items()))
    if not _is_ckans("organization_list_for_user"):
        yield "organization_list_for_user"
    if not _is_ckans_auth("organization_list_for_user"):
        yield "who may call organization_list_for_user"
    if signals.action_succeeded.has_receivers_for("organization_list_for_user"):
        yield "action_succeeded"


def is_plain_stack(wsgi: Any, app: Any) -> bool:
    """Say whether nothing but CKAN's own middleware stands between the server and Flask."""
    for expected in (I18nMiddleware, RootPathMiddleware):
        if type(wsgi) is not expected:
            return False
        wsgi = wsgi.app
    return getattr(wsgi, "__self__", None) is app and wsgi.__func__ is flask.Flask.wsgi_app
