"""Fields of shapes that many actions take: texts, choices, numbers, pages of a list."""

from __future__ import annotations

import enum
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.toolkit_shapes import Shape, at_most, default, one_of, says
from ckanext.scigov.shared.toolkit_texts import limited_text

MOST = 1000
"""Lines of a list that are given at once."""
LARGEST = 2**31 - 1
"""What a whole number of PostgreSQL holds: a larger one is none that anybody means."""


@says()
def given(key: Any, data: Any, errors: Any, context: Any) -> None:
    """Leave out what is missing or empty. CKAN's ``ignore_empty`` leaves out a no and a zero, too."""
    if data.get(key) in (tk.missing, None, ""):
        data.pop(key, None)
        raise tk.StopOnError


@says(type="integer", minimum=0, maximum=LARGEST)
def whole(value: Any) -> int:
    """Read a whole number from 0 on."""
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = -1
    if not 0 <= number <= LARGEST:
        raise tk.Invalid(tk._("Give a whole number."))
    return number


@says(type="boolean")
def truth(value: Any) -> bool:
    """Read a yes or no; what is neither is refused, not taken for a no."""
    try:
        return bool(tk.asbool(value))
    except ValueError:
        raise tk.Invalid(tk._("Say true or false.")) from None


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
    return [given, truth]


def number() -> list[Any]:
    """Return the validators of a whole number from 0 on that may be left out."""
    return [given, whole]


def page(usual: int = 50, most: int = MOST) -> Shape:
    """Return the fields by which a list is given in pieces."""
    return {"limit": [default(usual), whole, at_most(most)], "offset": [default(0), whole]}


def validator(name: str) -> Any:
    return tk.get_validator(name)
