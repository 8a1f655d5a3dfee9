"""Where the test kit may be used: on a site under test, and nowhere that others can reach it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ckanext.scigov.access.domain.startup_conditions import SITE_URL, TESTING, is_loopback, is_on


def refusal(config: Mapping[str, Any]) -> str:
    """Return the sentence that says why the kit cannot be used here; empty where it can."""
    if not is_on(config.get(TESTING)):
        return (
            f"The test kit exists only on a site under test: set {TESTING} to true there, and "
            "nowhere else, because it gives out accounts of every kind."
        )
    address = str(config.get(SITE_URL) or "")
    if not is_loopback(address):
        return (
            f"The test kit refuses to work on {address or 'a site without an address'}: it gives "
            f"out accounts of every kind. Set {SITE_URL} to a loopback address, such as "
            "http://127.0.0.1:5000."
        )
    return ""
