"""Notes at data in doubt: what is doubted and since when, and nothing about who reported it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pyoxigraph import NamedNode

from ckanext.scigov.dcat.domain.graphs import Graph, address, moment, plain
from ckanext.scigov.dcat.domain.names import DCT, DQV, OA, RDFS
from ckanext.scigov.dcat.domain.portal import Portal

ANNOTATED = "dispute-annotated"
Note = Mapping[str, Any]


def describe(graph: Graph, notes: Sequence[Note], dataset_id: str, portal: Portal) -> None:
    """Add notes with ``text``, ``since``, ``resource_id`` (empty: the entry itself) and perhaps ``link``."""
    dataset = NamedNode(portal.dataset(dataset_id))
    for position, note in enumerate(notes, 1):
        node = NamedNode(f"{dataset.value}#note-{position}")
        part = str(note.get("resource_id") or "")
        about = NamedNode(portal.resource(dataset_id, part)) if part else dataset
        graph.add(dataset, DQV["hasQualityAnnotation"], node)
        graph.types(node, DQV["UserQualityFeedback"])
        graph.add(node, OA["hasTarget"], about)
        graph.add(node, OA["motivatedBy"], DQV["qualityAssessment"])
        graph.add(node, OA["bodyValue"], plain(note.get("text")))
        graph.add(node, DCT["issued"], moment(note.get("since")))
        link = address(note.get("link"))
        if link is not None:
            graph.add(node, RDFS["seeAlso"], link)
            graph.types(link, RDFS["Resource"])
        graph.term(node, portal.st["disputeStatus"], portal.st[ANNOTATED])
    if notes:
        graph.term(dataset, portal.st["disputeStatus"], portal.st[ANNOTATED])
