"""The feed as picky clients of HTTP ask for it: odd parameters, headers with more in them, ranges, pages to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

import ckan.plugins.toolkit as tk

from ckanext.scigov.dcat import gone, state
from ckanext.scigov.shared import clock

from .conftest import datasets, following, triples

Make = Callable[..., dict[str, Any]]
Get = Callable[..., Any]
FAR = "9" * 5000


@pytest.mark.ckan_config("ckanext.scigov.dcat.per_page", 1)
def test_a_walk_since_a_moment_of_another_zone_goes_on_since_it(make: Make, get: Get) -> None:
    ids = sorted(make(name)["id"] for name in ("aa", "bb", "cc"))
    begun = clock.now() - dt.timedelta(hours=1)
    china = begun.astimezone(dt.timezone(dt.timedelta(hours=8))).isoformat(timespec="seconds")
    met, path = [], f"/catalog.ttl?modified_since={quote(china)}"
    while path:
        found = triples(get(path))
        met += datasets(found)
        path = following(found)
    assert met == ids


@pytest.mark.parametrize(
    "asked",
    [f"page={FAR}", "modified_since=0001-01-01T00:00:00%2B08:00", "modified_since=9999-12-31T23:59:59-08:00"],
)  # fmt: skip
def test_what_is_out_of_all_bounds_is_refused(get: Get, asked: str) -> None:
    assert get(f"/catalog.ttl?{asked}").status_code == 400


def test_the_first_moment_of_all_is_told_as_it_is_read(make: Make, get: Get) -> None:
    make("aa")
    answer = get("/catalog.ttl?modified_since=0001-01-01T00:00:00Z")
    assert "modified_since=0001-01-01T00%3A00%3A00Z" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "path",
    [f"/sitemap-{FAR}.xml", f"/reporting/packages/{FAR}", "/dataset/%00.ttl", "/dataset/a%00b", "/dataset/%00/citation.bib",
     "/organization/%00", "/dataset/%00/resource/%00"],
)  # fmt: skip
def test_no_address_is_too_odd_for_an_answer(get: Get, path: str) -> None:
    assert get(path).status_code == 404


def test_the_api_refuses_what_no_text_holds(get: Get) -> None:
    answer = get("/api/3/action/package_show?id=%00")
    assert answer.status_code == 409
    assert "NUL" in answer.get_json()["error"]["message"]


@pytest.mark.parametrize(
    ("accepted", "form"),
    [("text/turtle;charset=utf-8", "ttl"), ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "jsonld"),
     ("text/html, text/turtle;q=0.5", ""), ("text/turtle;q=0.9;charset=utf-8, application/n-triples;q=0.1", "ttl")],
)  # fmt: skip
def test_a_form_is_known_with_all_that_is_said_of_it(
    make: Make, get: Get, accepted: str, form: str
) -> None:
    make("aa")
    place = get("/catalog", Accept=accepted).headers["Location"]
    assert place.endswith(f"/catalog.{form}" if form else "/help/portals")


def test_a_wrong_question_is_wrong_for_who_has_the_feed_too(make: Make, get: Get) -> None:
    make("aa")
    assert get("/catalog.ttl", If_None_Match="*").status_code == 304
    assert get("/catalog.ttl?page=abc", If_None_Match="*").status_code == 400


def test_both_answers_vary_alike(make: Make, get: Get) -> None:
    make("aa")
    first = get("/catalog.ttl")
    again = get("/catalog.ttl", If_None_Match=first.headers["ETag"])
    assert (again.status_code, set(again.vary)) == (304, set(first.vary))
    assert "Accept" in get("/catalog/deleted").vary
    assert "Accept" in get("/catalog/deleted", Accept="text/turtle").vary


def test_who_has_a_session_gets_nothing_for_caches(make: Make, get: Get) -> None:
    make("aa")
    name = tk.config["SESSION_COOKIE_NAME"]
    answer = get("/catalog.ttl", Cookie=f"{name}=x")
    assert "public" not in answer.headers["Cache-Control"]
    assert "public" in get("/catalog.ttl").headers["Cache-Control"]
    assert "public" not in get("/gov/catalog.ttl").headers["Cache-Control"]


@pytest.mark.parametrize(
    ("asked", "status", "size"),
    [("bytes=0-9", 206, 10), ("bytes=-5", 206, 5), ("bytes=abc", 200, None), ("lines=1-2", 200, None), ("bytes=0-1,5-6", 200, None)],
)  # fmt: skip
def test_one_range_of_the_file_is_given(
    make: Make, get: Get, asked: str, status: int, size: int | None
) -> None:
    make("aa")
    answer = get("/catalog/dump.nt.gz", Range=asked)
    whole = get("/catalog/dump.nt.gz")
    assert answer.status_code == status
    assert len(answer.get_data()) == (size or len(whole.get_data()))
    has_it = get("/catalog/dump.nt.gz", Range=asked, If_None_Match=whole.headers["ETag"])
    assert (has_it.status_code, has_it.get_data()) == (304, b"")


def test_a_range_behind_its_end_is_told_how_long_it_is(make: Make, get: Get) -> None:
    make("aa")
    length = len(get("/catalog/dump.nt.gz").get_data())
    answer = get("/catalog/dump.nt.gz", Range=f"bytes={length}-")
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{length}")


def test_a_list_of_deletions_goes_on(
    make: Make, get: Get, change: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = sorted(make(name)["id"] for name in ("aa", "bb", "cc"))
    get("/catalog.ttl")
    for one in ids:
        change(one, private=True)
    monkeypatch.setattr(gone, "MOST", 2)
    first = get("/catalog/deleted.ttl?since=2000-01-01")
    path = following(triples(first))
    assert path in first.headers["Link"]
    second = get(path)
    assert "Link" not in second.headers
    told = first.get_data(as_text=True), second.get_data(as_text=True)
    assert [[f"{one}#record" in text for one in ids] for text in told] == [
        [True, True, False],
        [False, False, True],
    ]


def test_all_processes_tell_the_same_last_change(
    make: Make, get: Get, change: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    make("aa")
    at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: at)
    first = state.now()
    assert first is not None
    assert first.since is None
    later = at + dt.timedelta(seconds=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert state.now() == state.Moment(first.word, at)
    change("aa", title="改后的标题")
    changed = state.now()
    assert changed is not None
    assert (changed.word != first.word, changed.since) == (True, None)
