"""Profile ``scigov_dcat_ap`` of ckanext-dcat: its serializer writes what our feed writes, its parser reads it back."""

from __future__ import annotations

from typing import Any

from pyoxigraph import Triple
from rdflib import URIRef

from ckanext.dcat.profiles import RDFProfile

from ckanext.scigov.dcat import config, entries, feed
from ckanext.scigov.dcat.domain import dataset, reading, terms, writing
from ckanext.scigov.dcat.domain.rdflib_terms import node

PARSED = "_scigov_document"


class ScigovProfile(RDFProfile):
    """Writes and reads DCAT-AP 3.0.1 with what the portal knows besides."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        # The highest level leaves the portal by no feed, whoever may see it here.
        if not entries.may_leave(dataset_dict):
            return
        said = dataset.describe(
            entries.with_notes(dataset_dict), config.portal(), config.concepts()
        )
        self._add(said.triples)
        around = feed.around([said.provider])
        self._add(around.triples)
        self._add(terms.describe({*said.terms, *around.terms}, config.concepts()))

    def graph_from_catalog(self, catalog_dict: dict[str, Any], catalog_ref: URIRef) -> None:
        around = feed.around([])
        self._add(around.triples)
        self._add(terms.describe(around.terms, config.concepts()))

    def parse_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> dict[str, Any]:
        said = reading.entry(self._document(), str(dataset_ref), config.concepts())
        dataset_dict.update(said)
        dataset_dict.setdefault("resources", [])
        dataset_dict["uri"] = str(dataset_ref)
        return dataset_dict

    def _add(self, triples: Any) -> None:
        for prefix, base in config.portal().prefixes().items():
            self.g.bind(prefix, base)
        for one in triples:
            self.g.add(tuple(map(node, (one.subject, one.predicate, one.object))))

    def _document(self) -> reading.Document:
        """Read the graph once, however many datasets are in it."""
        known = getattr(self.g, PARSED, None)
        if known is None or known[0] != len(self.g):
            text = self.g.serialize(format="nt", encoding="utf-8")
            triples: list[Triple] = writing.read(text, writing.FORMS["nt"])
            known = (len(self.g), reading.Document(triples))
            setattr(self.g, PARSED, known)
        document: reading.Document = known[1]
        return document
