"""Plugin ``scigov_harvesters``: the connectors that come with the product, under ckanext-harvest."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p

from ckanext.harvest.interfaces import IHarvester

from ckanext.scigov.intake import harvester
from ckanext.scigov.intake.interfaces import IConnectors, Maker


class ScigovHarvestersPlugin(p.SingletonPlugin):
    p.implements(IConnectors)
    p.implements(IHarvester)

    # IConnectors

    def get_connectors(self) -> dict[str, Maker]:
        return {}

    # IHarvester

    def info(self) -> dict[str, str]:
        return dict(harvester.INFO)

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
