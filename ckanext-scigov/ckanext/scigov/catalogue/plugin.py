"""Plugin ``scigov_catalogue``: the catalogue's schema, its rules and its form."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

from ckanext.scigov.catalogue import helpers
from ckanext.scigov.catalogue.logic import validators


@tk.blanket.config_declarations
@tk.blanket.helpers(helpers)
@tk.blanket.validators(validators)
class ScigovCataloguePlugin(p.SingletonPlugin):
    p.implements(p.IConfigurer)

    def update_config(self, config: Any) -> None:
        tk.add_template_directory(config, "templates")
        tk.add_resource("assets", "scigov_catalogue")
