"""What stands around the datasets of a page: the catalogue, its publishers, where the other pages are.

The links between pages are those of Hydra's present words and of the older ones that most harvesters read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from pyoxigraph import Literal, NamedNode, Triple

from ckanext.scigov.dcat.domain.graphs import Graph, address, moment, plain, text
from ckanext.scigov.dcat.domain.names import (
    ADMS,
    CHANGE_TYPE,
    COUNTRY,
    DATA_THEME,
    DCAT,
    DCT,
    FOAF,
    HYDRA,
    LANGUAGE,
    PROV,
    PUBLISHER_TYPE,
    SKOS,
    TYPE,
    VCARD,
    XSD,
)  # fmt: skip
from ckanext.scigov.dcat.domain.portal import Portal

KINDS = MappingProxyType({"province": "RegionalAuthority", "city": "LocalAuthority", "county": "LocalAuthority"})  # fmt: skip
"""Level of a unit → what ADMS calls such a publisher."""


@dataclass(frozen=True, slots=True)
class About:
    """What the catalogue says of itself. The publisher is a unit of the portal, or a name alone."""

    title: str
    description: str
    publisher: str
    licence: str = ""
    email: str = ""
    publisher_level: str = "province"
    publisher_code: str = ""
    issued: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """A provider as the feed names it."""

    id: str
    title: str
    code: str = ""
    level: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of pages; empty where there is none."""

    collection: str
    this: str
    first: str
    following: str = ""
    total: int | None = None
    per_page: int = 0


@dataclass(frozen=True, slots=True)
class Removal:
    """A dataset that the feed held and holds no more."""

    dataset_id: str
    at: dt.datetime | None
    reason: str
    replaced_by: str = ""


def catalogue(graph: Graph, about: About, portal: Portal, modified: dt.datetime | None) -> None:
    node = portal.node
    graph.types(node, DCAT["Catalog"])
    graph.add(node, DCT["title"], text(about.title))
    graph.add(node, DCT["description"], text(about.description or about.title))
    graph.add(node, DCT["publisher"], portal.publisher)
    agent(
        graph,
        portal.publisher,
        Agent("", about.publisher, about.publisher_code, about.publisher_level),
    )
    graph.term(node, DCT["language"], LANGUAGE["ZHO"])
    graph.term(node, DCT["spatial"], COUNTRY["CHN"])
    graph.term(node, DCT["license"], address(about.licence))
    home = NamedNode(f"{portal.root}/")
    graph.add(node, FOAF["homepage"], home)
    graph.types(home, FOAF["Document"])
    graph.add(home, DCT["title"], text(about.title))
    themes = NamedNode(DATA_THEME.base.rstrip("/"))
    graph.add(node, DCAT["themeTaxonomy"], themes)
    graph.types(themes, SKOS["ConceptScheme"])
    graph.add(themes, DCT["title"], text("数据主题"))
    kinds = portal.st["DataKindScheme"]
    graph.add(node, DCAT["themeTaxonomy"], kinds)
    graph.types(kinds, SKOS["ConceptScheme"])
    graph.add(kinds, DCT["title"], text("数据种类"))
    if about.email:
        contact = NamedNode(f"{portal.root}#contact")
        graph.add(node, DCAT["contactPoint"], contact)
        graph.types(contact, VCARD["Kind"], VCARD["Organization"])
        graph.add(contact, VCARD["fn"], plain(about.publisher))
        graph.add(contact, VCARD["hasEmail"], address(f"mailto:{about.email}"))
    graph.add(node, DCT["issued"], moment(about.issued))
    graph.add(node, DCT["modified"], _when(modified))
    graph.types(portal.standard, DCT["Standard"])
    graph.add(portal.standard, DCT["title"], text("科技政务数据元数据规范"))


def agents(graph: Graph, found: Iterable[Agent], portal: Portal) -> None:
    for one in found:
        agent(graph, portal.provider(one.id), one)


def agent(graph: Graph, node: NamedNode, said: Agent) -> None:
    graph.types(node, FOAF["Agent"])
    # The United States' profile takes a name without a language only.
    graph.add(node, FOAF["name"], plain(said.title or "提供单位"))
    graph.add(node, DCT["identifier"], plain(said.code))
    kind = KINDS.get(said.level)
    graph.term(node, DCT["type"], PUBLISHER_TYPE[kind] if kind else None)


def paging(graph: Graph, links: Links) -> None:
    collection, this = NamedNode(links.collection), NamedNode(links.this)
    graph.types(collection, HYDRA["Collection"])
    graph.add(collection, HYDRA["view"], this)
    graph.types(this, HYDRA["PartialCollectionView"], HYDRA["PagedCollection"])
    for new, old, target in (
        ("first", "firstPage", links.first), ("next", "nextPage", links.following),
    ):  # fmt: skip
        if target:
            graph.add(this, HYDRA[new], NamedNode(target))
            # Older readers, ckanext-dcat among them, take a text.
            graph.add(this, HYDRA[old], plain(target))
    if links.total is not None:
        total = Literal(str(links.total), datatype=XSD["integer"])
        for node in (collection, this):
            graph.add(node, HYDRA["totalItems"], total)
        per_page = Literal(str(links.per_page), datatype=XSD["integer"])
        graph.add(this, HYDRA["itemsPerPage"], per_page)


def removal(graph: Graph, gone: Removal, portal: Portal) -> None:
    """Say of a dataset that it is gone: a record without a dataset, as a list of deletions holds it."""
    dataset = NamedNode(portal.dataset(gone.dataset_id))
    record = NamedNode(f"{dataset.value}#record")
    graph.types(record, DCAT["CatalogRecord"])
    graph.add(portal.node, DCAT["record"], record)
    graph.add(record, FOAF["primaryTopic"], dataset)
    graph.term(record, ADMS["status"], CHANGE_TYPE["deleted"])
    graph.add(record, DCT["modified"], _when(gone.at))
    graph.add(record, DCT["description"], text(gone.reason))
    graph.triples.append(Triple(dataset, TYPE, DCAT["Resource"]))
    graph.add(dataset, DCT["identifier"], plain(dataset.value))
    graph.add(dataset, PROV["invalidatedAtTime"], _when(gone.at))
    graph.add(dataset, DCT["isReplacedBy"], address(gone.replaced_by))


def _when(at: dt.datetime | None) -> Literal | None:
    if at is None:
        return None
    return moment(at.astimezone(dt.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"))
