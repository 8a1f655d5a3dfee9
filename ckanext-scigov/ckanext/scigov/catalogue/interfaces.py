"""What plugins may implement for the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins as p


class IKeptFields(p.Interface):
    """Fields of resources that are stored, and not where everybody can read them."""

    def kept_fields(self, resource_id: str) -> Mapping[str, Any]:
        """Return them for the portal's own work."""
        return {}

    def readable_fields(self, resource_id: str) -> Mapping[str, Any]:
        """Return them for the visitor of this request; nothing where he may not know them."""
        return {}


def kept_fields(resource_id: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for plugin in p.PluginImplementations(IKeptFields):
        found.update(plugin.kept_fields(resource_id))
    return found


def readable_fields(resource_id: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for plugin in p.PluginImplementations(IKeptFields):
        found.update(plugin.readable_fields(resource_id))
    return found
