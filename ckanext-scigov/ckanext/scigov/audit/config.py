"""Typed access to this feature's settings (declared in ``config_declaration.yaml``)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import ckan.plugins.toolkit as tk

from ckanext.scigov.audit.domain.seals import derive_key

_PREFIX = "ckanext.scigov.audit."


def anchor_path() -> Path:
    """Return the file the seals are anchored in."""
    given = tk.config[_PREFIX + "anchor_path"]
    return Path(given or Path(tk.config["ckan.storage_path"], "audit-anchors", "anchors.jsonl"))


def signing_key() -> bytes:
    return derive_key(tk.config["SECRET_KEY"])


def known_keys() -> list[bytes]:
    """Return the keys that may have signed: the present one and those of former secrets."""
    former = tk.config[_PREFIX + "former_secrets"]
    return [signing_key(), *(derive_key(secret) for secret in former)]


def retention() -> dt.timedelta | None:
    """Return how long events are kept; None for ever."""
    days = int(tk.config[_PREFIX + "retention_days"])
    return dt.timedelta(days=days) if days else None
