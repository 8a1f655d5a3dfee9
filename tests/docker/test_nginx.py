"""nginx's configuration, run for real before a small program that answers like the portal."""

from __future__ import annotations

import gzip
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

TABLE = "项目编号,项目名称\n" + "2026-001,水质在线监测\n" * 500
MEGABYTE = 1024 * 1024


def portal(environ, start_response):
    """Answer a table, the size of what was sent, a hand-over of a file, or what was asked."""
    path = environ["PATH_INFO"]
    if path == "/table.csv":
        start_response("200 OK", [("Content-Type", "text/csv"), ("X-Frame-Options", "DENY")])
        return [TABLE.encode()]
    if path.startswith("/disputes/"):
        start_response("200 OK", [("Referrer-Policy", "strict-origin")])
        return [b""]
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
            with urllib.request.urlopen(request, timeout=60) as reply:
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
def front(upstream: int, start_nginx, tmp_path_factory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx")
    (folder / "storage" / "resources").mkdir(parents=True)
    (folder / "storage" / "resources" / "a.csv").write_text(TABLE, encoding="utf-8")
    with start_nginx(folder, upstream) as address:
        yield Front(address)


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
    with urllib.request.urlopen(front.address + "/table.csv", timeout=60) as reply:
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


def test_a_page_says_itself_that_its_address_is_told_to_nobody(front: Front) -> None:
    assert front.get("/disputes/1?token=t").headers["Referrer-Policy"] == "strict-origin"
    assert front.get("/en/disputes/1?token=t").status == 200


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
