"""Plugin ``scigov_audit``."""

from __future__ import annotations

import ckan.plugins as p


class ScigovAuditPlugin(p.SingletonPlugin):
    pass
