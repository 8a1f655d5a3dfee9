"""Who decides about many grades at once: whoever may decide about single ones.

How far somebody's right reaches is asked of each proposal, when it is listed and when it is decided.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import together_queries
from ckanext.scigov.access.asking import principal_from


@tk.auth_sysadmins_check
def scigov_access_grade_group_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _approver(context)


@tk.auth_sysadmins_check
def scigov_access_grade_group_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _approver(context)


@tk.auth_sysadmins_check
def scigov_access_grade_decide_many(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _approver(context)


@tk.auth_sysadmins_check
def scigov_access_grade_decided_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return _approver(context)


def _approver(context: Any) -> dict[str, Any]:
    """An approver, wherever; an administrator as such is none."""
    if together_queries.approves(principal_from(context)):
        return {"success": True}
    return {"success": False, "msg": tk._("You may not decide about grades.")}
