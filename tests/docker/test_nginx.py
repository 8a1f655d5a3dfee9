"""nginx's configuration, run for real before a small program that answers like the portal."""

from __future__ import annotations

import gzip
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = ROOT / "docker" / "nginx" / "scigov.conf.template"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
TABLE = "项目编号,项目名称\n" + "2026-001,水质在线监测\n" * 500
MEGABYTE = 1024 * 1024

pytestmark = pytest.mark.skipif(
    NGINX is None, reason="nginx is not installed: apt-get install nginx-light."
)


def portal(environ, start_response):
    """Answer a table, the size of what was sent, a hand-over of a file, or what was asked."""
    path = environ["PATH_INFO"]
    if path == "/table.csv":
        start_response("200 OK", [("Content-Type", "text/csv"), ("X-Frame-Options", "DENY")])
        return [TABLE.encode()]
    if path == "/upload":
        left, size = int(environ["CONTENT_LENGTH"]), 0
        while left > size:
            size += len(environ["wsgi.input"].read(min(MEGABYTE, left - size)))
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [str(size).encode()]
    if path == "/granted":
        start_response("200 OK", [("X-Accel-Redirect", "/-/files/resources/a.csv")])
        return [b""]
    seen = [environ[k] for k in ("HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR")]
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [" ".join(seen).encode()]


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        """Keep the test's output clean."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def rendered(values: dict[str, str]) -> str:
    """Fill the template as the image of nginx does: only the names that are set."""
    names = "|".join(values)
    text = TEMPLATE.read_text(encoding="utf-8")
    return re.sub(rf"\$\{{({names})\}}", lambda found: values[found[1]], text)


def main_file(folder: Path) -> str:
    """The frame around the template: the image's own nginx.conf, with everything in a folder."""
    temporary = " ".join(
        f"{kind}_temp_path {folder}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if Path("/proc/self").stat().st_uid == 0 else ""
    return (
        f"{user} daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr warn;"
        f"events {{}} http {{ access_log off; {temporary} include {folder}/scigov.conf; }}"
    )


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Front:
    address: str

    def get(self, path: str, **more) -> Answer:
        return self.ask(urllib.request.Request(self.address + path, **more))

    def ask(self, request: urllib.request.Request) -> Answer:
        try:
            with urllib.request.urlopen(request, timeout=20) as reply:
                return Answer(reply.status, dict(reply.headers), reply.read())
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, dict(refused.headers), refused.read())


@pytest.fixture(scope="module")
def upstream() -> Iterator[int]:
    with make_server("127.0.0.1", 0, portal, WSGIServer, Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


@pytest.fixture(scope="module")
def front(upstream: int, tmp_path_factory) -> Iterator[Front]:
    folder, port = tmp_path_factory.mktemp("nginx"), free_port()
    (folder / "storage" / "resources").mkdir(parents=True)
    (folder / "storage" / "resources" / "a.csv").write_text(TABLE, encoding="utf-8")
    values = {
        "SCIGOV_LISTEN": f"127.0.0.1:{port}",
        "SCIGOV_UPSTREAM": f"127.0.0.1:{upstream}",
        "SCIGOV_MAX_UPLOAD_MB": "64",
        "SCIGOV_STORAGE": f"{folder}/storage",
    }
    (folder / "scigov.conf").write_text(rendered(values), encoding="utf-8")
    (folder / "nginx.conf").write_text(main_file(folder), encoding="utf-8")
    command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    _wait_until_it_listens(process, port)
    yield Front(f"http://127.0.0.1:{port}")
    process.terminate()
    process.communicate(timeout=10)


def _wait_until_it_listens(process: subprocess.Popen[str], port: int) -> None:
    for _ in range(100):
        if process.poll() is not None:
            pytest.fail(f"nginx refused its configuration: {process.communicate()[1]}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail("nginx did not listen within five seconds.")


def test_a_page_passes_with_the_visitors_address(front: Front) -> None:
    answer = front.get("/dataset")
    host = front.address.removeprefix("http://")
    assert (answer.status, answer.body.decode()) == (200, f"{host} http 127.0.0.1")


def test_another_proxys_https_is_told_to_the_portal(front: Front) -> None:
    answer = front.get("/dataset", headers={"X-Forwarded-Proto": "https"})
    assert answer.body.decode().split()[1] == "https"


def test_tables_are_compressed(front: Front) -> None:
    answer = front.get("/table.csv", headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.body).decode() == TABLE
    assert len(answer.body) * 5 < len(TABLE.encode())


def test_security_headers_are_said_once(front: Front) -> None:
    with urllib.request.urlopen(front.address + "/table.csv", timeout=20) as reply:
        said = {name: reply.headers.get_all(name) for name in SECURITY_HEADERS}
    assert said == SECURITY_HEADERS


SECURITY_HEADERS = {
    "X-Content-Type-Options": ["nosniff"],
    "X-Frame-Options": ["SAMEORIGIN"],
    "Referrer-Policy": ["strict-origin-when-cross-origin"],
    "Permissions-Policy": ["camera=(), geolocation=(), microphone=()"],
    "Content-Security-Policy": [
        "base-uri 'self'; form-action 'self'; frame-ancestors 'self'; object-src 'none'"
    ],
}


def test_the_version_of_nginx_is_not_told(front: Front) -> None:
    assert front.get("/").headers["Server"] == "nginx"


def test_a_large_upload_arrives_whole(front: Front) -> None:
    answer = front.get("/upload", data=b"x" * (60 * MEGABYTE), method="POST")
    assert (answer.status, answer.body) == (200, str(60 * MEGABYTE).encode())


def test_a_larger_upload_than_allowed_is_refused(front: Front) -> None:
    head = urllib.request.Request(
        front.address + "/upload", headers={"Content-Length": str(65 * MEGABYTE)}, method="POST"
    )
    assert front.ask(head).status == 413


def test_files_are_handed_over_when_the_portal_says_so(front: Front) -> None:
    assert front.get("/granted").body.decode() == TABLE


def test_files_cannot_be_asked_for_from_outside(front: Front) -> None:
    assert front.get("/-/files/resources/a.csv").status == 404
