"""Plugin ``scigov_audit``: the append-only log of acts."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.scigov.audit.logic import action, auth


@tk.blanket.config_declarations
@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
class ScigovAuditPlugin(p.SingletonPlugin):
    pass
