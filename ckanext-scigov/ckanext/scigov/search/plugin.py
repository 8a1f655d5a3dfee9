"""Plugin ``scigov_search``: settings, suggestions and corrections; the backend works below plugins."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk

import ckanext.scigov.search.model  # noqa: F401 (CKAN's tests create the tables they know)
from ckanext.scigov.search import search_page
from ckanext.scigov.search.logic import action, auth


@tk.blanket.actions(action)
@tk.blanket.auth_functions(auth)
@tk.blanket.config_declarations
class ScigovSearchPlugin(p.SingletonPlugin):
    p.implements(p.IMiddleware, inherit=True)
    p.implements(p.IPackageController, inherit=True)

    def make_middleware(self, app: Any, config: Any) -> Any:
        """Let the API's package_search take the short way where that changes nothing."""
        # Imported here: it needs CKAN's application, which loads plugins before it is whole.
        from ckanext.scigov.search.api.installing import install

        install(app)
        return app

    def after_dataset_search(
        self, search_results: dict[str, Any], search_params: dict[str, Any]
    ) -> dict[str, Any]:
        """Look for corrections where a person's search has found next to nothing."""
        search_page.gather_corrections(search_results["count"])
        return search_results
