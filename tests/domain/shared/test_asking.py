"""Asking a real server: what is sent where, what comes, and what a redirect may take along."""

from __future__ import annotations

import pytest
from source_server import plain

from ckanext.scigov.shared import asking
from ckanext.scigov.shared.asking import Question
from ckanext.scigov.shared.connecting import Limits, NotFetched
from ckanext.scigov.shared.domain.addresses import Address, Rules

SECRET = {"Authorization": "geheim"}


@pytest.fixture
def ask(server):
    def run(path="/a", host="127.0.0.1", **more):
        rules = Rules(frozenset({server.port}), frozenset({"127.0.0.1", "localhost"}))
        limits = Limits(most_bytes=1_000, connect_seconds=2, whole_seconds=5)
        return asking.ask(Question(server.address(path, host), rules, limits, **more))

    return run


def test_an_answer_of_any_status_comes(server, ask):
    server.answers["/a"] = plain(b"yes", 200, ETag='"1"')
    found = ask("/a?x=1", headers={"Accept": "text/plain"}, secret_headers=SECRET)
    assert (found.status, found.body, found.headers["ETag"]) == (200, b"yes", '"1"')
    assert (found.address, found.says_its_end) == (server.address("/a?x=1"), True)
    headers = server.asked[0][1]
    assert (headers["Accept"], headers["Authorization"]) == ("text/plain", "geheim")
    server.answers["/a"] = plain(b"not for you", 403, Retry_After="7")
    found = ask()
    assert (found.status, found.body, found.headers["Retry-After"]) == (403, b"", "7")


def test_a_body_is_sent(server, ask):
    bodies = []
    server.answers["/a"] = lambda request: (bodies.append(request.body), plain(b"1")(request))
    assert ask(method="POST", body="数据".encode()).body == b"1"
    assert ask(method="POST").body == b"1"
    assert bodies == ["数据".encode(), b""]


def test_secrets_go_along_within_a_host_and_never_beyond(server, ask):
    server.answers["/a"] = plain(b"", 302, Location="/b")
    server.answers["/b"] = plain(b"", 302, Location=server.address("/c", "localhost"))
    server.answers["/c"] = plain(b"there")
    found = ask(headers={"X-Plain": "1"}, secret_headers=SECRET)
    assert (found.body, found.address) == (b"there", server.address("/c", "localhost"))
    asked = [(path, h.get("Authorization"), h.get("X-Plain")) for path, h in server.asked]
    assert asked == [("/a", "geheim", "1"), ("/b", "geheim", "1"), ("/c", None, "1")]


@pytest.mark.parametrize(("status", "method"), [(301, "POST"), (307, "POST"), (303, "GET")])
def test_a_body_goes_along_within_a_host(server, ask, status, method):
    seen = []
    server.answers["/a"] = plain(b"", status, Location="/b")
    server.answers["/b"] = lambda r: (seen.append((r.command, r.body)), plain(b"1")(r))
    assert ask(method="POST", body=b"geheim").body == b"1"
    assert seen == [(method, b"geheim" if method == "POST" else b"")]


def test_a_body_never_leaves_its_host(server, ask):
    server.answers["/a"] = plain(b"", 307, Location=server.address("/b", "localhost"))
    server.answers["/b"] = plain()
    with pytest.raises(NotFetched) as refused:
        ask(method="POST", body=b"geheim")
    assert refused.value.reason == "redirected"
    assert [path for path, _ in server.asked] == ["/a"]


def test_redirects_are_not_followed_for_ever(server, ask):
    server.answers["/a"] = plain(b"", 302, Location="/a")
    with pytest.raises(NotFetched) as refused:
        ask()
    assert refused.value.reason == "redirected"
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    ("goal", "is_same"),
    [
        (("http", "a.test", 80), True),
        (("https", "a.test", 443), True),
        (("https", "b.test", 443), False),
        (("http", "a.test", 8080), False),
        (("https", "a.test", 8443), False),
    ],
)
def test_who_owns_what_was_meant_for_a_place(goal, is_same):
    assert asking.is_same_owner(Address("http", "a.test", 80, "/"), Address(*goal, "/")) is is_same
    assert not asking.is_same_owner(
        Address("https", "a.test", 443, "/"), Address("http", "a.test", 80, "/")
    )
