"""Shapes of what the actions about terms take."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.access.logic import texts


def terms_show() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {"number": [texts.plain_text, v("not_empty")]}


def terms_accept() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {**terms_show(), "confirmed": [v("boolean_validator")]}
