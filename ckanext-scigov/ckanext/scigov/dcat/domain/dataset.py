"""An entry of the catalogue as a dataset of DCAT-AP 3.0.1, with what this portal knows besides.

An entry is what ``package_show`` answers to the reader whom the description is for: nothing is added that he
was not given, and nothing is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from ckanext.scigov.dcat.domain import distribution, fields, notes, policy, relations
from ckanext.scigov.dcat.domain.concepts import Concepts
from ckanext.scigov.dcat.domain.graphs import Graph, address, clean, moment, plain, telephone, text
from ckanext.scigov.dcat.domain.names import (
    ADMS,
    CHANGE_TYPE,
    DATA_THEME,
    DCAT,
    DCAT_AP,
    DCT,
    DPV,
    FOAF,
    LANGUAGE,
    ODRL,
    PROV,
    RDFS,
    SKOS,
    VCARD,
)  # fmt: skip
from ckanext.scigov.dcat.domain.portal import Portal

NO_ABSTRACT = "（提供单位尚未填写摘要）"
CODES = {
    "resource_code": "发改高技〔2017〕1272号",
    "cstr": "CSTR",
    "doi": "DOI",
    "registration_no": "公共数据资源登记号",
}
"""Fields that hold other identifiers, and the scheme that each belongs to."""

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Description:
    """The triples of one entry, what they name that a page describes once, and who publishes it."""

    triples: tuple[Triple, ...]
    terms: frozenset[str]
    provider: str


def describe(entry: Entry, portal: Portal, concepts: Concepts) -> Description:
    graph, dataset = Graph(), NamedNode(portal.dataset(str(entry["id"])))
    provider = str(_organization(entry).get("id") or entry.get("owner_org") or "")
    publisher = portal.provider(provider) if provider else portal.publisher
    graph.types(dataset, DCAT["Dataset"], DCAT["Resource"])
    _words(graph, dataset, entry)
    graph.add(dataset, DCT["publisher"], publisher)
    _identifiers(graph, dataset, entry)
    contacts = _contact(graph, dataset, entry)
    _coverage(graph, dataset, entry)
    _terms(graph, dataset, entry, portal, concepts)
    _history(graph, dataset, entry, portal, publisher)
    relations.describe(graph, dataset, entry, portal, concepts, publisher)
    fields.write(graph, dataset, fields.DATASET, entry, concepts, portal.st)
    _parts(graph, entry, portal, concepts, publisher, contacts)
    _record(graph, dataset, entry, portal)
    notes.describe(graph, entry.get("notes_in_doubt") or (), str(entry["id"]), portal)
    return Description(tuple(graph.triples), frozenset(graph.terms), provider)


def _organization(entry: Entry) -> Entry:
    return entry.get("organization") or {}


def _words(graph: Graph, dataset: NamedNode, entry: Entry) -> None:
    graph.add(dataset, DCT["title"], text(entry.get("title") or entry.get("name")))
    graph.add(dataset, DCT["description"], text(entry.get("notes")) or text(NO_ABSTRACT))
    names = sorted(
        {clean(tag.get("display_name") or tag["name"]) for tag in entry.get("tags") or ()}
    )
    graph.many(dataset, DCAT["keyword"], (text(name) for name in names))
    graph.add(dataset, DCAT["version"], plain(entry.get("version")))
    graph.add(dataset, ADMS["versionNotes"], text(entry.get("version_notes")))
    graph.add(dataset, DCT["bibliographicCitation"], plain(entry.get("citation")))


def _identifiers(graph: Graph, dataset: NamedNode, entry: Entry) -> None:
    """Its address is its identifier; what others call it are further ones."""
    graph.add(dataset, DCT["identifier"], plain(entry.get("identifier") or dataset.value))
    for field, agency in CODES.items():
        value = plain(entry.get(field))
        if value is not None:
            node = NamedNode(f"{dataset.value}#{field.replace('_', '-')}")
            graph.add(dataset, ADMS["identifier"], node)
            graph.types(node, ADMS["Identifier"])
            graph.add(node, SKOS["notation"], value)
            graph.add(node, ADMS["schemaAgency"], plain(agency))


def _contact(graph: Graph, dataset: NamedNode, entry: Entry) -> tuple[NamedNode, ...]:
    organization = _organization(entry)
    # The provider alone is a contact where nobody is named.
    contacts: Sequence[Entry] = entry.get("contact") or ({},)
    nodes: list[NamedNode] = []
    for position, given in enumerate(contacts, 1):
        # The United States' profile takes a name without a language only.
        name = plain(given.get("name")) or plain(organization.get("title"))
        if name is not None:
            node = NamedNode(f"{dataset.value}#contact" + (f"-{position}" if position > 1 else ""))
            _one_contact(graph, dataset, node, name, given)
            nodes.append(node)
    return tuple(nodes)


def _one_contact(
    graph: Graph, dataset: NamedNode, node: NamedNode, name: Literal, given: Entry
) -> None:
    graph.add(dataset, DCAT["contactPoint"], node)
    graph.types(node, VCARD["Kind"], VCARD["Organization"])
    graph.add(node, VCARD["fn"], name)
    email = clean(given.get("email"))
    graph.add(node, VCARD["hasEmail"], address(f"mailto:{email}") if email else None)
    graph.add(node, VCARD["hasTelephone"], telephone(given.get("phone")))
    url = address(given.get("url"))
    if url is not None:
        graph.add(node, VCARD["hasURL"], url)
        graph.types(url, RDFS["Resource"])


def _coverage(graph: Graph, dataset: NamedNode, entry: Entry) -> None:
    for position, period in enumerate(entry.get("temporal_coverage") or (), 1):
        start, end = moment(period.get("start")), moment(period.get("end"))
        if start is None and end is None:
            continue
        node = NamedNode(f"{dataset.value}#period-{position}")
        graph.add(dataset, DCT["temporal"], node)
        graph.types(node, DCT["PeriodOfTime"])
        graph.add(node, DCAT["startDate"], start)
        graph.add(node, DCAT["endDate"], end)
    for position, place in enumerate(entry.get("spatial_coverage") or (), 1):
        label, code = text(place.get("text")), clean(place.get("uri"))
        if label is None and not code:
            continue
        known = address(code)
        node = known or NamedNode(f"{dataset.value}#place-{position}")
        graph.add(dataset, DCT["spatial"], node)
        graph.types(node, DCT["Location"])
        graph.add(node, SKOS["prefLabel"], label)
        graph.add(node, DCT["identifier"], None if known else plain(code))


def _terms(
    graph: Graph, dataset: NamedNode, entry: Entry, portal: Portal, concepts: Concepts
) -> None:
    for theme in fields.values_of(entry.get("theme") or "TECH"):
        graph.term(dataset, DCAT["theme"], concepts.outside("theme", theme) or DATA_THEME["TECH"])
    graph.term(dataset, DCT["language"], LANGUAGE["ZHO"])
    kind = concepts.own("data_kind", entry.get("data_kind") or "")
    graph.term(dataset, DCT["subject"], kind)
    cycle = concepts.outside("update_cycle", entry.get("update_cycle") or "")
    graph.term(dataset, DCT["accrualPeriodicity"], cycle)
    right = concepts.outside("open_type", entry.get("open_type") or "")
    graph.term(dataset, DCT["accessRights"], right)
    level = concepts.own("security_level", entry.get("security_level") or "")
    graph.term(dataset, DPV["hasSensitivityLevel"], level)
    if clean(entry.get("personal_info")).lower() == "true":
        graph.add(dataset, DPV["hasPersonalData"], DPV["PersonalData"])
    graph.add(dataset, DCT["conformsTo"], portal.standard)


def _history(
    graph: Graph, dataset: NamedNode, entry: Entry, portal: Portal, publisher: NamedNode
) -> None:
    """State when it was published and changed, where it comes from, and since when it holds no more."""
    graph.add(dataset, DCT["issued"], moment(entry.get("issued") or entry.get("metadata_created")))
    changed = entry.get("modified") or entry.get("metadata_modified")
    graph.add(dataset, DCT["modified"], moment(changed))
    source = address(entry.get("source_url"))
    if source is not None:
        graph.add(dataset, PROV["wasDerivedFrom"], source)
        graph.types(source, RDFS["Resource"])
    graph.add(dataset, PROV["invalidatedAtTime"], _midnight(entry.get("retired_at")))
    _authoritative(graph, dataset, entry, portal, publisher)


def _midnight(day: object) -> Any:
    """Return the moment that a day, a month or a year begins with: PROV knows moments only."""
    given = clean(day)
    if given and "T" not in given:
        given += "0000-01-01"[len(given) :] + "T00:00:00Z"
    return moment(given)


def _authoritative(
    graph: Graph, dataset: NamedNode, entry: Entry, portal: Portal, publisher: NamedNode
) -> None:
    unit = plain(entry.get("authoritative_source"))
    if unit is None:
        return
    said, agent = (NamedNode(f"{dataset.value}#{one}") for one in ("attribution", "source"))
    if unit.value == clean(_organization(entry).get("title")):
        agent = publisher
    else:
        graph.types(agent, PROV["Agent"], FOAF["Agent"])
        graph.add(agent, FOAF["name"], unit)
    graph.add(dataset, PROV["qualifiedAttribution"], said)
    graph.types(said, PROV["Attribution"])
    graph.add(said, PROV["agent"], agent)
    graph.term(said, DCAT["hadRole"], portal.st["role-authoritative-source"])


def _parts(  # noqa: PLR0913, PLR0917  (a story in one place: whose parts, and what they share)
    graph: Graph,
    entry: Entry,
    portal: Portal,
    concepts: Concepts,
    publisher: NamedNode,
    contacts: tuple[NamedNode, ...],
) -> None:
    dataset = NamedNode(portal.dataset(str(entry["id"])))
    resources = entry.get("resources") or ()
    said = policy.describe(graph, entry, dataset, publisher, portal.st)
    graph.add(dataset, ODRL["hasPolicy"], said)
    rights = NamedNode(f"{dataset.value}#rights")
    if resources:
        graph.types(rights, DCT["RightsStatement"])
        graph.add(rights, RDFS["label"], text(policy.words(entry, concepts)))
    code = entry.get("license_id") or ""
    licence = concepts.outside("license", code) or concepts.own("license", code)
    around = distribution.Around(
        portal=portal, concepts=concepts, dataset=dataset, entry=entry, assigner=publisher, policy=said, rights=rights, licence=licence,
        lifecycle=str(entry.get("lifecycle_status") or "published"), open_type=str(entry.get("open_type") or ""),
        contacts=contacts,
    )  # fmt: skip
    for resource in resources:
        node = distribution.describe(graph, resource, str(entry["id"]), around)
        graph.add(dataset, DCAT["distribution"], node)


def _record(graph: Graph, dataset: NamedNode, entry: Entry, portal: Portal) -> None:
    record = NamedNode(f"{dataset.value}#record")
    graph.add(portal.node, DCAT["record"], record)
    graph.add(portal.node, DCAT["dataset"], dataset)
    graph.types(record, DCAT["CatalogRecord"])
    graph.add(record, FOAF["primaryTopic"], dataset)
    made, changed = entry.get("metadata_created"), entry.get("metadata_modified")
    graph.add(record, DCT["issued"], moment(made))
    graph.add(record, DCT["modified"], moment(changed))
    graph.term(record, ADMS["status"], CHANGE_TYPE["created" if made == changed else "updated"])
    graph.term(record, DCT["conformsTo"], DCAT_AP)
