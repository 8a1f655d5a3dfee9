"""Fetching from a real server: what comes, what is refused, and when it ends."""

from __future__ import annotations

import gzip
import hashlib
import io
import socket
import time
import zlib

import pytest
from source_server import TABLE, plain, slowly

from ckanext.scigov.shared import fetching
from ckanext.scigov.shared.domain.addresses import rules_of
from ckanext.scigov.shared.fetching import Known, Limits, NotFetched, Wanted

MB = 1 << 20


def test_a_file_comes(server, get):
    server.answers["/t.csv"] = plain(Content_Type="text/csv", ETag='"1"', Last_Modified="yesterday")
    found, body = get("/t.csv?x=1")
    assert body == TABLE
    assert (found.is_new, found.size, found.media_type, found.file_name) == (
        True, len(TABLE), "text/csv", "t.csv",
    )  # fmt: skip
    assert found.sha256 == hashlib.sha256(TABLE).hexdigest()
    assert found.known == Known('"1"', "yesterday")
    path, headers = server.asked[0]
    assert path == "/t.csv?x=1"
    assert headers["Host"] == f"127.0.0.1:{server.port}"
    assert not {"Cookie", "Authorization", "If-None-Match"} & set(headers)


def test_what_is_known_is_told_and_may_be_the_answer(server, get, reason_of):
    server.answers["/t.csv"] = plain(b"", 304)
    found, body = get("/t.csv", known=Known('"1"', "yesterday"))
    assert (found.is_new, found.known, body) == (False, Known('"1"', "yesterday"), b"")
    headers = server.asked[0][1]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"1"', "yesterday")
    # Who knows nothing cannot be told that it is the same.
    assert reason_of(lambda: get("/t.csv")) == "status"


def test_redirects_are_followed_and_not_for_ever(server, get, reason_of):
    server.answers["/t.csv"] = plain()
    for number in range(6):
        goal = f"/{number - 1}" if number else "/t.csv"
        server.answers[f"/{number}"] = plain(b"", 302, Location=goal)
    assert get("/4")[1] == TABLE
    assert len(server.asked) == 6
    assert reason_of(lambda: get("/5")) == "redirected"
    server.answers["/round"] = plain(b"", 301)
    assert reason_of(lambda: get("/round")) == "redirected"


@pytest.mark.parametrize("packing", ["gzip", "x-gzip", "deflate", "identity"])
def test_packed_files_are_unpacked(server, get, packing):
    packed = {"deflate": zlib.compress, "identity": bytes}.get(packing, gzip.compress)(TABLE)
    server.answers["/t.csv"] = plain(packed, Content_Encoding=packing)
    found, body = get("/t.csv")
    assert (body, found.size) == (TABLE, len(TABLE))


def test_a_packed_file_of_several_parts(server, get):
    parts = gzip.compress(TABLE) + gzip.compress(b"A2,2\n" * 50_000)
    server.answers["/t.csv"] = plain(parts, Content_Encoding="gzip")
    assert get("/t.csv")[1] == TABLE + b"A2,2\n" * 50_000


@pytest.mark.parametrize(
    ("body", "headers", "reason"),
    [
        (gzip.compress(bytes(50 * MB)), {"Content_Encoding": "gzip"}, "too_large"),
        (bytes(MB + 1), {}, "too_large"),
        (gzip.compress(TABLE)[:-9], {"Content_Encoding": "gzip"}, "broken_off"),
        (b"", {"Content_Encoding": "gzip"}, "broken_off"),
        (TABLE, {"Content_Encoding": "gzip"}, "packed"),
        (TABLE, {"Content_Encoding": "br"}, "packed"),
        (gzip.compress(gzip.compress(TABLE)), {"Content_Encoding": "gzip, gzip"}, "packed"),
        (b"ffffff\r\nabc", {"Transfer_Encoding": "chunked"}, "broken_off"),
    ],
)
def test_bodies_that_are_refused(server, get, body, headers, reason, reason_of):
    server.answers["/t.csv"] = plain(body, **headers)
    assert reason_of(lambda: get("/t.csv")) == reason


def test_a_file_of_the_greatest_size_comes(server, get):
    server.answers["/t.csv"] = plain(bytes(MB))
    assert get("/t.csv")[0].size == MB


@pytest.mark.parametrize(
    ("packing", "piece"), [("identity", bytes(1 << 16)), ("gzip", gzip.compress(b"") * 1_000)]
)
def test_a_size_that_is_not_told_is_counted(server, get, reason_of, packing, piece):
    def endless(request):
        request.send_response(200)
        request.send_header("Content-Encoding", packing)
        request.end_headers()
        try:
            while True:
                request.wfile.write(piece)
        except OSError:
            return

    server.answers["/t.csv"] = endless
    assert reason_of(lambda: get("/t.csv")) == "too_large"


def test_less_than_was_told_is_no_file(server, get, reason_of):
    def short(request):
        request.send_response(200)
        request.send_header("Content-Length", "100")
        request.end_headers()
        request.wfile.write(TABLE)

    server.answers["/t.csv"] = short
    assert reason_of(lambda: get("/t.csv")) == "broken_off"


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize("text", [HEAD + b"\r\n" + b"x" * 1000, HEAD + b"X-Slow: " + b"x" * 1000])
def test_what_drips_is_ended(server, get, reason_of, text):
    server.answers["/t.csv"] = slowly(text, 0.02)
    start = time.monotonic()
    assert reason_of(lambda: get("/t.csv", whole_seconds=1)) == "too_slow"
    assert time.monotonic() - start < 15


@pytest.mark.parametrize("limit", ["whole_seconds", "silent_seconds"])
def test_who_is_silent_is_left(server, get, reason_of, limit):
    server.answers["/t.csv"] = lambda _request: time.sleep(60)
    start = time.monotonic()
    assert reason_of(lambda: get("/t.csv", **{limit: 0.5})) == "too_slow"
    assert time.monotonic() - start < 30


@pytest.mark.parametrize("status", [204, 206, 401, 404, 500, 503])
def test_anything_but_a_file_is_told_with_its_number(server, get, status):
    server.answers["/t.csv"] = plain(b"", status)
    with pytest.raises(NotFetched) as refused:
        get("/t.csv")
    assert (refused.value.reason, refused.value.status) == ("status", status)


def test_what_is_no_http_is_broken_off(server, get, reason_of):
    server.answers["/t.csv"] = lambda request: request.wfile.write(b"SSH-2.0-OpenSSH\r\n")
    assert reason_of(lambda: get("/t.csv")) == "broken_off"


def test_nobody_there(get, server, reason_of):
    port = server.port
    server.close()
    assert reason_of(lambda: get(f"http://127.0.0.1:{port}/")) == "no_connection"


def test_a_name_that_nobody_knows(get, monkeypatch, reason_of):
    def unknown(*_args, **_more):
        raise socket.gaierror(8, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert reason_of(lambda: get("http://nobody.invalid/")) == "unknown_name"


def test_a_full_disk_is_no_fault_of_the_server(server):
    class Full(io.BytesIO):
        def write(self, _piece):
            raise OSError(28, "No space left on device")

    server.answers["/t.csv"] = plain()
    rules = rules_of(["127.0.0.1"], [str(server.port)])
    with pytest.raises(fetching.NotWritten):
        fetching.fetch(Wanted(server.address("/t.csv"), rules, Limits(MB)), Full())
