"""Who may read the audit log."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import AuthResult, Context


def scigov_audit_event_list(context: Context, data_dict: dict[str, Any]) -> AuthResult:
    """Only system administrators (CKAN lets them pass before it asks here)."""
    return {
        "success": False,
        "msg": tk._("Only a system administrator may read the audit log."),
    }
