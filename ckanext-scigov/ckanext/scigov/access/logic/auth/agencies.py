"""Who may see, register and decide on agencies, and appoint their members.

The register is public to everybody who is signed in (``domain.agencies``). That nobody acts for
himself is the service's rule.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import agency_queries
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain import agencies as domain
from ckanext.scigov.access.domain.agencies import AgencyState
from ckanext.scigov.access.domain.subjects import Principal
from ckanext.scigov.access.logic.auth.visitors import everybody_signed_in
from ckanext.scigov.access.logic.texts import name_in


def scigov_access_agency_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return everybody_signed_in(context)


def scigov_access_agency_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return everybody_signed_in(context)


def scigov_access_agency_register(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _answer(domain.keeps_register(principal_from(context)))


def scigov_access_agency_approve(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _answer(domain.decides_on_register(principal_from(context)))


def scigov_access_agency_suspend(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return scigov_access_agency_approve(context, data_dict)


def scigov_access_agency_member_add(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    principal, standing = _standing(context, data_dict)
    return _answer(domain.appoints_members(principal, standing.capacity, standing.state))


def scigov_access_agency_member_remove(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return scigov_access_agency_member_add(context, data_dict)


def scigov_access_agency_member_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    principal, standing = _standing(context, data_dict)
    return _answer(domain.sees_members(principal, standing.capacity))


def _standing(context: Any, data_dict: dict[str, Any]) -> tuple[Principal, agency_queries.Standing]:
    """Return who asks and what he is in the agency; of an agency that is not there, nothing."""
    principal = principal_from(context)
    agency_id = name_in(data_dict, "agency_id")
    found = agency_queries.standing_in(model.Session, agency_id, principal.user_id)
    return principal, found or agency_queries.Standing(None, AgencyState.REGISTERED)


def _answer(allowed: bool) -> dict[str, Any]:
    if allowed:
        return {"success": True}
    return {"success": False, "msg": tk._("You may not do this with the register of agencies.")}
