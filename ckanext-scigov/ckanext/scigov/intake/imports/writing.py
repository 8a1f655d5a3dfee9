"""CKAN's own writers within a transaction that somebody else commits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import logic, model


def close_savepoints() -> None:
    """CKAN leaves a savepoint open with each entry that it changes without a commit."""
    while (inner := model.Session().get_nested_transaction()) is not None:
        inner.commit()


def patch_resource(context: Any, resource_id: str, wish: Mapping[str, Any]) -> None:
    """Change a resource as ``resource_patch`` does; the caller commits.

    CKAN's own rolls the change back where it is told not to commit; only a change of an entry that answers
    with its id does not.

    Raises:
        tk.ValidationError: with the errors of the resource.
    """
    resource = model.Session.get(model.Resource, resource_id)
    if resource is None:
        raise tk.ObjectNotFound
    fresh: Any = {**tk.fresh_context(context), "for_update": True}
    package = tk.get_action("package_show")(fresh, {"id": resource.package_id})
    resources = [dict(one) for one in package["resources"]]
    place = [one["id"] for one in resources].index(resource_id)
    resources[place].pop("metadata_modified", None)
    resources[place] |= wish
    told = {**package, "resources": resources}
    told.pop("metadata_modified", None)
    inside: Any = {
        **tk.fresh_context(context), "defer_commit": True, "return_id_only": True,
        "original_package": package,
    }  # fmt: skip
    try:
        tk.get_action("package_update")(inside, told)
    except tk.ValidationError as error:
        found = error.error_dict.get("resources")
        own = found[place] if isinstance(found, list) and len(found) > place else error.error_dict
        raise tk.ValidationError(own or error.error_dict) from error
    close_savepoints()
    logic.index_update_package({"ignore_auth": True, "user": ""}, package["id"])
