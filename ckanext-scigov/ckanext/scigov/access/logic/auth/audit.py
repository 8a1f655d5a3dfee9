"""Who may read the log of acts besides system administrators: auditors of the whole platform.

An event does not say of which provider its object is, so an auditor of one provider is not let in.
"""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.asking import principal_from
from ckanext.scigov.access.domain.roles import Role, RoleHeld, Scope, ScopeKind

AUDITOR = RoleHeld(Role.AUDITOR, Scope(ScopeKind.PLATFORM))


@tk.chained_auth_function
def scigov_audit_event_list(up: Any, context: Any, data_dict: Any) -> Any:
    if AUDITOR in principal_from(context).roles:
        return {"success": True}
    return up(context, data_dict)
