"""Chained actions: the settings of views tell where data lie.

A view is made for people who get the data. To others a resource has none, which is what its page
needs to hear; asked for by its id, a view answers as the policy says.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import checking, queries
from ckanext.scigov.access.domain.policy import Operation, decide


@tk.chained_action
@tk.side_effect_free
def resource_view_list(up: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    obj = queries.resource_object(model.Session, str(tk.get_or_bust(data_dict, "id")))
    principal = checking.whoever_asks(context)
    if obj is not None and not decide(principal, Operation.LOCATE, obj).allowed:
        tk.check_access("resource_view_list", context, data_dict)
        return []
    return up(context, data_dict)


@tk.chained_action
@tk.side_effect_free
def resource_view_show(up: Any, context: Any, data_dict: dict[str, Any]) -> Any:
    view = model.Session.get(model.ResourceView, str(tk.get_or_bust(data_dict, "id")))
    if view is not None:
        checking.require_of_resource(context, Operation.LOCATE, view.resource_id)
    return up(context, data_dict)


ACTIONS = {"resource_view_list": resource_view_list, "resource_view_show": resource_view_show}
