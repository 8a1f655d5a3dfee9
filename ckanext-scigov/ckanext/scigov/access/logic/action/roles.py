"""Actions about roles: giving, taking back, listing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import name_queries, role_queries, sentences_agencies
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain.naming import scope_name
from ckanext.scigov.access.domain.roles import Role
from ckanext.scigov.access.logic import schema_agencies as schema
from ckanext.scigov.access.logic.calls import by, done
from ckanext.scigov.access.model import RoleAssignment
from ckanext.scigov.access.service import roles as service
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.domain.moments import moment
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, takes

TRANSLATED = translated(sentences_agencies.ROLES)


@TRANSLATED
@takes(schema.role_grant)
def scigov_access_role_grant(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Give somebody a role.

    Args:
        context: CKAN's; a system administrator, or a chief data officer within his scope, who gives
            any role but his own kind. Nobody gives himself one.
        data_dict: ``user`` (id or name); ``role`` (steward, approver, reviewer, decider, cdo,
            auditor, operator); ``scope``: ``platform``, ``unit_tree:ORGANISATION`` or
            ``provider:ORGANISATION`` (id or name), or an object of ``kind`` and ``id``; ``from``
            (now, if it is missing or past) and ``until``: days or moments, of a day ``until`` means
            its end; ``substitute_for``: the user stood in for, who must hold the role; ``reason``.

    Returns:
        ``id``, ``user_id``, ``role``, ``scope``, ``from``, ``until``, ``substitute_for``,
        ``state`` (future, active, ended, revoked), ``granted_by``, ``revoked_by``, ``revoked_at``,
        ``reason``.

    Raises:
        NotAuthorized; ValidationError: somebody or something is unknown, he has the role already,
        or the term is empty.
    """
    data = checked("scigov_access_role_grant", context, data_dict)
    new = service.NewRole(
        user=data["user"],
        role=Role(data["role"]),
        scope=data["scope"],
        reason=data["reason"],
        from_at=data.get("from"),
        until_at=data.get("until"),
        substitute_for=data.get("substitute_for", ""),
    )
    act = by(context)
    row = service.grant(model.Session, new, act)
    done(context)
    return _role(row, act.now)


@TRANSLATED
@takes(schema.id_and_reason)
def scigov_access_role_revoke(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Take a role back, at once, and from those who stand in for its holder.

    Args:
        context: CKAN's; who could give it.
        data_dict: ``id`` of what ``scigov_access_role_list`` lists; ``reason``.

    Returns:
        As ``scigov_access_role_grant``.

    Raises:
        NotFound, NotAuthorized; ValidationError: it has ended already, or there is no reason.
    """
    data = checked("scigov_access_role_revoke", context, data_dict)
    act = by(context)
    row = service.revoke(model.Session, data["id"], data["reason"], act)
    done(context)
    return _role(row, act.now)


@tk.side_effect_free
@TRANSLATED
@takes(schema.role_list)
def scigov_access_role_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """List roles, newest first: one's own, and for chief data officers and auditors those in scope.

    Args:
        context: CKAN's; anybody who is signed in.
        data_dict: ``user`` (id or name), ``role``, ``scope``: only those; ``include_ended``: those
            too that hold no longer; ``limit`` (50; no more than 1000), ``offset``.

    Returns:
        Dictionaries as of ``scigov_access_role_grant``, with user_name, substitute_for_name and
        scope_title.

    Raises:
        NotAuthorized.
    """
    data = checked("scigov_access_role_list", context, data_dict)
    session, now = model.Session, clock.now()
    narrowed: dict[str, Any] = {}
    if "user" in data:
        narrowed["user_id"] = name_queries.any_user(session, data["user"]) or ""
    if "role" in data:
        narrowed["role"] = Role(data["role"])
    if "scope" in data:
        narrowed["scope"] = name_queries.scope_by_id(session, data["scope"])
        if narrowed["scope"] is None:
            return []
    if not data["include_ended"]:
        narrowed["open_at"] = now
    found = role_queries.roles(
        session,
        principal_from(context),
        limit=data["limit"],
        offset=data["offset"],
        **narrowed,
    )
    return [
        {
            **_role(row.assignment, now),
            "user_name": row.user_name,
            "substitute_for_name": row.substitute_for_name,
            "scope_title": row.scope_title,
        }
        for row in found
    ]


def _role(row: RoleAssignment, now: dt.datetime) -> dict[str, Any]:
    assignment = role_queries.value_of(row)
    return {
        "id": row.id,
        "user_id": row.user_id,
        "role": row.role,
        "scope": scope_name(assignment.held.scope),
        "from": moment(row.from_at),
        "until": moment(row.until_at),
        "substitute_for": row.substitute_for,
        "state": assignment.term.state(now).value,
        "granted_by": row.granted_by,
        "revoked_by": row.revoked_by,
        "revoked_at": moment(row.revoked_at),
        "reason": row.reason,
    }
