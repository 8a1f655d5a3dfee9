"""Who may read and write the registers: those who belong to the provider, and who edits there.

What an entry says of its system and business item stands on the entry; the registers themselves are
the provider's own. An id that does not exist and one of another provider have the same answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ckan import authz, model

from ckanext.scigov.catalogue import queries, unit_queries
from ckanext.scigov.catalogue.domain.registers import Register

__all__ = [
    "scigov_catalogue_business_item_create",
    "scigov_catalogue_business_item_list",
    "scigov_catalogue_business_item_retire",
    "scigov_catalogue_business_item_show",
    "scigov_catalogue_business_item_update",
    "scigov_catalogue_system_create",
    "scigov_catalogue_system_list",
    "scigov_catalogue_system_retire",
    "scigov_catalogue_system_show",
    "scigov_catalogue_system_update",
    "scigov_catalogue_unit_show",
    "scigov_catalogue_unit_update",
]

READ, WRITE = "read", "update_dataset"
Auth = Callable[[Any, dict[str, Any]], dict[str, Any]]


def _holds(context: Any, organization_id: str | None, permission: str) -> dict[str, Any]:
    user = context.get("user") or ""
    may = bool(organization_id and user) and authz.has_user_permission_for_group_or_org(
        organization_id, user, permission
    )
    return {"success": may}


def _of_provider(permission: str) -> Auth:
    def ask(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
        name = str(data_dict.get("organization_id") or "")
        return _holds(context, queries.provider_id(model.Session(), name), permission)

    return ask


def _of_entry(register: Register, permission: str) -> Auth:
    def ask(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
        entry = queries.find(model.Session(), register, str(data_dict.get("id") or ""))
        return _holds(context, entry.organization_id if entry else None, permission)

    return ask


scigov_catalogue_system_list = _of_provider(READ)
scigov_catalogue_system_show = _of_entry(Register.SYSTEMS, READ)
scigov_catalogue_system_create = _of_provider(WRITE)
scigov_catalogue_system_update = _of_entry(Register.SYSTEMS, WRITE)
scigov_catalogue_system_retire = _of_entry(Register.SYSTEMS, WRITE)
scigov_catalogue_business_item_list = _of_provider(READ)
scigov_catalogue_business_item_show = _of_entry(Register.BUSINESS_ITEMS, READ)
scigov_catalogue_business_item_create = _of_provider(WRITE)
scigov_catalogue_business_item_update = _of_entry(Register.BUSINESS_ITEMS, WRITE)
scigov_catalogue_business_item_retire = _of_entry(Register.BUSINESS_ITEMS, WRITE)


def scigov_catalogue_unit_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Whoever belongs to any provider: somebody must be found when data are in danger."""
    user = model.User.get(context.get("user") or "")
    return {"success": bool(user and unit_queries.belongs_somewhere(model.Session(), user.id))}


def scigov_catalogue_unit_update(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    name = str(data_dict.get("id") or "")
    return _holds(context, queries.provider_id(model.Session(), name), "update")
