"""Plugin ``scigov_harvesters``: the connectors that come with the product."""

from __future__ import annotations

import ckan.plugins as p

from ckanext.scigov.intake.interfaces import IConnectors, Maker
from ckanext.scigov_harvesters import file_drop, json_rest
from ckanext.scigov_harvesters.database import DatabaseConnector


class ScigovHarvestersPlugin(p.SingletonPlugin):
    p.implements(IConnectors)

    # IConnectors

    def get_connectors(self) -> dict[str, Maker]:
        return {
            json_rest.JsonConnector.kind: json_rest.make,
            DatabaseConnector.kind: DatabaseConnector,
            file_drop.FilesConnector.kind: file_drop.make,
        }
