"""``./scigov test`` and ``./scigov ckan``: the words behind belong to another program."""

from __future__ import annotations

import argparse
import importlib
import os
import sys

from . import children, postgres
from .errors import LauncherError
from .externals import Externals
from .paths import Home


def run(home: Home, options: argparse.Namespace) -> int:
    if options.command == "test":
        return _test(options.rest)
    return _ckan(home, options.rest)


def _test(rest: list[str]) -> int:
    lanes = importlib.import_module(".lanes", __package__)
    return lanes.main(rest)


def _ckan(home: Home, rest: list[str]) -> int:
    """Become CKAN's own command with this home's settings; never returns."""
    if not home.exists:
        raise LauncherError(f"There is no site in {home.path} yet. Make one with: ./scigov up")
    if not Externals.of_environment().database and not postgres.is_ready(home.postgres_sockets):
        raise LauncherError("The site is stopped. CKAN's commands need it: ./scigov up")
    command = [sys.executable, "-m", children.CKAN_COMMAND, *rest]
    sys.stdout.flush()
    os.execve(sys.executable, command, children.environment(home))  # noqa: S606  (our own Python)
