"""Actions about the register of agencies and who belongs to them."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import agency_queries, sentences_agencies
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain import agencies as domain
from ckanext.scigov.access.domain.agencies import AgencyCapacity, AgencyState
from ckanext.scigov.access.logic import schema_agencies as schema
from ckanext.scigov.access.logic.calls import by, done
from ckanext.scigov.access.model import Agency, AgencyMember
from ckanext.scigov.access.service import agencies as service
from ckanext.scigov.shared.domain.moments import moment
from ckanext.scigov.shared.errors import NotVisible
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, takes

TRANSLATED = translated(sentences_agencies.AGENCIES)


@TRANSLATED
@takes(schema.agency_register)
def scigov_access_agency_register(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Put an agency on the register. It counts once somebody else has approved it.

    Args:
        context: CKAN's; an operator of the platform or a system administrator.
        data_dict: ``title``; ``credit_code`` (unified social credit code); ``organization_id``
            (id or name) of the organisation it also is, if there is one.

    Returns:
        As ``scigov_access_agency_show``.

    Raises:
        NotAuthorized; ValidationError: the code is wrong or taken, or there is no such organisation.
    """
    data = checked("scigov_access_agency_register", context, data_dict)
    organization = data.get("organization_id", "")
    wish = service.Registration(data["title"], data["credit_code"], organization)
    agency = service.register(model.Session, wish, by(context))
    done(context)
    return _in_full(agency)


@TRANSLATED
@takes(schema.agency_decision, reason_needed=False)
def scigov_access_agency_approve(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let an agency count: data shared between departments is open to its members at once.

    Args:
        context: CKAN's; a chief data officer of the platform or a system administrator, and not
            whoever has registered it.
        data_dict: ``id``, ``reason``.

    Returns:
        As ``scigov_access_agency_show``.

    Raises:
        NotFound, NotAuthorized; ValidationError: it counts already, or the user has registered it.
    """
    data = checked("scigov_access_agency_approve", context, data_dict)
    agency = service.approve(model.Session, data["id"], data.get("reason", ""), by(context))
    done(context)
    return _in_full(agency)


@TRANSLATED
@takes(schema.agency_decision, reason_needed=True)
def scigov_access_agency_suspend(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let an agency count no longer, at once; it can be approved again.

    Args:
        context: CKAN's; a chief data officer of the platform or a system administrator.
        data_dict: ``id``, ``reason``.

    Returns:
        As ``scigov_access_agency_show``.

    Raises:
        NotFound, NotAuthorized; ValidationError: it does not count now, or there is no reason.
    """
    data = checked("scigov_access_agency_suspend", context, data_dict)
    agency = service.suspend(model.Session, data["id"], data["reason"], by(context))
    done(context)
    return _in_full(agency)


@tk.side_effect_free
@TRANSLATED
@takes(schema.by_id)
def scigov_access_agency_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return an agency.

    Args:
        context: CKAN's; anybody who is signed in.
        data_dict: ``id``.

    Returns:
        ``id``, ``title``, ``credit_code``, ``state`` (registered, approved, suspended),
        ``organization_id``; for those who see its members also ``registered_by``,
        ``registered_at``, ``decided_by``, ``decided_at`` and ``reason``.

    Raises:
        NotFound, NotAuthorized.
    """
    data = checked("scigov_access_agency_show", context, data_dict)
    agency = agency_queries.find_agency(model.Session, data["id"])
    if agency is None:
        raise NotVisible
    principal = principal_from(context)
    standing = agency_queries.standing_in(model.Session, agency.id, principal.user_id)
    if standing is not None and domain.sees_members(principal, standing.capacity):
        return _in_full(agency)
    return _in_public(agency)


@tk.side_effect_free
@TRANSLATED
@takes(schema.agency_list)
def scigov_access_agency_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """List agencies by title.

    Args:
        context: CKAN's; anybody who is signed in.
        data_dict: ``state``: only those; ``q``: a part of the title or the code; ``limit`` (50; no
            more than 1000), ``offset``.

    Returns:
        Dictionaries with id, title, credit_code, state and organization_id.

    Raises:
        NotAuthorized.
    """
    data = checked("scigov_access_agency_list", context, data_dict)
    state = AgencyState(data["state"]) if "state" in data else None
    found = agency_queries.agencies(
        model.Session,
        state=state,
        q=data.get("q", ""),
        limit=data["limit"],
        offset=data["offset"],
    )
    return [_in_public(agency) for agency in found]


@TRANSLATED
@takes(schema.agency_member_add)
def scigov_access_agency_member_add(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let a user belong to an agency.

    Args:
        context: CKAN's; an approver of the agency, an operator of the platform or a system
            administrator; nobody adds himself.
        data_dict: ``agency_id``, ``user`` (id or name), ``capacity`` (member, or approver of the
            agency's applications).

    Returns:
        ``agency_id``, ``user_id``, ``capacity``, ``added_by``, ``added_at``.

    Raises:
        NotFound, NotAuthorized; ValidationError: there is no such user, or he belongs to it already.
    """
    data = checked("scigov_access_agency_member_add", context, data_dict)
    capacity = AgencyCapacity(data["capacity"])
    member = service.add_member(
        model.Session, data["agency_id"], data["user"], capacity, by(context)
    )
    done(context)
    return _member(member)


@TRANSLATED
@takes(schema.agency_member)
def scigov_access_agency_member_remove(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let a user belong to an agency no longer, at once.

    Args:
        context: CKAN's; as for ``scigov_access_agency_member_add``.
        data_dict: ``agency_id``, ``user`` (id or name).

    Returns:
        As ``scigov_access_agency_member_add``.

    Raises:
        NotFound, NotAuthorized; ValidationError: he does not belong to it.
    """
    data = checked("scigov_access_agency_member_remove", context, data_dict)
    member = service.remove_member(model.Session, data["agency_id"], data["user"], by(context))
    done(context)
    return _member(member)


@tk.side_effect_free
@TRANSLATED
@takes(schema.agency_member_list)
def scigov_access_agency_member_list(
    context: Any, data_dict: dict[str, Any]
) -> list[dict[str, Any]]:
    """List who belongs to an agency, by user name.

    Args:
        context: CKAN's; a member, an operator or chief data officer of the platform, or a system
            administrator.
        data_dict: ``agency_id``; ``limit`` (50; no more than 1000), ``offset``.

    Returns:
        Dictionaries with agency_id, user_id, user_name, fullname, capacity, added_by, added_at.

    Raises:
        NotFound, NotAuthorized.
    """
    data = checked("scigov_access_agency_member_list", context, data_dict)
    if agency_queries.find_agency(model.Session, data["agency_id"]) is None:
        raise NotVisible
    found = agency_queries.members(
        model.Session, data["agency_id"], limit=data["limit"], offset=data["offset"]
    )
    return [
        {**_member(row.member), "user_name": row.user_name, "fullname": row.fullname}
        for row in found
    ]


def _in_public(agency: Agency) -> dict[str, Any]:
    names = ("id", "title", "credit_code", "state", "organization_id")
    return {name: getattr(agency, name) for name in names}


def _in_full(agency: Agency) -> dict[str, Any]:
    return {
        **_in_public(agency),
        "registered_by": agency.registered_by,
        "registered_at": moment(agency.registered_at),
        "decided_by": agency.decided_by,
        "decided_at": moment(agency.decided_at),
        "reason": agency.reason,
    }


def _member(member: AgencyMember) -> dict[str, Any]:
    return {
        "agency_id": member.agency_id,
        "user_id": member.user_id,
        "capacity": member.capacity,
        "added_by": member.added_by,
        "added_at": moment(member.added_at),
    }
