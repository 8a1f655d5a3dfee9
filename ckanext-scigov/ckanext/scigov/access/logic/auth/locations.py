"""Who may learn where data lie: a question to the policy."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import checking
from ckanext.scigov.access.domain.policy import Operation


@tk.auth_allow_anonymous_access
@tk.auth_sysadmins_check
def scigov_access_location_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    resource_id = tk.get_or_bust(data_dict, "resource_id")
    try:
        checking.require_of_resource(context, Operation.LOCATE, str(resource_id))
    except tk.NotAuthorized as error:
        return {"success": False, "msg": error.message or ""}
    return {"success": True}
