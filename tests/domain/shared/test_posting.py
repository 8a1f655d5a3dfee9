"""Giving a text to another system, over real connections."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ckanext.scigov.shared import fetching
from ckanext.scigov.shared.connecting import Limits, NotFetched
from ckanext.scigov.shared.domain.addresses import Rules, port_in, rules_of
from ckanext.scigov.shared.posting import Posted, post

QUICK = Limits(most_bytes=1000, connect_seconds=5, silent_seconds=2, whole_seconds=5)


@pytest.fixture
def hook():
    """A server that keeps what it is given, and answers ``hook.status``."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            hook.given.append((self.path, body, dict(self.headers)))
            time.sleep(hook.pause)
            self.send_response(hook.status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            """Tests are quiet."""

    hook = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    hook.given, hook.status, hook.pause = [], 200, 0
    threading.Thread(target=hook.serve_forever, daemon=True).start()
    yield hook
    hook.shutdown()
    hook.server_close()


def give(hook, hosts=("127.0.0.1",), **headers):
    port = hook.server_address[1]
    rules = rules_of(hosts, [str(port)])
    post(Posted(f"http://127.0.0.1:{port}/in?x=1", "正文".encode(), headers, rules, QUICK))


@pytest.mark.parametrize("status", [200, 202, 204])
def test_what_is_given_arrives(hook, status):
    hook.status = status
    give(hook, **{"X-Mine": "yes"})
    ((path, body, headers),) = hook.given
    assert (path, body.decode()) == ("/in?x=1", "正文")
    assert (headers["X-Mine"], headers["Content-Length"]) == ("yes", "6")
    assert headers["Host"] == f"127.0.0.1:{hook.server_address[1]}"


@pytest.mark.parametrize("status", [302, 307, 400, 409, 503])
def test_what_is_not_accepted_was_not_given_and_no_redirect_is_followed(hook, status):
    hook.status = status
    with pytest.raises(NotFetched) as refused:
        give(hook)
    assert (refused.value.reason, refused.value.status) == (fetching.STATUS, status)
    assert len(hook.given) == 1


def test_a_place_in_the_house_is_not_asked_unless_it_is_named(hook):
    with pytest.raises(NotFetched) as refused:
        give(hook, hosts=())
    assert (refused.value.reason, hook.given) == ("not_public", [])


def test_a_server_that_says_nothing_is_not_waited_for(hook):
    hook.pause = 60
    began = time.monotonic()
    with pytest.raises(NotFetched) as refused:
        give(hook)
    assert refused.value.reason == fetching.TOO_SLOW
    assert time.monotonic() - began < 30


def test_nobody_at_home_is_a_reason(hook):
    address = f"http://127.0.0.1:{hook.server_address[1]}/"
    rules = rules_of(["127.0.0.1"], [str(hook.server_address[1])])
    hook.shutdown()
    hook.server_close()
    with pytest.raises(NotFetched) as refused:
        post(Posted(address, b"", {}, rules, QUICK))
    assert refused.value.reason == fetching.NO_CONNECTION


@pytest.mark.parametrize(
    ("text", "expected"),
    [("https://a.example/x", []), ("http://a.example:8080/", ["8080"]), ("", [])],
)
def test_a_port_is_read_out_of_an_address(text, expected):
    assert port_in(text) == expected


def test_an_address_without_a_right_is_refused():
    with pytest.raises(NotFetched) as refused:
        post(Posted("file:///etc/passwd", b"", {}, Rules()))
    assert refused.value.reason == "scheme"
