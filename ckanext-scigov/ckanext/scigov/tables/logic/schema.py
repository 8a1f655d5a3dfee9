"""Shapes of the actions' input; whether things exist is the actions' question."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

MOST_ROWS = 1000


def resource_only() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {"resource_id": [v("not_empty"), v("unicode_safe")]}


def dictionary_read() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {"text": [v("not_empty"), v("unicode_safe")]}


def rows_show() -> dict[str, Any]:
    v: Any = tk.get_validator
    optional = v("ignore_missing")
    return {
        "resource_id": [v("not_empty"), v("unicode_safe")],
        "q": [v("default")(""), v("unicode_safe")],
        "filters": [optional, v("scigov_tables_filters")],
        "sort": [v("default")(""), v("unicode_safe")],
        "limit": [
            v("default")(20),
            v("natural_number_validator"),
            v("limit_to_configured_maximum")("", MOST_ROWS),
        ],
        "offset": [v("default")(0), v("natural_number_validator")],
    }
