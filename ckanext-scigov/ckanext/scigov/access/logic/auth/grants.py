"""Who may see, end and prolong grants, and who may open graded data in an emergency.

A grant that somebody may not see is absent to him: the answer is the same as for no grant.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import agency_queries, grant_queries
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain import granting
from ckanext.scigov.access.domain.granting import GrantSeen
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.access.logic.auth.visitors import everybody_signed_in
from ckanext.scigov.access.logic.texts import name_in


def scigov_access_grant_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Everybody who is signed in; what he sees is the action's question."""
    return everybody_signed_in(context)


def scigov_access_grant_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return everybody_signed_in(context)


def scigov_access_grant_revoke(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    principal, grant = _found(context, data_dict)
    standing = agency_queries.standing_in(model.Session, grant.agency_id, principal.user_id)
    capacity = standing.capacity if standing else None
    return _answer(granting.may_revoke(principal, grant, capacity))


@tk.auth_sysadmins_check
def scigov_access_grant_renew(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    principal, grant = _found(context, data_dict)
    return _answer(granting.may_renew(principal, grant))


def scigov_access_break_glass(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Only system administrators (CKAN lets them pass before it asks here)."""
    return {
        "success": False,
        "msg": tk._("Only a system administrator may open graded data in an emergency."),
    }


def _found(context: Any, data_dict: dict[str, Any]) -> tuple[Principal, GrantSeen]:
    """Return who asks and the grant; raise NotFound where it is absent or hidden."""
    principal = principal_from(context)
    grant = grant_queries.find_grant(model.Session, name_in(data_dict, "number", "id"))
    seen = grant_queries.seen(model.Session, grant) if grant else None
    if seen is None or not granting.may_see(principal, seen):
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    return principal, seen


def _answer(allowed: bool) -> dict[str, Any]:
    if allowed:
        return {"success": True}
    return {"success": False, "msg": tk._("You may not decide about this grant.")}
