"""Actions about versions of a dictionary."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.toolkit_inputs import takes, valid
from ckanext.scigov.tables import dictionary_sight
from ckanext.scigov.tables.logic import schema


@tk.side_effect_free
@takes(schema.version_list)
def scigov_tables_dictionary_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the versions of a resource's dictionary, the newest first.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``; ``limit`` (at most 1000), ``offset``.

    Returns:
        ``count`` and ``versions``: number, changed_at, item_count, sha256 (of the items) and
        difference to the version before (titles of items added and removed, changed items with
        field, before and after, reordered); for those who may update the resource changed_by. Of a
        version that was hidden when it was saved only number and time.

    Raises:
        NotFound: there is no such resource, or its dictionary is hidden from whoever calls.
        NotAuthorized: the user may not read the resource.
    """
    values = valid("scigov_tables_dictionary_list", context, data_dict)
    resource_id = values["resource_id"]
    tk.check_access("scigov_tables_dictionary_list", context, {"resource_id": resource_id})
    limit, offset = values["limit"], values["offset"]
    found = dictionary_sight.version_list(context, resource_id, limit, offset)
    return {"resource_id": resource_id, **found, "limit": limit, "offset": offset}


@tk.side_effect_free
@takes(schema.dictionary_show)
def scigov_tables_dictionary_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return one version of a resource's dictionary.

    Args:
        context: CKAN's.
        data_dict: ``resource_id``, ``number``.

    Returns:
        As in ``scigov_tables_dictionary_list``, and ``items``.

    Raises:
        NotFound: there is no such resource or version, or it is hidden from whoever calls.
        NotAuthorized: the user may not read the resource.
    """
    values = valid("scigov_tables_dictionary_show", context, data_dict)
    resource_id = values["resource_id"]
    tk.check_access("scigov_tables_dictionary_show", context, {"resource_id": resource_id})
    return dictionary_sight.version_show(context, resource_id, values["number"])
