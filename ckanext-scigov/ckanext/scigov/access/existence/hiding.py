"""Hidden is absent: an action that names something hidden is asked for an id that nothing has.

What does not exist is asked for in the same way. So the answer to both is the very same, statement by
statement, whatever the action says in that case and whichever plugin brings it. The arguments are those
that surfaces.yaml names.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from typing import Any, cast

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan import authz

from ckanext.scigov.access import sentences_reasons, surfaces
from ckanext.scigov.access.domain.policy import Operation
from ckanext.scigov.access.domain.surfaces import (
    EVERY_ARGUMENT_COUNTS,
    Argument,
    Closed,
    Kind,
    ObjectRef,
    Surface,
    SurfaceClass,
)
from ckanext.scigov.access.existence import seen
from ckanext.scigov.search.interfaces import HANDS_ON_IGNORE_AUTH

OURS = "scigov_access"
"""Our own actions say of what is hidden what they say of nothing."""
CORE_ACTIONS = ("get", "create", "update", "delete", "patch", "file")
MORE: Mapping[str, tuple[tuple[Kind, str], ...]] = {
    "package_relationships_list": ((Kind.DATASET, "id2"),),
    "package_relationship_delete": ((Kind.DATASET, "object"),),
}
"""Second arguments: the file names the object that a call is about."""

OTHER_NAMES = frozenset({Kind.TABLE, Kind.HARVEST_SOURCE})
"""They have names that CKAN's tables do not know: aliases, addresses. Who asks for one is asked there."""

_collecting: ContextVar[bool] = ContextVar("scigov_access_hiding", default=False)


def actions() -> dict[str, Any]:
    """Return an action to be chained before each that names an entry or a part of one."""
    if _collecting.get():
        return {}  # It is this function that asks all plugins.
    token = _collecting.set(True)
    try:
        registered = dict(_registered())
    finally:
        _collecting.reset(token)
    return {
        surface.name: _hiding(surface, is_free=registered[surface.name])
        for surface in surfaces.known().actions.values()
        if surface.name in registered and _names_an_entry(surface)
    }


def _names_an_entry(surface: Surface) -> bool:
    is_open = surface.plugin != OURS and surface.closed is not Closed.ALL
    return is_open and any(kind in seen.STATEMENTS for kind, _arguments in surface.arguments)


def _registered() -> Iterator[tuple[str, bool]]:
    """Yield the names of all actions, and whether they answer GET."""
    for module in CORE_ACTIONS:
        for name, function in authz.get_local_functions(
            importlib.import_module(f"ckan.logic.action.{module}")
        ):
            yield name, getattr(function, "side_effect_free", module == "get")
    for plugin in p.PluginImplementations(p.IActions):
        for name, function in plugin.get_actions().items():
            yield name, getattr(function, "side_effect_free", False)


def _hiding(surface: Surface, *, is_free: bool) -> Callable[..., Any]:
    groups = (*surface.arguments, *_more(surface.name))
    is_writing = surface.surface_class is SurfaceClass.WRITE
    operation = Operation.WRITE if is_writing else Operation.DISCOVER

    def hide(original: Callable[..., Any], context: Any, data_dict: Any) -> Any:
        if context.get("ignore_auth") or not isinstance(data_dict, dict):
            return original(context, data_dict)
        absent: dict[str, str] = {}
        for kind, argument in _given(groups, data_dict):
            for name in argument.names_in(data_dict):
                if _is_absent(context, ObjectRef(kind, name), operation):
                    absent.setdefault(name, seen.nothing())
            data_dict = _put(data_dict, argument.path, absent)
        if not absent:
            return original(context, data_dict)
        return _as_of_nothing(original, context, data_dict, absent)

    made: Any = tk.chained_action(hide)
    made.side_effect_free = is_free
    made.auth_audit_exempt = True
    setattr(made, HANDS_ON_IGNORE_AUTH, True)
    return made


def _more(name: str) -> Iterator[tuple[Kind, tuple[Argument, ...]]]:
    yield from ((kind, (Argument((argument,)),)) for kind, argument in MORE.get(name, ()))


def _given(
    groups: Iterable[tuple[Kind, tuple[Argument, ...]]], data_dict: Mapping[str, Any]
) -> Iterator[tuple[Kind, Argument]]:
    """Yield the arguments that the action reads, of those that name an entry."""
    for kind, arguments in groups:
        if kind not in seen.STATEMENTS:
            continue
        given = [one for one in arguments if one.names_in(data_dict)]
        yield from ((kind, one) for one in (given if kind in EVERY_ARGUMENT_COUNTS else given[:1]))


def _is_absent(context: Any, ref: ObjectRef, operation: Operation) -> bool:
    decision = seen.may(context, ref, operation)
    if decision is None:
        return ref.kind not in OTHER_NAMES or seen.object_of(ref) is not None
    if not decision.allowed:
        raise tk.NotAuthorized(sentences_reasons.why_not(decision))
    return False


def _as_of_nothing(
    original: Callable[..., Any], context: Any, data_dict: Any, hidden: Mapping[str, str]
) -> Any:
    """Call it, and let its errors say what was asked for."""
    back = {made: asked for asked, made in hidden.items()}
    try:
        return original(context, data_dict)
    except (tk.ObjectNotFound, tk.NotAuthorized) as error:
        raise type(error)(_said(str(error), back)) from None
    except tk.ValidationError as error:
        raise tk.ValidationError(_said(error.error_dict, back)) from None


def _said(value: Any, back: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        for made, asked in back.items():
            value = value.replace(made, asked)
        return value
    if isinstance(value, dict):
        return {key: _said(one, back) for key, one in cast("dict[Any, Any]", value).items()}
    if isinstance(value, list):
        return [_said(one, back) for one in cast("list[Any]", value)]
    return value


def _put(value: Any, path: tuple[str, ...], hidden: Mapping[str, str]) -> Any:
    """Return a copy with other ids where the path leads to what is hidden."""
    if not path:
        if isinstance(value, (list, tuple)):
            return [_put(one, (), hidden) for one in cast("list[Any]", value)]
        return hidden.get(value, value) if isinstance(value, str) else value
    if isinstance(value, str):
        return json.dumps(_put(json.loads(value), path, hidden)) if _is_json(value) else value
    if not isinstance(value, dict) or path[0] not in value:
        return value
    inside = cast("dict[str, Any]", value)
    return {**inside, path[0]: _put(inside[path[0]], path[1:], hidden)}


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
