"""Pages of this feature beside the resource's own, which is CKAN's."""

from __future__ import annotations

from ckanext.scigov.tables.views import (  # noqa: F401 (they add the addresses)
    dictionaries,
    exports,
    figures,
    loads,
    readings,
    reports,
    rows,
    versions,
    viewers,
)
from ckanext.scigov.tables.views.blueprint import scigov_tables

__all__ = ["scigov_tables"]
