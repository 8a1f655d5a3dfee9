"""The public's feed over HTTP: forms, pages, validators, refusals."""

from __future__ import annotations

import gzip
import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlsplit

import pytest
from pyoxigraph import NamedNode

from ckan import model

from .conftest import datasets, following, triples

Make = Callable[..., dict[str, Any]]
Get = Callable[..., Any]
FORMS = {
    "ttl": ("ttl", "text/turtle"), "rdf": ("rdf", "application/rdf+xml"), "xml": ("rdf", "application/rdf+xml"),
    "n3": ("ttl", "text/turtle"), "jsonld": ("jsonld", "application/ld+json"), "nt": ("nt", "application/n-triples"),
}  # fmt: skip


def walked(get: Get, path: str = "/catalog.ttl") -> list[list[str]]:
    pages = []
    while path:
        found = triples(get(path))
        pages.append(datasets(found))
        path = following(found)
    return pages


def test_all_forms_say_the_same(make: Make, get: Get) -> None:
    make("aa")
    make("bb", open_type="conditional", security_level="2", open_condition="实名认证")
    said = {}
    for name, (form, media) in FORMS.items():
        answer = get(f"/catalog.{name}")
        assert answer.headers["Content-Type"] == f"{media}; charset=utf-8"
        links = f"/catalog.{form}".encode()
        body = answer.get_data().replace(links, b"/catalog.x")
        answer.set_data(body)
        said[name] = triples(answer, form)
    assert len(set(map(frozenset, said.values()))) == 1
    assert len(datasets(said["ttl"])) == 2


@pytest.mark.ckan_config("ckanext.scigov.dcat.per_page", 2)
def test_a_walk_meets_every_dataset_once_in_the_order_of_ids(make: Make, get: Get) -> None:
    ids = sorted(make(f"d{number}")["id"] for number in range(5))
    assert walked(get) == [ids[:2], ids[2:4], ids[4:]]
    assert datasets(triples(get("/catalog.ttl?page=2"))) == ids[2:4]
    assert datasets(triples(get("/catalog.ttl?page=9"))) == []


@pytest.mark.ckan_config("ckanext.scigov.dcat.per_page", 2)
def test_what_goes_or_changes_during_a_walk_hides_no_other(
    make: Make, get: Get, change: Callable[..., Any]
) -> None:
    ids = sorted(make(f"d{number}")["id"] for number in range(6))
    first = triples(get("/catalog.ttl"))
    change(ids[0], private=True)
    change(ids[5], title="改后的标题")
    second = triples(get(following(first)))
    assert datasets(second) == ids[2:4]
    assert datasets(triples(get(following(second)))) == ids[4:]


def test_whoever_has_the_present_feed_is_told_so(
    make: Make, get: Get, change: Callable[..., Any]
) -> None:
    make("aa")
    first = get("/catalog.ttl")
    etag = first.headers["ETag"]
    for method in ("get", "head"):
        again = get("/catalog.ttl", method=method, If_None_Match=etag)
        assert (again.status_code, again.get_data()) == (304, b"")
        assert again.headers["ETag"] == etag
    assert get("/catalog.ttl", method="head").get_data() == b""
    assert get("/catalog.ttl", method="head").status_code == 200
    change("aa", title="改后的标题")
    after = get("/catalog.ttl", If_None_Match=etag)
    assert after.status_code == 200
    assert "改后的标题" in after.get_data(as_text=True)
    assert after.headers["Cache-Control"] == "no-cache, public, max-age=0, must-revalidate"
    assert "Set-Cookie" not in after.headers


def test_a_renamed_provider_is_a_change(make: Make, get: Get) -> None:
    make("aa")
    etag = get("/catalog.ttl").headers["ETag"]
    model.Group.get("kejiting").title = "科学技术厅（新）"
    model.Session.commit()
    after = get("/catalog.ttl", If_None_Match=etag)
    assert after.status_code == 200
    assert "科学技术厅（新）" in after.get_data(as_text=True)


def test_it_is_packed_for_who_can_unpack_it(make: Make, get: Get) -> None:
    make("aa")
    plain, packed = get("/catalog.nt"), get("/catalog.nt", Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert {"Accept-Encoding"} <= set(packed.vary)


@pytest.mark.parametrize(
    "asked", ["page=0", "page=x", "after=%27", "modified_since=gestern", "page=999999999999"]
)
def test_a_wrong_question_gets_a_sentence(get: Get, asked: str) -> None:
    answer = get(f"/en/catalog.ttl?{asked}")
    assert answer.status_code == 400
    assert answer.mimetype == "text/plain"
    name = asked.partition("=")[0]
    assert answer.get_data(as_text=True).startswith(f"{name}: Give ")


@pytest.mark.parametrize("path", ["/catalog.foo", "/dataset/no-such.ttl"])
def test_what_is_not_there(get: Get, path: str) -> None:
    assert get(path).status_code == 404


def test_an_empty_catalogue_is_a_document(get: Get) -> None:
    found = triples(get("/catalog.ttl"))
    assert datasets(found) == []
    catalogue = NamedNode("http://www.w3.org/ns/dcat#Catalog")
    assert [one for one in found if one.object == catalogue]


def test_more_datasets_take_no_more_statements(
    make: Make, get: Get, count_queries: Callable[[], AbstractContextManager[Any]]
) -> None:
    counted = []
    for number in range(6):
        make(f"d{number}")
        if number in (2, 5):
            assert len(datasets(triples(get("/catalog.ttl")))) == number + 1
            with count_queries() as queries:
                get("/catalog.ttl")
            counted.append(len(queries))
    assert counted[0] == counted[1] <= 6


def test_programs_are_led_to_their_form(make: Make, get: Get) -> None:
    make("aa")
    for accepted, form in {
        "text/turtle": "ttl",
        "application/rdf+xml": "rdf",
        "application/ld+json": "jsonld",
    }.items():
        for path, place in (
            ("/catalog", f"/catalog.{form}"),
            ("/dataset/aa", f"/dataset/aa.{form}"),
        ):
            answer = get(path, Accept=accepted)
            assert (answer.status_code, answer.headers["Location"][-len(place) :]) == (303, place)
            assert "Accept" in answer.vary
    page = get("/dataset/aa", Accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert get("/dataset/aa").mimetype == "text/html"


@pytest.mark.parametrize(
    ("asked", "leads"), [("/catalog", "/help/portals"), ("/en/catalog", "/en/help/portals")]
)
def test_people_are_led_to_the_page_about_the_feed_in_their_language(
    get: Get, asked: str, leads: str
) -> None:
    answer = get(asked, Accept="text/html,*/*;q=0.8")
    place = urlsplit(answer.headers["Location"]).path
    assert (answer.status_code, place) == (303, leads)


def test_every_address_that_the_page_about_the_feed_tells_answers(make: Make, get: Get) -> None:
    make("aa")
    page = get("/en/help/portals").get_data(as_text=True)
    told = [one.partition("/catalog")[2] for one in re.findall(r"<code>(https?://[^<]*)</code>", page) if "/catalog" in one]  # fmt: skip
    assert len(told) == 6
    answered = {
        one: get(f"/catalog{html.unescape(one)}").status_code for one in told if "/gov" not in one
    }
    assert set(answered.values()) == {200}, answered
