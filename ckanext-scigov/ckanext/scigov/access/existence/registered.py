"""All of it, for the plugin."""

from __future__ import annotations

from typing import Any

from ckanext.scigov.access.existence import (
    gone,
    hiding,
    lists,
    originals,
    people,
    permitting,
    providers,
    removing,
    resources,
    site,
    streams,
    words,
    writing,
)
from ckanext.scigov.access.existence.chains import merged


def actions() -> dict[str, Any]:
    """Return actions to be chained before CKAN's."""
    return merged(
        gone.ACTIONS,
        hiding.actions(),
        removing.ACTIONS,
        lists.ACTIONS,
        resources.ACTIONS,
        words.ACTIONS,
        providers.ACTIONS,
        people.ACTIONS,
        site.ACTIONS,
        writing.ACTIONS,
        streams.actions(),
    )


def auth_functions() -> dict[str, Any]:
    return merged(permitting.AUTH, writing.AUTH, originals.auth_functions())
