"""Umbrella plugin ``scigov``: theme, translations, public pages, CLI group. It owns no tables."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from typing import Any

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.lib.plugins import DefaultTranslation

from ckanext.scigov import cli, helpers, views
from ckanext.scigov.pages import api_views, office_views, public, shortened, worklist_views
from ckanext.scigov.pages import views as page_views
from ckanext.scigov.search import upkeep, wordlist
from ckanext.scigov.shared.interfaces import IJobs, Job, ScheduledJob

LISTS_EVERY = dt.timedelta(minutes=1)
WORDS_EVERY = dt.timedelta(minutes=10)


def registered_helpers() -> dict[str, Any]:
    """Return our own helpers, and CKAN's that are changed."""
    own = {name: value for name, value in vars(helpers).items() if name.startswith("scigov_")}
    return own | {"markdown_extract": shortened.markdown_extract}


@tk.blanket.cli(cli)
@tk.blanket.helpers(registered_helpers)
@tk.blanket.config_declarations
class ScigovPlugin(DefaultTranslation, p.SingletonPlugin):
    p.implements(p.IConfigurer)
    p.implements(p.ITranslation)
    p.implements(p.IFacets, inherit=True)
    p.implements(p.IBlueprint)
    p.implements(p.IMiddleware, inherit=True)
    p.implements(IJobs)

    def i18n_domain(self) -> str:
        """Name the catalogue after the distribution, as every CKAN extension does."""
        return "ckanext-scigov"

    def update_config(self, config: Any) -> None:
        """Register the theme's templates, files and style sheets."""
        tk.add_template_directory(config, "templates")
        tk.add_public_directory(config, "public")
        tk.add_resource("assets", "scigov")

    def get_blueprint(self) -> list[Any]:
        """Serve the pages whose view CKAN's own cannot answer in a bounded number of queries."""
        return [
            page_views.blueprint,
            worklist_views.blueprint,
            office_views.scigov_office,
            office_views.scigov_help,
            api_views.scigov_api,
            views.scigov_health,
        ]

    def make_middleware(self, app: Any, config: Any) -> Any:
        """Let CKAN's own pages answer everybody as ours do."""
        public.install(app)
        return app

    def dataset_facets(
        self, facets_dict: OrderedDict[str, Any], package_type: str
    ) -> OrderedDict[str, Any]:
        """Offer the filters of the search page."""
        return helpers.scigov_facet_titles() if package_type == "dataset" else facets_dict

    def organization_facets(
        self,
        facets_dict: OrderedDict[str, Any],
        organization_type: str,
        package_type: str | None,
    ) -> OrderedDict[str, Any]:
        """Offer the same filters inside one provider, but the provider itself."""
        titles = helpers.scigov_facet_titles()
        del titles["organization"]
        return titles

    # IJobs, for search, which stands beside shared and may not know it

    def get_outbox_jobs(self) -> dict[str, Job]:
        return {}

    def get_scheduled_jobs(self) -> dict[str, ScheduledJob]:
        words = ScheduledJob(every=WORDS_EVERY, run=wordlist.refresh_when_due)
        lists = ScheduledJob(every=LISTS_EVERY, run=upkeep.keep)
        return {"scigov_search_words": words, "scigov_search_upkeep": lists}
