"""Shapes as they are checked against: read from files, and without references that lead to nothing.

DCAT-AP 3.0.1 was published with properties of a data service that no file defines. A validator refuses the whole
of such shapes, so what is not there is not asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import rdflib
from rdflib.namespace import SH

from ckanext.scigov.dcat.domain import rdflib_terms
from ckanext.scigov.dcat.domain.incoming import Limits, form_of, read_within

LIMITS = Limits(most_bytes=20_000_000, most_triples=500_000)
CHECKED_AS = 1
"""Counts up when what is made of shapes changes: all is checked anew."""


@dataclass(frozen=True, slots=True)
class Shapes:
    """``digest`` is another one for other shapes."""

    graph: rdflib.Graph
    digest: str


def shapes_of(files: Iterable[tuple[str, bytes]]) -> Shapes:
    """Return the shapes of files, each with its name.

    Raises:
        Unreadable: a file is none.
    """
    graph, digest = rdflib.Graph(), hashlib.sha256(str(CHECKED_AS).encode())
    for number, (name, content) in enumerate(files):
        digest.update(hashlib.sha256(content).digest())
        triples = read_within(content, form_of(content, name), LIMITS)
        rdflib_terms.add(graph, triples, within=f"f{number}-")
    for reference in list(graph.triples((None, SH.property, None))):
        if (reference[2], None, None) not in graph:
            graph.remove(reference)
    return Shapes(graph, digest.hexdigest()[:32])
