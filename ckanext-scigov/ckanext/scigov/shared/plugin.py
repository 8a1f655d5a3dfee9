"""Plugin ``scigov_shared``."""

from __future__ import annotations

import ckan.plugins as p


class ScigovSharedPlugin(p.SingletonPlugin):
    pass
