"""Shapes of the audit actions' input."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk


def event_list() -> dict[str, Any]:
    validator: Any = tk.get_validator
    optional, natural = validator("ignore_missing"), validator("natural_number_validator")
    most = validator("limit_to_configured_maximum")("ckanext.scigov.audit.list_limit", 1000)
    return {
        "object_id": [optional, validator("unicode_safe")],
        "event": [optional, validator("unicode_safe")],
        "before": [optional, natural],
        "limit": [validator("default")(50), natural, most],
        "__extras": [validator("ignore")],
    }
