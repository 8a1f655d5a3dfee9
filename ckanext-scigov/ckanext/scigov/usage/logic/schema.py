"""Shapes of what the actions about usage take."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.toolkit_shapes import at_most, default

MOST = 50


def by_id() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {"id": [v("not_empty"), v("unicode_safe")]}


def most_used() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {
        "limit": [default(10), v("natural_number_validator"), at_most(MOST)],
        "organization": [default(""), v("unicode_safe")],
    }
