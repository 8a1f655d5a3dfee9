"""Validators that say what they take, so that a shape can be described from what it checks.

A shape is CKAN's schema: field → validators. Our own validators say it with ``says``; of CKAN's the ones
we use are listed here. ``described`` turns a shape into JSON Schema.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.domain import input_fields
from ckanext.scigov.shared.domain.input_fields import NEEDED, Said, Schema

Shape: TypeAlias = dict[str, Any]
Validator = TypeVar("Validator", bound=Callable[..., Any])

_SAYS = "scigov_says"
_OF = "of"
"""What a validator says of a list of objects: a function that gives the shape of each."""
_TEXT, _WHOLE = {"type": "string"}, {"type": "integer"}
_OF_CKAN: Mapping[str, Said] = {
    "not_empty": {NEEDED: True},
    "not_missing": {NEEDED: True},
    "ignore_empty": {},
    "ignore_missing": {},
    "unicode_safe": _TEXT,
    "unicode_only": _TEXT,
    "boolean_validator": {"type": "boolean"},
    "natural_number_validator": {**_WHOLE, "minimum": 0},
    "is_positive_integer": {**_WHOLE, "minimum": 1},
}


def says(**said: Any) -> Callable[[Validator], Validator]:
    """Let a validator say what it takes, in the words of JSON Schema; ``needed``: it must be there."""

    def mark(validator: Validator) -> Validator:
        setattr(validator, _SAYS, said)
        return validator

    return mark


def one_of(values: Sequence[Any]) -> Any:
    """Return CKAN's validator of a choice."""
    make: Any = tk.get_validator("one_of")
    is_text = all(isinstance(one, str) for one in values)
    return says(**(_TEXT if is_text else {}), enum=list(values))(make(list(values)))


def default(value: Any) -> Any:
    """Return CKAN's validator that fills in what is missing."""
    make: Any = tk.get_validator("default")
    return says(default=value)(make(value))


def at_most(number: int, option: str = "") -> Any:
    """Return CKAN's validator that cuts a number: to an option of the site, else to ``number``."""
    make: Any = tk.get_validator("limit_to_configured_maximum")
    # Without a name there is nothing to look up: CKAN logs an option that nobody has declared.
    maximum = tk.config.get(option) if option else None
    return says(maximum=int(maximum or number))(make(option, number))


def list_of(shape: Callable[[], Shape], read: Callable[[Any], Sequence[Mapping[str, Any]]]) -> Any:
    """Return a validator of a list of objects that each have a shape.

    Args:
        shape: what each must be; the first sentence about one that is not becomes the field's.
        read: takes what was given for a list of objects, or raises ``Invalid``.
    """

    @says(type="array", **{_OF: shape})
    def objects(value: Any) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for one in read(value):
            valid, errors = tk.navl_validate(dict(one), shape(), {})
            if errors:
                raise tk.Invalid(_first_sentence(errors))
            found.append(valid)
        return found

    return objects


def described(shape: Shape) -> Schema:
    """Return a shape as JSON Schema.

    Raises:
        LookupError: a validator says nothing of what it takes.
    """
    fields = {name: list_ for name, list_ in shape.items() if not name.startswith("__")}
    return input_fields.of_object(
        {name: [_said(one) for one in validators] for name, validators in fields.items()}
    )


def _said(validator: Any) -> Said:
    said = getattr(validator, _SAYS, None)
    if said is None:
        name = getattr(validator, "__name__", "")
        if name not in _OF_CKAN:
            raise LookupError(f"The validator {name or validator} does not say what it takes.")
        return _OF_CKAN[name]
    if _OF not in said:
        return said
    return {"type": "array", "items": described(said[_OF]())}


def _first_sentence(errors: Mapping[str, Any]) -> str:
    return next(str(sentence) for sentences in errors.values() for sentence in sentences)
