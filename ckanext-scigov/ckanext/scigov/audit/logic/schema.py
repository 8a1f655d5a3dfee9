"""Shapes of the audit actions' input."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk


@tk.validator_args
def event_list(  # noqa: PLR0913  (CKAN hands validators over by name)
    ignore_missing: Any,
    unicode_safe: Any,
    default: Any,
    natural_number_validator: Any,
    limit_to_configured_maximum: Any,
    ignore: Any,
) -> dict[str, Any]:
    most = limit_to_configured_maximum("ckanext.scigov.audit.list_limit", 1000)
    return {
        "object_id": [ignore_missing, unicode_safe],
        "event": [ignore_missing, unicode_safe],
        "before": [ignore_missing, natural_number_validator],
        "limit": [default(50), natural_number_validator, most],
        "__extras": [ignore],
    }
