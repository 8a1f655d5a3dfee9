"""Plugin ``scigov_harvesters``: the connectors that come with the product, under ckanext-harvest."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p

from ckanext.harvest.interfaces import IHarvester

from ckanext.scigov.intake import harvester
from ckanext.scigov.intake.interfaces import IConnectors, Maker
from ckanext.scigov_harvesters import ckan_site, dcat, file_drop, json_rest, provincial
from ckanext.scigov_harvesters.database import DatabaseConnector

CONNECTORS: dict[str, Maker] = {
    json_rest.JsonConnector.kind: json_rest.make,
    provincial.ProvincialConnector.kind: provincial.make,
    ckan_site.CkanConnector.kind: ckan_site.make,
    dcat.DcatConnector.kind: dcat.make,
    DatabaseConnector.kind: DatabaseConnector,
    file_drop.FilesConnector.kind: file_drop.make,
}
"""The word of a mapping's ``connector.kind`` → what makes one for a run."""


class ScigovHarvestersPlugin(p.SingletonPlugin):
    p.implements(IConnectors)
    p.implements(IHarvester)

    # IConnectors

    def get_connectors(self) -> dict[str, Maker]:
        return dict(CONNECTORS)

    # IHarvester

    def info(self) -> dict[str, str]:
        return harvester.info()

    def validate_config(self, config: str) -> str:
        return harvester.validate_config(config)

    def gather_stage(self, harvest_job: Any) -> list[str]:
        return harvester.gather(harvest_job)

    def fetch_stage(self, harvest_object: Any) -> bool:
        """Nothing is left to fetch: the run has read every record."""
        return True

    def import_stage(self, harvest_object: Any) -> bool:
        """Nothing is left to store."""
        return True
