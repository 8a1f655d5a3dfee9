"""Who may call. What somebody sees, and which step is his, is asked where the dispute is locked."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.asking import principal_from

SIGNED_IN = (
    "accept", "reject", "verify", "extend", "forward", "assign", "merge", "correct", "decide", "press",
    "note", "moderate", "correction_show",
    "bulk", "template_set", "template_list", "template_remove",
    "source_set", "source_end", "comparison_set", "comparison_end", "comparison_run", "comparison_show",
    "comparison_list",
)  # fmt: skip
EVERYBODY = (
    "create", "confirm", "show", "history", "escalate", "reopen", "close", "remark", "withdraw",
    "list", "figures_show",
    "evidence_add", "evidence_delete", "evidence_show",
    "present_show", "alike_list",
    "source_list", "verification_list",
)  # fmt: skip
"""A visitor brings the link of his mail; the action asks for it."""


def _signed_in(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Everybody who is signed in; the service asks what he is to the dispute."""
    if principal_from(context).user_id:
        return {"success": True}
    return {"success": False, "msg": tk._("Sign in to handle disputes.")}


@tk.auth_allow_anonymous_access
def _everybody(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return {"success": True}


FUNCTIONS = {
    **{f"scigov_dispute_{name}": _signed_in for name in SIGNED_IN},
    **{f"scigov_dispute_{name}": _everybody for name in EVERYBODY},
}
