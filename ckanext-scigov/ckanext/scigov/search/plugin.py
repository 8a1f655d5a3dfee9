"""Plugin ``scigov_search``: declares the settings; the backend itself works below plugins."""

from __future__ import annotations

import ckan.plugins as p
import ckan.plugins.toolkit as tk

import ckanext.scigov.search.model  # noqa: F401 (CKAN's tests create the tables they know)


@tk.blanket.config_declarations
class ScigovSearchPlugin(p.SingletonPlugin):
    pass
