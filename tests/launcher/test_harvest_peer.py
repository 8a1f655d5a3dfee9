"""Connectors and a real second CKAN: what its API and its catalogue in RDF give, while it changes as well."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from typing import Any

import pytest

from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.contract import Page, Wiring
from ckanext.scigov_harvesters import ckan_site, dcat
from ckanext.scigov_harvesters.ckan_site import CkanConnector

from .conftest import DATASET, Site

NAMES = [f"tong-dao-{number}" for number in range(1, 6)]


@pytest.fixture(scope="module")
def peer(site: Site) -> Iterator[Site]:
    """The site with five datasets more, which only who may see them gets."""
    for name in NAMES:
        resource = {"name": "表", "url": f"https://example.org/{name}.csv", "format": "CSV"}
        extra = {"name": name, "title": f"同行数据{name[-1]}", "resources": [resource]}
        site.call("package_create", DATASET | extra, site.token)
    yield site
    for name in NAMES:
        site.call("dataset_purge", {"id": name}, site.token)


def connector(site: Site, **settings: Any) -> CkanConnector:
    wiring = Wiring(settings, f"http://127.0.0.1:{site.port}", is_internal=True)
    return ckan_site.make(wiring)


def names(pages: list[Page]) -> list[str]:
    return [item.raw["name"] for page in pages for item in page.items]


def in_order(site: Site) -> list[str]:
    found = site.call("package_search", {"rows": 100}, site.token)["results"]
    return [one["name"] for one in sorted(found, key=lambda one: one["id"])]


def test_a_second_ckan_is_listed_once_in_order_and_from_every_checkpoint(peer: Site) -> None:
    expected = in_order(peer)
    assert set(expected) == {DATASET["name"], *NAMES}
    settings = {"token": peer.token, "page_size": 2}
    pages = list(connector(peer, **settings).pages(None))
    assert names(pages) == expected
    assert [page.total for page in pages] == [6, 6, 6, 6]
    for position, page in enumerate(pages[:-1], 1):
        after = json.loads(json.dumps(page.following))
        assert names(list(connector(peer, **settings).pages(after))) == expected[2 * position :]


def test_a_second_ckan_shows_a_stranger_what_is_open(peer: Site) -> None:
    assert names(list(connector(peer).pages(None))) == [DATASET["name"]]


def test_a_dataset_of_a_second_ckan_becomes_an_entry(peer: Site) -> None:
    text = (resources.files("ckanext.scigov_harvesters") / "mappings" / "ckan.yaml").read_text(
        "utf-8"
    )
    pages = list(connector(peer, token=peer.token).pages(None))
    item = next(item for item in pages[0].items if item.raw["name"] == NAMES[0])
    raw, root = item.raw, f"http://127.0.0.1:{peer.port}"
    assert item.version == raw["metadata_modified"]
    mapped = mapping_files.read(text).apply(raw)
    assert (mapped.key, mapped.title, mapped.rejection) == (raw["id"], "同行数据1", "")
    entry = mapped.entry
    assert entry["source_url"] == f"{root}/dataset/{NAMES[0]}"
    # What lies behind is the other site's secret; it gives its gateway's address.
    gateway = f"{root}/dataset/{raw['id']}/resource/{raw['resources'][0]['id']}/access"
    assert entry["resources"] == [{"name": "表", "url": gateway, "format": "CSV"}]
    assert (entry["authoritative_source"], entry["tags"]) == ("试验单位", [{"name": "计划"}])


def test_a_dataset_that_goes_while_a_second_ckan_is_read_hides_no_other(peer: Site) -> None:
    expected = in_order(peer)
    pages = connector(peer, token=peer.token, page_size=2).pages(None)
    came = [next(pages)]
    gone = next(name for name in names(came) if name != DATASET["name"])
    peer.call("package_delete", {"id": gone}, peer.token)
    try:
        came += pages
        assert set(names(came)) == set(expected)
        # One that the worker changes meanwhile (its link is fetched) comes again as it is then, and no other.
        records = [json.dumps(item.raw, sort_keys=True) for page in came for item in page.items]
        assert len(set(records)) == len(records)
        causes = [one.cause for page in came for one in page.noticed]
        assert causes == ["read_again"]
    finally:
        peer.call("package_patch", {"id": gone, "state": "active"}, peer.token)


def test_the_catalogue_of_a_second_ckan_in_rdf(peer: Site) -> None:
    wiring = Wiring({}, f"http://127.0.0.1:{peer.port}/catalog.ttl", is_internal=True)
    pages = list(dcat.make(wiring).pages(None))
    titles = [item.raw["dct:title"] for page in pages for item in page.items]
    assert titles == [DATASET["title"]]
