"""schema.org: expected documents are literals, and read once more as RDF."""

from __future__ import annotations

import dataclasses
import json

import pytest
import rdflib

from ckanext.scigov.reach.domain import structured
from ckanext.scigov.reach.domain.entry import (
    Download,
    Entry,
    Licence,
    Period,
    Place,
    Portal,
    Provider,
    Variable,
)

SDO = rdflib.Namespace("https://schema.org/")
PORTAL = Portal("科技政务数据资源门户", "统一目录", "https://data.example/", "zh-Hans")
PROVIDER = Provider("省科学技术厅", "https://data.example/organization/kejiting")
BARE = Entry(
    key="xiang-mu",
    address="https://data.example/dataset/xiang-mu",
    title="项目清单",
    portal=PORTAL,
)
CATALOG = {
    "@type": "DataCatalog",
    "@id": "https://data.example/",
    "name": "科技政务数据资源门户",
    "url": "https://data.example/",
}
BODY = {
    "@type": "GovernmentOrganization",
    "@id": "https://data.example/organization/kejiting",
    "name": "省科学技术厅",
    "url": "https://data.example/organization/kejiting",
}
FULL = dataclasses.replace(
    BARE,
    provider=PROVIDER,
    source="省科技信息中心",
    abstract="立项项目的编号与经费。",
    keywords=("科技计划", "立项"),
    issued="2024-01-31",
    modified="2024-06-01",
    version="2.0",
    doi="10.1234/a_b",
    cstr="CSTR:12345.11.x",
    code="307001/1",
    licence=Licence("署名 4.0", "http://creativecommons.org/licenses/by/4.0/"),
    periods=(Period("2020-01-01", "2023-12-31"), Period("2024-01-01", ""), Period("", "")),
    places=(
        Place("某市", "330100"),
        Place("某区", "https://places.example/1"),
        Place("", "33"),
        Place("", ""),
    ),
    is_open=True,
    original="https://elsewhere.example/1",
    downloads=(
        Download("https://data.example/a.csv", "清单", "每年一份", "text/csv", 1234, "2024-05-01"),
    ),
    variables=(
        Variable("xm", "项目名称", "立项时的名称"),
        Variable("je", "资助金额", "", "万元"),
        Variable("je", "资助金额", "别处又有"),
        Variable("bh", "bh"),
        Variable("dm", ""),
    ),
)
PARTS = {
    "distribution": [
        {
            "@type": "DataDownload",
            "contentUrl": "https://data.example/a.csv",
            "name": "清单",
            "description": "每年一份",
            "encodingFormat": "text/csv",
            "contentSize": "1234 B",
            "dateModified": "2024-05-01",
        }
    ],
    "variableMeasured": [
        {
            "@type": "PropertyValue",
            "name": "项目名称",
            "alternateName": "xm",
            "description": "立项时的名称",
        },
        {
            "@type": "PropertyValue",
            "name": "资助金额",
            "alternateName": "je",
            "unitText": "万元",
        },
        {"@type": "PropertyValue", "name": "bh"},
        {"@type": "PropertyValue", "name": "dm"},
    ],
}

DOCUMENT = {
    "@context": "https://schema.org",
    "@type": "Dataset",
    "@id": "https://data.example/dataset/xiang-mu",
    "name": "项目清单",
    "description": "立项项目的编号与经费。",
    "url": "https://data.example/dataset/xiang-mu",
    "identifier": ["https://doi.org/10.1234/a_b", "CSTR:12345.11.x", "307001/1"],
    "sameAs": "https://elsewhere.example/1",
    "keywords": ["科技计划", "立项"],
    "license": "http://creativecommons.org/licenses/by/4.0/",
    "creator": {"@type": "Organization", "name": "省科技信息中心"},
    "publisher": BODY,
    "includedInDataCatalog": CATALOG,
    "inLanguage": "zh-Hans",
    "version": "2.0",
    "datePublished": "2024-01-31",
    "dateModified": "2024-06-01",
    "temporalCoverage": ["2020-01-01/2023-12-31", "2024-01-01/.."],
    "spatialCoverage": [
        {"@type": "Place", "name": "某市", "identifier": "330100"},
        {"@type": "Place", "name": "某区", "sameAs": "https://places.example/1"},
        {"@type": "Place", "name": "33", "identifier": "33"},
    ],
    "isAccessibleForFree": True,
    **PARTS,
}


def test_a_full_entry() -> None:
    assert structured.dataset(FULL) == DOCUMENT


def test_what_an_entry_does_not_say_is_left_out() -> None:
    assert structured.dataset(BARE) == {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": "https://data.example/dataset/xiang-mu",
        "name": "项目清单",
        "description": "项目清单",
        "url": "https://data.example/dataset/xiang-mu",
        "includedInDataCatalog": CATALOG,
        "inLanguage": "zh-Hans",
    }


@pytest.mark.parametrize(
    ("source", "creator"),
    [
        ("", BODY),
        ("省科学技术厅", BODY),
        ("省科技信息中心", {"@type": "Organization", "name": "省科技信息中心"}),
    ],
)
def test_the_provider_has_made_what_nobody_else_has(source: str, creator: object) -> None:
    told = structured.dataset(dataclasses.replace(BARE, provider=PROVIDER, source=source))
    assert told["creator"] == creator
    assert told["publisher"] == BODY


def test_a_source_without_provider() -> None:
    told = structured.dataset(dataclasses.replace(BARE, source="省科技信息中心"))
    assert told["creator"] == {"@type": "Organization", "name": "省科技信息中心"}
    assert "publisher" not in told


def test_terms_without_an_address_are_named() -> None:
    told = structured.dataset(dataclasses.replace(BARE, licence=Licence("其他开放条款", "")))
    assert told["license"] == {"@type": "CreativeWork", "name": "其他开放条款"}


def test_what_is_not_open_says_on_what_conditions() -> None:
    told = structured.dataset(dataclasses.replace(BARE, conditions="向社会有条件开放。"))
    assert told["conditionsOfAccess"] == "向社会有条件开放。"
    assert "isAccessibleForFree" not in told
    assert "distribution" not in told


def test_long_texts_and_dictionaries_are_cut() -> None:
    many = tuple(Variable(f"v{n}", f"列{n}") for n in range(300))
    told = structured.dataset(dataclasses.replace(BARE, abstract="长" * 6000, variables=many))
    assert len(told["description"]) == 5000
    assert len(told["variableMeasured"]) == 200


def test_the_portal_is_a_catalogue() -> None:
    assert structured.catalog(PORTAL) == {
        "@context": "https://schema.org",
        **CATALOG,
        "description": "统一目录",
        "inLanguage": "zh-Hans",
    }


def graph(document: dict[str, object]) -> rdflib.Graph:
    """Read a document as RDF; its context is a file of schema.org, which nobody fetches here."""
    local = {**document, "@context": {"@vocab": str(SDO)}}
    return rdflib.Graph().parse(data=json.dumps(local), format="json-ld")


# rdflib 7.6 itself makes the class that it advises against.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_it_is_rdf() -> None:
    found = graph(structured.dataset(FULL))
    entry = rdflib.URIRef("https://data.example/dataset/xiang-mu")
    assert list(found.objects(entry, rdflib.RDF.type)) == [SDO.Dataset]
    files = list(found.objects(entry, SDO.distribution))
    assert [str(found.value(one, SDO.contentUrl)) for one in files] == [
        "https://data.example/a.csv"
    ]
    names = {str(found.value(one, SDO.name)) for one in found.objects(entry, SDO.variableMeasured)}
    assert names == {"项目名称", "资助金额", "bh", "dm"}
    assert str(found.value(found.value(entry, SDO.publisher), SDO.name)) == "省科学技术厅"
    assert len(list(found.objects(entry, SDO.spatialCoverage))) == 3
