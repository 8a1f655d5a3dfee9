"""nginx with our configuration, as its own image would run it."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "docker" / "nginx" / "scigov.conf.template"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")

StartNginx = Callable[[Path, int], AbstractContextManager[str]]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _rendered(values: dict[str, str]) -> str:
    """Fill the template as the image does: only the names that are set."""
    names = "|".join(values)
    text = TEMPLATE.read_text(encoding="utf-8")
    return re.sub(rf"\$\{{({names})\}}", lambda found: values[found[1]], text)


def _main_file(folder: Path) -> str:
    """The frame around the template: the image's nginx.conf, with everything in one folder."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if Path("/proc/self").stat().st_uid == 0 else ""
    return (
        f"{user} daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr warn;"
        f"events {{}} http {{ access_log off; {temporary} include {folder}/scigov.conf; }}"
    )


@contextmanager
def _running(folder: Path, upstream: int) -> Iterator[str]:
    port = free_port()
    values = {
        "SCIGOV_LISTEN": f"127.0.0.1:{port}",
        "SCIGOV_UPSTREAM": f"127.0.0.1:{upstream}",
        "SCIGOV_MAX_UPLOAD_MB": "64",
        "SCIGOV_STORAGE": f"{folder}/storage",
    }
    (folder / "scigov.conf").write_text(_rendered(values), encoding="utf-8")
    (folder / "nginx.conf").write_text(_main_file(folder), encoding="utf-8")
    command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            _wait_until_it_listens(process, port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.communicate(timeout=60)


def _wait_until_it_listens(process: subprocess.Popen[str], port: int) -> None:
    for _ in range(1200):
        if process.poll() is not None:
            pytest.fail(f"nginx refused its configuration: {process.communicate()[1]}")
        if listens(port):
            return
        time.sleep(0.05)
    pytest.fail("nginx did not listen within a minute.")


@pytest.fixture(scope="session")
def start_nginx() -> StartNginx:
    """``with start_nginx(folder, upstream_port) as address: ...``."""
    if NGINX is None:
        pytest.skip("nginx is not installed: apt-get install nginx-light.")
    return _running


@pytest.fixture(scope="session")
def some_port() -> Callable[[], int]:
    return free_port
