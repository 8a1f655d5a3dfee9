"""Shapes of the search actions' input."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.search.domain.typed import MAX_LENGTH, has_control_characters
from ckanext.scigov.search.logic.declaring import default, says

MOST = 20
LONGEST_TITLE = 500


def suggest() -> dict[str, Any]:
    optional_limit = [default(5), _limit]
    return {
        "text": [_validator("not_missing"), _typed],
        "limit": optional_limit,
        "__extras": [_validator("ignore")],
    }


def correct() -> dict[str, Any]:
    return {
        "text": [_validator("not_missing"), _typed],
        "fq": [default(""), _validator("unicode_safe")],
        "__extras": [_validator("ignore")],
    }


def similar() -> dict[str, Any]:
    return {
        "title": [_validator("not_empty"), _validator("unicode_safe"), _title],
        "id": [default(""), _validator("unicode_safe")],
        "__extras": [_validator("ignore")],
    }


def _validator(name: str) -> Any:
    return tk.get_validator(name)


@says(type="string", maxLength=MAX_LENGTH)
def _typed(value: Any) -> str:
    if not isinstance(value, str):
        raise tk.Invalid(tk._("Give the text as a string."))
    if len(value) > MAX_LENGTH:
        raise tk.Invalid(
            tk._("The text may have {limit} characters, not {number}.").format(
                limit=MAX_LENGTH, number=len(value)
            )
        )
    if has_control_characters(value):
        raise tk.Invalid(tk._("The text holds control characters. Leave them out."))
    return value


@says(maxLength=LONGEST_TITLE)
def _title(value: str) -> str:
    if len(value) > LONGEST_TITLE:
        raise tk.Invalid(
            tk._("The text may have {limit} characters, not {number}.").format(
                limit=LONGEST_TITLE, number=len(value)
            )
        )
    return value


@says(type="integer", minimum=1, maximum=MOST)
def _limit(value: Any) -> int:
    text = str(value).strip()
    is_short = len(text) <= len(str(MOST)) and text.isascii() and text.isdigit()
    if not (is_short and 1 <= int(text) <= MOST):
        raise tk.Invalid(tk._("The limit is a whole number from 1 to {most}.").format(most=MOST))
    return int(text)
