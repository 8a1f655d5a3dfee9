"""Talking to supervisord: starting it, asking it, ending it. Standard library only."""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import xmlrpc.client
from pathlib import Path
from typing import Any

from . import children
from .errors import LauncherError, explain
from .externals import EMBEDDED, OF_CKAN
from .identity import Process
from .paths import Home

SERVICES = (*EMBEDDED, *OF_CKAN)
CONFIG = Path(__file__).with_name("supervisord.ini")
ANSWERS_WITHIN = 15.0
ENDS_WITHIN = 90.0


@dataclasses.dataclass(frozen=True)
class Service:
    """One service as supervisord sees it."""

    state: str  # running, starting, stopped, backoff, fatal, exited, stopping
    pid: int | None

    @classmethod
    def seen(cls, word: str, pid: int) -> Service:
        """Take what supervisord says; on a busy machine it learns late that a process was killed."""
        state = word.lower()
        if state == "running" and Process.of(pid) is None:
            state = "exited"
        return cls(state, pid or None)


class _Connection(http.client.HTTPConnection):
    """HTTP over a socket in the file system."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=30)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class _Transport(xmlrpc.client.Transport):
    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def make_connection(self, host: Any) -> http.client.HTTPConnection:
        return _Connection(self._path)


class Supervisor:
    """The supervisord of one home."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._record = home.run / "supervisor.json"
        self._server: Any = xmlrpc.client.ServerProxy(
            "http://localhost/RPC2", transport=_Transport(str(home.supervisor_socket))
        )

    @property
    def running(self) -> bool:
        process = Process.load(self._record)
        if process and process.alive:
            return True
        return self._adopt()

    def _adopt(self) -> bool:
        """Find one that answers although its record is missing: the run that started it was killed."""
        if not self.home.supervisor_socket.exists():
            return False
        try:
            process = Process.of(self._server.supervisor.getPID())
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return False
        if process:
            process.save(self._record)
        return process is not None

    def services(self) -> dict[str, Service]:
        """Return every service by name; an empty dictionary when nobody answers."""
        try:
            answer = self._server.supervisor.getAllProcessInfo()
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return {}
        return {info["name"]: Service.seen(info["statename"], info["pid"]) for info in answer}

    def start(self) -> None:
        """Start supervisord in a session of its own and wait until it answers."""
        self.end_leftovers()
        log = (self.home.log / "supervisor-start.log").open("w")
        environment = children.environment(self.home) | {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
            "SCIGOV_UID": str(os.geteuid()),
        }
        with log:
            started = subprocess.Popen(
                [sys.executable, "-m", "supervisor.supervisord", "-c", str(CONFIG)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                cwd=self.home.path,
                env=environment,
            )
        process = Process.of(started.pid)
        if process:
            process.save(self._record)
        until = time.monotonic() + ANSWERS_WITHIN
        while not self.services():
            if started.poll() is not None or time.monotonic() > until:
                said = (self.home.log / "supervisor-start.log").read_text(encoding="utf-8")
                raise explain("Starting the supervisor", said)
            time.sleep(0.05)

    def start_service(self, name: str) -> None:
        """Have a service started; it need not be ready when this returns."""
        try:
            self._server.supervisor.startProcess(name, False)
        except xmlrpc.client.Fault as fault:
            if "ALREADY_STARTED" not in fault.faultString:
                raise LauncherError(
                    f"The service {name} could not be started ({fault.faultString}). "
                    f"See: ./scigov logs {name}"
                ) from fault

    def stop_service(self, name: str) -> None:
        """Stop a service and wait until it is gone."""
        with contextlib.suppress(xmlrpc.client.Fault):
            self._server.supervisor.stopProcess(name, False)
        until = time.monotonic() + ENDS_WITHIN
        while (service := self.services().get(name)) and service.pid:
            if time.monotonic() > until:
                raise LauncherError(f"The service {name} does not end. See: ./scigov logs {name}")
            time.sleep(0.05)

    def stop(self) -> None:
        """End supervisord and with it, in the right order, everything it watches."""
        process = Process.load(self._record)
        if process and process.alive:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGTERM)
            if not process.wait(ENDS_WITHIN):
                process.end(signal.SIGTERM, within=5.0)
        self.end_leftovers()
        self._record.unlink(missing_ok=True)

    def leftovers(self) -> dict[str, Process]:
        """Return services that still run although their supervisor is gone."""
        found = {name: Process.load(self.home.run / f"{name}.json") for name in SERVICES}
        return {name: process for name, process in found.items() if process and process.alive}

    def end_leftovers(self) -> None:
        """Wait for services whose supervisor was killed: the kernel has told them to end."""
        for name, process in self.leftovers().items():
            if not process.wait(15.0):
                process.end(signal.SIGINT if name == "postgres" else signal.SIGTERM, within=15.0)
