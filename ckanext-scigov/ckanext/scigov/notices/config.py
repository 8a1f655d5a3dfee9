"""Typed access to this feature's settings (declared in ``config_declaration.yaml``)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.notices.domain import hook
from ckanext.scigov.shared.domain import addresses
from ckanext.scigov.shared.domain.addresses import NotAllowed, Rules

_PREFIX = "ckanext.scigov.notices."
URL, SECRET, HOSTS = (
    _PREFIX + "webhook_url", _PREFIX + "webhook_secret", _PREFIX + "webhook_internal_hosts",
)  # fmt: skip


def kept() -> dt.timedelta:
    return dt.timedelta(days=int(tk.config[_PREFIX + "kept_days"]))


def default_language() -> str:
    return str(tk.config["ckan.locale_default"])


def languages() -> list[str]:
    """Return the languages a person may choose from, the site's own first."""
    offered: Any = tk.config["ckan.locales_offered"] or []
    names = offered.split() if isinstance(offered, str) else list(offered)
    return list(dict.fromkeys([default_language(), *names]))


def webhook_url() -> str:
    return str(tk.config.get(URL) or "")


def webhook_secret() -> str:
    return str(tk.config.get(SECRET) or "")


def webhook_rules(config: Mapping[str, Any] | None = None) -> Rules:
    """Return where the webhook may go: the public network, and hosts of the house that are named.

    Raises:
        ValueError: an option means nothing, or the secret is too short to be one.
    """
    given = tk.config if config is None else config
    url, secret, hosts = (str(given.get(name) or "").strip() for name in (URL, SECRET, HOSTS))
    try:
        # Whoever writes the address here may say the port, too.
        rules = addresses.rules_of(hosts.split(), addresses.port_in(url))
        if url:
            addresses.parse(url, rules)
    except ValueError as error:
        raise ValueError(f"{HOSTS} and {URL}: {error}") from None
    except NotAllowed as refused:
        raise ValueError(f"{URL}: this address cannot be asked ({refused.reason.value}).") from None
    if url and len(secret) < hook.SHORTEST_SECRET:
        raise ValueError(f"{SECRET} has to have at least {hook.SHORTEST_SECRET} characters.")
    return rules
