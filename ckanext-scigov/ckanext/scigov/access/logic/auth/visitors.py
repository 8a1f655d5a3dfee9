"""Visitors. CKAN lets them pass in a request: its user object for nobody counts as one."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.asking import principal_from


def everybody_signed_in(context: Any) -> dict[str, Any]:
    """Let pass whoever has signed in."""
    if principal_from(context).user_id:
        return {"success": True}
    return {"success": False, "msg": tk._("Sign in to see this.")}
