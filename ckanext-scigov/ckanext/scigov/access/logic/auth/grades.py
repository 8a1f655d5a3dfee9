"""Who may see, propose and decide grades: questions to the policy, no rule of its own.

An entry that somebody may not find is absent to him: the answer is the same as for no entry.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import queries
from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain.policy import (
    INSIDE,
    Audience,
    Operation,
    audiences_of,
    decide,
)
from ckanext.scigov.access.domain.subjects import Object, Principal


@tk.auth_allow_anonymous_access
def scigov_access_grade_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    _found(context, data_dict)
    return {"success": True}


@tk.auth_sysadmins_check
def scigov_access_grade_propose(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Whoever may change the entry, and its steward."""
    principal, obj = _found(context, data_dict)
    may = (decide(principal, one, obj).allowed for one in (Operation.SET_GRADE, Operation.WRITE))
    return _answer(any(may))


@tk.auth_sysadmins_check
def scigov_access_grade_tighten(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return scigov_access_grade_propose(context, data_dict)


@tk.auth_sysadmins_check
def scigov_access_grade_approve(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """An approver whose scope holds the provider; an administrator as such may not."""
    principal, obj = _found(context, data_dict)
    allowed = decide(principal, Operation.SET_GRADE, obj).allowed
    return _answer(allowed and Audience.APPROVER in audiences_of(principal, obj))


@tk.auth_sysadmins_check
def scigov_access_grade_reject(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return scigov_access_grade_approve(context, data_dict)


def scigov_access_grade_history(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Who works with the entry; others see what is in force, not how it came about."""
    principal, obj = _found(context, data_dict)
    return _answer(bool(INSIDE & set(audiences_of(principal, obj))))


@tk.auth_allow_anonymous_access
def scigov_access_decision_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Everybody, about himself and what he may find."""
    return {"success": True}


def _found(context: Any, data_dict: dict[str, Any]) -> tuple[Principal, Object]:
    """Return who asks and the entry; raise NotFound where it is absent or hidden."""
    principal = principal_from(context)
    obj = queries.named(model.Session, data_dict)
    if obj is None or not decide(principal, Operation.DISCOVER, obj).allowed:
        raise tk.ObjectNotFound(tk._("This was not found, or it is not visible to you."))
    return principal, obj


def _answer(allowed: bool) -> dict[str, Any]:
    if allowed:
        return {"success": True}
    return {"success": False, "msg": tk._("You may not decide about this grade.")}
