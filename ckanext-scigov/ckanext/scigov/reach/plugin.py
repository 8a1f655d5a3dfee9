"""Plugin ``scigov_reach``: search engines find the portal, people cite what is in it. It owns no tables."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.scigov.reach import helpers, views


@tk.blanket.blueprints(views)
@tk.blanket.helpers(helpers)
class ScigovReachPlugin(p.SingletonPlugin):
    p.implements(p.IConfigurer)

    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "templates")
