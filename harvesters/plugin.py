"""Plugin ``scigov_harvesters``: the connectors that come with the product."""

from __future__ import annotations

import ckan.plugins as p

from ckanext.scigov.intake.interfaces import IConnectors, Maker
from ckanext.scigov_harvesters import ckan_site, dcat, json_rest, provincial


class ScigovHarvestersPlugin(p.SingletonPlugin):
    p.implements(IConnectors)

    # IConnectors

    def get_connectors(self) -> dict[str, Maker]:
        return {
            json_rest.JsonConnector.kind: json_rest.make,
            provincial.ProvincialConnector.kind: provincial.make,
            ckan_site.CkanConnector.kind: ckan_site.make,
            dcat.DcatConnector.kind: dcat.make,
        }
