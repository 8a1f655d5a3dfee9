"""A plain client of RDF follows the links of Hydra while the catalogue changes, then asks what it has missed."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import harvested_feed
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dcat import jobs
from ckanext.scigov.shared import clock

Make = Callable[..., dict[str, Any]]
Get = Callable[..., Any]
HYDRA_NEXT = URIRef("http://www.w3.org/ns/hydra/core#next")
GONE = URIRef("http://purl.org/adms/changetype/deleted")
STATUS = URIRef("http://www.w3.org/ns/adms#status")
TOPIC = URIRef("http://xmlns.com/foaf/0.1/primaryTopic")
OPEN = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
CLOSED = {"security_level": "4", "share_type": "none", "open_type": "none"}
STEPS = ("edited", "private", "closed", "deleted", "purged", "retired", "added", "opened")
WALKS = 3


class Client:
    """Knows RDF and HTTP, and nothing of this portal but where its feed begins."""

    def __init__(self, get: Get, root: str) -> None:
        self._get, self._root = get, root
        self.held: dict[str, dict[str, Any]] = {}

    def walk(self, path: str, between: Callable[[int], None] = lambda _page: None) -> list[str]:
        """Take every page; return the datasets in the order in which they came."""
        came: list[str] = []
        for page in range(1000):
            graph = self._graph(path)
            for node in graph.subjects(RDF.type, DCAT.Dataset):
                came.append(str(node))
                self.held[str(node)] = _dataset(graph, node)
            following = [str(one) for one in graph.objects(None, HYDRA_NEXT)]
            if not following:
                return came
            assert len(following) == 1
            path = following[0].removeprefix(self._root)
            between(page)
        raise AssertionError("The pages never end.")

    def forget_what_is_gone(self, since: str) -> list[str]:
        graph = self._graph(f"/catalog/deleted.ttl?since={since}")
        records = list(graph.subjects(STATUS, GONE))
        gone = [str(one) for record in records for one in graph.objects(record, TOPIC)]
        for one in gone:
            self.held.pop(one, None)
        return gone

    def _graph(self, path: str) -> Graph:
        answer = self._get(path)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return Graph().parse(data=answer.get_data(), format="turtle")


def _dataset(graph: Graph, node: Any) -> dict[str, Any]:
    said = {
        "identifier": graph.value(node, DCTERMS.identifier), "title": graph.value(node, DCTERMS.title),
        "description": graph.value(node, DCTERMS.description), "modified": graph.value(node, DCTERMS.modified),
    }  # fmt: skip
    resources = [
        [str(graph.value(one, DCTERMS.title)), str(graph.value(one, DCAT.downloadURL) or graph.value(one, DCAT.accessURL))]
        for one in graph.objects(node, DCAT.distribution)
    ]  # fmt: skip
    return {**{name: str(value) for name, value in said.items()}, "resources": resources}


@pytest.fixture
def act(make: Make, change: Callable[..., Any]) -> Callable[[str, str], None]:
    """``act("edited", id)``: what may happen to an entry while somebody walks."""

    def happen(what: str, dataset_id: str) -> None:
        if what in ("deleted", "purged"):
            action = "package_delete" if what == "deleted" else "dataset_purge"
            tk.get_action(action)({"ignore_auth": True, "user": ""}, {"id": dataset_id})
        elif what == "added":
            make(f"new-{secrets.token_hex(4)}")
        else:
            fields: dict[str, Any] = {
                "edited": {"title": f"改后的标题{secrets.token_hex(4)}"}, "private": {"private": True},
                "closed": CLOSED, "retired": {"lifecycle_status": "retired"}, "opened": {"private": False},
            }[what]  # fmt: skip
            change(dataset_id, **fields)
        model.Session.remove()

    return happen


def test_at_rest_it_holds_what_everybody_may_see(make: Make, get: Get, ckan_config: Any, monkeypatch: Any) -> None:  # fmt: skip
    monkeypatch.setitem(ckan_config, "ckanext.scigov.dcat.per_page", 3)
    ids = sorted(make(f"d{number}")["id"] for number in range(8))
    make("private", private=True)
    root = ckan_config["ckan.site_url"]
    client = Client(get, root)
    assert client.walk("/catalog.ttl") == [f"{root}/dataset/{one}" for one in ids]
    assert _comparable(client) == harvested_feed.seen_by_everybody(get, root)


@pytest.mark.parametrize("walk", range(WALKS))
def test_in_motion_it_misses_nothing_and_meets_nothing_twice(
    make: Make, get: Get, act: Callable[[str, str], None], ckan_config: Any, monkeypatch: Any, walk: int
) -> None:  # fmt: skip
    monkeypatch.setitem(ckan_config, "ckanext.scigov.dcat.per_page", 4)
    ids = sorted(make(f"d{number}")["id"] for number in range(20))
    hidden = [make(f"p{number}", private=True)["id"] for number in range(2)]
    jobs.freshen(clock.now())
    ahead, behind = ids[10 + walk : 20], ids[walk:4]
    touched: set[str] = set()

    def between(page: int) -> None:
        if page == 1:
            for what, one in zip(STEPS[:7], [*ahead[:6], ""], strict=True):
                act(what, one)
                touched.add(one)
            act("opened", hidden[0])
        elif page == 2:
            for what, one in zip(("edited", "private", "retired", "deleted"), behind, strict=False):
                act(what, one)
                touched.add(one)

    root, client = ckan_config["ckan.site_url"], Client(get, ckan_config["ckan.site_url"])
    since = clock.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    came = client.walk("/catalog.ttl", between)
    assert len(came) == len(set(came))
    assert {f"{root}/dataset/{one}" for one in ids if one not in touched} <= set(came)
    # What happened behind it is asked for by the moment when it began.
    client.walk(f"/catalog.ttl?modified_since={since}")
    assert client.forget_what_is_gone(since)
    assert _comparable(client) == harvested_feed.seen_by_everybody(get, root)


def _comparable(client: Client) -> harvested_feed.Held:
    return harvested_feed.comparable(client.held.values())
