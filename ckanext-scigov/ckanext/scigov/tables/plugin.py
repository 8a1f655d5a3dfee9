"""Plugin ``scigov_tables``."""

from __future__ import annotations

import ckan.plugins as p


class ScigovTablesPlugin(p.SingletonPlugin):
    pass
