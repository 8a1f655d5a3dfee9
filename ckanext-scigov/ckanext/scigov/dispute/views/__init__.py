"""Pages of disputes. They call actions; what a page may show is decided there."""

from __future__ import annotations

from ckanext.scigov.dispute.views import (  # noqa: F401  (addresses of one blueprint)
    bulk,
    comparisons,
    correcting,
    figures,
    lists,
    read,
    reporting,
    sources,
    templates,
)
from ckanext.scigov.dispute.views.blueprint import scigov_dispute

__all__ = ["scigov_dispute"]
