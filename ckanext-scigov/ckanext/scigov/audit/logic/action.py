"""Actions of the audit log."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from ckanext.scigov.audit import queries
from ckanext.scigov.audit.logic import schema


@tk.side_effect_free
def scigov_audit_event_list(context: Context, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """List audit events, newest first.

    Args:
        context: CKAN's; the caller must be a system administrator.
        data_dict: ``object_id``, ``event``: only those; ``before``: an event id, only older ones;
            ``limit``: at most so many (50; no more than 1000).

    Returns:
        Dictionaries with id, at (ISO 8601, UTC), actor_id, actor_name, event, object_type,
        object_id and detail.
    """
    tk.check_access("scigov_audit_event_list", context, data_dict)
    data, errors = tk.navl_validate(data_dict, schema.event_list(), context)
    if errors:
        raise tk.ValidationError(errors)
    return queries.events(model.Session, **data)
