"""Build the :class:`Actor` of a CKAN call from its context, never from globals.

JSONP calls and background pages blank the context only, so globals would name the wrong person.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.shared.actors import Actor


def actor_from(context: Any) -> Actor:
    """Return who calls; the site's own user is the system."""
    name = context.get("user") or ""
    if not name:
        return Actor.anonymous()
    user = context.get("auth_user_obj")
    if user is None or user.name != name:
        user = model.User.get(name)
    if user is None:
        return Actor.anonymous()
    if user.name == tk.config.get("ckan.site_id"):
        return Actor.system("site")
    return Actor(user_id=user.id, name=user.name, is_sysadmin=bool(user.sysadmin))
