"""``resource_search`` over what the caller may find, by fields that give no address away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.lib.dictization import model_dictize
from ckan.lib.search import SearchError
from ckan.logic import validate
from ckan.logic.schema import default_resource_search_schema

from ckanext.scigov.access.checking import whoever_asks
from ckanext.scigov.access.existence import findable

FIELDS = frozenset({
    "id", "package_id", "name", "description", "format", "mimetype", "mimetype_inner",
    "resource_type", "url_type", "position", "created", "last_modified", "metadata_modified",
})  # fmt: skip
"""Addresses, checksums and sizes are not among them: what matches tells what is there."""


@validate(default_resource_search_schema)
def _search(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    tk.check_access("resource_search", context, data_dict)
    session, resource = model.Session(), model.Resource
    wanted = findable.ids(session, whoever_asks(context))
    query = sa.select(resource).where(
        resource.state == model.State.ACTIVE,
        resource.package_id.in_(wanted),
        *_conditions(context, data_dict),
    )
    count = session.scalar(sa.select(sa.func.count()).select_from(query.subquery()))
    order = data_dict.get("order_by")
    if order in FIELDS:
        query = query.order_by(getattr(resource, order))
    query = query.offset(data_dict.get("offset")).limit(data_dict.get("limit"))
    found: list[Any] = list(session.scalars(query))
    if not context.get("search_query", False):
        found = model_dictize.resource_list_dictize(found, context)
    return {"count": count, "results": found}


def _conditions(context: Any, data_dict: dict[str, Any]) -> Iterator[sa.ColumnElement[bool]]:
    given = data_dict.get("query")
    if given is None:
        raise tk.ValidationError({"query": [tk._("Missing value")]})
    pairs = [given] if isinstance(given, str) else given
    try:
        fields = dict(pair.split(":", 1) for pair in pairs)
    except ValueError:
        raise tk.ValidationError({"query": [tk._("Must be <field>:<value> pair(s)")]}) from None
    for field, term in fields.items():
        if field not in FIELDS:
            message = tk._('Field "{field}" not recognised in resource_search.').format(field=field)
            if context.get("search_query", False):
                raise SearchError(message)
            raise tk.ValidationError({"query": message})
        column = getattr(model.Resource, field)
        is_text = isinstance(column.property.columns[0].type, sa.UnicodeText)
        yield column.icontains(term, autoescape=True) if is_text else column == term


@tk.chained_action
@tk.side_effect_free
def resource_search(
    original: Callable[..., Any], context: Any, data_dict: dict[str, Any]
) -> dict[str, Any]:
    return _search(context, data_dict)


ACTIONS = {"resource_search": resource_search}
