"""Plugin ``scigov_search``."""

from __future__ import annotations

import ckan.plugins as p


class ScigovSearchPlugin(p.SingletonPlugin):
    pass
