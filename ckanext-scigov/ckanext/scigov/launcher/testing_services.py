"""PostgreSQL and Redis for the tests, in a folder that is thrown away.

The same servers as a site's own, started by the same code, but without a care for crashes. Their
addresses are given as the environment variables that a site on foreign services would set.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from . import children, layout, pgfiles, postgres, reset
from .errors import LauncherError, explain
from .paths import Home, project_root
from .service import redis_program

# Lost with the machine's power, and faster for it.
CARELESS = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"
# The tests' own role may let foreign keys and append-only triggers sleep while it empties tables.
DATABASES = f"""
ALTER ROLE {postgres.OWNER} SUPERUSER;
CREATE DATABASE ckan_test OWNER {postgres.OWNER};
CREATE DATABASE datastore_test OWNER {postgres.OWNER};
"""


@contextlib.contextmanager
def running(folder: Path) -> Iterator[dict[str, str]]:
    """Run both servers for the length of a block; give the tests' environment."""
    home, user = Home(folder, project_root()), pgfiles.server_user()
    folder.parent.chmod(layout.PASSABLE)
    try:
        with _servers(home, user) as addresses:
            yield addresses
    finally:
        reset.delete_files(home)  # as root some of it lies outside the folder


@contextlib.contextmanager
def _servers(home: Home, user: pgfiles.ServerUser) -> Iterator[dict[str, str]]:
    layout.prepare(home, user)
    postgres.ensure_cluster(home, user)
    data = postgres.data_directory(home)
    with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write(CARELESS)
    addresses = _addresses(home)
    with postgres.running_aside(data, home.postgres_sockets, user), _redis(home):
        postgres.ensure_databases(home.postgres_sockets)
        postgres.run_sql(home.postgres_sockets, DATABASES)
        _set_permissions(home, addresses)
        yield addresses


def _addresses(home: Home) -> dict[str, str]:
    place = f"?host={home.postgres_sockets}"
    return {
        "CKAN_SQLALCHEMY_URL": f"postgresql://{postgres.OWNER}@/ckan_test{place}",
        "CKAN_DATASTORE_WRITE_URL": f"postgresql://{postgres.OWNER}@/datastore_test{place}",
        "CKAN_DATASTORE_READ_URL": f"postgresql://{postgres.READER}@/datastore_test{place}",
        "CKAN_REDIS_URL": f"unix://{home.redis_socket}?db=1",
        "CKAN_STORAGE_PATH": str(home.storage),
    }


@contextlib.contextmanager
def _redis(home: Home) -> Iterator[None]:
    command = [
        str(redis_program()), "--port", "0", "--unixsocket", str(home.redis_socket),
        "--dir", str(home.redis), "--save", "", "--loglevel", "warning",
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_for(home.redis_socket)
            yield
        finally:
            server.terminate()


def _wait_for(socket: Path) -> None:
    until = time.monotonic() + 20
    while not socket.exists():
        if time.monotonic() > until:
            raise LauncherError("Redis did not start for the tests within 20 seconds.")
        time.sleep(0.05)


def _set_permissions(home: Home, addresses: dict[str, str]) -> None:
    """Let the reader read the DataStore and nothing else, as CKAN's own script says it."""
    ini = str(home.root / "config" / "test.ini")
    for words in (["db", "init"], ["datastore", "set-permissions"]):
        answer = subprocess.run(
            [sys.executable, "-m", children.CKAN_COMMAND, "-c", ini, *words],
            env={**os.environ, **addresses},
            capture_output=True,
            text=True,
            check=False,
        )
        if answer.returncode:
            raise explain(f"ckan {' '.join(words)}", answer.stdout + answer.stderr)
    script = [line for line in answer.stdout.splitlines() if not line.startswith("\\connect")]
    postgres.run_sql(home.postgres_sockets, "\n".join(script), "datastore_test")
