"""Everybody with an account reads his own notices and nobody else's; the actions ask for no others."""

from __future__ import annotations

from typing import Any

__all__ = [
    "scigov_notices_notice_list",
    "scigov_notices_notice_read",
    "scigov_notices_setting_show",
    "scigov_notices_setting_update",
]


def scigov_notices_notice_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    return {"success": bool(context.get("user"))}


scigov_notices_notice_read = scigov_notices_notice_list
scigov_notices_setting_show = scigov_notices_notice_list
scigov_notices_setting_update = scigov_notices_notice_list
