"""Fetching goes nowhere but where it may: redirects, names with several answers, certificates."""

from __future__ import annotations

import io
import socket
import ssl
import time
from pathlib import Path

import pytest
from source_server import TABLE, plain

from ckanext.scigov.shared import fetching
from ckanext.scigov.shared.domain.addresses import rules_of
from ckanext.scigov.shared.fetching import Limits, NotFetched, Wanted

MB = 1 << 20
HOUSE = Path(__file__).with_name("house_test.pem")
"""A certificate that nobody trusts, of data.house.test, with its key."""


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("http://127.0.0.1:{port}/secret", "not_public"),
        ("http://localhost:{port}/secret", "not_public"),
        ("http://[::ffff:127.0.0.1]:{port}/secret", "not_public"),
        ("http://2130706433:{port}/secret", "not_public"),
        ("http://169.254.169.254/latest/meta-data/", "not_public"),
        ("http://10.0.0.1/", "not_public"),
        ("http://127.0.0.1:22/", "port"),
        ("file:///etc/passwd", "scheme"),
        ("http://u:p@127.0.0.1:{port}/secret", "credentials"),
    ],
)
def test_redirects_into_the_house_are_refused(
    server, get, monkeypatch, location, reason, reason_of
):
    names = {"data.house.test": "127.0.0.1"}
    real = socket.getaddrinfo

    def known(host, *args, **more):
        return real(names.get(host, host), *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", known)
    server.answers["/start"] = plain(b"", 302, Location=location.format(port=server.port))
    server.answers["/secret"] = plain()
    hosts = ("data.house.test",)
    assert reason_of(lambda: get("/start", "data.house.test", hosts=hosts)) == reason
    assert [path for path, _ in server.asked] == ["/start"]


def test_a_name_that_leads_into_the_house_is_refused(server, get, monkeypatch, reason_of):
    server.answers["/t.csv"] = plain()
    answers = [["8.8.8.8", "127.0.0.1"], ["127.0.0.1"], ["::1"]]
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", (one, 0)) for one in answers[0]]
    )
    while answers:
        assert reason_of(lambda: get("/t.csv", "a.test", hosts=())) == "not_public"
        answers.pop(0)
    assert server.asked == []


def test_the_name_is_asked_for_once(server, get, monkeypatch):
    """DNS rebinding: the second answer is another one, and nobody hears it."""
    server.answers["/t.csv"] = plain()
    real, asked = socket.getaddrinfo, []

    def answer(host, port, *args, **more):
        asked.append(host)
        if host != "a.test":
            return real(host, port, *args, **more)
        place = "127.0.0.1" if asked.count("a.test") == 1 else "127.0.0.99"
        return real(place, port, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    assert get("/t.csv", "a.test")[1] == TABLE
    assert asked.count("a.test") == 1
    assert server.asked[0][1]["Host"] == f"a.test:{server.port}"


def test_no_proxy_of_the_environment_is_asked(server, get, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    server.answers["/t.csv"] = plain()
    assert get("/t.csv")[1] == TABLE


@pytest.fixture
def secure(server, monkeypatch):
    """Speak TLS under the certificate of ``data.house.test``; every name leads here."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(HOUSE)
    server.http.socket = context.wrap_socket(server.http.socket, server_side=True)
    server.answers["/t.csv"] = plain()
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda _host, *args, **more: real("127.0.0.1", *args, **more)
    )
    return lambda host: f"https://{host}:{server.port}/t.csv"


def test_tls_is_judged_by_the_name_and_not_by_the_number(secure, get, monkeypatch, reason_of):
    monkeypatch.setenv("SSL_CERT_FILE", str(HOUSE))
    assert get(secure("data.house.test"))[1] == TABLE
    assert reason_of(lambda: get(secure("other.house.test"))) == "not_trusted"


def test_who_is_vouched_for_by_nobody_is_not_trusted(secure, get, server, reason_of):
    assert reason_of(lambda: get(secure("data.house.test"))) == "not_trusted"
    assert server.asked == []


def test_a_handshake_that_does_not_end_is_ended():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        rules = rules_of(["127.0.0.1"], [str(silent.getsockname()[1])])
        limits = Limits(MB, whole_seconds=0.5)
        start = time.monotonic()
        with pytest.raises(NotFetched) as refused:
            fetching.fetch(Wanted(address, rules, limits), io.BytesIO())
        assert refused.value.reason == "too_slow"
        assert time.monotonic() - start < 30
