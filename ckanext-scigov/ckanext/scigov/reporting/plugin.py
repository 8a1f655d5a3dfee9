"""Plugin ``scigov_reporting``: the catalogue for the national platform, and its receipts."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.scigov.reporting import helpers, views
from ckanext.scigov.reporting.logic import auth, entries, packages


def actions() -> dict[str, Any]:
    found = {**vars(entries), **vars(packages)}
    return {name: one for name, one in found.items() if name.startswith("scigov_reporting_")}


@tk.blanket.actions(actions)
@tk.blanket.auth_functions(auth)
@tk.blanket.blueprints(views)
@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
class ScigovReportingPlugin(p.SingletonPlugin):
    p.implements(p.IConfigurer)

    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "templates")
