"""What is asked about whoever calls."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk


def may_update(context: Any, resource_id: str) -> bool:
    try:
        tk.check_access("resource_update", tk.fresh_context(context), {"id": resource_id})
    except tk.NotAuthorized:
        return False
    return True
