"""How often visitors may do something, with a real Redis."""

from __future__ import annotations

import datetime as dt

import pytest
from redis import ConnectionPool

import ckan.plugins.toolkit as tk
from ckan.lib.redis import connect_to_redis

from ckanext.scigov.shared.errors import TooMany, Unavailable
from ckanext.scigov.shared.rate_limits import EVERYBODY, Asked, Rule, by_mailbox, by_network, use

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
START = "2026-10-15T02:00:00"
NETWORK, MAILBOX, SITE = Rule("network", 20, HOUR), Rule("mailbox", 5, DAY), Rule("site", 200, HOUR)


@pytest.fixture(autouse=True)
def _nothing_counted(app):
    """The other tests' keys stay: only what is counted here is forgotten."""
    redis = connect_to_redis()
    for key in redis.scan_iter(match="*:scigov:rate:*"):
        redis.delete(key)


def outcome(*asked):
    """Return 0 when it is allowed, else the seconds to wait and the rule."""
    try:
        use(*asked)
    except TooMany as error:
        return error.seconds, error.rule
    return 0


def keys():
    return sorted(key.decode() for key in connect_to_redis().scan_iter(match="*:scigov:rate:*"))


def test_of_1000_in_a_minute_the_limits_number_is_allowed(freezer):
    freezer.move_to(START)
    found = []
    for _ in range(1000):
        found.append(outcome(Asked(NETWORK, by_network("203.0.113.7")), Asked(SITE, EVERYBODY)))
        freezer.tick(dt.timedelta(milliseconds=60))
    assert found[:20] == [0] * 20
    assert all(refused[1] == "network" for refused in found[20:])
    assert (found[20][0], found[999][0]) == (3599, 3541)


def test_of_1000_from_as_many_networks_the_sites_number_is_allowed(freezer):
    freezer.move_to(START)
    found = [
        outcome(Asked(NETWORK, by_network(f"10.0.{n // 250}.{n % 250}")), Asked(SITE, EVERYBODY))
        for n in range(1000)
    ]
    assert found == [0] * 200 + [(3601, "site")] * 800


def test_the_window_moves_and_after_the_told_seconds_one_more_is_allowed(freezer):
    rule = Asked(Rule("window", 2, HOUR), EVERYBODY)
    freezer.move_to(START)
    assert outcome(rule) == 0
    freezer.tick(dt.timedelta(minutes=30))
    assert outcome(rule) == 0
    assert outcome(rule) == (1801, "window")
    freezer.tick(dt.timedelta(seconds=1800))
    assert outcome(rule) == (1, "window")
    freezer.tick(dt.timedelta(seconds=1))
    assert [outcome(rule), outcome(rule)] == [0, (1800, "window")]


def test_what_one_rule_refuses_costs_nothing_at_another(freezer):
    freezer.move_to(START)
    full = Asked(Rule("full", 1, DAY), EVERYBODY)
    other = Asked(Rule("other", 2, HOUR), EVERYBODY)
    assert outcome(full) == 0
    assert [outcome(other, full) for _ in range(10)] == [(86401, "full")] * 10
    assert [outcome(other), outcome(other), outcome(other)] == [0, 0, (3601, "other")]


def test_the_longest_wait_is_told_when_several_rules_are_full(freezer):
    freezer.move_to(START)
    short, long = Asked(Rule("short", 1, HOUR), "a"), Asked(Rule("long", 1, DAY), "a")
    assert outcome(short, long) == 0
    assert outcome(short, long) == (86401, "long")


def test_one_mailbox_is_counted_under_all_its_spellings_and_another_is_not(freezer):
    freezer.move_to(START)
    spellings = [
        "li@example.org",
        "LI@example.org",
        "li+1@example.org",
        " li@EXAMPLE.org",
        "li+@example.org",
    ]
    assert [outcome(Asked(MAILBOX, by_mailbox(one))) for one in spellings] == [0] * 5
    assert outcome(Asked(MAILBOX, by_mailbox("li@example.org"))) == (86401, "mailbox")
    assert outcome(Asked(MAILBOX, by_mailbox("wang@example.org"))) == 0


def test_a_rule_of_none_allows_nothing(freezer):
    freezer.move_to(START)
    assert outcome(Asked(Rule("never", 0, HOUR), EVERYBODY)) == (3601, "never")


def test_no_address_and_no_mailbox_is_in_redis():
    use(Asked(NETWORK, by_network("203.0.113.7")), Asked(MAILBOX, by_mailbox("li@example.org")))
    assert len(keys()) == 2
    assert not [key for key in keys() if "203.0.113" in key or "li@" in key or "example" in key]


def test_the_keys_of_two_sites_are_not_alike(monkeypatch):
    before = by_network("203.0.113.7")
    monkeypatch.setitem(tk.config, "SECRET_KEY", "another-secret-of-another-site-0123456789")
    assert by_network("203.0.113.7") != before


def test_visitors_are_refused_while_redis_does_not_answer(monkeypatch):
    nobody = ConnectionPool.from_url("redis://127.0.0.1:1/0")
    monkeypatch.setattr("ckan.lib.redis._connection_pool", nobody)
    with pytest.raises(Unavailable):
        use(Asked(SITE, EVERYBODY))
