"""The action that lists what waits for a decision about grades."""

from __future__ import annotations

import dataclasses
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import worklist_queries
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.logic import schema_worklists as schema
from ckanext.scigov.access.service.grades import FIELDS
from ckanext.scigov.shared.domain.moments import moment
from ckanext.scigov.shared.toolkit_inputs import checked, takes

_LISTS = {
    schema.WAITING: worklist_queries.waiting,
    schema.MINE: worklist_queries.proposed_by,
    schema.UNCLASSIFIED: worklist_queries.unclassified,
}


@tk.side_effect_free
@takes(schema.grade_list)
def scigov_access_grade_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """List grades that wait for approval, one's own proposals, or entries without a grade.

    Args:
        context: CKAN's; who works with entries: a role, or a place in a provider.
        data_dict: ``show``: waiting (the default), mine, or unclassified (待定级); ``provider`` (an
            id): only its entries; ``limit`` (50; no more than 1000), ``offset``.

    Returns:
        ``count``, ``results`` (each with dataset_id, name, title, provider, part, in_force,
        proposed, proposer, proposed_at, reason, state, findings: how many; resource_id, item and
        item_title where it is about a part), and for unclassified ``providers``: provider_id,
        title and count of each.

    Raises:
        NotAuthorized.
    """
    data = checked("scigov_access_grade_list", context, data_dict)
    principal, show = principal_from(context), data.get("show", schema.WAITING)
    lines, count = _LISTS[show](
        model.Session, principal, data.get("provider", ""), data["limit"], data["offset"]
    )
    shares = []
    if show == schema.UNCLASSIFIED:
        shares = worklist_queries.unclassified_by_provider(model.Session, principal)
    return {
        "count": count,
        "results": [_line(line) for line in lines],
        "providers": [dataclasses.asdict(share) for share in shares],
    }


def _line(line: worklist_queries.Line) -> dict[str, Any]:
    return {
        **dataclasses.asdict(line),
        "in_force": dict(zip(FIELDS, line.in_force, strict=True)),
        "proposed": dict(zip(FIELDS, line.proposed, strict=True)) if line.proposed else None,
        "proposed_at": moment(line.proposed_at),
    }
