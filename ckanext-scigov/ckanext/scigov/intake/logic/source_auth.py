"""Who may call. What somebody is to a source, and which step is his, is asked where the source is read."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.asking import principal_from

SIGNED_IN = (
    "source_create", "source_update", "source_approve", "source_refuse", "source_options_set",
    "source_show", "source_list", "source_preview",
    "run_request", "run_pause", "run_resume", "run_cancel", "run_confirm", "run_decline",
    "run_show", "run_list", "record_list", "problem_list", "standing_list",
)  # fmt: skip
EVERYBODY = ("report_show", "report_list")
"""How the gathering of public entries goes, as far as entries are seen."""


def _signed_in(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Everybody who is signed in; the action asks what he is to the source."""
    if principal_from(context).user_id:
        return {"success": True}
    return {"success": False, "msg": tk._("Sign in to look after sources.")}


@tk.auth_allow_anonymous_access
def _everybody(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return {"success": True}


FUNCTIONS = {
    **{f"scigov_intake_{name}": _signed_in for name in SIGNED_IN},
    **{f"scigov_intake_{name}": _everybody for name in EVERYBODY},
}
