"""What an answer shows or depends on that is in no table: titles of licenses, settings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ckan import model
from ckan.common import config

SETTINGS = (
    "ckan.site_id",
    "ckan.site_url",
    "ckan.root_path",
    "ckan.search.default_package_sort",
    "ckan.search.rows_max",
    "ckan.search.solr_allowed_query_parsers",
    "search.facets.limit",
    "ckanext.scigov.search.backend",
)
"""What CKAN's search looks at, and what of ours changes answers."""


def settings() -> tuple[str, ...]:
    """Return the values of these settings."""
    return tuple(repr(config.get(name)) for name in SETTINGS)


def titles_of_licenses(names: Iterable[str]) -> dict[str, Any]:
    """Return the titles of licenses in the language of the request being answered."""
    register = model.Package.get_license_register()
    found = ((name, register.get(name)) for name in names)
    return {name: one.title for name, one in found if one}
