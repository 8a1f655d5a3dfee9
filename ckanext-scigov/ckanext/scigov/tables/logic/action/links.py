"""The action that lists links which nobody can fetch."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.shared.toolkit_inputs import takes, valid
from ckanext.scigov.tables import fetch_queries
from ckanext.scigov.tables.callers import may_update
from ckanext.scigov.tables.domain.schedules import TOLD_AFTER
from ckanext.scigov.tables.logic import schema

MOST = 1_000


@tk.side_effect_free
@takes(schema.fetch_list)
def scigov_tables_fetch_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List links that could not be fetched five times in a row, of entries that the caller may edit.

    Args:
        context: CKAN's.
        data_dict: ``limit`` (50; no more than 1000), ``offset``.

    Returns:
        ``count``, ``results``: ``dataset_id``, ``dataset_name``, ``title``, ``resource_id``, ``name``,
        ``schedule``, ``fetched_at``, ``next_at``, ``result``, ``reason``, ``status`` and ``failures``,
        the longest failing first.

    Raises:
        NotAuthorized: nobody is signed in.
    """
    data = valid("scigov_tables_fetch_list", context, data_dict)
    tk.check_access("scigov_tables_fetch_list", context, data)
    asked = {"permission": "update_dataset"}
    mine = tk.get_action("organization_list_for_user")(tk.fresh_context(context), asked)
    found = [
        _shown(*row)
        for row in fetch_queries.failing(
            model.Session, [one["id"] for one in mine], TOLD_AFTER, MOST
        )
        if may_update(context, row[0].resource_id)
    ]
    page = found[data["offset"] : data["offset"] + data["limit"]]
    return {"count": len(found), "results": page}


def _shown(fetch: Any, resource: Any, package: Any) -> dict[str, Any]:
    moments = {name: getattr(fetch, name) for name in ("fetched_at", "next_at")}
    return {
        "dataset_id": package.id,
        "dataset_name": package.name,
        "title": package.title or package.name,
        "resource_id": resource.id,
        "name": resource.name or "",
        **{name: moment and moment.isoformat() for name, moment in moments.items()},
        **{
            name: getattr(fetch, name)
            for name in ("schedule", "result", "reason", "status", "failures")
        },
    }
