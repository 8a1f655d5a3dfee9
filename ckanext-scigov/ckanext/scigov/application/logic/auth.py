"""Who may call. What somebody sees, and which step is his, is asked where the part is locked."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.asking import principal_from

SIGNED_IN = (
    "create", "update", "obtain", "submit", "sign", "send_back", "check", "accept", "return",
    "review", "consult", "answer", "extend_ask", "extend", "assign", "remark", "decide", "confirm",
    "object", "deliver", "withdraw", "give_up", "renewal_ask", "renew", "revoke", "correct",
    "appeal", "appeal_decide", "use_report_submit", "close", "show", "list", "history",
    "similar_list", "inbox_list", "register_list", "evidence_add", "evidence_delete",
    "evidence_show", "identity_verify", "identity_revoke", "identity_show", "identity_list",
    "question_set",
)  # fmt: skip
PUBLIC = ("figures_show", "question_list")


def _signed_in(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Everybody who is signed in; the service asks what he is to the application."""
    if principal_from(context).user_id:
        return {"success": True}
    return {"success": False, "msg": tk._("Sign in to apply for data or to see applications.")}


@tk.auth_allow_anonymous_access
def _everybody(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return {"success": True}


FUNCTIONS = {
    **{f"scigov_application_{name}": _signed_in for name in SIGNED_IN},
    **{f"scigov_application_{name}": _everybody for name in PUBLIC},
}
