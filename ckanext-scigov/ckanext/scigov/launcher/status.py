"""``./scigov status``: what runs, for a person or (``--json``) for a program."""

from __future__ import annotations

import argparse
import http.client
import json
from typing import Any

from . import health, ini
from .console import say
from .externals import EMBEDDED, OF_CKAN, Externals
from .paths import Home, project_version
from .state import State
from .supervision import Supervisor


def run(home: Home, options: argparse.Namespace) -> int:
    facts = look(home)
    if options.json:
        say(json.dumps(facts, indent=2, ensure_ascii=False))
        return 0
    say(f"{facts['state']}   {facts['url']}   version {facts['version']}   home {home.path}")
    for name, service in facts["services"].items():
        pid = f"pid {service['pid']}" if service["pid"] else ""
        say(f"  {name:<10} {service['state']:<10} {pid}".rstrip())
    return 0


def look(home: Home) -> dict[str, Any]:
    """Return the facts under the names other programs rely on."""
    state = State.load(home)
    supervisor = Supervisor(home)
    externals = Externals.of_environment()
    seen = supervisor.services() if supervisor.running else {}
    orphans = {} if seen else supervisor.leftovers()
    services: dict[str, dict[str, Any]] = {}
    for name in (*EMBEDDED, *OF_CKAN):
        if name not in externals.our_services():
            services[name] = {"state": "external", "pid": None}
        elif name in seen:
            services[name] = {"state": seen[name].state, "pid": seen[name].pid}
        elif name in orphans:
            services[name] = {"state": "unwatched", "pid": orphans[name].pid}
        else:
            services[name] = {"state": "stopped", "pid": None}
    return {
        "state": _state_of(services, state),
        "url": ini.effective_url(home, state),
        "version": project_version(home.root),
        "admin_user": "admin",
        "services": services,
    }


def _state_of(services: dict[str, dict[str, Any]], state: State) -> str:
    """Return up when all run and /healthz says well, down when nothing runs, else partial."""
    ours = [s["state"] for s in services.values() if s["state"] != "external"]
    if all(word == "stopped" for word in ours):
        return "down"
    if all(word == "running" for word in ours):
        return "up" if health.ask(state)[0] == http.client.OK else "partial"
    return "partial"
