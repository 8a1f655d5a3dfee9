"""Tokens of links that visitors get by mail."""

from __future__ import annotations

import datetime as dt

import pytest

import ckan.plugins.toolkit as tk

from ckanext.scigov.shared.visitor_links import Link, LinkReason, make, read

NOW = dt.datetime(2026, 10, 15, 2, 0, tzinfo=dt.timezone.utc)
LINK = Link("0123456789abcdef", "nonce")
SECOND, DAY = dt.timedelta(seconds=1), dt.timedelta(days=1)


@pytest.fixture
def token():
    return make("dispute-verify", LINK, NOW, days=7)


def test_a_token_says_what_it_was_made_for_until_it_ends(token):
    assert read("dispute-verify", token, NOW) == LINK
    assert read("dispute-verify", token, NOW + 7 * DAY - SECOND) == LINK
    assert read("dispute-verify", token, NOW + 7 * DAY) is LinkReason.EXPIRED


def test_a_token_is_worth_nothing_for_another_purpose(token):
    assert read("dispute-reopen", token, NOW) is LinkReason.INVALID


def test_a_token_may_stand_in_a_path(token):
    assert tk.h.url_for("dataset.read", id=token).endswith("/" + token)


def test_every_changed_character_is_noticed(token):
    """The last one holds four bits that say nothing."""
    for place in range(len(token) - 1):
        other = "A" if token[place] != "A" else "B"
        changed = token[:place] + other + token[place + 1 :]
        assert read("dispute-verify", changed, NOW) is LinkReason.INVALID


@pytest.mark.parametrize("text", ["", ".", "a.b", "李明", "a" * 10000, "\x00"])
def test_what_is_no_token_is_invalid(text):
    assert read("dispute-verify", text, NOW) is LinkReason.INVALID


def test_a_token_is_worth_nothing_after_the_secret_has_changed(token, monkeypatch):
    monkeypatch.setitem(tk.config, "SECRET_KEY", "another-secret-of-another-site-0123456789")
    assert read("dispute-verify", token, NOW) is LinkReason.INVALID
