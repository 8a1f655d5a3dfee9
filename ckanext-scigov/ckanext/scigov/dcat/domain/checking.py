"""What a document lacks by given shapes: errors, warnings and remarks, in an order that does not change.

Nothing is fetched: neither what shapes import, nor what a document names.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import rdflib
from pyoxigraph import Triple
from rdflib.namespace import RDF, SH

from ckanext.scigov.dcat.domain import rdflib_terms
from ckanext.scigov.dcat.domain.shapes import Shapes

_STEPS_UP = 10
_MARKS = ((SH.zeroOrMorePath, "{}*"), (SH.oneOrMorePath, "{}+"), (SH.zeroOrOnePath, "{}?"), (SH.inversePath, "^{}"))  # fmt: skip


class Severity(str, enum.Enum):
    """The gravest first."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITIES = {SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}
_RANKS = {one: rank for rank, one in enumerate(Severity)}


class UnusableShapes(Exception):
    """Shapes that a validator does not take; with its words."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a shape finds wrong.

    ``focus`` is the node it is about, or the nearest one that has a name; ``path`` the property; ``value`` what stands
    there. All three may be empty. A shape that has no words of its own speaks the validator's English.
    """

    severity: Severity
    focus: str
    path: str
    value: str
    zh: str
    en: str
    shape: str = ""

    @property
    def rule(self) -> tuple[str, str, str, str]:
        """What findings of the same kind have in common."""
        return self.severity.value, self.path, self.zh, self.en


def check(triples: Iterable[Triple], shapes: Shapes) -> tuple[Finding, ...]:
    """Return what is wrong; what is only a detail of something found does not count.

    Raises:
        UnusableShapes: a shape says what no shape can say.
    """
    from pyshacl.errors import ReportableRuntimeError

    # It takes a quarter of a second to load, and only who checks needs it. What it answers has no types.
    pyshacl: Any = import_module("pyshacl")
    graph = rdflib_terms.graph(triples)
    try:
        _holds, report, words = pyshacl.validate(
            graph, shacl_graph=shapes.graph, inference="none", do_owl_imports=False
        )
    except ReportableRuntimeError as error:
        raise UnusableShapes(str(error.args[0]).strip()) from None
    if not isinstance(report, rdflib.Graph):
        raise UnusableShapes(str(words).strip())
    found = [
        _finding(report, one, graph, shapes.graph) for one in set(report.objects(None, SH.result))
    ]
    return tuple(sorted(found, key=_place_in_order))


def _place_in_order(one: Finding) -> tuple[Any, ...]:
    return _RANKS[one.severity], one.focus, one.path, one.zh, one.en, one.value, one.shape


def _finding(
    report: rdflib.Graph, result: Any, graph: rdflib.Graph, shapes: rdflib.Graph
) -> Finding:
    value = report.value(result, SH.value)
    severity: Any = report.value(result, SH.resultSeverity)
    said = list(report.objects(result, SH.resultMessage))
    return Finding(
        severity=SEVERITIES.get(severity, Severity.ERROR),
        focus=_named(report.value(result, SH.focusNode), graph),
        path=_path(report, report.value(result, SH.resultPath)),
        value="" if value is None or isinstance(value, rdflib.BNode) else str(value),
        zh=_words(said, "zh"),
        en=_words(said, "en"),
        shape=_shape(shapes, report.value(result, SH.sourceShape)),
    )


def _named(node: Any, graph: rdflib.Graph) -> str:
    """Return the node, or of one without a name the nearest that leads to it; empty where there is none."""
    for _step in range(_STEPS_UP):
        if not isinstance(node, rdflib.BNode):
            break
        above = sorted(graph.subjects(None, node), key=lambda one: isinstance(one, rdflib.BNode))
        if not above:
            return ""
        node = above[0]
    return "" if isinstance(node, rdflib.BNode) else str(node)


def _path(report: rdflib.Graph, node: Any) -> str:
    """Return a path as it is written in SPARQL, with whole addresses."""
    if node is None or isinstance(node, rdflib.URIRef):
        return str(node or "")
    if (node, RDF.first, None) in report:
        return "/".join(_members(report, node))
    choice = report.value(node, SH.alternativePath)
    if choice is not None:
        return "|".join(_members(report, choice))
    for predicate, mark in _MARKS:
        inner = report.value(node, predicate)
        if inner is not None:
            return mark.format(_path(report, inner))
    return ""


def _members(report: rdflib.Graph, node: Any) -> Iterator[str]:
    return (_path(report, one) for one in report.items(node))


def _words(said: list[Any], language: str) -> str:
    """Return the sentence of a language; else one of none, else any."""

    def distance(one: Any) -> tuple[int, str]:
        own = (one.language or "").lower()
        return (0 if own.split("-")[0] == language else 1 if not own else 2), str(one)

    return str(min(said, key=distance)) if said else ""


def _shape(shapes: rdflib.Graph, node: Any) -> str:
    """Return the name of a shape, or the address of it or of the one that it belongs to."""
    name = shapes.value(node, SH.name)
    owner = node if isinstance(node, rdflib.URIRef) else shapes.value(None, SH.property, node)
    return str(name or (owner if isinstance(owner, rdflib.URIRef) else ""))
