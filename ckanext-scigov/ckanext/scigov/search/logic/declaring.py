"""What search's actions take, declared as everywhere else in the portal, and checked from there.

Search stands beside ``shared`` and imports nothing of it. The declarations are therefore attributes:
``shared.toolkit_inputs`` and ``shared.toolkit_shapes`` read the same ones (docs/api.md).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

import ckan.plugins.toolkit as tk

Shape: TypeAlias = dict[str, Any]
Function = TypeVar("Function", bound=Callable[..., Any])

SAYS, TAKES = "scigov_says", "scigov_takes"


def says(**said: Any) -> Callable[[Function], Function]:
    """Let a validator say what it takes, in the words of JSON Schema."""
    return _marked(SAYS, said)


def takes(shape: Callable[[], Shape]) -> Callable[[Function], Function]:
    """Declare what the action below takes."""
    return _marked(TAKES, shape)


def default(value: Any) -> Any:
    """Return CKAN's validator that fills in what is missing."""
    make: Any = tk.get_validator("default")
    return says(default=value)(make(value))


def checked(action: Callable[..., Any], context: Any, data_dict: dict[str, Any]) -> dict[str, Any]:
    """Return the valid input of whoever may call the action.

    Raises:
        tk.NotAuthorized: he may not.
        tk.ValidationError: the input is not what the action takes.
    """
    tk.check_access(action.__name__, context, data_dict)
    data, errors = tk.navl_validate(data_dict, getattr(action, TAKES)(), context)
    if errors:
        raise tk.ValidationError(errors)
    return data


def _marked(name: str, value: Any) -> Callable[[Function], Function]:
    def mark(function: Function) -> Function:
        setattr(function, name, value)
        return function

    return mark
