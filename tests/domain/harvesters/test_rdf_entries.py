"""What another portal of this product says comes over field by field; what others say stays what it is."""

from __future__ import annotations

from typing import Any

import pytest
from described import COMPLETE, D1, ITEM, PORTAL, described
from rdflib import Graph

from ckanext.scigov.dcat.domain.catalogue import Agent, agents
from ckanext.scigov.dcat.domain.graphs import Graph as Said
from ckanext.scigov.dcat.domain.writing import FORMS, Writer
from ckanext.scigov.intake import mapping_files
from ckanext.scigov.intake.domain.mapping import Mapped
from ckanext.scigov_harvesters import rdf_reading
from ckanext.scigov_harvesters.rdf_entries import ENTRY, add_entries
from ckanext.scigov_harvesters.rdf_records import Shaper

FITTING = {
    "category_subitem": "001", "cstr": "CSTR:12345.11.sciencedb.01", "doi": "10.1234/abc",
    "spatial_coverage": [{"text": "浙江", "uri": "https://place.example/33"}],
}  # fmt: skip
"""Fields of the complete entry that no catalogue would take as they are there."""
PORTALS_OWN = {
    "id", "name", "owner_org", "organization", "tags", "resources", "identifier", "resource_code", "catalogue_profile",
    "source_portal", "source_id", "lifecycle_status", "retire_reason", "deprecated_at", "retired_at", "replaced_by",
    "non_share_law", "non_open_law", "next_update_due", "destroyed_at", "verified_at", "metadata_created",
    "metadata_modified", "notes_in_doubt", "contact",
}  # fmt: skip
RESOURCES_OWN = {
    "id", "url", "data_items", "fetch_schedule", "mimetype", "size", "row_count", "hash", "created", "last_modified"
}  # fmt: skip


def shaped(entry: dict[str, Any], form: str = "ttl") -> list[Any]:
    """Return the records of a page with an entry, as the connector gives them."""
    around = Said()
    agents(around, [Agent("kjj", "科学技术局", "113500000035910102")], PORTAL)
    triples = [*described(entry).triples, *around.triples]
    text = Writer(FORMS[form], PORTAL.prefixes()).document(triples)
    names = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nt": "nt"}
    return records(rdf_reading.graph_of(text, names[form], f"{PORTAL.root}/catalog"))


def records(graph: Graph) -> list[Any]:
    found = Shaper(graph, ("zh", "en")).records()
    add_entries(graph, found)
    return found


def mapped(entry: dict[str, Any], form: str = "ttl") -> Mapped:
    (record,) = shaped(entry, form)
    return mapping_files.read(mapping_files.text_of("portal")).apply(record)


@pytest.mark.parametrize("form", FORMS)
def test_every_field_that_is_not_the_portals_own_comes_over(form: str) -> None:
    first = {**COMPLETE["resources"][0], "url": "https://files.example/a.csv"}
    first["data_items"] = [{**ITEM, "precision": "2"}, *first["data_items"][1:]]
    given = {**COMPLETE, **FITTING, "resources": [first]}
    found = mapped(given, form)
    assert (found.rejection, found.unmapped, found.bad) == ("", (), ())
    assert found.key == D1
    assert found.is_graded_by_source
    kept = {name: value for name, value in given.items() if name not in PORTALS_OWN}
    entry = {name: _plain(value) for name, value in found.entry.items()}
    assert {name: entry.get(name) for name in kept} == {n: _plain(v) for n, v in kept.items()}
    assert [tag["name"] for tag in found.entry["tags"]] == ["仪器", "共享"]
    (resource,) = found.entry["resources"]
    kept = {name: value for name, value in first.items() if name not in RESOURCES_OWN}
    assert {name: resource.get(name) for name in kept} == kept
    items = [{n: _plain(v) for n, v in item.items()} for item in resource["data_items"]]
    assert items == first["data_items"]


def _plain(value: Any) -> Any:
    """Flags of entries are texts; of several values the order is the vocabulary's."""
    if isinstance(value, bool):
        return str(value).lower()
    return sorted(value) if isinstance(value, list) and isinstance(value[0], str) else value


def test_everybody_who_is_named_comes_over() -> None:
    assert mapped({**COMPLETE, **FITTING, "resources": []}).entry["contact"] == [
        {"name": "资源处", "email": "a@portal.example", "phone": "010-12345678;ext=801", "url": "https://portal.example/x"},
        {"name": "值班室", "email": "b@portal.example"},
    ]  # fmt: skip


def test_what_is_not_open_has_the_address_of_its_page() -> None:
    (resource,) = mapped({**COMPLETE, **FITTING, "resources": COMPLETE["resources"][2:]}).entry["resources"]  # fmt: skip
    assert resource["url"] == f"{D1}/resource/r3"
    assert (resource["open_type"], resource["format"]) == ("none", "XLSX")


def test_a_catalogue_of_others_has_no_entries() -> None:
    text = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        <http://e/1> a dcat:Dataset ; dct:title "甲" ; dct:conformsTo <http://e/other> ."""
    (record,) = records(rdf_reading.graph_of(text, "turtle", "http://e/"))
    assert ENTRY not in record


def test_of_a_mixed_catalogue_only_the_portals_records_have_one() -> None:
    text = f"""@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
        <http://e/1> a dcat:Dataset ; dct:title "甲" ; dct:conformsTo <{PORTAL.standard.value}> .
        <http://e/2> a dcat:Dataset ; dct:title "乙" . [ a dcat:Dataset ; dct:title "丙" ] ."""
    found = records(rdf_reading.graph_of(text, "turtle", "http://e/"))
    assert [(one["dct:title"], one.get(ENTRY, {}).get("title")) for one in found] == [
        ("丙", None), ("甲", "甲"), ("乙", None),
    ]  # fmt: skip
