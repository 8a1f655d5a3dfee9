"""The search's settings. They are read at call time and hold when no plugin is loaded."""

from __future__ import annotations

from pathlib import Path

from ckan.common import config

# With a default, CKAN's config does not complain that the option is unknown while the plugin
# that declares it is not loaded.
DEFAULT_BACKEND = "postgresql"
DEFAULT_TIMEOUT = 5000
SHIPPED_SYNONYMS = Path(__file__).parent / "data" / "synonyms.txt"


def is_solr() -> bool:
    """Say whether this site's searches go to a Solr server."""
    return config.get("ckanext.scigov.search.backend", DEFAULT_BACKEND) == "solr"


def timeout_in_milliseconds() -> int:
    """Return after how long a search is given up."""
    return int(config.get("ckanext.scigov.search.timeout", DEFAULT_TIMEOUT))


def synonyms_path() -> Path:
    """Return the file of words that mean the same."""
    return Path(config.get("ckanext.scigov.search.synonyms", "") or SHIPPED_SYNONYMS)
