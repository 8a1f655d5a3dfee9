"""Whose terms they are: a grant that is not for somebody is absent to him."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import grant_queries
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain import granting
from ckanext.scigov.access.logic.auth.visitors import everybody_signed_in
from ckanext.scigov.access.logic.texts import name_in
from ckanext.scigov.shared import clock


@tk.auth_sysadmins_check
def scigov_access_terms_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    principal = principal_from(context)
    if not principal.user_id:
        return everybody_signed_in(context)
    grant = grant_queries.find_grant(model.Session, name_in(data_dict, "number"))
    holds = grant is not None and grant_queries.term_of(grant).holds(clock.now())
    if not holds or not granting.is_for(principal, grant_queries.seen(model.Session, grant)):
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    return {"success": True}


@tk.auth_sysadmins_check
def scigov_access_terms_accept(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return scigov_access_terms_show(context, data_dict)
