"""Pages of disputes. They call actions; what a page may show is decided there."""

from __future__ import annotations

from ckanext.scigov.dispute.views import reporting  # noqa: F401  (addresses of the one blueprint)
from ckanext.scigov.dispute.views.blueprint import scigov_dispute

__all__ = ["scigov_dispute"]
