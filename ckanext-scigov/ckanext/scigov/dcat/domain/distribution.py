"""A resource of an entry as a distribution: where it is got, what it is, what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pyoxigraph import Literal, NamedNode

from ckanext.scigov.dcat.domain import dictionary, fields, formats, graphs, policy
from ckanext.scigov.dcat.domain.concepts import Concepts
from ckanext.scigov.dcat.domain.graphs import Graph, address, moment, number, plain, text
from ckanext.scigov.dcat.domain.names import (
    ADMS,
    AVAILABILITY,
    CNT,
    DCAT,
    DCAT_US,
    DCATAP,
    DCT,
    ODRL,
    RDFS,
    SPDX,
    XSD,
)  # fmt: skip
from ckanext.scigov.dcat.domain.portal import Portal
from ckanext.scigov.dcat.domain.terms import SHA256

GIVEN = frozenset({"published", "deprecated"})
"""In which states of its life the public gets data; the gateway refuses in all others."""
AVAILABLE = MappingProxyType({"published": "STABLE", "deprecated": "TEMPORARY", "suspended": "TEMPORARY"})  # fmt: skip
ENCODINGS = MappingProxyType({"utf-8": "UTF-8", "utf-16": "UTF-16", "gb18030": "GB18030", "gbk": "GBK", "big5": "Big5"})  # fmt: skip
"""Encoding as it is stored → its name in IANA's list."""
DIGITS_OF_SHA256 = 64


@dataclass(frozen=True, slots=True)
class Around:
    """What the distributions of one entry have in common."""

    portal: Portal
    concepts: Concepts
    dataset: NamedNode
    entry: Mapping[str, Any]
    assigner: NamedNode
    policy: NamedNode | None
    rights: NamedNode
    licence: NamedNode | None
    lifecycle: str
    open_type: str
    contacts: tuple[NamedNode, ...] = ()


def describe(graph: Graph, resource: Mapping[str, Any], entry_id: str, around: Around) -> NamedNode:
    portal, place = around.portal, around.portal.resource(entry_id, str(resource["id"]))
    node = NamedNode(place)
    graph.types(node, DCAT["Distribution"], RDFS["Resource"])
    graph.add(node, DCT["title"], text(resource.get("name") or "数据资源"))
    graph.add(node, DCT["description"], text(resource.get("description")))
    graph.add(node, DCT["identifier"], plain(resource["id"]))
    _places(graph, node, resource, around)
    _form(graph, node, resource)
    graph.add(node, DCT["issued"], moment(resource.get("created")))
    changed = resource.get("last_modified") or resource.get("metadata_modified")
    graph.add(node, DCT["modified"], moment(changed))
    _rights(graph, node, resource, around)
    schema = dictionary.describe(
        graph, resource.get("data_items") or [], place, around.concepts, portal.st
    )
    graph.add(node, DCT["conformsTo"], schema)
    graph.add(node, DCAT_US["describedBy"], schema)
    said = policy.stated(resource, around.entry)
    fields.write(graph, node, fields.RESOURCE, said, around.concepts, portal.st)
    return node


def _places(graph: Graph, node: NamedNode, resource: Mapping[str, Any], around: Around) -> None:
    """State where it is got: the portal's page for everybody, the gateway for what everybody may have."""
    graph.add(node, DCAT["accessURL"], node)
    # A part may be stricter than its entry, never more open.
    grades = {around.open_type, resource.get("open_type") or around.open_type}
    is_open = grades == {"unconditional"} and around.lifecycle in GIVEN
    url = str(resource.get("url") or "")
    service = address(resource.get("endpoint_url"))
    if is_open and service is not None:
        _service(graph, node, resource, around, service)
    elif is_open and url:
        download = NamedNode(f"{node.value}/access")
        graph.add(node, DCAT["downloadURL"], download)
        graph.types(download, RDFS["Resource"])
    if is_open and url and not url.startswith(f"{around.portal.root}/"):
        graph.add(node, around.portal.st["location"], plain(url))


def _service(
    graph: Graph, node: NamedNode, resource: Mapping[str, Any], around: Around, endpoint: NamedNode
) -> None:
    service = NamedNode(f"{node.value}#service")
    graph.add(node, DCAT["accessService"], service)
    graph.types(service, DCAT["DataService"])
    graph.add(service, DCT["title"], text(resource.get("name") or "数据服务"))
    graph.add(service, DCAT["endpointURL"], endpoint)
    graph.types(endpoint, RDFS["Resource"])
    graph.add(service, DCAT["servesDataset"], around.dataset)
    graph.add(service, DCT["publisher"], around.assigner)
    graph.many(service, DCAT["contactPoint"], around.contacts)


def _form(graph: Graph, node: NamedNode, resource: Mapping[str, Any]) -> None:
    name, media = str(resource.get("format") or ""), str(resource.get("mimetype") or "")
    graph.term(node, DCT["format"], formats.file_type(name, media))
    graph.term(node, DCAT["mediaType"], formats.media_type(media, name))
    graph.add(node, DCAT["byteSize"], number(resource.get("size")))
    encoding = graphs.clean(resource.get("encoding") or resource.get("encoding_found")).lower()
    graph.add(node, CNT["characterEncoding"], plain(ENCODINGS.get(encoding)))
    digest = graphs.clean(resource.get("hash")).removeprefix("sha256:").lower()
    if len(digest) == DIGITS_OF_SHA256 and all(one in "0123456789abcdef" for one in digest):
        checksum = NamedNode(f"{node.value}#checksum")
        graph.add(node, SPDX["checksum"], checksum)
        graph.types(checksum, SPDX["Checksum"])
        graph.term(checksum, SPDX["algorithm"], SHA256)
        value = Literal(digest, datatype=XSD["hexBinary"])
        graph.add(checksum, SPDX["checksumValue"], value)


def _rights(graph: Graph, node: NamedNode, resource: Mapping[str, Any], around: Around) -> None:
    stricter = policy.of_part(resource, around.entry)
    own = text(resource.get("rights"))
    rights, terms, said = around.rights, around.policy, own
    if stricter is not None:
        rights, said = NamedNode(f"{node.value}#terms"), own or text(policy.words(stricter, around.concepts))  # fmt: skip
        terms = policy.describe(graph, stricter, node, around.assigner, around.portal.st)
    if own is not None:
        rights = NamedNode(f"{node.value}#rights")
    graph.add(node, DCT["rights"], rights)
    if said is not None:
        graph.types(rights, DCT["RightsStatement"])
        graph.add(rights, RDFS["label"], said)
    graph.term(node, DCT["license"], around.licence)
    graph.add(node, ODRL["hasPolicy"], terms)
    graph.term(node, ADMS["status"], around.concepts.outside("lifecycle_status", around.lifecycle))
    availability = AVAILABLE.get(around.lifecycle)
    graph.term(node, DCATAP["availability"], AVAILABILITY[availability] if availability else None)
