"""``./scigov down``: end everything this home runs, PostgreSQL last."""

from __future__ import annotations

import argparse

from . import layout
from .console import say, step
from .paths import Home
from .supervision import Supervisor


def run(home: Home, options: argparse.Namespace) -> int:
    if not home.run.exists():
        say(f"There is no site in {home.path}.")
        return 0
    layout.check_owner(home)
    with layout.locked(home):
        stop(home)
    return 0


def stop(home: Home) -> None:
    """End the site; the caller holds the lock."""
    supervisor = Supervisor(home)
    if not supervisor.running and not supervisor.leftovers():
        say("The site is not running.")
        return
    step("Stopping the site")
    supervisor.stop()
    step("The site is stopped")
