"""What every process of a site is started with."""

from __future__ import annotations

import os
import signal

from .identity import die_with_parent
from .paths import Home

CKAN_COMMAND = "ckanext.scigov.launcher.ckan_cli"
IS_SERVICE = "SCIGOV_IS_SERVICE"  # set for what supervisord starts, not for a person's commands
# Each thread's own heap keeps what it has freed: a web process grows by a third for nothing.
ARENAS = "2"
FOLLOWS = "SCIGOV_FOLLOWS"  # the pid of the run of ./scigov a helper works for


def environment(home: Home) -> dict[str, str]:
    """Return the caller's environment, pointed at this home."""
    left_out = ("PYTHONHOME", IS_SERVICE, FOLLOWS)
    kept = {name: value for name, value in os.environ.items() if name not in left_out}
    return (
        {"MALLOC_ARENA_MAX": ARENAS}
        | kept
        | {
            "CKAN_INI": str(home.ini),
            "SCIGOV_HOME": str(home.path),
            "SCIGOV_SOCKETS": str(home.sockets),
            "PYTHONUNBUFFERED": "1",
            "PYTHONUTF8": "1",
        }
    )


def helper_environment(home: Home) -> dict[str, str]:
    """Return the environment of a program this run waits for; see ``follow``."""
    return environment(home) | {FOLLOWS: str(os.getpid())}


def follow() -> None:
    """End together with the run that started us: the next one must not find us at work."""
    if parent := os.environ.get(FOLLOWS):
        die_with_parent(signal.SIGKILL, int(parent))
