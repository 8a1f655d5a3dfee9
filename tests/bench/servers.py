"""A site's web server for a bench, as ``./scigov up`` runs it, and a client that costs little."""

from __future__ import annotations

import contextlib
import dataclasses
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import psutil

from ckanext.scigov.launcher.turnstile import places

WORKERS = 2

STARTS_WITHIN = 90
OK = 200


class ServerDiedError(RuntimeError):
    """The web server did not answer in time; its last words are in the text."""


@dataclasses.dataclass(frozen=True)
class Server:
    """A running web server."""

    port: int
    pid: int

    def processes(self) -> list[int]:
        """Return the server's and its workers' process ids."""
        return [self.pid, *(c.pid for c in psutil.Process(self.pid).children(recursive=True))]


class Client:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, path: str, **parameters: str) -> tuple[float, bytes]:
        """Return the seconds an answer took and its body; anything but 200 is an error."""
        address = f"{path}?{urlencode(parameters)}" if parameters else path
        started = time.perf_counter()
        self._connection.request("GET", address)
        answer = self._connection.getresponse()
        body = answer.read()
        seconds = time.perf_counter() - started
        if answer.status != OK:
            raise RuntimeError(f"{address} answered {answer.status}: {body[:500]!r}")
        return seconds, body

    def close(self) -> None:
        self._connection.close()


@contextlib.contextmanager
def running(application: str, ini: Path, **environment: str) -> Iterator[Server]:
    """Run granian for the length of a block."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", application, "--interface", "wsgi",
        "--host", "127.0.0.1", "--port", str(port), "--workers", str(WORKERS),
        "--blocking-threads", str(sum(places(os.environ))), "--no-ws",
    ]  # fmt: skip
    log = ini.with_suffix(f".{port}.log")
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command,
            env={**os.environ, **environment, "CKAN_INI": str(ini)},
            stdout=output,
            stderr=subprocess.STDOUT,
        ) as server,
    ):
        try:
            _wait_for(port, server, log)
            yield Server(port, server.pid)
        finally:
            server.terminate()


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError, RuntimeError):
            client = Client(port)
            client.get("/api/3/action/status_show")
            client.close()
            return
        time.sleep(0.3)
    said = log.read_text(encoding="utf-8", errors="replace")[-2000:]
    raise ServerDiedError(f"The web server does not answer. It said: {said}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
