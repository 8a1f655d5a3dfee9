"""What a visitor learns about the site itself: nothing that helps to attack it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz

FOR_ADMINISTRATORS = ("extensions", "error_emails_to", "ckan_version")
"""Which programs run here in which version, and where mail about failures goes."""


@tk.chained_action
@tk.side_effect_free
def status_show(
    original: Callable[..., Any], context: Any, data_dict: dict[str, Any]
) -> dict[str, Any]:
    found = original(context, data_dict)
    user = context.get("user")
    if user and authz.is_sysadmin(user):
        return found
    return {key: value for key, value in found.items() if key not in FOR_ADMINISTRATORS}


ACTIONS = {"status_show": status_show}
