"""Datasets of a graph as records of plain values, and where its next page is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF, Namespace
from rdflib.term import Node

from ckanext.scigov.intake.contract import Unreadable
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov_harvesters.texts import excerpt

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
PREFIXES: Mapping[str, str] = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcatap": "http://data.europa.eu/r5r/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "adms": "http://www.w3.org/ns/adms#",
    "schema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "locn": "http://www.w3.org/ns/locn#",
    "spdx": "http://spdx.org/rdf/terms#",
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "dqv": "http://www.w3.org/ns/dqv#",
}
LISTS = frozenset(
    {"dcat:keyword", "dcat:theme", "dcat:distribution", "dct:language", "dct:conformsTo"}
)
"""Properties whose value is a list also where there is one."""
DEEPEST = 3
"""Levels below a dataset: distribution, its service, that one's publisher."""
MOST_VALUES = 5_000
"""Of one record. Few nodes that all lead to each other could be unfolded without end otherwise."""
_VIEWS = (HYDRA.PartialCollectionView, HYDRA.PagedCollection)
_NEXT = (HYDRA.next, HYDRA.nextPage)


class _TooLargeError(Exception):
    """A record has more values than are taken."""


class Shaper:
    """Makes records of a graph's datasets."""

    def __init__(
        self, graph: Graph, languages: Sequence[str], prefixes: Mapping[str, str] | None = None
    ) -> None:
        self._graph = graph
        self._languages = [one.lower() for one in languages]
        names = {**PREFIXES, **(prefixes or {})}
        # The longest first: one namespace may begin like another.
        self._names = sorted(
            ((uri, name) for name, uri in names.items()), key=lambda one: -len(one[0])
        )
        self._datasets = set(graph.subjects(RDF.type, DCAT.Dataset))
        self._left = 0

    def records(self) -> list[dict[str, Any] | Unreadable]:
        """Return the datasets in the order of their addresses: a graph has none of its own."""
        nodes = sorted(self._datasets, key=lambda one: (_uri(one), self._title(one)))
        return [self._record(one) for one in nodes]

    def _record(self, node: Node) -> dict[str, Any] | Unreadable:
        self._left = MOST_VALUES
        try:
            return self._object(node, 0)
        except _TooLargeError:
            return Unreadable(Cause.RECORD_TOO_LARGE.value, excerpt(_uri(node)))

    def _title(self, node: Node) -> str:
        return min((str(one) for one in self._graph.objects(node, DCTERMS.title)), default="")

    def _object(self, node: Node, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {"uri": _uri(node)}
        for predicate in sorted(set(self._graph.predicates(node)), key=str):
            name = self._name_of(str(predicate))
            values = self._values(node, predicate, depth)
            found[name] = values if name in LISTS or len(values) != 1 else values[0]
        return found

    def _values(self, node: Node, predicate: Node, depth: int) -> list[Any]:
        nodes = list(self._graph.objects(node, predicate))
        self._left -= len(nodes)
        if self._left < 0:
            raise _TooLargeError
        texts = [one for one in nodes if isinstance(one, Literal)]
        others = sorted((one for one in nodes if not isinstance(one, Literal)), key=str)
        found: list[Any] = [str(one) for one in self._in_language(texts)]
        found += [self._value(one, depth) for one in others]
        # Nodes without a name have another one each time; only what they say orders them.
        return sorted(found, key=repr)

    def _value(self, node: Node, depth: int) -> Any:
        has_more = (node, None, None) in self._graph
        if not has_more or node in self._datasets or depth >= DEEPEST:
            return _uri(node)
        return self._object(node, depth + 1)

    def _in_language(self, texts: Iterable[Literal]) -> list[Literal]:
        """Of texts in several languages take those in the first that is wanted and there."""
        found = list(texts)
        tagged = {(one.language or "").lower() for one in found}
        if len(tagged) < 2:
            return found
        for wanted in [*self._languages, ""]:
            fitting = [one for one in found if _fits((one.language or "").lower(), wanted)]
            if fitting:
                return fitting
        first = min(tagged)
        return [one for one in found if (one.language or "").lower() == first]

    def _name_of(self, uri: str) -> str:
        for space, name in self._names:
            if uri.startswith(space):
                return f"{name}:{uri[len(space) :]}"
        return uri


def _uri(node: Node) -> str:
    return str(node) if isinstance(node, URIRef) else ""


def _fits(language: str, wanted: str) -> bool:
    return language == wanted or (bool(wanted) and language.startswith(f"{wanted}-"))


def next_page(graph: Graph, page: str) -> str:
    """Return the address of the next page as Hydra says it; empty after the last one.

    A page describes itself under its own address, but not always under the one it was asked by.
    """
    for predicate in _NEXT:
        found = {
            (str(subject), str(goal))
            for subject, goal in graph.subject_objects(predicate)
            if not isinstance(goal, BNode) and _is_view(graph, subject)
        }
        own = {goal for subject, goal in found if subject == page}
        goals = sorted(own or {goal for _subject, goal in found})
        if goals:
            return goals[0]
    return ""


def _is_view(graph: Graph, node: Node) -> bool:
    """Other collections may be described as well; a link without any type counts."""
    types = set(graph.objects(node, RDF.type))
    return not types or not types.isdisjoint(_VIEWS)


def total_of(graph: Graph) -> int | None:
    """Return how many datasets the collection has; None where it does not say, or says two numbers."""
    found = {str(one).strip() for one in graph.objects(None, HYDRA.totalItems)}
    text = found.pop() if len(found) == 1 else ""
    return int(text[:18]) if text.isascii() and text.isdecimal() else None
