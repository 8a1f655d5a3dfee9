"""How connectors are found: ``harvesters`` is one plugin that brings some, others may bring theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import ckan.plugins as p

from ckanext.scigov.intake.contract import Connector, Wiring

Maker: TypeAlias = Callable[[Wiring], Connector]


class IConnectors(p.Interface):
    """Brings connectors."""

    def get_connectors(self) -> dict[str, Maker]:
        """Return the word of ``connector.kind`` → what makes one for a run.

        A maker raises ``ValueError`` with a sentence when the settings of a mapping are wrong.
        """
        return {}


def connectors() -> dict[str, Maker]:
    found: dict[str, Maker] = {}
    for plugin in p.PluginImplementations(IConnectors):
        found.update(plugin.get_connectors())
    return found
