"""What an entry belongs to is said in words that others know as well."""

from __future__ import annotations

from typing import Any

import pytest
from described import CONCEPTS, D1, PORTAL, ROOT, described, values

from ckanext.scigov.dcat.domain import fields
from ckanext.scigov.dcat.domain.names import (
    DCAT,
    DCATAP,
    DCT,
    ELI,
    OWL,
    PROV,
    RDFS,
    SKOS,
    TYPE,
    XSD,
)

ST = f"{ROOT}/def/stgov#"
PATH = {"category_class": "3", "category_item": "07", "category_subitem": "001"}


def said(subject: str, predicate: Any, **entry: Any) -> list[str]:
    return values(described(entry).triples, subject, predicate)


def test_class_is_a_subject_and_its_path_a_concept() -> None:
    node = f"{ST}category-3-07-001"
    assert said(D1, DCT["subject"], **PATH) == [f"{ST}class-3"]
    assert said(D1, PORTAL.st["category"], **PATH) == [node]
    assert said(node, SKOS["notation"], **PATH) == ["3/07/001"]
    assert said(node, SKOS["broader"], **PATH) == [f"{ST}class-3"]
    assert said(D1, PORTAL.st["category"], **PATH, category_detail="A1") == [f"{node}-A1"]


@pytest.mark.parametrize(
    "path",
    [{}, {"category_class": "9", "category_item": "07"}, {"category_class": "3"}, {**PATH, "category_item": "零七"},
     {"category_class": "3", "category_subitem": "001"}],
)  # fmt: skip
def test_without_a_whole_path_there_is_no_concept(path: dict[str, str]) -> None:
    assert said(D1, PORTAL.st["category"], **path) == []


def test_series_is_one_of_its_providers() -> None:
    entry = {"in_series": "统计年报", "organization": {"id": "tjj", "title": "统计局"}}
    (node,) = said(D1, DCAT["inSeries"], **entry)
    assert node.startswith(f"{ROOT}/organization/tjj#series-")
    assert [node] == values(
        described(id="d2", **entry).triples, f"{ROOT}/dataset/d2", DCAT["inSeries"]
    )
    assert (
        said(node, DCT["title"], **entry) == said(node, DCT["description"], **entry) == ["统计年报"]
    )
    assert said(node, DCT["publisher"], **entry) == [f"{ROOT}/organization/tjj"]


def test_related_codes_and_compared_sources_are_relations() -> None:
    entry = {
        "related_codes": ["307001/2", "https://other.example/9"],
        "verification_sources": ["https://other.example/1", "线下"],
    }
    assert said(D1, DCT["relation"], **entry) == [
        "https://other.example/1", "https://other.example/9", f"{D1}#related-1",
    ]  # fmt: skip
    assert said(f"{D1}#related-1", DCT["identifier"], **entry) == ["307001/2"]
    assert said(f"{D1}#related-1", DCT["identifier"], related_codes="307001/2") == ["307001/2"]


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        ({"share_type": "none", "non_share_law": "《法》", "non_share_basis": "第三条"}, {"legislation-share": ["《法》 第三条"]}),
        ({"open_type": "none", "non_open_basis": "第五条"}, {"legislation-open": ["第五条"]}),
        ({"open_type": "conditional", "non_open_basis": "第五条"}, {}),
        ({"open_type": "none"}, {}),
    ],
)  # fmt: skip
def test_what_is_closed_names_the_law(entry: dict[str, str], wanted: dict[str, list[str]]) -> None:
    assert said(D1, DCATAP["applicableLegislation"], **entry) == [f"{D1}#{one}" for one in wanted]
    for name, title in wanted.items():
        assert said(f"{D1}#{name}", DCT["title"], **entry) == title
        assert said(f"{D1}#{name}", TYPE, **entry) == [ELI["LegalResource"].value]


def test_project_and_way_of_collection() -> None:
    entry = {
        "project_no": "P-1",
        "collection_method": "survey",
        "source_system": "仪器网",
        "source_system_code": "S1",
    }
    assert said(D1, PROV["wasGeneratedBy"], **entry) == [f"{D1}#project", f"{D1}#system"]
    assert said(f"{D1}#project", DCT["identifier"], **entry) == ["P-1"]
    assert said(f"{D1}#system", DCT["identifier"], **entry) == ["S1"]
    assert said(f"{D1}#collection", RDFS["label"], **entry) == ["采集方式：调查统计"]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [("d2", [f"{ROOT}/dataset/d2"]), ("https://portal.example/dataset/d2", [f"{ROOT}/dataset/d2"]), ("见另一条", []), (None, [])],
)  # fmt: skip
def test_successor_has_an_address(given: str | None, wanted: list[str]) -> None:
    assert said(D1, DCT["isReplacedBy"], replaced_by=given) == wanted


def test_provider_that_is_the_source_is_one_agent() -> None:
    entry = {
        "organization": {"id": "kjj", "title": "科学技术局"},
        "authoritative_source": "科学技术局",
    }
    assert said(f"{D1}#attribution", PROV["agent"], **entry) == [f"{ROOT}/organization/kjj"]
    other = {**entry, "authoritative_source": "统计局"}
    assert said(f"{D1}#attribution", PROV["agent"], **other) == [f"{D1}#source"]


def test_vocabulary_declares_its_properties() -> None:
    labels = {
        "dataset": {
            "security_level": ("安全等级", "Security level"),
            "non_electronic": ("非电子", "Not electronic"),
            "retention_until": ("留存至", "Kept until"),
        }
    }
    found = list(
        fields.properties(
            {**labels, "item": {"update_frequency": ("更新频率", "Update frequency")}}, PORTAL.st
        )
    )
    assert values(found, f"{ST}securityLevel", RDFS["label"]) == ["Security level", "安全等级"]
    assert values(found, f"{ST}securityLevel", TYPE) == [OWL["ObjectProperty"].value]
    assert values(found, f"{ST}securityLevel", RDFS["range"]) == [SKOS["Concept"].value]
    assert values(found, f"{ST}nonElectronic", RDFS["range"]) == [XSD["boolean"].value]
    assert values(found, f"{ST}retentionUntil", RDFS["range"]) == []
    assert values(found, f"{ST}itemUpdateFrequency", RDFS["label"]) == [
        "Update frequency",
        "更新频率",
    ]
    assert values(found, f"{ST}location", TYPE) == [OWL["DatatypeProperty"].value]
    assert values(found, f"{ST}nextUpdateDue", TYPE) == []


def test_licences_of_ones_own_have_a_type() -> None:
    own = CONCEPTS.own("license", "other-open")
    assert own is not None
    assert values(CONCEPTS.describe(own.value), own.value, DCT["type"]) == [
        "http://purl.org/adms/licencetype/UnknownIPR"
    ]
