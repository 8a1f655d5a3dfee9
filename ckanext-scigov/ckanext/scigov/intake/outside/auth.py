"""Who may call: everybody who is signed in; what he reads and writes is asked by the service."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.asking import principal_from

NAMES = ("create", "update", "receive", "refuse", "end", "show", "list")


def _signed_in(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    if principal_from(context).user_id:
        return {"success": True}
    return {"success": False, "msg": tk._("Sign in to see what is held from outside.")}


FUNCTIONS = {f"scigov_intake_outside_{name}": _signed_in for name in NAMES}
