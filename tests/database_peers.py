"""Real databases that tests read from: PostgreSQL of the test run, a MariaDB of our own, a file of SQLite."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from connector_suite import SECRET

from ckanext.scigov.intake.contract import Wiring

PASSWORD = SECRET
"""Of a server that lives for a test; ``connector_suite`` looks that it is never told."""
DATABASE = "business_t"


class MariadbMissing(Exception):
    """There is no server to start; the text is for ``NOT RUN: ``."""


@dataclass(frozen=True)
class Peer:
    """A database, and how a connector is told of it."""

    engine: sa.Engine
    settings: dict[str, Any]
    folder: str = ""
    is_internal: bool = True
    more: dict[str, Any] = field(default_factory=dict)

    def wiring(self, **changed: Any) -> Wiring:
        settings = {**self.settings, **changed}
        return Wiring(settings, "", self.is_internal, folder=self.folder)


@contextmanager
def postgresql() -> Iterator[Peer]:
    """Give a database of its own on the server of the test run."""
    url = sa.make_url(os.environ["CKAN_SQLALCHEMY_URL"])
    main = sa.create_engine(url, poolclass=sa.NullPool, isolation_level="AUTOCOMMIT")
    drop = sa.text(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
    with main.connect() as connection:
        connection.execute(drop)
        connection.execute(sa.text(f"CREATE DATABASE {DATABASE}"))
    own = url.set(database=DATABASE)
    host = own.host or str(own.query.get("host", ""))
    settings = {
        "dialect": "postgresql", "host": host, "database": DATABASE, "user": own.username or "",
        "password": own.password or "", "port": own.port or 5432,
    }  # fmt: skip
    try:
        yield Peer(sa.create_engine(own, poolclass=sa.NullPool), settings)
    finally:
        with main.connect() as connection:
            connection.execute(drop)


@contextmanager
def mariadb() -> Iterator[Peer]:
    """Start a server on a loopback port, in a folder of its own, and end it by its number.

    Raises:
        MariadbMissing: the machine has none.
    """
    server, maker = shutil.which("mariadbd", path=_paths()), shutil.which("mariadb-install-db")
    if server is None or maker is None:
        raise MariadbMissing("mariadbd is not installed: apt-get install mariadb-server.")
    # The path of a socket may have no more than 107 bytes.
    with tempfile.TemporaryDirectory(prefix="mdb", dir="/tmp") as folder:
        _make_mariadb(maker, folder)
        port = _free_port()
        started = _start_mariadb(server, folder, port)
        try:
            yield _peer_of(folder, port, started)
        finally:
            started.terminate()
            started.wait(60)


def sqlite(folder: Path) -> Peer:
    folder.mkdir(exist_ok=True)
    engine = sa.create_engine(f"sqlite:///{folder / 'business.db'}", poolclass=sa.NullPool)
    settings = {"dialect": "sqlite", "database": "business.db"}
    return Peer(engine, settings, folder=str(folder), is_internal=False)


def _paths() -> str:
    return os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _make_mariadb(maker: str, folder: str) -> None:
    command = [
        maker, "--no-defaults", f"--datadir={folder}/rows", f"--user={getpass.getuser()}",
        "--auth-root-authentication-method=normal", "--skip-test-db",
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def _start_mariadb(server: str, folder: str, port: int) -> subprocess.Popen[bytes]:
    command = [
        server, "--no-defaults", f"--datadir={folder}/rows", f"--socket={folder}/socket",
        f"--port={port}", "--bind-address=127.0.0.1", f"--user={getpass.getuser()}",
        f"--log-error={folder}/log", "--skip-name-resolve", "--innodb-flush-log-at-trx-commit=0",
    ]  # fmt: skip
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _peer_of(folder: str, port: int, started: subprocess.Popen[bytes]) -> Peer:
    root = sa.create_engine(f"mariadb+pymysql://root@127.0.0.1:{port}/mysql", poolclass=sa.NullPool)
    _wait_for(root, folder, started)
    with root.begin() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {DATABASE} CHARACTER SET utf8mb4"))
        connection.execute(sa.text(f"CREATE USER reader@'127.0.0.1' IDENTIFIED BY '{PASSWORD}'"))
        connection.execute(sa.text(f"GRANT SELECT ON {DATABASE}.* TO reader@'127.0.0.1'"))
    settings = {
        "dialect": "mariadb", "host": "127.0.0.1", "port": port, "database": DATABASE,
        "user": "reader", "password": PASSWORD,
    }  # fmt: skip
    own = root.url.set(database=DATABASE)
    return Peer(sa.create_engine(own, poolclass=sa.NullPool), settings)


def _wait_for(root: sa.Engine, folder: str, started: subprocess.Popen[bytes]) -> None:
    for _turn in range(240):
        try:
            with root.connect():
                return
        except sa.exc.OperationalError:
            if started.poll() is not None:
                break
            time.sleep(0.25)
    raise AssertionError(Path(folder, "log").read_text(errors="replace")[-2000:])
