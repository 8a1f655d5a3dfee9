"""Whether CKAN's own functions are in place, and how to run them with some names exchanged."""

from __future__ import annotations

import functools
import inspect
import types
from collections.abc import Callable
from typing import Any

from ckan import logic
from ckan.lib import search
from ckan.lib.dictization import model_dictize
from ckan.lib.search import index

from ckanext.scigov.search.interfaces import HANDS_ON_IGNORE_AUTH


def is_in_place() -> bool:
    """Say whether a dataset's document is made by CKAN's own functions.

    What reads many datasets at once does the same work as these. Where an extension has put its
    own in place of one, or has chained an action of its own to ``package_show`` that does not hand
    on what the index asks, only calling them gives the right document.
    """
    show = _behind_what_hands_on(logic.get_action("package_show"))
    return search.index_for("Package").__class__ is index.PackageSearchIndex and all(
        _is_defined_in(function, module, name)
        for function, module, name in (
            (show, "ckan.logic.action.get", "package_show"),
            (logic.index_update_package, "ckan.logic", None),
            (logic.index_update_package_dicts, "ckan.logic", None),
            (logic.package_show_default_and_custom_schemas, "ckan.logic", None),
            (logic.apply_after_dataset_show_plugins, "ckan.logic", None),
            (model_dictize.package_dictize, "ckan.lib.dictization.model_dictize", None),
            (model_dictize.resource_dictize, "ckan.lib.dictization.model_dictize", None),
            (model_dictize.resource_list_dictize, "ckan.lib.dictization.model_dictize", None),
            (model_dictize.group_list_dictize, "ckan.lib.dictization.model_dictize", None),
            (index.PackageSearchIndex.update_dict, "ckan.lib.search.index", None),
            (index.PackageSearchIndex.index_package, "ckan.lib.search.index", None),
        )
    )


def _behind_what_hands_on(action: Any) -> Any:
    """Return what an action is behind the wrapper of get_action, and chained ones that hand on."""
    found = getattr(action, "__wrapped__", action)
    while isinstance(found, functools.partial) and getattr(found, HANDS_ON_IGNORE_AUTH, False):
        found = found.args[0]
    return found


def _is_defined_in(function: Any, module: str, name: str | None) -> bool:
    return (
        inspect.isfunction(function)
        and not hasattr(function, "__wrapped__")
        and function.__module__ == module
        and (name is None or function.__name__ == name)
    )


def with_names(function: Callable[..., Any], **exchanged: Any) -> Callable[..., Any]:
    """Return the same code as a function whose global names mean something else.

    The original is left as it is, for whoever else is running it.
    """
    assert inspect.isfunction(function)
    code = types.FunctionType(
        function.__code__,
        {**function.__globals__, **exchanged},
        function.__name__,
        function.__defaults__,
        function.__closure__,
    )
    code.__kwdefaults__ = function.__kwdefaults__
    return code
