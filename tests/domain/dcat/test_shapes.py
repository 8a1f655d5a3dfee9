"""A page of entries is what the makers of DCAT-AP and of ckanext-dcat hold to be right, by their own shapes."""

from __future__ import annotations

import datetime as dt
import functools
import os
from pathlib import Path
from typing import Any

import pytest
from corpus import reading
from described import CLOSED, COMPLETE, CONCEPTS, D1, PORTAL, ROOT, SERVICE, described

from ckanext.scigov.dcat.domain import catalogue, checking, terms, writing
from ckanext.scigov.dcat.domain.catalogue import About, Agent, Links
from ckanext.scigov.dcat.domain.graphs import Graph
from ckanext.scigov.dcat.domain.shapes import Shapes, shapes_of
from ckanext.scigov.dcat.domain.writing import FORMS, Writer

SHAPES = ("shapes.ttl", "range.ttl", "dcat-ap-SHACL.ttl", "dcat-ap_3_shacl_shapes.ttl")
PROVIDER = {"organization": {"id": "kjj", "title": "科学技术局"}}
SAVED = {"metadata_created": "2024-01-01T00:00:00", "metadata_modified": "2024-01-01T00:00:00"}
CONDITIONAL: dict[str, Any] = {
    **PROVIDER, **SAVED, "id": "d2", "title": "有条件", "notes": "摘要", "tags": [{"name": "甲"}], "share_type": "none",
    "open_type": "conditional", "open_condition": "实名", "license_id": "other-closed",
    "resources": [SERVICE, CLOSED, {"id": "r9", "url": "甲.ofd", "format": "OFD"}],
}  # fmt: skip
UNGRADED: dict[str, Any] = {**SAVED, "id": "d3", "name": "bare", "resources": [{"id": "r1"}]}


@functools.cache
def shapes(name: str) -> Shapes:
    given = os.environ.get(reading.DATA_VARIABLE)
    path = (
        (Path(given) if given else reading.REPOSITORY.parent / "shared" / "data") / "shacl" / name
    )
    if not path.is_file():
        pytest.skip(
            f"NOT RUN: {path} is not there. Set {reading.DATA_VARIABLE} to the folder that holds shacl/."
        )
    return shapes_of([(name, path.read_bytes())])


@functools.cache
def page() -> str:
    around, portal = Graph(), PORTAL
    licence = "http://creativecommons.org/licenses/by/4.0/"
    about = About("科技数据", "省内目录", "科技厅", licence, "a@portal.example")
    catalogue.catalogue(around, about, portal, dt.datetime(2024, 1, 1, tzinfo=dt.timezone.utc))
    catalogue.agents(around, [Agent("kjj", "科学技术局", "1133", "city")], portal)
    place = f"{ROOT}/catalog.nt"
    catalogue.paging(around, Links(place, f"{place}?page=1", f"{place}?page=1", "", 3, 100))
    entries = [described(one) for one in (COMPLETE, CONDITIONAL, UNGRADED)]
    named = around.terms.union(*(one.terms for one in entries))
    writer = Writer(FORMS["nt"], portal.prefixes())
    parts = [around.triples, *(one.triples for one in entries), terms.describe(named, CONCEPTS)]
    return writer.join(map(writer.part, parts))


def results(text: str, name: str) -> list[str]:
    found = checking.check(writing.read(text, FORMS["nt"]), shapes(name))
    return sorted(f"{one.focus} {one.path} {one.value} {one.en}" for one in found)


@pytest.mark.parametrize("name", SHAPES)
def test_page_holds_to_the_shapes(name: str) -> None:
    assert results(page(), name) == []


def test_the_united_states_miss_nothing_but_a_mail_address_that_nobody_gave() -> None:
    (only,) = results(page(), "dcat-us_3.0_shacl_shapes.ttl")
    assert only.startswith(f"{ROOT}/dataset/d2#contact http://www.w3.org/2006/vcard/ns#hasEmail")


@pytest.mark.parametrize("name", ["shapes.ttl", "dcat-ap-SHACL.ttl", "dcat-ap_3_shacl_shapes.ttl"])
def test_shapes_find_a_dataset_without_a_title(name: str) -> None:
    lines = page().splitlines(keepends=True)
    untitled = [
        one for one in lines if not one.startswith(f"<{D1}> <http://purl.org/dc/terms/title>")
    ]
    assert len(untitled) == len(lines) - 1
    found = results("".join(untitled), name)
    assert len(found) == 1
    assert found[0].startswith(f"{D1} http://purl.org/dc/terms/title")


def test_shapes_find_a_publisher_that_is_no_agent() -> None:
    lines = page().splitlines(keepends=True)
    agent = "<http://xmlns.com/foaf/0.1/Agent>"
    unknown = [
        one for one in lines if not (one.startswith(f"<{ROOT}/organization/kjj>") and agent in one)
    ]
    assert len(unknown) == len(lines) - 1
    assert any("Agent" in one for one in results("".join(unknown), "range.ttl"))


def own() -> Shapes:
    path = reading.REPOSITORY / "schemas" / "shapes" / "dcat_ap.ttl"
    return shapes_of([(path.name, path.read_bytes())])


def test_page_holds_to_our_own_shapes_but_for_what_they_recommend() -> None:
    found = checking.check(writing.read(page(), FORMS["nt"]), own())
    assert {one.severity.value for one in found} == {"warning"}
    # The bare one lacks what the others have, and says so in both languages.
    assert all(one.zh != one.en and one.focus.startswith(ROOT) for one in found)
    assert not [one for one in found if one.focus == D1]


def test_our_own_shapes_find_what_the_official_ones_find() -> None:
    lines = [one for one in page().splitlines(keepends=True) if "dc/terms/publisher" not in one]
    lines = [one for one in lines if not one.startswith(f"<{D1}> <http://purl.org/dc/terms/title>")]
    found = checking.check(writing.read("".join(lines), FORMS["nt"]), own())
    told = [(one.focus, one.en) for one in found if one.severity.value == "error"]
    assert told == [
        (ROOT, "A catalogue needs exactly one publisher, a foaf:Agent."),
        (D1, "A dataset needs a title."),
    ]
