"""Plugin ``scigov_catalogue``."""

from __future__ import annotations

import ckan.plugins as p


class ScigovCataloguePlugin(p.SingletonPlugin):
    pass
