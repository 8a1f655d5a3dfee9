"""The action that says where the data of a resource really lie."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import checking, narrowing, queries, row_terms, sentences_rows
from ckanext.scigov.access.domain import vault
from ckanext.scigov.access.domain.policy import Operation
from ckanext.scigov.access.logic import schema
from ckanext.scigov.access.service import reads
from ckanext.scigov.access.service.reads import Read, ReadEvent
from ckanext.scigov.access.service.vault import fields_of, is_open, kept_fields
from ckanext.scigov.access.table_reading import Reading
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.shared.toolkit_inputs import takes, valid

SHOWN = ("url", "url_type", "hash", "hash_algorithm", "size", "cache_url", "endpoint_url")


@tk.side_effect_free
@takes(schema.resource_only)
def scigov_access_location_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return where the data of a resource really lie.

    CKAN's own actions give the portal's gateway instead, unless everybody may know the place.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``.

    Returns:
        ``resource_id``; ``url`` (of an upload the name of its file), ``url_type``, ``hash``,
        ``hash_algorithm``, ``size`` in bytes, ``cache_url``, ``endpoint_url``, each None where there
        is none; ``access_url``, the gateway's address.

    Raises:
        NotFound: there is none, or it is not visible to the user.
        NotAuthorized: the user may not know the place, not all of the data, or not on the terms of his grant.
    """
    data = valid("scigov_access_location_show", context, data_dict)
    tk.check_access("scigov_access_location_show", context, data)
    obj = queries.resource_object(model.Session, data["resource_id"])
    decision = checking.require(context, Operation.LOCATE, obj)
    assert obj is not None  # the policy has found it
    reading = Reading(checking.whoever_asks(context), obj, decision)
    view = narrowing.view_of(reading)
    row_terms.require_all(view.terms)
    if view.is_partial:
        raise tk.NotAuthorized(sentences_rows.not_in_parts())
    resource = model.Session.get(model.Resource, data["resource_id"])
    assert resource is not None
    fields = vault.restore(fields_of(resource), kept_fields(model.Session, resource.id))
    if context.get("user") and not is_open(obj):
        read = Read(ReadEvent.LOCATE, resource.id, decision)
        reads.record(model.Session, read, actor_from(context), clock.now())
        if not context.get("defer_commit"):
            model.repo.commit()
    return {
        "resource_id": resource.id,
        **{name: fields.get(name) or None for name in SHOWN},
        "access_url": tk.url_for(
            "scigov_access_gateway.access",
            id=resource.package_id,
            resource_id=resource.id,
            qualified=True,
            locale="default",
        ),
    }
