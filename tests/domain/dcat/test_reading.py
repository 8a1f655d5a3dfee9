"""What others write by DCAT-AP is read as far as it is understood, and nothing is guessed."""

from __future__ import annotations

from typing import Any

import pytest
from described import COMPLETE, CONCEPTS, D1, LISTS, described

from ckanext.scigov.dcat.domain import dataset, reading
from ckanext.scigov.dcat.domain.concepts import Concepts
from ckanext.scigov.dcat.domain.names import DCT
from ckanext.scigov.dcat.domain.portal import Portal
from ckanext.scigov.dcat.domain.reading import Document
from ckanext.scigov.dcat.domain.writing import FORMS, read

HEAD = """
@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix csvw: <http://www.w3.org/ns/csvw#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> . @prefix adms: <http://www.w3.org/ns/adms#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@base <https://a.example/> .
"""
A = "https://a.example/d"
EU = "http://publications.europa.eu/resource/authority/"


def document(text: str) -> Document:
    return Document(read(HEAD + text, FORMS["ttl"]))


def entry(text: str) -> dict[str, Any]:
    return reading.entry(document(text), A, CONCEPTS)


def test_of_nothing_the_address_is_read() -> None:
    assert entry("") == {"identifier": A}


def test_entry_of_another_portal_by_dcat_ap_alone() -> None:
    found = entry(f"""
    <d> a dcat:Dataset ; dct:title "Instruments"@en , "仪器"@zh-Hans ; dct:description "摘要" ; dct:identifier "i" ;
      dcat:keyword "b" , "a"@zh ; dcat:theme <{EU}data-theme/EDUC> , <{EU}data-theme/NONE> ; dcat:version "2" ;
      dct:accrualPeriodicity <{EU}frequency/DAILY> ; dct:accessRights <{EU}access-right/PUBLIC> ;
      dct:issued "2024-01-01"^^xsd:date ; dct:modified "2024-01-01T00:00:00Z"^^xsd:dateTime ;
      dcat:contactPoint [ vcard:fn "甲" ; vcard:hasEmail <mailto:a@b.example> ] , [] ;
      dct:temporal [ dcat:startDate "2020-01-01"^^xsd:date ] , [] ; dct:spatial <https://place.example/1> ;
      adms:identifier [ skos:notation "10.1/x" ; adms:schemaAgency "DOI" ] , [ skos:notation "z" ] ;
      prov:qualifiedAttribution [ prov:agent [ foaf:name "中心" ] ] .""")
    assert found == {
        "title": "仪器", "notes": "摘要", "identifier": "i", "tags": [{"name": "a"}, {"name": "b"}], "theme": ["EDUC"],
        "version": "2", "update_cycle": "daily", "open_type": "unconditional", "issued": "2024-01-01",
        "contact": [{"name": "甲", "email": "a@b.example"}], "temporal_coverage": [{"start": "2020-01-01"}],
        "spatial_coverage": [{"uri": "https://place.example/1"}], "doi": "10.1/x", "authoritative_source": "中心",
    }  # fmt: skip


def test_resources_of_another_portal() -> None:
    found = entry(f"""
    <d> dcat:distribution <r2> , <r1> .
    <r1> dct:title "表" ; dct:identifier "1" ; dcat:accessURL <page> ; dcat:downloadURL <file> ;
      dct:format <{EU}file-type/CSV> ; dcat:byteSize 7 ;
      dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> .
    <r2> dct:title "页" ; dcat:accessURL <page> ; dcat:accessService [ dcat:endpointURL <api> ] ; dct:format "PDF" .""")
    assert found["resources"] == [
        {
            "id": "1", "name": "表", "url": "https://a.example/file", "format": "CSV", "mimetype": "text/csv", "size": "7",
        },
        {"name": "页", "url": "https://a.example/page", "format": "PDF", "endpoint_url": "https://a.example/api"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "titles"),
    [
        (
            "<c1> rdf:first [ csvw:title '甲' ] ; rdf:rest <c2> . <c2> rdf:first [ csvw:title '乙' ] ; rdf:rest rdf:nil .",
            "甲乙",
        ),
        ("<c1> rdf:first [ csvw:title '甲' ] ; rdf:rest <c1> .", "甲"),
        ("<c1> rdf:first [ csvw:title '甲' ] .", "甲"),
    ],
)
def test_columns_are_read_to_their_end(cells: str, titles: str) -> None:
    found = entry(
        f"<d> dcat:distribution <r> . <r> dct:conformsTo <s> . <s> csvw:column <c1> . {cells}"
    )
    (resource,) = found["resources"]
    assert [one["title"] for one in resource["data_items"]] == list(titles)


def test_abstract_that_stands_for_none_is_none() -> None:
    assert "notes" not in entry('<d> dct:description "（提供单位尚未填写摘要）"@zh .')


def test_portal_of_this_product_reads_another() -> None:
    other = Portal("https://other.example")
    there = dataset.describe(COMPLETE, other, Concepts(other.st, LISTS))
    found = reading.entry(Document(there.triples), "https://other.example/dataset/d1", CONCEPTS)
    assert {name: found[name] for name in ("security_level", "data_form", "share_channel", "permitted_use")} == {
        "security_level": "1", "data_form": "database", "share_channel": ["api", "file"], "permitted_use": "研究",
    }  # fmt: skip
    assert found["resources"][0]["url"] == "https://files.example/a b.csv"
    assert found["resources"][0]["data_items"][0]["data_type"] == "C"


@pytest.mark.parametrize(
    ("stated", "place"),
    [
        ("<https://o.example/def/stgov>", "https://o.example/def/stgov#"),
        (
            "<https://o.example/standard> , <https://o.example/x/def/stgov>",
            "https://o.example/x/def/stgov#",
        ),
        ("<https://o.example/def/stgov/2>", ""),
        ("'甲'", ""),
    ],
)
def test_vocabulary_is_recognised_wherever_it_lies(stated: str, place: str) -> None:
    assert reading.vocabulary_of(document(f"<d> dct:conformsTo {stated} ."), A) == place


def test_properties_of_a_vocabulary_that_is_not_named_are_not_read() -> None:
    text = "<d> <https://o.example/def/stgov#permittedUse> '研究' ."
    assert "permitted_use" not in entry(text)
    assert (
        entry(f"{text} <d> dct:conformsTo <https://o.example/def/stgov> .")["permitted_use"]
        == "研究"
    )


def test_of_several_languages_chinese_is_read_and_else_the_first() -> None:
    found = document("<d> dct:title 'b'@en , 'a'@fr ; dct:source 'x'@zh , 'a' .")
    assert (found.one(A, DCT["title"]), found.one(A, DCT["source"]), found.one(A, DCT["type"])) == (
        "a",
        "x",
        "",
    )


def test_statements_about_statements_are_left_out() -> None:
    assert entry("<d> dct:title '甲' ; dct:description <<( <a> <b> <c> )>> .") == {
        "identifier": A,
        "title": "甲",
    }


def test_datasets_of_a_document_are_found_in_order() -> None:
    found = document(
        "<b> a dcat:Dataset . <a> a dcat:Resource , dcat:Dataset . <c> a dcat:Catalog . <e> dct:title 'x' ."
    )
    assert found.datasets() == ["https://a.example/a", "https://a.example/b"]


def test_publisher_is_read_with_its_code() -> None:
    text = "<d> dct:publisher <o> . <o> foaf:name '科技厅' ; dct:identifier '1133' ."
    assert reading.publisher(document(text), A) == {
        "uri": "https://a.example/o",
        "title": "科技厅",
        "code": "1133",
    }
    assert reading.publisher(document(""), A) == {"uri": "", "title": "", "code": ""}


def test_tenth_period_comes_after_the_ninth() -> None:
    periods = [{"start": f"20{year}-01-01"} for year in range(10, 22)]
    said = described(temporal_coverage=periods, contact=[{"name": f"{at}"} for at in range(12)])
    found = reading.entry(Document(said.triples), D1, CONCEPTS)
    assert found["temporal_coverage"] == periods
    assert [one["name"] for one in found["contact"]] == [f"{at}" for at in range(12)]
