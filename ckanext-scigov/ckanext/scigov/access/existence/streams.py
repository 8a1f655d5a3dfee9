"""Activity streams: what an entry was once is asked about by what it is now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import queries
from ckanext.scigov.access.checking import whoever_asks
from ckanext.scigov.access.domain.policy import Operation, decide

Action = Callable[..., Any]
LISTS = (
    "package_activity_list", "organization_activity_list", "group_activity_list",
    "user_activity_list", "recently_changed_packages_activity_list", "dashboard_activity_list",
)  # fmt: skip


def _of_what_is_seen(context: Any, activities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what is about entries that the caller may not know of now."""
    about = {one["id"]: _entries_in(one) for one in activities}
    named = set().union(*about.values()) if about else set()
    if not named:
        return activities
    principal = whoever_asks(context)
    found = queries.objects(model.Session(), named)
    hidden = {i for i, o in found.items() if not decide(principal, Operation.DISCOVER, o).allowed}
    return [one for one in activities if not about[one["id"]] & hidden]


def _entries_in(activity: dict[str, Any]) -> set[str]:
    data = activity.get("data") or {}
    package = data.get("package") or {}
    named = {activity.get("object_id"), package.get("id"), data.get("package_id")}
    return {one for one in named if isinstance(one, str)}


@tk.chained_action
@tk.side_effect_free
def _checked(original: Action, context: Any, data_dict: dict[str, Any]) -> Any:
    found = original(context, data_dict)
    if not isinstance(found, list):
        return found
    return _of_what_is_seen(context, found)


def actions() -> dict[str, Action]:
    """Return what is chained where streams are loaded."""
    return dict.fromkeys(LISTS, _checked) if p.plugin_loaded("activity") else {}
