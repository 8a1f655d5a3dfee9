"""A site started as a person starts it, in a home that is thrown away."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Any, final

import psutil
import psycopg2

from ckanext.scigov.launcher import postgres
from ckanext.scigov.launcher.paths import Home, project_root
from ckanext.scigov.launcher.supervision import Supervisor
from soak.watch import Watch

UP_WITHIN = 300
ANSWERS_WITHIN = 60
PROVIDERS = ("ke-ji-ting", "jiao-yu-ting", "tong-ji-ju")
OK = 200


class NoAnswerError(RuntimeError):
    """A request that was refused or not answered; the text says how."""


class Connection:
    """A kept-alive connection; whose process it leads to can be asked."""

    def __init__(self, port: int, token: str = "") -> None:
        self._port = port
        self._headers = {"Content-Type": "application/json"}
        if token:
            self._headers["Authorization"] = token
        self._open()

    def _open(self) -> None:
        self._http = http.client.HTTPConnection("127.0.0.1", self._port, timeout=ANSWERS_WITHIN)
        self._http.connect()

    @property
    def own_port(self) -> int:
        return self._http.sock.getsockname()[1]

    def ask(self, action: str, **asked: Any) -> Any:
        """Return an action's result; raise NoAnswerError for anything else."""
        body = json.dumps(asked)
        try:
            self._http.request("POST", f"/api/3/action/{action}", body, self._headers)
            answer = self._http.getresponse()
            said = answer.read()
        except (OSError, http.client.HTTPException) as error:
            self._http.close()
            raise NoAnswerError(f"{action}: {error!r}") from error
        if answer.status != OK:
            raise NoAnswerError(f"{action} answered {answer.status}: {said[:300].decode()}")
        return json.loads(said)["result"]

    def close(self) -> None:
        self._http.close()


@final
class Site:
    """``with Site(processes=3) as site``: up inside the block, gone behind it."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._folder = Path(tempfile.mkdtemp(prefix="scigov-soak-"))
        self._folder.chmod(0o711)  # PostgreSQL's own user must come through where root runs this
        self.home = Home(self._folder / "home", project_root())
        self.supervisor = Supervisor(self.home)
        self.port = _free_port()
        self.token = ""

    def __enter__(self) -> Site:
        try:
            self._scigov("up", "--port", str(self.port), "--no-demo")
            said = self._scigov("ckan", "user", "token", "add", "admin", "soak", "-q")
            self.token = said.split()[-1]
            connection = Connection(self.port, self.token)
            for name in PROVIDERS:
                connection.ask("organization_create", name=name, title=f"试验单位 {name}")
            connection.close()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._scigov("reset", "--yes", check=False)
        shutil.rmtree(self._folder, ignore_errors=True)

    def _scigov(self, *words: str, check: bool = True) -> str:
        environment = {
            **_without_ckan(),
            "SCIGOV_HOME": str(self.home.path),
            "SCIGOV_WEB_WORKERS": str(self._processes),
        }
        answer = subprocess.run(
            [sys.executable, "-m", "ckanext.scigov.launcher", *words],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=UP_WITHIN,
        )
        if check and answer.returncode:
            raise RuntimeError(f"scigov {' '.join(words)}: {answer.stdout}{answer.stderr}")
        return answer.stdout

    def fill(self, count: int) -> int:
        """Put real records into the index beside what the writers make; return how many."""
        if not count:
            return 0
        environment = {**_without_ckan(), "CKAN_INI": str(self.home.ini)}
        command = [sys.executable, "-m", "soak.fill", str(count)]
        answer = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False
        )
        if answer.returncode:
            raise RuntimeError(f"The index was not filled: {answer.stderr[-2000:]}")
        return int(answer.stdout.split()[-1])

    def web_processes(self) -> list[int]:
        """Return the processes that answer: the web server's children that listen."""
        server = self.supervisor.services()["web"].pid
        if server is None:
            return []
        children = psutil.Process(server).children(recursive=True)
        return sorted(child.pid for child in children if _is_worker(child))

    def connection_to(self, pid: int, token: str = "") -> Connection:
        """Return a connection that this process has accepted: the kernel chooses, so try on."""
        spare: list[Connection] = []
        try:
            for _ in range(400):
                connection = Connection(self.port, token)
                connection.ask("status_show")
                if _holds(pid, connection.own_port):
                    return connection
                # Kept open for a moment, so that the next does not go the same way again.
                spare.append(connection)
        finally:
            for one in spare:
                one.close()
        raise NoAnswerError(f"No connection was accepted by the web process {pid}.")

    def row_of(self, name: str) -> tuple[str, str] | None:
        """Return title and state of a dataset as CKAN's own table has it."""
        with (
            psycopg2.connect(
                host=str(self.home.postgres_sockets), user=postgres.OWNER, dbname="ckan"
            ) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT title, state FROM package WHERE name = %s", (name,))
            return cursor.fetchone()

    def restart_database(self, watch: Watch, seconds: float) -> None:
        """Stop PostgreSQL, wait, start it, and note when it was away."""
        watch.down()
        self.supervisor.stop_service("postgres")
        time.sleep(seconds)
        self.supervisor.start_service("postgres")
        until = time.monotonic() + postgres.READY_WITHIN
        while not postgres.is_ready(self.home.postgres_sockets):
            if time.monotonic() > until:
                raise RuntimeError("PostgreSQL did not come back.")
            time.sleep(0.05)
        watch.up()


def _without_ckan() -> dict[str, str]:
    """Return the environment without settings of CKAN, which would lead to another database."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CKAN")}


def _is_worker(process: psutil.Process) -> bool:
    """Tell the workers from Python's helper processes, which open no connection."""
    try:
        return any(c.status == psutil.CONN_LISTEN for c in process.net_connections("tcp"))
    except psutil.Error:
        return False


def _holds(pid: int, client_port: int) -> bool:
    found = psutil.Process(pid).net_connections("tcp")
    return any(c.raddr and c.raddr.port == client_port for c in found)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
