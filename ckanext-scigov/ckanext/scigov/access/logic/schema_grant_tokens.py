"""Shapes of what the actions about tokens of a grant take."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.toolkit_shapes import says
from ckanext.scigov.shared.toolkit_texts import plain_text

LONGEST_NAME = 200


def token_create() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {
        "number": [plain_text, v("not_empty")],
        "name": [plain_text, v("not_empty"), _short],
        "user": [v("ignore_missing"), plain_text],
    }


def token_list() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {"number": [plain_text, v("not_empty")]}


def token_revoke() -> dict[str, Any]:
    v: Any = tk.get_validator
    return {"id": [plain_text, v("not_empty")]}


@says(maxLength=LONGEST_NAME)
def _short(value: Any) -> Any:
    if len(value) > LONGEST_NAME:
        text = tk._("Say it in at most {most} characters.")
        raise tk.Invalid(text.format(most=LONGEST_NAME))
    return value
