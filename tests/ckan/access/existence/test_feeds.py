"""Feeds and catalogues for machines list what their reader would find."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.only_reads
SORTS = ("opened", "conditional", "unclassified", "concealed", "private", "draft", "deleted")
FEEDS = (
    "/feeds/dataset.atom", "/feeds/organization/kejiting.atom", "/feeds/group/themes.atom",
    "/feeds/tag/keyword-opened.atom", "/feeds/custom.atom?q=标题*", "/catalog.ttl", "/catalog.rdf",
    "/catalog.jsonld",
)  # fmt: skip


@pytest.mark.parametrize("address", FEEDS)
def test_no_hidden_entry_is_in_a_feed(shelf, ask, address):
    for who in ("anonymous", "plain", "foreign_editor"):
        body = ask(who, address).body
        assert "keyword-opened" in body or "标题opened" in body or "opened" in body
        for name in ("unclassified", "concealed", "private", "draft", "deleted"):
            assert f"标题{name}" not in body, (who, name)
            assert shelf[name]["id"] not in body, (who, name)
            assert f"{name}-address" not in body, (who, name)


def test_a_member_finds_his_providers_entries_in_the_feed_for_who_is_signed_in(shelf, ask):
    own, everybodys = (
        ask("owner_member", path).body for path in ("/gov/catalog.ttl", "/catalog.ttl")
    )
    for name in ("opened", "conditional", "unclassified", "concealed"):
        assert f"标题{name}" in own
    assert "标题unclassified" not in everybodys


def test_a_feed_of_a_word_that_only_hidden_entries_have_is_empty(shelf, ask):
    hidden, nothing = (
        ask("anonymous", f"/feeds/tag/{word}.atom").body.count("<entry>")
        for word in ("keyword-unclassified", "keyword-of-nothing")
    )
    assert (hidden, nothing) == (0, 0)


@pytest.mark.parametrize("name", SORTS)
def test_a_catalogue_for_machines_knows_no_hidden_entry(shelf, ask, name):
    for ending in ("ttl", "rdf", "jsonld", "xml"):
        answer = ask("anonymous", f"/dataset/{shelf[name]['id']}.{ending}", status=None)
        wanted = 200 if name in ("opened", "conditional") else 404
        assert answer.status_code == wanted, ending


@pytest.mark.with_plugins("croissant")
def test_croissant_knows_no_hidden_entry(shelf, ask):
    assert ask("anonymous", "/dataset/opened/croissant.jsonld").status_code == 200
    for name in ("unclassified", "concealed", "private", "nothing"):
        answer = ask("anonymous", f"/dataset/{name}/croissant.jsonld", status=None)
        assert answer.status_code == 404
