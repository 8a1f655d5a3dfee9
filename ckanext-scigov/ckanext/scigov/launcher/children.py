"""What every process of a site is started with."""

from __future__ import annotations

import os

from .paths import Home

CKAN_COMMAND = "ckanext.scigov.launcher.ckan_cli"
IS_SERVICE = "SCIGOV_IS_SERVICE"  # set for what supervisord starts, not for a person's commands


def environment(home: Home) -> dict[str, str]:
    """Return the caller's environment, pointed at this home."""
    left_out = ("PYTHONHOME", IS_SERVICE)
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return kept | {
        "CKAN_INI": str(home.ini),
        "SCIGOV_HOME": str(home.path),
        "SCIGOV_SOCKETS": str(home.sockets),
        "PYTHONUNBUFFERED": "1",
        "PYTHONUTF8": "1",
    }
