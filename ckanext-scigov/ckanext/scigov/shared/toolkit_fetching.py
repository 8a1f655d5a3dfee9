"""Where this site lets itself be sent: its options about fetching, as rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.domain.addresses import Rules, rules_of

HOSTS = "ckanext.scigov.fetch.allowed_hosts"
PORTS = "ckanext.scigov.fetch.allowed_ports"


def rules(config: Mapping[str, Any] | None = None) -> Rules:
    """Return the rules of a configuration.

    Raises:
        ValueError: an entry of an option means nothing.
    """
    given = tk.config if config is None else config
    hosts, ports = (str(given.get(name) or "").split() for name in (HOSTS, PORTS))
    try:
        return rules_of(hosts, ports)
    except ValueError as error:
        raise ValueError(f"{HOSTS} and {PORTS}: {error}") from None
