"""Whoever removes an entry waits for the job at work on it.

Plugins write about an entry before CKAN touches the entry itself, and jobs take the entry first: each
would wait for the other. This comes behind what hides: of an entry that may not be known nobody waits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.access import queries


def _waiting(action: str) -> Callable[..., Any]:
    def wait(original: Callable[..., Any], context: Any, data_dict: dict[str, Any]) -> Any:
        package = model.Package.get(data_dict.get("id"))
        if package is not None:
            tk.check_access(action, context, data_dict)
            queries.lock_datasets(model.Session(), [package.id])
        return original(context, data_dict)

    return tk.chained_action(wait)


ACTIONS = {name: _waiting(name) for name in ("package_delete", "dataset_purge")}
