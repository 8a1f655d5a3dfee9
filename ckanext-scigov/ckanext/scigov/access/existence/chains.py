"""Several functions before one of CKAN's: a plugin may register only one for each name."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from ckanext.scigov.search.interfaces import HANDS_ON_IGNORE_AUTH

Function: TypeAlias = Callable[..., Any]


def merged(*maps: Mapping[str, Function]) -> dict[str, Function]:
    """Return the functions of all maps; where a name stands in several, the first runs first."""
    found: dict[str, Function] = {}
    for functions in maps:
        for name, function in functions.items():
            found[name] = _both(found[name], function) if name in found else function
    return found


def _both(outer: Function, inner: Function) -> Function:
    if not getattr(outer, "chained_action", False) and not getattr(
        outer, "chained_auth_function", False
    ):
        raise ValueError(f"{outer!r} would never call {inner!r}.")

    # What is chained before something plain is plain itself: nothing of another plugin is behind it.
    if not getattr(inner, "chained_action", False) and not getattr(
        inner, "chained_auth_function", False
    ):
        plain = functools.partial(outer, inner)
        functools.update_wrapper(plain, inner)
        return plain

    @functools.wraps(inner)
    def both(original: Function, context: Any, data_dict: Any) -> Any:
        behind = functools.partial(inner, original)
        functools.update_wrapper(behind, inner)
        return outer(behind, context, data_dict)

    both.__dict__.update({**inner.__dict__, **outer.__dict__})
    hand_on = (getattr(one, HANDS_ON_IGNORE_AUTH, False) for one in (outer, inner))
    setattr(both, HANDS_ON_IGNORE_AUTH, all(hand_on))
    return both
