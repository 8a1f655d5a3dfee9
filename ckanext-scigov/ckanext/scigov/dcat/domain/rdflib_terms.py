"""Terms and triples as rdflib has them, for libraries that stand on it.

rdflib makes values of literals: it would parse XML and HTML that somebody has written into one, with all that
XML can declare. Here such a literal is handed over as a text, and no literal is written anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import rdflib
from pyoxigraph import Literal, NamedNode, Triple

from ckanext.scigov.dcat.domain.names import RDF, XSD

UNREAD = frozenset({RDF["XMLLiteral"].value, RDF["HTML"].value})


def node(one: Any, within: str = "") -> Any:
    """Return a node of pyoxigraph as one of rdflib; one without a name is of the document ``within``."""
    if isinstance(one, NamedNode):
        return rdflib.URIRef(one.value)
    if isinstance(one, Literal):
        kind = one.datatype.value
        is_plain = one.language or kind in UNREAD or one.datatype == XSD["string"]
        datatype = None if is_plain else rdflib.URIRef(kind)
        # As it is written, not as rdflib would write it.
        return rdflib.Literal(one.value, lang=one.language, datatype=datatype, normalize=False)
    return rdflib.BNode(within + one.value)


def graph(triples: Iterable[Triple]) -> rdflib.Graph:
    """Return triples as a graph."""
    found = rdflib.Graph()
    add(found, triples)
    return found


def add(found: rdflib.Graph, triples: Iterable[Triple], within: str = "") -> None:
    """Add triples to a graph; what is said of statements (RDF 1.2) is left out."""
    for one in triples:
        if not isinstance(one.subject, Triple) and not isinstance(one.object, Triple):
            found.add((node(one.subject, within), node(one.predicate), node(one.object, within)))
