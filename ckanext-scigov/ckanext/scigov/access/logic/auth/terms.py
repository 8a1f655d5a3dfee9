"""Whose terms they are: a grant that is not for somebody is absent to him."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import agency_queries, grant_queries
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain import granting
from ckanext.scigov.access.logic.auth.grant_tokens import user_meant
from ckanext.scigov.access.logic.auth.visitors import everybody_signed_in
from ckanext.scigov.access.logic.texts import name_in
from ckanext.scigov.shared import clock


@tk.auth_sysadmins_check
def scigov_access_terms_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    principal = principal_from(context)
    if not principal.user_id:
        return everybody_signed_in(context)
    grant = grant_queries.find_grant(model.Session, name_in(data_dict, "number"))
    seen = grant_queries.seen(model.Session, grant) if grant else None
    is_open = grant is not None and grant_queries.term_of(grant).is_open(clock.now())
    if seen is None or not is_open or not granting.is_for(principal, seen):
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    standing = agency_queries.standing_in(model.Session, seen.agency_id, principal.user_id)
    capacity = standing.capacity if standing else None
    user_id = user_meant(data_dict, principal)
    if granting.may_answer_for(principal, seen, capacity, user_id):
        return {"success": True}
    return {
        "success": False,
        "msg": tk._(
            "Everybody accepts terms for himself; for a system of an agency, who signs for it."
        ),
    }


@tk.auth_sysadmins_check
def scigov_access_terms_accept(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return scigov_access_terms_show(context, data_dict)
