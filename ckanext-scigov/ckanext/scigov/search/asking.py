"""Search as somebody: every suggestion and correction is found, and counted, with his rights."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.types import Context

DATASETS = "+dataset_type:dataset"


def search_as(context: Context, **parameters: Any) -> dict[str, Any]:
    """Return what ``package_search`` answers the context's user, and nobody else."""
    # Only who is asking is taken over: what else a context may allow was not granted for this.
    everything: Any = context
    asking: Any = {key: everything[key] for key in ("user", "auth_user_obj") if key in everything}
    return _searched(asking, parameters)


def search_as_anybody(**parameters: Any) -> dict[str, Any]:
    """Return what ``package_search`` answers somebody who is not logged in."""
    return _searched({"user": "", "auth_user_obj": model.AnonymousUser()}, parameters)


def _searched(asking: Any, parameters: dict[str, Any]) -> dict[str, Any]:
    given = {
        "q": "*:*",
        "fq": DATASETS,
        "facet": "true" if "facet.field" in parameters else "false",
        # As the search page does, so that a link leads to as many as it says.
        "include_private": tk.config["ckan.search.default_include_private"],
    }
    return tk.get_action("package_search")(asking, {**given, **parameters})
