"""Who sees the lists of grades that wait, or are missing."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access import worklist_queries
from ckanext.scigov.access.asking import principal_from


def scigov_access_grade_list(context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Who works with entries; which of them a list holds is the list's question."""
    if worklist_queries.works_with_grades(principal_from(context)):
        return {"success": True}
    return {"success": False, "msg": tk._("You have no part in grading.")}
