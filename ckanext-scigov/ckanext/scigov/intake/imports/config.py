"""Settings of imports."""

from __future__ import annotations

import ckan.plugins.toolkit as tk
from ckan.lib.uploader import get_max_resource_size

MB = 1 << 20
MOST_COLUMNS = 500
MOST_CELLS = 5_000_000
LONGEST_CELL = 100_000
"""Signs."""
AT_ONCE = 100
"""So many entries are checked or written while their owner waits; more by the worker."""


def most_bytes() -> int:
    """Return how large a sheet may be: what a resource may, and no more than the option says."""
    most = int(tk.config["ckanext.scigov.intake.import_megabytes"])
    return min(get_max_resource_size(), most) * MB


def most_rows() -> int:
    return int(tk.config["ckanext.scigov.intake.import_rows"])


def most_entries() -> int:
    return int(tk.config["ckanext.scigov.intake.import_entries"])


def kept_days() -> int:
    return int(tk.config["ckanext.scigov.intake.import_kept_days"])
