"""Who may import where: editors of a provider; of a table those who may change it. Hidden is absent."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import authz, model

from ckanext.scigov.intake.domain.states import BatchKind
from ckanext.scigov.intake.imports import queries
from ckanext.scigov.intake.model import Batch
from ckanext.scigov.shared.errors import NotVisible
from ckanext.scigov.shared.toolkit_actors import actor_from
from ckanext.scigov.tables.interfaces import sight_of

PERMISSION = "create_dataset"


def edits_somewhere(context: Any) -> bool:
    user = context.get("user") or ""
    return bool(user) and bool(authz.has_user_permission_for_some_org(user, PERMISSION))


def edits(context: Any, provider_id: str) -> bool:
    """Say whether somebody edits entries of a provider."""
    user = context.get("user") or ""
    return bool(provider_id and user) and bool(
        authz.has_user_permission_for_group_or_org(provider_id, user, PERMISSION)
    )


def providers(context: Any) -> list[dict[str, Any]]:
    """Return the providers whose entries somebody edits."""
    found = tk.get_action("organization_list_for_user")(
        tk.fresh_context(context), {"permission": PERMISSION}
    )
    return sorted(found, key=lambda one: one["display_name"])


def provider(context: Any, name: str) -> str:
    """Return the id of a provider that somebody edits.

    Raises:
        NotVisible: there is none, or he does not.
    """
    group = model.Group.get(name) if name else None
    if group is None or not group.is_organization or not edits(context, group.id):
        raise NotVisible
    return str(group.id)


def resource(context: Any, resource_id: str) -> dict[str, Any]:
    """Return a resource that somebody may change, with its data items as he sees them.

    Raises:
        NotVisible: there is none, or he may not.
    """
    asked = {"id": resource_id}
    try:
        tk.check_access("resource_update", tk.fresh_context(context), asked)
        return tk.get_action("resource_show")(tk.fresh_context(context), asked)
    except (tk.NotAuthorized, tk.ObjectNotFound) as error:
        raise NotVisible from error


def provider_of(found: dict[str, Any]) -> str:
    package = model.Package.get(found["package_id"])
    return str(package.owner_org or "") if package is not None else ""


def batch(context: Any, batch_id: str, *, lock: bool = False) -> Batch:
    """Return an import that somebody may see.

    Raises:
        NotVisible: there is none, or it is of a provider that he does not edit, or of a table that he
            may not change or not see as a whole: its cells may be of any column.
    """
    found = queries.find(model.Session(), batch_id, lock=lock)
    if found is None or not edits(context, found.provider_id):
        raise NotVisible
    if found.resource_id:
        resource(context, found.resource_id)
    if found.kind == BatchKind.ROWS.value and found.made_by != actor_from(context).user_id:
        _require_all_of(context, found.resource_id)
    return found


def _require_all_of(context: Any, resource_id: str) -> None:
    try:
        is_whole = sight_of(context, resource_id).is_whole
    except (tk.NotAuthorized, tk.ObjectNotFound) as error:
        raise NotVisible from error
    if not is_whole:
        raise NotVisible
