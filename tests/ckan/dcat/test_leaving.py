"""What is closed, hidden or deleted leaves the feed at once, and who has harvested it is told."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from typing import Any

import pytest

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dcat import jobs
from ckanext.scigov.dcat.domain import writing
from ckanext.scigov.dcat.model import Fragment
from ckanext.scigov.shared import clock

from .conftest import datasets, triples

Make = Callable[..., dict[str, Any]]
Get = Callable[..., Any]
CLOSED = {"security_level": "4", "share_type": "none", "open_type": "none"}
HIDDEN = {
    "security_level": "3",
    "share_type": "conditional",
    "open_type": "none",
    "hide_entry": "true",
}
WAYS = {"hidden": HIDDEN, "private": {"private": True}, "closed": CLOSED}


def gone(get: Get, asked: str = "") -> list[str]:
    answer = get(f"/catalog/deleted{asked}")
    assert answer.status_code == 200
    return [one["id"] for one in answer.get_json()["deleted"]]


@pytest.mark.parametrize("way", [*WAYS, "deleted", "purged"])
def test_it_is_in_no_answer_any_more(
    make: Make, get: Get, change: Callable[..., Any], way: str
) -> None:
    leaving, staying = make("aa", title="将被撤下的标题"), make("bb")
    assert len(datasets(triples(get("/catalog.ttl")))) == 2
    jobs.freshen(clock.now())
    if way in WAYS:
        change("aa", **WAYS[way])
    else:
        action = "package_delete" if way == "deleted" else "dataset_purge"
        tk.get_action(action)({"ignore_auth": True, "user": ""}, {"id": "aa"})
        model.Session.remove()
    for form in writing.FORMS:
        assert "将被撤下的标题" not in get(f"/catalog.{form}").get_data(as_text=True)
    assert datasets(triples(get("/catalog.ttl"))) == [staying["id"]]
    dump = gzip.decompress(get("/catalog/dump.nt.gz").get_data()).decode()
    assert leaving["id"] not in dump
    assert staying["id"] in dump
    assert gone(get) == [leaving["id"]]
    told = get("/catalog/deleted.ttl").get_data(as_text=True)
    assert leaving["id"] in told
    assert "将被撤下的标题" not in told
    row = model.Session.get(Fragment, leaving["id"])
    assert (row.ttl, row.rdf, row.jsonld, row.nt, row.terms, row.provider_id) == (
        None, None, None, None, [], "",
    )  # fmt: skip


def test_what_was_never_public_is_in_no_list(
    make: Make, get: Get, change: Callable[..., Any]
) -> None:
    make("aa", private=True)
    jobs.freshen(clock.now())
    tk.get_action("package_delete")({"ignore_auth": True, "user": ""}, {"id": "aa"})
    assert (gone(get), datasets(triples(get("/catalog.ttl")))) == ([], [])


def test_what_comes_back_is_gone_no_more(make: Make, get: Get, change: Callable[..., Any]) -> None:
    entry = make("aa")
    get("/catalog.ttl")
    change("aa", private=True)
    assert gone(get) == [entry["id"]]
    change("aa", private=False)
    assert datasets(triples(get("/catalog.ttl"))) == [entry["id"]]
    assert gone(get) == []


def test_only_what_is_gone_since_then(make: Make, get: Get, change: Callable[..., Any]) -> None:
    first, second = sorted(make(name)["id"] for name in ("aa", "bb"))
    get("/catalog.ttl")
    for one in (first, second):
        change(one, private=True)
    assert gone(get, "?since=2000-01-01") == [first, second]
    assert gone(get, "?since=2999-01-01") == []
    assert gone(get, f"?after={first}") == [second]
    assert get("/en/catalog/deleted?since=x").status_code == 400


def test_only_what_reads_differently_since_then(
    make: Make, get: Get, change: Callable[..., Any]
) -> None:
    first, second = make("aa"), make("bb")
    get("/catalog.ttl")
    since = clock.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert datasets(triples(get(f"/catalog.ttl?modified_since={since}"))) == []
    change("bb", title="改后的标题")
    changed = get(f"/catalog.ttl?modified_since={since}")
    assert datasets(triples(changed)) == [second["id"]]
    assert first["id"] not in changed.get_data(as_text=True)
    # Written again, and read the same.
    change("aa", title=first["title"])
    assert datasets(triples(get(f"/catalog.ttl?modified_since={since}"))) in ([second["id"]], [])


def test_the_file_is_the_pages_and_its_checksum_is_right(make: Make, get: Get) -> None:
    for number in range(3):
        make(f"d{number}")
    answer = get("/catalog/dump.nt.gz")
    assert answer.mimetype == "application/gzip"
    body = answer.get_data()
    told = get("/catalog/dump.sha256").get_data(as_text=True)
    assert told == f"{hashlib.sha256(body).hexdigest()}  dump.nt.gz\n"
    assert get("/catalog/dump.nt.gz").get_data() == body
    whole = set(writing.read(gzip.decompress(body), writing.FORMS["nt"]))
    pages = triples(get("/catalog.nt"), "nt")
    hydra = "http://www.w3.org/ns/hydra/core#"
    paging = {one for one in pages if hydra in one.predicate.value or hydra in str(one.object)}
    assert whole == pages - paging
    assert get("/catalog/dump.nt.gz", If_None_Match=answer.headers["ETag"]).status_code == 304
