"""Usage of an entry is told to whoever may see the entry."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

__all__ = ["scigov_usage_list", "scigov_usage_show"]


@tk.auth_allow_anonymous_access
def scigov_usage_show(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    tk.check_access("package_show", tk.fresh_context(context), {"id": data_dict.get("id")})
    return {"success": True}


@tk.auth_allow_anonymous_access
def scigov_usage_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Everybody; the search that it asks gives what the caller sees."""
    return {"success": True}
