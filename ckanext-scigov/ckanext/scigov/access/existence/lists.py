"""Lists of entries and of what they are members of, for whoever asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.logic import validate
from ckan.logic.schema import default_pagination_schema

from ckanext.scigov.access import queries
from ckanext.scigov.access.checking import whoever_asks
from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.existence import findable

Action = Callable[..., Any]
API_OF_IDS = 2


@validate(default_pagination_schema)
def _package_list(context: Any, data_dict: dict[str, Any]) -> list[str]:
    tk.check_access("package_list", context, data_dict)
    package = model.Package
    column = package.id if context.get("api_version") == API_OF_IDS else package.name
    query = findable.entries(model.Session(), whoever_asks(context), column).order_by(column)
    query = query.limit(data_dict.get("limit") or None).offset(data_dict.get("offset") or None)
    return list(model.Session.scalars(query))


@tk.chained_action
@tk.side_effect_free
def package_list(original: Action, context: Any, data_dict: dict[str, Any]) -> list[str]:
    """List what a search would find, by name."""
    return _package_list(context, data_dict)


@tk.chained_action
@tk.side_effect_free
def member_list(original: Action, context: Any, data_dict: dict[str, Any]) -> list[Any]:
    """Leave out the entries that the caller may not know of."""
    found = original(context, data_dict)
    principal = whoever_asks(context)
    named = {one[0] for one in found if one[1] == "package"}
    if not named:
        return found
    known = queries.objects(model.Session(), named)
    seen = {i for i, obj in known.items() if decide(principal, Operation.DISCOVER, obj).allowed}
    return [one for one in found if one[1] != "package" or one[0] in seen]


@tk.chained_action
@tk.side_effect_free
def package_relationships_list(
    original: Action, context: Any, data_dict: dict[str, Any]
) -> list[dict[str, Any]]:
    """Leave out relations to what the caller may not know of."""
    found = original(context, data_dict)
    names = {one[side] for one in found for side in ("subject", "object")}
    if not names:
        return found
    package = model.Package
    query = sa.select(package.id, package.name).where(
        sa.or_(package.name.in_(sorted(names)), package.id.in_(sorted(names)))
    )
    ids = {row[0]: row[1] for row in model.Session.execute(query)}
    principal = whoever_asks(context)
    seen: set[str] = set()
    for dataset_id, obj in queries.objects(model.Session(), ids).items():
        if decide(principal, Operation.DISCOVER, obj).allowed:
            seen |= {dataset_id, ids[dataset_id]}
    return [one for one in found if one["subject"] in seen and one["object"] in seen]


ACTIONS = {
    "package_list": package_list,
    "member_list": member_list,
    "package_relationships_list": package_relationships_list,
}
