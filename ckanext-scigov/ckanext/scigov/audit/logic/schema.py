"""Shapes of the audit actions' input."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.toolkit_shapes import at_most, default


def event_list() -> dict[str, Any]:
    validator: Any = tk.get_validator
    optional, natural = validator("ignore_missing"), validator("natural_number_validator")
    most = at_most(1000, "ckanext.scigov.audit.list_limit")
    return {
        "object_id": [optional, validator("unicode_safe")],
        "event": [optional, validator("unicode_safe")],
        "before": [optional, natural],
        "limit": [default(50), natural, most],
        "__extras": [validator("ignore")],
    }
