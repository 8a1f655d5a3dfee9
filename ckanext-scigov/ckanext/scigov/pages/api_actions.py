"""The portal's own actions as they are registered now, for their description.

Described is what a name of the API leads to: an action of a plugin of ours that the surfaces know and do
not close. What an action takes it has declared (``shared.toolkit_inputs``); whom it answers its auth
function says; the rest is its docstring. The answer is the same for everybody and reads no database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import metadata
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import authz

from ckanext.scigov.access import surfaces
from ckanext.scigov.access.domain.surfaces import Closed
from ckanext.scigov.shared.domain import docstrings
from ckanext.scigov.shared.domain.openapi import Action, Site
from ckanext.scigov.shared.toolkit_inputs import taken_by

PREFIX = "scigov_"
_GIVES = {"dict": "object", "list": "array", "None": "null"}


def site() -> Site:
    """Return what the description says of this portal."""
    return Site(
        title=str(tk.config["ckan.site_title"]),
        address=tk.url_for("home.index", qualified=True, locale="default").rstrip("/"),
        release=metadata.version("ckanext-scigov"),
        token_header=str(tk.config["apitoken_header_name"]),
    )


def described() -> list[Action]:
    """Return the actions that can be called, by name."""
    known = surfaces.known().actions
    found = {
        name: (plugin, function)
        for plugin, name, function in _registered()
        if name in known and known[name].closed is Closed.NO
    }
    return [_action(name, *found[name]) for name in sorted(found)]


def _registered() -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """Yield plugin, name and function of our actions; what stands before one describes none."""
    for plugin in p.PluginImplementations(p.IActions):
        for name, function in plugin.get_actions().items():
            if name.startswith(PREFIX) and not getattr(function, "chained_action", False):
                yield plugin.name, name, function


def _action(name: str, plugin: str, function: Callable[..., Any]) -> Action:
    taken = taken_by(function)
    gives = str(function.__annotations__.get("return", "")).partition("[")[0]
    return Action(
        name=name,
        feature=plugin.removeprefix(PREFIX),
        told=docstrings.read(function.__doc__ or ""),
        schema=taken.schema() if taken else None,
        uploads=(*taken.uploads, *taken.may_upload) if taken else (),
        is_read=bool(getattr(function, "side_effect_free", False)),
        is_public=_answers_visitors(name),
        gives=_GIVES.get(gives, ""),
    )


def _answers_visitors(name: str) -> bool:
    asked = authz._AuthFunctions.get(name)  # noqa: SLF001 (CKAN asks it so)
    return bool(getattr(asked, "auth_allow_anonymous_access", False))
