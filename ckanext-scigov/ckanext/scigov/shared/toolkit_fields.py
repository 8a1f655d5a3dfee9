"""Fields of shapes that many actions take: texts, choices, numbers, pages of a list."""

from __future__ import annotations

import enum
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.toolkit_shapes import Shape, at_most, default, one_of
from ckanext.scigov.shared.toolkit_texts import limited_text

MOST = 1000
"""Lines of a list that are given at once."""


def text(*, needed: bool = True) -> list[Any]:
    """Return the validators of a text; one that is not needed may be empty or missing."""
    return [limited_text, validator("not_empty" if needed else "ignore_empty")]


def may_be_emptied() -> list[Any]:
    """Return the validators of a text that says something by being empty, not by being missing."""
    return [limited_text, validator("ignore_missing")]


def choice(values: type[enum.Enum], *, needed: bool = True) -> list[Any]:
    return [*text(needed=needed), one_of([one.value for one in values])]


def needed(validating: Any) -> list[Any]:
    return [validator("not_empty"), validating]


def maybe(validating: Any, *, empty: bool = False) -> list[Any]:
    """Take what may be left out; where it may be empty, that is the same as left out."""
    return [validator("ignore_empty" if empty else "ignore_missing"), validating]


def flag() -> list[Any]:
    """Return the validators of a yes or no that may be left out."""
    return [validator("ignore_missing"), validator("boolean_validator")]


def number() -> list[Any]:
    """Return the validators of a whole number from 0 on that may be left out."""
    return [validator("ignore_empty"), validator("natural_number_validator")]


def page(usual: int = 50) -> Shape:
    """Return the fields by which a list is given in pieces."""
    natural = validator("natural_number_validator")
    return {"limit": [default(usual), natural, at_most(MOST)], "offset": [default(0), natural]}


def validator(name: str) -> Any:
    return tk.get_validator(name)
