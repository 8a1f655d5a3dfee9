"""Shapes of what the actions about terms take."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.toolkit_texts import plain_text


def terms_show() -> dict[str, Any]:
    v: Any = tk.get_validator
    given = [plain_text, v("ignore_empty")]
    return {"number": [plain_text, v("not_empty")], "user": given}


def terms_accept() -> dict[str, Any]:
    v: Any = tk.get_validator
    version = [plain_text, v("ignore_empty")]
    return {**terms_show(), "version": version, "confirmed": [v("boolean_validator")]}
