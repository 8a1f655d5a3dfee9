"""The search's settings. They are read at call time and hold when no plugin is loaded."""

from __future__ import annotations

from ckan.common import config

DEFAULT_TIMEOUT = 5000


def is_solr() -> bool:
    """Say whether this site's searches go to a Solr server."""
    return str(config.get("ckanext.scigov.search.backend") or "postgresql").lower() == "solr"


def timeout_in_milliseconds() -> int:
    """Return after how long a search is given up."""
    return int(config.get("ckanext.scigov.search.timeout") or DEFAULT_TIMEOUT)
