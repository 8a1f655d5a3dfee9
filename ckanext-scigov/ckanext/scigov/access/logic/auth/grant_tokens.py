"""Who may make, see and end tokens of a grant.

A grant that somebody may not see is absent to him, and so are tokens of others.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import agency_queries, grant_queries, grant_token_queries
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain import granting
from ckanext.scigov.access.domain.agencies import AgencyCapacity
from ckanext.scigov.access.domain.granting import GrantSeen
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.access.logic.auth.visitors import everybody_signed_in
from ckanext.scigov.access.logic.texts import name_in


# A right to someone's data, which no administrator has as such.
@tk.auth_sysadmins_check
def scigov_access_grant_token_create(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    principal, grant, capacity = _found(context, name_in(data_dict, "number"))
    user_id = user_meant(data_dict, principal)
    if granting.may_answer_for(principal, grant, capacity, user_id):
        return {"success": True}
    return {
        "success": False,
        "msg": tk._(
            "A token is made by whom the grant is for; for others, by who signs for their agency."
        ),
    }


def scigov_access_grant_token_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Everybody who is signed in; what he sees is the action's question."""
    return everybody_signed_in(context)


@tk.auth_sysadmins_check
def scigov_access_grant_token_revoke(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    token = grant_token_queries.find(model.Session(), name_in(data_dict, "id"))
    principal = principal_from(context)
    is_own = token is not None and token.user_id == principal.user_id
    allowed = token is not None and (is_own or ends_tokens_of(context, token.grant_number))
    if not allowed:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    return {"success": True}


def user_meant(data_dict: dict[str, Any], principal: Principal) -> str:
    """Return the id of the user that is named; of who asks, where none is."""
    name = name_in(data_dict, "user")
    user = model.User.get(name) if name else None
    return (user.id if user else name) or principal.user_id


def ends_tokens_of(context: Any, number: str) -> bool:
    """Say whether somebody ends the tokens of all others: who ends the grant itself.

    Raises:
        tk.ObjectNotFound: there is no such grant, or it is not visible.
    """
    return granting.may_revoke(*_found(context, number))


def _found(context: Any, number: str) -> tuple[Principal, GrantSeen, AgencyCapacity | None]:
    """Return who asks, the grant, and what he is in its agency."""
    principal = principal_from(context)
    grant = grant_queries.find_grant(model.Session(), number)
    seen = grant_queries.seen(model.Session(), grant) if grant else None
    if seen is None or not granting.may_see(principal, seen):
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    standing = agency_queries.standing_in(model.Session(), seen.agency_id, principal.user_id)
    return principal, seen, standing.capacity if standing else None
