"""The settings of the short way. They are read at call time."""

from __future__ import annotations

from ckan.common import config

DEFAULT_MEMORY = 32


def is_on() -> bool:
    """Say whether the API's package_search may take the short way."""
    return bool(config.get("ckanext.scigov.search.fast_api", True))


def memory_in_bytes() -> int:
    """Return how much of each process's memory kept answers may fill."""
    return int(config.get("ckanext.scigov.search.fast_api_memory", DEFAULT_MEMORY)) * 1024 * 1024
