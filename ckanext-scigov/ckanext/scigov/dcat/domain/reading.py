"""From triples back to entries: what this portal writes, and what others write by DCAT-AP alone.

Properties of the portal's own vocabulary are recognised wherever that vocabulary lies, so one portal of this
product reads what another has written. What is not understood is left out; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from ckanext.scigov.dcat.domain import fields
from ckanext.scigov.dcat.domain.concepts import Concepts
from ckanext.scigov.dcat.domain.dataset import CODES, NO_ABSTRACT
from ckanext.scigov.dcat.domain.graphs import LANGUAGE
from ckanext.scigov.dcat.domain.names import (
    ADMS,
    CSVW,
    DCAT,
    DCT,
    FOAF,
    PROV,
    RDF,
    RDFS,
    SKOS,
    SPDX,
    TYPE,
    VCARD,
    XSD,
    Namespace,
)  # fmt: skip
from ckanext.scigov.dcat.domain.portal import VOCABULARY

Values = list[Any]
DAYS = (XSD["date"], XSD["gYear"], XSD["gYearMonth"])
FORMATS = Namespace("http://publications.europa.eu/resource/authority/file-type/")
MEDIA = "/assignments/media-types/"


class Document:
    """Triples by subject and property."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._said: dict[str, dict[str, Values]] = {}
        for one in triples:
            # What is said of statements (RDF 1.2) says nothing of an entry.
            if isinstance(one.subject, Triple) or isinstance(one.object, Triple):
                continue
            of_subject = self._said.setdefault(one.subject.value, {})
            of_subject.setdefault(one.predicate.value, []).append(one.object)

    def of(self, node: str) -> Mapping[str, Values]:
        return self._said.get(node, {})

    def all(self, node: str, predicate: NamedNode) -> Values:
        return self.of(node).get(predicate.value, [])

    def one(self, node: str, predicate: NamedNode) -> str:
        """Return the value of a property, in Chinese where there are several languages; empty for none."""
        values = self.all(node, predicate)
        chinese = [
            one for one in values if (getattr(one, "language", None) or "").startswith(LANGUAGE)
        ]
        chosen = chinese or sorted(values, key=lambda one: one.value)
        return chosen[0].value if chosen else ""

    def datasets(self) -> list[str]:
        kind = DCAT["Dataset"].value
        return sorted(
            node for node, said in self._said.items()
            if any(one.value == kind for one in said.get(TYPE.value, ()))
        )  # fmt: skip


def vocabulary_of(document: Document, dataset: str) -> str:
    """Return where the vocabulary lies that a dataset speaks; empty if it is not this product's."""
    for one in document.all(dataset, DCT["conformsTo"]):
        if one.value.endswith(VOCABULARY):
            return f"{one.value}#"
    return ""


def entry(document: Document, dataset: str, concepts: Concepts) -> dict[str, Any]:
    """Return the fields of an entry, and ``resources`` with theirs; what is not stated is not there."""
    st = vocabulary_of(document, dataset)
    found: dict[str, Any] = fields.read(fields.DATASET, document.of(dataset), concepts, st)
    found["title"] = document.one(dataset, DCT["title"])
    abstract = document.one(dataset, DCT["description"])
    found["notes"] = "" if abstract == NO_ABSTRACT else abstract
    found["identifier"] = document.one(dataset, DCT["identifier"]) or dataset
    names = sorted({one.value for one in document.all(dataset, DCAT["keyword"])})
    found["tags"] = [{"name": name} for name in names]
    _more(document, dataset, found)
    _terms(document, dataset, found, concepts)
    found["contact"] = _contact(document, dataset)
    found |= _coverage(document, dataset)
    found |= _codes(document, dataset)
    places = sorted(one.value for one in document.all(dataset, DCAT["distribution"]))
    found["resources"] = [_resource(document, place, concepts, st) for place in places]
    return {name: value for name, value in found.items() if value not in ("", [], None)}


def publisher(document: Document, dataset: str) -> dict[str, str]:
    """Return ``uri``, ``title`` and ``code`` of who publishes a dataset."""
    node = document.one(dataset, DCT["publisher"])
    code = document.one(node, DCT["identifier"])
    return {"uri": node, "title": document.one(node, FOAF["name"]), "code": code}


def _more(document: Document, dataset: str, found: dict[str, Any]) -> None:
    found["version"] = document.one(dataset, DCAT["version"])
    found["version_notes"] = document.one(dataset, ADMS["versionNotes"])
    found["citation"] = document.one(dataset, DCT["bibliographicCitation"])
    found["source_url"] = document.one(dataset, PROV["wasDerivedFrom"])
    for field in ("issued", "modified"):
        # A moment is when the entry was written: only a day is what somebody has stated.
        days = [one for one in document.all(dataset, DCT[field]) if _is_day(one)]
        found[field] = days[0].value if days else ""
    for said in document.all(dataset, PROV["qualifiedAttribution"]):
        agent = document.one(said.value, PROV["agent"])
        found["authoritative_source"] = document.one(agent, FOAF["name"])


def _is_day(value: Any) -> bool:
    return isinstance(value, Literal) and value.datatype in DAYS


def _terms(document: Document, dataset: str, found: dict[str, Any], concepts: Concepts) -> None:
    themes = {concepts.code_of("theme", one.value) for one in document.all(dataset, DCAT["theme"])}
    found["theme"] = sorted(themes - {""})
    for field, predicate in (
        ("update_cycle", DCT["accrualPeriodicity"]), ("open_type", DCT["accessRights"]),
    ):  # fmt: skip
        if not found.get(field):
            found[field] = concepts.code_of(field, document.one(dataset, predicate))


def _in_order(nodes: Values) -> list[str]:
    # The names of this portal's end in a number: the tenth comes after the ninth.
    return sorted((one.value for one in nodes), key=lambda name: (len(name), name))


def _contact(document: Document, dataset: str) -> list[dict[str, str]]:
    contacts: list[dict[str, str]] = []
    for node in _in_order(document.all(dataset, DCAT["contactPoint"])):
        said = {
            "name": document.one(node, VCARD["fn"]),
            "email": document.one(node, VCARD["hasEmail"]).removeprefix("mailto:"),
            "phone": document.one(node, VCARD["hasTelephone"]).removeprefix("tel:"),
            "url": document.one(node, VCARD["hasURL"]),
        }
        contacts.append({name: value for name, value in said.items() if value})
    return [one for one in contacts if one]


def _coverage(document: Document, dataset: str) -> dict[str, list[dict[str, str]]]:
    periods = [
        {"start": document.one(node, DCAT["startDate"]), "end": document.one(node, DCAT["endDate"])}
        for node in _in_order(document.all(dataset, DCT["temporal"]))
    ]
    places: list[dict[str, str]] = []
    for node in _in_order(document.all(dataset, DCT["spatial"])):
        is_own = node.startswith(f"{dataset}#")
        code = document.one(node, DCT["identifier"]) if is_own else node
        places.append({"text": document.one(node, SKOS["prefLabel"]), "uri": code})
    return {"temporal_coverage": _filled(periods), "spatial_coverage": _filled(places)}


def _filled(values: list[dict[str, str]]) -> list[dict[str, str]]:
    kept = [{name: value for name, value in one.items() if value} for one in values]
    return [one for one in kept if one]


def _codes(document: Document, dataset: str) -> dict[str, str]:
    fields_of = {agency: field for field, agency in CODES.items()}
    found: dict[str, str] = {}
    for one in document.all(dataset, ADMS["identifier"]):
        field = fields_of.get(document.one(one.value, ADMS["schemaAgency"]))
        if field:
            found[field] = document.one(one.value, SKOS["notation"])
    return found


def _resource(document: Document, place: str, concepts: Concepts, st: str) -> dict[str, Any]:
    found: dict[str, Any] = fields.read(fields.RESOURCE, document.of(place), concepts, st)
    found["id"] = document.one(place, DCT["identifier"])
    found["name"] = document.one(place, DCT["title"])
    found["description"] = document.one(place, DCT["description"])
    where = document.of(place).get(f"{st}location", []) if st else []
    found["url"] = (
        where[0].value if where
        else document.one(place, DCAT["downloadURL"]) or document.one(place, DCAT["accessURL"])
    )  # fmt: skip
    if not st:
        found["format"] = document.one(place, DCT["format"]).removeprefix(FORMATS.base)
        found["mimetype"] = document.one(place, DCAT["mediaType"]).rpartition(MEDIA)[2]
    found["size"] = document.one(place, DCAT["byteSize"])
    own = f"{place}#rights"
    found["rights"] = document.one(own, RDFS["label"])
    for checksum in document.all(place, SPDX["checksum"]):
        found["hash"] = document.one(checksum.value, SPDX["checksumValue"])
        found["hash_algorithm"] = "sha256"
    for service in document.all(place, DCAT["accessService"]):
        found["endpoint_url"] = document.one(service.value, DCAT["endpointURL"])
    found["data_items"] = _items(document, place, concepts, st)
    return {name: value for name, value in found.items() if value not in ("", [], None)}


def _items(document: Document, place: str, concepts: Concepts, st: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for schema in document.all(place, DCT["conformsTo"]):
        cell, seen = document.one(schema.value, CSVW["column"]), set[str]()
        while cell and cell != RDF["nil"].value and cell not in seen:
            seen.add(cell)
            items.append(_item(document, document.one(cell, RDF["first"]), concepts, st))
            cell = document.one(cell, RDF["rest"])
    return items


def _item(document: Document, column: str, concepts: Concepts, st: str) -> dict[str, Any]:
    said: dict[str, Any] = {
        "title": document.one(column, CSVW["title"]),
        "name": document.one(column, CSVW["name"]),
        "description": document.one(column, DCT["description"]),
        "required": document.one(column, CSVW["required"]),
        **fields.read(fields.ITEM, document.of(column), concepts, st),
    }
    return {name: value for name, value in said.items() if value != ""}
