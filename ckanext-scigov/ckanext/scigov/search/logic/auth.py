"""Who may ask the search's actions: everybody, because they show what a search shows him."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context


@tk.auth_allow_anonymous_access
def scigov_search_suggest(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever may search."""
    tk.check_access("package_search", context, data_dict)
    return {"success": True}


@tk.auth_allow_anonymous_access
def scigov_search_similar(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever may search."""
    tk.check_access("package_search", context, data_dict)
    return {"success": True}


@tk.auth_allow_anonymous_access
def scigov_search_correct(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Whoever may search."""
    tk.check_access("package_search", context, data_dict)
    return {"success": True}
