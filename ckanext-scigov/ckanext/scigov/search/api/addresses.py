"""Addresses in answers. CKAN's ``url_for`` takes as long as the rest of a kept answer."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from ckan.common import config
from ckan.lib.helpers import url_for

_known: dict[tuple[object, ...], str] = {}
"""One for every language and version."""


def help_url(
    version: int,
    language: str | None,
    *,
    is_default: bool,
    request: Callable[[], AbstractContextManager[Any]] = contextlib.nullcontext,
) -> str:
    """Return where the action's documentation is.

    It is found out inside of a request of this language: the present one or ``request``.
    """
    key = (
        version,
        language,
        is_default,
        config.get("ckan.site_url"),
        config.get("ckan.root_path"),
    )
    found = _known.get(key)
    if found is None:
        with request():
            found = _known[key] = url_for(
                "api.action",
                logic_function="help_show",
                ver=version,
                name="package_search",
                _external=True,
            )
    return found
