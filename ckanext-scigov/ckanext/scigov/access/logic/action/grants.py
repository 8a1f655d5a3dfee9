"""Actions about grants, and reading graded data in an emergency. No action makes a grant."""

from __future__ import annotations

import datetime as dt
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import logic, model

from ckanext.scigov.access import config, grant_queries, sentences_agencies
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain import granting
from ckanext.scigov.access.grant_queries import GrantRow
from ckanext.scigov.access.logic import schema_agencies as schema
from ckanext.scigov.access.logic.calls import by, done
from ckanext.scigov.access.logic.texts import name_in
from ckanext.scigov.access.model import Grant
from ckanext.scigov.access.service import break_glass as glass_service
from ckanext.scigov.access.service import grants as service
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.domain.moments import moment
from ckanext.scigov.shared.errors import NotVisible
from ckanext.scigov.shared.toolkit_errors import translated
from ckanext.scigov.shared.toolkit_inputs import checked, takes

TRANSLATED = translated(sentences_agencies.GRANTS)


@tk.side_effect_free
@TRANSLATED
@takes(schema.grant_name)
def scigov_access_grant_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return a grant.

    Args:
        context: CKAN's; whom the grant is for, the staff of the dataset's provider, its stewards,
            approvers, deciders and auditors, and system administrators.
        data_dict: ``number`` or ``id``.

    Returns:
        ``id``, ``number``, ``dataset_id``, ``resource_ids`` (empty: all), ``items`` (only data items
        of these names; empty: all), ``axis`` (sharing, opening), ``user_id`` and ``user_name``, or
        ``agency_id``, ``agency_title`` and ``member_ids`` (only these of its members; empty: all);
        ``source`` (an application's id, or 'designation'), ``obligations``, ``from``, ``until``, ``state``
        (future, active, ended, revoked), ``granted_by``, ``revoked_by``, ``revoked_at``, ``reason``.

    Raises:
        NotFound: there is none, or it is not visible to the user; NotAuthorized.
    """
    checked("scigov_access_grant_show", context, data_dict)
    row = grant_queries.find_row(model.Session, name_in(data_dict, "number", "id"))
    if row is None or not granting.may_see(
        principal_from(context), grant_queries.seen(model.Session, row.grant)
    ):
        raise NotVisible
    return _grant(row, clock.now())


@tk.side_effect_free
@TRANSLATED
@takes(schema.grant_list)
def scigov_access_grant_list(context: Any, data_dict: dict[str, Any]) -> list[dict[str, Any]]:
    """List the grants one may see, newest first.

    Args:
        context: CKAN's; anybody who is signed in.
        data_dict: ``dataset_id`` (id or name), ``agency_id``, ``mine``: only those;
            ``include_ended``: those too that hold no longer; ``limit`` (50; no more than 1000),
            ``offset``.

    Returns:
        Dictionaries as ``scigov_access_grant_show``.

    Raises:
        NotAuthorized.
    """
    data = checked("scigov_access_grant_list", context, data_dict)
    now = clock.now()
    found = grant_queries.grants(
        model.Session,
        principal_from(context),
        dataset=data.get("dataset_id"),
        agency_id=data.get("agency_id"),
        mine=data["mine"],
        open_at=None if data["include_ended"] else now,
        limit=data["limit"],
        offset=data["offset"],
    )
    return [_grant(row, now) for row in found]


@TRANSLATED
@takes(schema.grant_revoke)
def scigov_access_grant_revoke(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """End a grant at once. If the entry has named the agency, it names it no longer.

    Args:
        context: CKAN's; a steward or decider of the dataset, an administrator of its provider, a
            system administrator, or whom it is for, who gives it back (for an agency its approver).
        data_dict: ``number`` or ``id``; ``reason``.

    Returns:
        As ``scigov_access_grant_show``.

    Raises:
        NotFound, NotAuthorized; ValidationError: it has ended already, or there is no reason.
    """
    data = checked("scigov_access_grant_revoke", context, data_dict)
    act = by(context)
    name = name_in(data_dict, "number", "id")
    grant = service.revoke(model.Session, name, data["reason"], act)
    if grant.source == granting.DESIGNATION:
        _index(grant)
    shown = _shown(grant, act.now)
    done(context)
    return shown


@TRANSLATED
@takes(schema.grant_renew)
def scigov_access_grant_renew(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Let a grant last longer.

    Args:
        context: CKAN's; a decider of the dataset, and not whom it is for. A system administrator as
            such may not: that is a decision.
        data_dict: ``number`` or ``id``; ``until``: a day, whose end is meant, or a moment;
            ``reason``.

    Returns:
        As ``scigov_access_grant_show``.

    Raises:
        NotFound, NotAuthorized; ValidationError: it has ended, has no end, or ends later already.
    """
    data = checked("scigov_access_grant_renew", context, data_dict)
    act = by(context)
    name = name_in(data_dict, "number", "id")
    grant = service.renew(model.Session, name, data["until"], data["reason"], act)
    shown = _shown(grant, act.now)
    done(context)
    return shown


@translated(sentences_agencies.GLASS)
@takes(schema.break_glass)
def scigov_access_break_glass(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Open the graded data of one dataset to oneself for some minutes; it is put on record.

    Args:
        context: CKAN's; a system administrator.
        data_dict: ``dataset_id`` (id or name); ``reason``, at least 10 characters.

    Returns:
        ``dataset_id``, ``reason``, ``from``, ``until``.

    Raises:
        NotFound, NotAuthorized; ValidationError: the reason is too short.
    """
    data = checked("scigov_access_break_glass", context, data_dict)
    glass = glass_service.break_glass(
        model.Session,
        data["dataset_id"],
        data["reason"],
        config.break_glass_lasts(),
        by(context),
    )
    done(context)
    return {
        "dataset_id": glass.dataset_id,
        "reason": glass.reason,
        "from": moment(glass.from_at),
        "until": moment(glass.until_at),
    }


def _index(grant: Grant) -> None:
    """Let the index have the entry as it is after an agency has been taken out of it."""
    package = model.Package.get(grant.dataset_id)
    if package is not None and package.state == model.State.ACTIVE:
        logic.index_update_package({"ignore_auth": True, "user": ""}, grant.dataset_id)


def _shown(grant: Grant, now: dt.datetime) -> dict[str, Any]:
    row = grant_queries.find_row(model.Session, grant.id)
    assert row is not None
    return _grant(row, now)


def _grant(row: GrantRow, now: dt.datetime) -> dict[str, Any]:
    grant = row.grant
    same = (
        "id", "number", "dataset_id", "resource_ids", "items", "axis", "user_id", "agency_id",
        "member_ids", "source", "obligations", "granted_by", "revoked_by", "reason",
    )  # fmt: skip
    return {
        **{name: getattr(grant, name) for name in same},
        "user_name": row.user_name,
        "agency_title": row.agency_title,
        "from": moment(grant.from_at),
        "until": moment(grant.until_at),
        "state": grant_queries.term_of(grant).state(now).value,
        "revoked_at": moment(grant.revoked_at),
    }
