"""Entries of another portal of this product: its feed says every field, and so every field comes over.

What a record is otherwise, properties by their prefixed names, knows only what DCAT has a word for.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from rdflib import Graph
from rdflib.namespace import DCTERMS

from ckanext.scigov.catalogue import vocabularies
from ckanext.scigov.dcat.domain import reading, writing
from ckanext.scigov.dcat.domain.concepts import SCHEMES, Concepts
from ckanext.scigov.dcat.domain.names import Namespace
from ckanext.scigov.dcat.domain.portal import VOCABULARY

ENTRY = "entry"
"""Where a record has the fields of the entry, under the names that the catalogue gives them."""


def add_entries(graph: Graph, records: Iterable[Any]) -> None:
    """Give each record of such a portal its entry; records of others stay as they are."""
    if not any(str(one).endswith(VOCABULARY) for one in graph.objects(None, DCTERMS.conformsTo)):
        return
    text = graph.serialize(format="nt", encoding="utf-8")
    document = reading.Document(writing.read(text, writing.FORMS["nt"]))
    for record in records:
        uri = record.get("uri") if isinstance(record, dict) else None
        if uri and reading.vocabulary_of(document, uri):
            record[ENTRY] = _entry(document, uri)


def _entry(document: reading.Document, uri: str) -> dict[str, Any]:
    found = reading.entry(document, uri, _concepts())
    keywords = [tag["name"] for tag in found.pop("tags", [])]
    return {**found, "keywords": keywords}


@functools.cache
def _concepts() -> Concepts:
    """Return the lists with their codes; concepts of a portal are known by how their names end."""
    lists = {name: vocabularies.values(name) for name in SCHEMES}
    return Concepts(Namespace(f"https://portal.invalid{VOCABULARY}#"), lists)
