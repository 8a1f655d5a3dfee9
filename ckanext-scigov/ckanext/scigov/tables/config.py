"""Typed access to this feature's settings (declared in ``config_declaration.yaml``)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.storage import FileStore
from ckanext.scigov.tables.domain.bad_cells import percent_of

_PREFIX = "ckanext.scigov.tables."


def storage_root() -> Path:
    return Path(tk.config["ckan.storage_path"])


def file_store() -> FileStore:
    return FileStore(storage_root())


def accel_prefix() -> str:
    """Return the proxy's internal address of the storage; empty where no proxy sends files."""
    return str(tk.config[_PREFIX + "accel_prefix"] or "")


def problem_limit() -> int:
    return int(tk.config[_PREFIX + "problem_limit"])


def bad_cells_percent() -> Decimal:
    """Return the tolerance where a resource has none of its own; none at all when it is no share."""
    return percent_of(tk.config[_PREFIX + "bad_cells_percent"]) or Decimal(0)


def bad_cells_kept() -> int:
    return int(tk.config[_PREFIX + "bad_cells_kept"])


def versions_kept() -> int:
    return max(1, int(tk.config[_PREFIX + "versions_kept"]))


def orphan_grace() -> dt.timedelta:
    return dt.timedelta(hours=int(tk.config[_PREFIX + "orphan_hours"]))


def silence_limit() -> dt.timedelta:
    return dt.timedelta(minutes=int(tk.config[_PREFIX + "silence_minutes"]))


def page_size() -> int:
    return int(tk.config[_PREFIX + "page_size"])


def timezone() -> str:
    """Return the zone of moments written without one; empty for the database's own."""
    name = tk.config["ckan.display_timezone"]
    return "" if name == "server" else name
