"""Asking a running site whether it is well, and a port whether it is free."""

from __future__ import annotations

import errno
import http.client
import json
import os
import socket
import time
from collections.abc import Callable

from .errors import LauncherError
from .state import State

WELL_WITHIN = 180.0


def check_port(host: str, port: int) -> None:
    """Refuse a port that cannot be had, before anything is started."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
            # Another program may hold it with SO_REUSEPORT or on all addresses.
            probe.listen(1)
        except socket.gaierror as error:
            raise LauncherError(f"{host} is not an address of this machine.") from error
        except OSError as error:
            raise LauncherError(_why_not(error, host, port)) from error


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is already in use by another program. "
            f"Choose another one: ./scigov up --port {port + 1 if port < 65535 else 5001}"
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"Port {port} is reserved for root. Choose one from 1024 to 65535."
    return f"The site cannot listen on {host}:{port} ({os.strerror(error.errno or 0)})."


def ask(state: State, within: float = 5.0) -> tuple[int, dict[str, str]]:
    """Return the status and the parts that /healthz tells; status 0 when nobody answers.

    Without parts where CKAN itself has failed: it asks the database before any page is reached.
    """
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(state.host, state.host)  # noqa: S104
    connection = http.client.HTTPConnection(host, state.port, timeout=within)
    try:
        connection.request("GET", "/healthz")
        answer = connection.getresponse()
        return answer.status, _parts(answer.read())
    except (OSError, http.client.HTTPException):
        return 0, {}
    finally:
        connection.close()


def _parts(body: bytes) -> dict[str, str]:
    try:
        return json.loads(body)
    except ValueError:
        return {}


def wait_until_well(state: State, check: Callable[[], None]) -> None:
    """Wait for a 200 of /healthz; ``check`` raises when waiting has become pointless."""
    until = time.monotonic() + WELL_WITHIN
    while True:
        status, parts = ask(state)
        if status == http.client.OK:
            return
        check()
        if time.monotonic() > until:
            raise LauncherError(_what_is_wrong(status, parts))
        time.sleep(0.1)


def _what_is_wrong(status: int, parts: dict[str, str]) -> str:
    if not status:
        return "The web server does not answer. See: ./scigov logs web"
    ill = ", ".join(
        f"{part} {word}" for part, word in parts.items() if part != "status" and word != "ok"
    )
    what = f": {ill}" if ill else ""
    return f"The site runs but is not well (HTTP {status}{what}). See: ./scigov logs"
