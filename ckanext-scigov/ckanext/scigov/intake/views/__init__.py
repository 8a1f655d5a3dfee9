"""Pages of what is taken in. They call actions; what a page may show is decided there."""

from __future__ import annotations

from ckanext.scigov.intake.views import (  # noqa: F401  (addresses of one blueprint)
    credentials,
    records,
    runs,
    sources,
)
from ckanext.scigov.intake.views.blueprint import scigov_sources

__all__ = ["scigov_sources"]
