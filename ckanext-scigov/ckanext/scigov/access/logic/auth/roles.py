"""Who may give, take back and list roles. That nobody gives himself one is the service's rule."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import name_queries, role_queries
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain import roles as domain
from ckanext.scigov.access.domain.naming import scope_of
from ckanext.scigov.access.domain.roles import Role, RoleHeld
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.access.logic.auth.visitors import everybody_signed_in
from ckanext.scigov.access.logic.texts import name_in


def scigov_access_role_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Everybody who is signed in; what he sees is the list's question."""
    return everybody_signed_in(context)


def scigov_access_role_grant(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    principal = principal_from(context)
    role = _meant(data_dict)
    return _answer(role is not None and _may_give(principal, role))


def scigov_access_role_revoke(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Who could give it. What somebody does not see is absent to him."""
    principal = principal_from(context)
    row = role_queries.find_assignment(model.Session, name_in(data_dict, "id"))
    role = role_queries.value_of(row).held if row else None
    if row is None or role is None or not _sees(principal, row.user_id, role):
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    return _answer(_may_give(principal, role))


def _meant(data_dict: dict[str, Any]) -> RoleHeld | None:
    """Return the role that raw input means; None where nobody could hold such a one."""
    scope = scope_of(data_dict.get("scope"))
    scope = scope and name_queries.scope_by_id(model.Session, scope)
    named = name_in(data_dict, "role")
    if scope is None or named not in {role.value for role in Role}:
        return None
    return RoleHeld(Role(named), scope)


def _may_give(principal: Principal, role: RoleHeld) -> bool:
    above = role_queries.above(model.Session, role.scope)
    return principal.is_sysadmin or domain.may_give(principal.roles, role, above)


def _sees(principal: Principal, holder_id: str, role: RoleHeld) -> bool:
    if principal.is_sysadmin or holder_id == principal.user_id:
        return True
    return domain.may_see(principal.roles, role, role_queries.above(model.Session, role.scope))


def _answer(allowed: bool) -> dict[str, Any]:
    if allowed:
        return {"success": True}
    return {"success": False, "msg": tk._("You may not give or take back roles here.")}
