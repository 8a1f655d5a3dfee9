"""The input of an action: what it takes is declared at the action, once, and checked from there.

    @takes(schema.submit)
    def scigov_application_submit(context, data_dict):
        data = checked("scigov_application_submit", context, data_dict)

What is described to others (docs/api.md) is read from the same declaration.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.domain.input_fields import Schema
from ckanext.scigov.shared.toolkit_shapes import Shape, described

Action = TypeVar("Action", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Taken:
    """What an action takes."""

    shape: Callable[[], Shape]
    uploads: tuple[str, ...] = ()
    """Files, each of which must be there. They come beside the shape, as parts of a form."""
    may_upload: tuple[str, ...] = ()
    """Files that may be there."""

    def schema(self) -> Schema:
        """Return it as JSON Schema, the files as binary texts."""
        found = described(self.shape())
        for name in (*self.uploads, *self.may_upload):
            found["properties"][name] = {"type": "string", "format": "binary"}
        if self.uploads:
            found.setdefault("required", []).extend(self.uploads)
        return found


TAKES = "scigov_takes"
_taken: dict[str, Taken] = {}


def takes(
    shape: Callable[..., Shape],
    *arguments: Any,
    uploads: tuple[str, ...] = (),
    may_upload: tuple[str, ...] = (),
    **named: Any,
) -> Callable[[Action], Action]:
    """Declare what the action below takes: ``shape(*arguments, **named)``, made at each call."""

    def declare(action: Action) -> Action:
        made = functools.partial(shape, *arguments, **named)
        _taken[action.__name__] = Taken(made, uploads, may_upload)
        return action

    return declare


def nothing() -> Shape:
    """Return the shape of an action without any input."""
    return {}


def taken_by(action: Callable[..., Any]) -> Taken | None:
    """Return what an action has declared, if it has: here, or as an attribute (search, which may not)."""
    shape = getattr(action, TAKES, None)
    return Taken(shape) if shape else _taken.get(action.__name__)


def checked(action: str, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the valid input of whoever may call the action.

    Raises:
        tk.NotAuthorized: he may not; this is asked first.
        tk.ValidationError: the input is not what the action takes.
    """
    tk.check_access(action, context, data_dict)
    return valid(action, context, data_dict)


def valid(action: str, context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the valid input of an action that asks for itself who may call it.

    Raises:
        tk.ValidationError: the input is not what the action takes.
    """
    data, errors = tk.navl_validate(data_dict, _taken[action].shape(), context)
    if errors:
        raise tk.ValidationError(errors)
    return data
