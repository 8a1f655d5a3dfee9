"""Actions of the audit log."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

from ckanext.scigov.audit import queries
from ckanext.scigov.audit.logic import schema
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@tk.side_effect_free
@takes(schema.event_list)
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
    data = checked("scigov_audit_event_list", context, data_dict)
    return queries.events(model.Session, **data)
