"""Notes at data in doubt in the DCAT record of an entry: a profile of ckanext-dcat beside the site's own.

A note is what DQV calls feedback about quality: who reads the record learns what is in doubt and since when.
"""

from __future__ import annotations

from typing import Any

from rdflib import BNode, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, RDF, RDFS, XSD

from ckanext.dcat.profiles import RDFProfile
from ckanext.dcat.utils import resource_uri

from ckanext.scigov.dispute import annotation_hooks

DQV = Namespace("http://www.w3.org/ns/dqv#")
OA = Namespace("http://www.w3.org/ns/oa#")


class DisputeProfile(RDFProfile):
    """Adds ``dqv:hasQualityAnnotation`` for each note that the entry bears for its reader."""

    def graph_from_dataset(self, dataset_dict: dict[str, Any], dataset_ref: URIRef) -> None:
        notes = dataset_dict.get(annotation_hooks.FIELD) or ()
        if notes:
            self.g.bind("dqv", DQV)
            self.g.bind("oa", OA)
        parts = {one["id"]: one for one in dataset_dict.get("resources") or ()}
        for note in notes:
            part = parts.get(note["resource_id"])
            about = URIRef(resource_uri(part)) if part else dataset_ref
            self._add(note, annotation_hooks.text(note, dataset_dict), dataset_ref, about)

    def _add(self, note: dict[str, Any], text: str, dataset: URIRef, about: URIRef) -> None:
        feedback = BNode()
        self.g.add((dataset, DQV.hasQualityAnnotation, feedback))
        self.g.add((feedback, RDF.type, DQV.UserQualityFeedback))
        self.g.add((feedback, OA.hasTarget, about))
        self.g.add((feedback, OA.bodyValue, Literal(text)))
        self.g.add((feedback, DCTERMS.issued, Literal(note["since"], datatype=XSD.date)))
        if note["link"]:
            self.g.add((feedback, RDFS.seeAlso, URIRef(note["link"])))
