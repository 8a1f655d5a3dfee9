"""CKAN's actions whose answers bear notes at data in doubt, or which get entries that bear some."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.dispute import annotation_hooks

Action = Callable[[Any, Any], Any]


@tk.chained_action
@tk.side_effect_free
def datastore_search(up: Action, context: Any, data_dict: Any) -> Any:
    answer = up(context, data_dict)
    if context.get("ignore_auth"):
        return answer
    return annotation_hooks.of_answer(context, answer)


@tk.chained_action
def package_create(up: Action, context: Any, data_dict: Any) -> Any:
    annotation_hooks.leave_out(data_dict)
    return up(context, data_dict)


@tk.chained_action
def package_update(up: Action, context: Any, data_dict: Any) -> Any:
    annotation_hooks.leave_out(data_dict)
    return up(context, data_dict)


ACTIONS = {
    "datastore_search": datastore_search,
    "package_create": package_create,
    "package_update": package_update,
}
