"""Actions that say what the policy decides, and what waits for a decision."""

from __future__ import annotations

import dataclasses
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import queries
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.domain.subjects import Object, Principal
from ckanext.scigov.access.logic import schema
from ckanext.scigov.shared.toolkit_inputs import checked, takes


@tk.side_effect_free
@takes(schema.decision_show)
def scigov_access_decision_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Say whether the user may do something with a dataset or resource, and why.

    Args:
        context: CKAN's.
        data_dict: ``operation`` (discover, meta, locate, data, write, set_grade); ``id`` of a
            dataset or resource.

    Returns:
        ``allowed``, ``reason`` (a code), ``obligations``; ``items``: only data items of these names are
        permitted (empty: all of it).

    Raises:
        NotFound: there is none, or it is not visible to the user.
    """
    data = checked("scigov_access_decision_show", context, data_dict)
    principal = principal_from(context)
    session = model.Session
    found = queries.resource_object(session, data["id"]) or queries.named(
        session, {"dataset_id": data["id"]}
    )
    if found is None or not _is_visible(principal, found):
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    decision = decide(principal, data["operation"], found)
    return {
        "allowed": decision.allowed,
        "reason": decision.reason.value,
        "obligations": dataclasses.asdict(decision.obligations),
        "items": sorted(decision.items),
    }


def _is_visible(principal: Principal, obj: Object) -> bool:
    return decide(principal, Operation.DISCOVER, obj).allowed
