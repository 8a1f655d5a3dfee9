"""CKAN's ``datastore_search``, which says why a search has taken too long soon after a load."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables import refusals


@tk.chained_action
@tk.side_effect_free
def datastore_search(up: Callable[[Any, Any], Any], context: Any, data_dict: Any) -> Any:
    try:
        return up(context, data_dict)
    except tk.ValidationError as error:
        name = str(data_dict.get("resource_id") or data_dict.get("id") or "")
        refusal = refusals.not_yet_searchable(name) if refusals.is_too_long(error) else None
        if refusal is None:
            raise
        raise refusal from error
