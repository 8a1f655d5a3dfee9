"""Deny by default: what nobody has classified is not there, for anybody.

Who reviews an upgrade reads surfaces.yaml, not every plugin: a new action or address is harmless only
if it is refused until somebody has read it. System administrators are refused too: they administer and
do not read graded data, and what nobody has read may give it. Nothing here decides about an object.

Three places, the least that covers every way in, and nothing of CKAN's is replaced:

- ``before_request`` looks at Flask's endpoint. Locale prefixes, ``/api/action`` beside
  ``/api/3/action`` and the copies of a view under each type of dataset are behind it, and so are plugins
  that register an address in the place of another. It has to run before any view, and it sees the names
  of all rules, however they came into the map.
- The same hook looks at the name in ``api.action``. That is the only place where a caller chooses an
  action by its name, so a check there needs to know nothing about who registered it. It answers with
  CKAN's own function for a name that does not exist.
- ``refusing_actions`` goes into ``IActions.get_actions`` as chained actions, which is CKAN's way to stand
  before another plugin's action: ``get_action`` then hands out an action that refuses, to views,
  templates and other actions alike. Classified ones are handed out as they are and cost nothing.
  ``ckan.logic.get_action`` itself cannot be wrapped: modules have copied it by name.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any

import flask
from werkzeug.datastructures import MultiDict

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import authz, logic
from ckan.views import api

from ckanext.scigov.access import surfaces
from ckanext.scigov.access.domain.surfaces import Closed, ObjectRef

ACTION_ENDPOINT = "api.action"
CORE_ACTIONS = ("get", "create", "update", "delete", "patch", "file")
"""CKAN's own modules of actions."""
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
UNKNOWN = "Action name not known: {}"

Action = Callable[..., Any]

_collecting: ContextVar[bool] = ContextVar("scigov_access_collecting", default=False)


def before_request() -> Any:
    """Refuse what is closed or not classified; None lets the request through.

    For ``Blueprint.before_app_request``: it runs after CKAN has found out who asks.
    """
    endpoint = flask.request.endpoint
    if endpoint is None:
        return None  # No such address, or not with this method: Flask says so.
    known = surfaces.known()
    if endpoint not in known.open_endpoints:
        return _nowhere()
    if endpoint == ACTION_ENDPOINT:
        name = (flask.request.view_args or {}).get("logic_function", "")
        if name not in known.names_of_the_api:
            return api._finish_bad_request(UNKNOWN.format(name))  # noqa: SLF001 (the very same answer)
    return None


def _nowhere() -> Any:
    """Answer as for an address that leads nowhere.

    Flask's rule for static files fits every path, and only for reading: a form sent to a wrong
    address gets another answer than a visit.
    """
    flask.abort(404 if flask.request.method in SAFE_METHODS else 405)


def refusing_actions() -> dict[str, Action]:
    """Return actions to be chained before those that are closed to all or not classified.

    For ``IActions.get_actions``. CKAN asks anew whenever plugins come or go.
    """
    if _collecting.get():
        return {}  # It is this function that asks all plugins.
    token = _collecting.set(True)
    try:
        registered = set(_registered())
    finally:
        _collecting.reset(token)
    known = surfaces.known().actions
    refused = [n for n in registered if n not in known or known[n].closed is Closed.ALL]
    return {"help_show": _help_show, **{name: _refusing(name) for name in refused}}


def _registered() -> Iterator[str]:
    for module in CORE_ACTIONS:
        functions = authz.get_local_functions(
            importlib.import_module(f"ckan.logic.action.{module}")
        )
        yield from (name for name, _function in functions)
    for plugin in p.PluginImplementations(p.IActions):
        yield from plugin.get_actions()


def _refusing(name: str) -> Action:
    @tk.chained_action
    def refuse(original: Action, context: Any, data_dict: Any) -> Any:
        if _is_handed_out(name, context):
            return original(context, data_dict)
        raise tk.ObjectNotFound(UNKNOWN.format(name))

    refuse.auth_audit_exempt = True  # type: ignore[attr-defined]
    return refuse


def _is_handed_out(name: str, context: Any) -> bool:
    """What is closed has been read by somebody: CKAN may use it for its own purposes."""
    surface = surfaces.known().actions.get(name)
    is_free = surface is not None and surface.closed is not Closed.ALL
    return is_free or (surface is not None and bool(context.get("ignore_auth")))


@tk.chained_action
@tk.side_effect_free
def _help_show(original: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    """Explain no action that the API does not have."""
    name = tk.get_or_bust(data_dict, "name")
    if name not in surfaces.known().names_of_the_api:
        raise tk.ObjectNotFound("Action function not found")
    return original(context, data_dict)


def objects_of(
    endpoint: str, view_args: Mapping[str, Any] | None, args: MultiDict[str, str]
) -> tuple[ObjectRef, ...]:
    """Return the objects a request names: what it serves first, a resource before its dataset.

    All of them count: a view and the resource in its address may have nothing to do with each other.
    Empty for what names none, and where the argument is missing. This decides nothing.
    """
    surface = surfaces.known().endpoints.get(endpoint)
    if surface is None:
        return ()
    return surface.objects_in({**args.to_dict(flat=False), **(view_args or {})})


def object_of(
    endpoint: str, view_args: Mapping[str, Any] | None, args: MultiDict[str, str]
) -> ObjectRef | None:
    """Return the object that a request serves."""
    return next(iter(objects_of(endpoint, view_args, args)), None)


def objects_of_action(name: str, data_dict: Mapping[str, Any]) -> tuple[ObjectRef, ...]:
    """Return the objects a call names, as ``objects_of`` does."""
    surface = surfaces.known().actions.get(name)
    return surface.objects_in(data_dict) if surface else ()


def unclassified_actions() -> list[str]:
    """Return the actions of this site that are refused because nobody has classified them."""
    tk.get_action("status_show")  # CKAN collects them at the first call.
    return sorted(set(logic._actions) - set(surfaces.known().actions))  # noqa: SLF001 (no other way to ask)


def unclassified_endpoints(app: flask.Flask) -> list[str]:
    """Return the endpoints of this site that are refused because nobody has classified them."""
    registered = {rule.endpoint for rule in app.url_map.iter_rules()}
    return sorted(registered - set(surfaces.known().endpoints))
