"""What several actions need of a call."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk


def checked(shape: dict[str, Any], context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    values, errors = tk.navl_validate(data_dict, shape, context)
    if errors:
        raise tk.ValidationError(errors)
    return values
