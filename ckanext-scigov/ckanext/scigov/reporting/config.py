"""Typed access to this feature's settings (declared in ``config_declaration.yaml``)."""

from __future__ import annotations

from pathlib import Path

import ckan.plugins.toolkit as tk

from ckanext.scigov.reporting.domain.scope import Channel
from ckanext.scigov.shared.storage import FileStore

_PREFIX = "ckanext.scigov.reporting."


def channel() -> Channel:
    """Return what goes out by the channel beside what is open to be listed."""
    return Channel(
        takes_level_four=bool(tk.config[_PREFIX + "level_four"]),
        takes_hidden=bool(tk.config[_PREFIX + "hidden"]),
    )


def most_of_network() -> int:
    return int(tk.config[_PREFIX + "most_of_network"])


def file_store() -> FileStore:
    """Return a store of its own: packages are given out by their page alone."""
    return FileStore(Path(tk.config["ckan.storage_path"]) / "reporting")
