"""Who may call. Of whom an import is, the action asks: what somebody may not see is not there."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.intake.imports import access


def _edits_somewhere(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Whoever edits entries of some provider."""
    if access.edits_somewhere(context):
        return {"success": True}
    return {"success": False, "msg": tk._("Only who edits entries of a provider can import.")}


NAMES = ("create", "match", "check", "write", "undo", "discard", "show", "list")
FUNCTIONS = {
    **{f"scigov_intake_batch_{name}": _edits_somewhere for name in NAMES},
    "scigov_intake_row_add": _edits_somewhere,
}
