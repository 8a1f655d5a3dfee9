"""What an entry belongs to, in words that others know: its class, its series, its project, the law that closes it.

Each of these fields is a property of the portal's own vocabulary as well, by which it comes back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from ckanext.scigov.dcat.domain import fields
from ckanext.scigov.dcat.domain.concepts import Concepts
from ckanext.scigov.dcat.domain.graphs import Graph, address, clean, plain, text
from ckanext.scigov.dcat.domain.names import (
    DCAT,
    DCATAP,
    DCT,
    ELI,
    PROV,
    RDFS,
    SKOS,
)  # fmt: skip
from ckanext.scigov.dcat.domain.portal import Portal

CLASS_PATH = ("category_class", "category_item", "category_subitem", "category_detail")
CATEGORIES = "CategoryScheme"
CATEGORY_TITLES = ("信息资源分类", "Classes of information resources")
LAWS = MappingProxyType({
    "legislation-share": ("share_type", "non_share_law", "non_share_basis"),
    "legislation-open": ("open_type", "non_open_law", "non_open_basis"),
})  # fmt: skip
"""Node → the axis of the grade, and the fields that say by which law it is closed."""
_NAME = re.compile(r"[0-9A-Za-z_-]+")

Entry = Mapping[str, Any]


def describe(  # noqa: PLR0913, PLR0917  (whose relations, and who publishes it)
    graph: Graph,
    dataset: NamedNode,
    entry: Entry,
    portal: Portal,
    concepts: Concepts,
    publisher: NamedNode,
) -> None:
    _category(graph, dataset, entry, portal, concepts)
    _series(graph, dataset, entry, publisher)
    _related(graph, dataset, entry)
    _laws(graph, dataset, entry)
    _origin(graph, dataset, entry, concepts)
    _replaced(graph, dataset, entry, portal)


def _category(
    graph: Graph, dataset: NamedNode, entry: Entry, portal: Portal, concepts: Concepts
) -> None:
    known = concepts.own("category_class", entry.get("category_class") or "")
    if known is None:
        return
    graph.term(dataset, DCT["subject"], known)
    levels = [clean(entry.get(name)) for name in CLASS_PATH]
    path = [one for position, one in enumerate(levels) if all(levels[: position + 1])]
    if len(path) == 1 or not all(map(_NAME.fullmatch, path)):
        return
    node, group = portal.st[f"category-{'-'.join(path)}"], portal.st[CATEGORIES]
    graph.add(dataset, portal.st["category"], node)
    graph.types(node, SKOS["Concept"])
    graph.add(node, SKOS["notation"], plain("/".join(path)))
    graph.add(node, SKOS["prefLabel"], text("/".join(path)))
    graph.add(node, SKOS["inScheme"], group)
    graph.term(node, SKOS["broader"], known)
    graph.types(group, SKOS["ConceptScheme"])
    for language, title in zip(("zh", "en"), CATEGORY_TITLES, strict=True):
        graph.add(group, DCT["title"], Literal(title, language=language))


def _series(graph: Graph, dataset: NamedNode, entry: Entry, publisher: NamedNode) -> None:
    title = text(entry.get("in_series"))
    if title is not None:
        # One of its provider's: a series has no page, so all of them are told on the provider's.
        home = publisher.value.partition("#")[0]
        node = NamedNode(f"{home}#series-{quote(title.value, safe='')}")
        graph.add(dataset, DCAT["inSeries"], node)
        graph.types(node, DCAT["DatasetSeries"], DCAT["Resource"])
        graph.add(node, DCT["title"], title)
        graph.add(node, DCT["description"], title)
        graph.add(node, DCT["publisher"], publisher)


def _related(graph: Graph, dataset: NamedNode, entry: Entry) -> None:
    given = fields.values_of(entry.get("related_codes") or ())
    codes = sorted(code for one in given if (code := clean(one)))
    for position, code in enumerate(codes, 1):
        known = address(code)
        node = known or NamedNode(f"{dataset.value}#related-{position}")
        graph.add(dataset, DCT["relation"], node)
        graph.types(node, RDFS["Resource"])
        graph.add(node, DCT["identifier"], None if known else plain(code))
    for one in fields.values_of(entry.get("verification_sources") or ()):
        # ``dct:source`` would make a dataset of it for whoever reads: all that is known is where it lies.
        source = address(one)
        if source is not None:
            graph.add(dataset, DCT["relation"], source)
            graph.types(source, RDFS["Resource"])


def _laws(graph: Graph, dataset: NamedNode, entry: Entry) -> None:
    for name, (axis, law, basis) in LAWS.items():
        said = text(" ".join(filter(None, (clean(entry.get(law)), clean(entry.get(basis))))))
        if entry.get(axis) == "none" and said is not None:
            node = NamedNode(f"{dataset.value}#{name}")
            graph.add(dataset, DCATAP["applicableLegislation"], node)
            graph.types(node, ELI["LegalResource"])
            graph.add(node, DCT["title"], said)


def _origin(graph: Graph, dataset: NamedNode, entry: Entry, concepts: Concepts) -> None:
    """State which system and project it comes from, and how it was collected."""
    system, project = text(entry.get("source_system")), plain(entry.get("project_no"))
    if system is not None:
        node = _activity(graph, dataset, "system", system)
        graph.add(node, DCT["identifier"], plain(entry.get("source_system_code")))
        _provenance(graph, dataset, "provenance", f"来源信息系统：{system.value}")
    if project is not None:
        node = _activity(graph, dataset, "project", text(f"项目：{project.value}"))
        graph.add(node, DCT["identifier"], project)
    method = concepts.label("collection_method", str(entry.get("collection_method") or ""))
    if method:
        _provenance(graph, dataset, "collection", f"采集方式：{method}")


def _activity(graph: Graph, dataset: NamedNode, name: str, label: Literal | None) -> NamedNode:
    node = NamedNode(f"{dataset.value}#{name}")
    graph.add(dataset, PROV["wasGeneratedBy"], node)
    graph.types(node, PROV["Activity"])
    graph.add(node, RDFS["label"], label)
    return node


def _provenance(graph: Graph, dataset: NamedNode, name: str, label: str) -> None:
    node = NamedNode(f"{dataset.value}#{name}")
    graph.add(dataset, DCT["provenance"], node)
    graph.types(node, DCT["ProvenanceStatement"])
    graph.add(node, RDFS["label"], text(label))


def _replaced(graph: Graph, dataset: NamedNode, entry: Entry, portal: Portal) -> None:
    given = clean(entry.get("replaced_by"))
    node = address(given)
    if node is None and _NAME.fullmatch(given):
        node = NamedNode(portal.dataset(given))
    if node is not None:
        graph.add(dataset, DCT["isReplacedBy"], node)
        graph.types(node, RDFS["Resource"])
