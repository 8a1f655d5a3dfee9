"""What an entry says by the properties of DCAT-AP, and what stands there when it says nothing."""

from __future__ import annotations

from typing import Any

import pytest
from described import D1, ROOT, described, values
from pyoxigraph import NamedNode

from ckanext.scigov.dcat.domain.names import (
    ADMS,
    DCAT,
    DCT,
    DPV,
    FOAF,
    ODRL,
    PROV,
    RDFS,
    SKOS,
    TYPE,
    VCARD,
)
from ckanext.scigov.dcat.domain.portal import Portal

EU = "http://publications.europa.eu/resource/authority/"
ST = "https://portal.example/def/stgov#"


def said(predicate: NamedNode, node: str = D1, /, **entry: Any) -> list[str]:
    return values(described(entry).triples, node, predicate)


@pytest.mark.parametrize("root", ["https://portal.example/data", "https://portal.example/data/"])
def test_everything_has_an_address_below_the_root(root: str) -> None:
    portal = Portal(root)
    assert portal.node.value == "https://portal.example/data"
    assert portal.dataset("d") == "https://portal.example/data/dataset/d"
    assert portal.resource("d", "r") == "https://portal.example/data/dataset/d/resource/r"
    assert portal.provider("o").value == "https://portal.example/data/organization/o"
    assert portal.prefixes()["st"] == "https://portal.example/data/def/stgov#"
    assert portal.prefixes()["dct"] == "http://purl.org/dc/terms/"


@pytest.mark.parametrize(
    ("entry", "provider", "publisher"),
    [
        ({"organization": {"id": "a"}, "owner_org": "b"}, "a", f"{ROOT}/organization/a"),
        ({"organization": None, "owner_org": "b"}, "b", f"{ROOT}/organization/b"),
        ({}, "", f"{ROOT}#publisher"),
    ],
)
def test_provider_publishes(entry: dict[str, Any], provider: str, publisher: str) -> None:
    found = described(entry)
    assert found.provider == provider
    assert values(found.triples, D1, DCT["publisher"]) == [publisher]


def test_words() -> None:
    assert said(DCT["title"], title="甲", name="jia") == ["甲"]
    assert said(DCT["title"], name="jia") == ["jia"]
    assert said(DCT["description"], notes=" ") == ["（提供单位尚未填写摘要）"]
    tags = [{"name": "b"}, {"name": "x", "display_name": "a"}, {"name": "b"}, {"name": " "}]
    assert said(DCAT["keyword"], tags=tags) == ["a", "b"]


def test_identifiers() -> None:
    assert said(DCT["identifier"]) == [D1]
    assert said(DCT["identifier"], identifier="330000/1") == ["330000/1"]
    assert said(ADMS["identifier"], doi="10.1/x", cstr="") == [f"{D1}#doi"]
    assert said(ADMS["schemaAgency"], f"{D1}#registration-no", registration_no="1") == [
        "公共数据资源登记号"
    ]


@pytest.mark.parametrize(
    ("entry", "contacts", "name"),
    [
        ({}, [], []),
        ({"organization": {"id": "o"}}, [], []),
        ({"organization": {"id": "o", "title": "厅"}}, [f"{D1}#contact"], ["厅"]),
        (
            {"organization": {"id": "o", "title": "厅"}, "contact": [{"email": "a@b.example"}]},
            [f"{D1}#contact"],
            ["厅"],
        ),
        (
            {"contact": [{"name": "甲"}, {"name": "乙"}]},
            [f"{D1}#contact", f"{D1}#contact-2"],
            ["甲"],
        ),
        ({"contact": [{"email": "a@b.example"}]}, [], []),
    ],
)
def test_contacts(entry: dict[str, Any], contacts: list[str], name: list[str]) -> None:
    assert said(DCAT["contactPoint"], **entry) == contacts
    assert said(VCARD["fn"], f"{D1}#contact", **entry) == name


def test_ways_to_reach_a_contact() -> None:
    wrong = {"name": "甲", "email": "无", "phone": "无", "url": "无"}
    for name in ("hasEmail", "hasTelephone", "hasURL"):
        assert said(VCARD[name], f"{D1}#contact", contact=[wrong]) == []
    right = {"name": "甲", "email": "a@b.example", "phone": "010-1", "url": "https://b.example"}
    found = [
        said(VCARD[name], f"{D1}#contact", contact=[right])
        for name in ("hasEmail", "hasTelephone", "hasURL")
    ]
    assert found == [["mailto:a@b.example"], ["tel:010-1"], ["https://b.example"]]


def test_coverage_without_values_is_none() -> None:
    periods = [{"start": ""}, {"end": "2024-01-01"}, {"start": "不详"}]
    assert said(DCT["temporal"], temporal_coverage=periods) == [f"{D1}#period-2"]
    assert said(DCAT["endDate"], f"{D1}#period-2", temporal_coverage=periods) == ["2024-01-01"]
    places = [
        {"text": " "},
        {"uri": "330100"},
        {"text": "浙江"},
        {"uri": "https://place.example/33"},
    ]
    wanted = ["https://place.example/33", f"{D1}#place-2", f"{D1}#place-3"]
    assert said(DCT["spatial"], spatial_coverage=places) == wanted
    assert said(DCT["identifier"], f"{D1}#place-2", spatial_coverage=places) == ["330100"]
    assert said(DCT["identifier"], "https://place.example/33", spatial_coverage=places) == []
    assert said(SKOS["prefLabel"], f"{D1}#place-3", spatial_coverage=places) == ["浙江"]


@pytest.mark.parametrize(
    ("theme", "wanted"),
    [
        (None, ["TECH"]),
        ([], ["TECH"]),
        (["EDUC", "TECH"], ["EDUC", "TECH"]),
        ("EDUC", ["EDUC"]),
        (["unheard-of"], ["TECH"]),
    ],
)
def test_themes(theme: Any, wanted: list[str]) -> None:
    assert said(DCAT["theme"], theme=theme) == [f"{EU}data-theme/{one}" for one in wanted]


def test_terms_of_outside_vocabularies() -> None:
    grade = {
        "open_type": "none",
        "security_level": "3",
        "data_kind": "scientific",
        "update_cycle": "daily",
    }
    assert said(DCT["accessRights"], **grade) == [f"{EU}access-right/NON_PUBLIC"]
    assert said(DPV["hasSensitivityLevel"], **grade) == [f"{ST}level-3"]
    assert said(DCT["subject"], **grade) == [f"{ST}kind-scientific"]
    assert said(DCT["accrualPeriodicity"], **grade) == [f"{EU}frequency/DAILY"]
    for name in (
        DCT["accessRights"],
        DPV["hasSensitivityLevel"],
        DCT["subject"],
        DCT["accrualPeriodicity"],
    ):
        assert said(name) == []
    assert {f"{EU}access-right/NON_PUBLIC", f"{ST}level-3"} <= described(grade).terms


@pytest.mark.parametrize(
    ("flag", "is_said"), [("true", True), (True, True), ("false", False), (None, False)]
)
def test_personal_data_are_marked(flag: object, is_said: bool) -> None:
    wanted = ["https://w3id.org/dpv#PersonalData"] if is_said else []
    assert said(DPV["hasPersonalData"], personal_info=flag) == wanted


def test_history() -> None:
    times = {"metadata_created": "2024-01-01T00:00:00", "metadata_modified": "2024-02-02T00:00:00"}
    assert said(DCT["issued"], **times) == ["2024-01-01T00:00:00Z"]
    assert said(DCT["modified"], **times) == ["2024-02-02T00:00:00Z"]
    stated = {**times, "issued": "2020-01-01", "modified": "2021-01-01"}
    assert (said(DCT["issued"], **stated), said(DCT["modified"], **stated)) == (
        ["2020-01-01"],
        ["2021-01-01"],
    )
    assert said(DCT["modified"], f"{D1}#record", **stated) == ["2024-02-02T00:00:00Z"]
    compared = {"verification_sources": ["https://a.example", "线下"]}
    assert said(DCT["relation"], **compared) == ["https://a.example"]
    assert said(TYPE, "https://a.example", **compared) == [RDFS["Resource"].value]
    assert said(PROV["wasDerivedFrom"], source_url="无") == []


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        ("2024-05-01", ["2024-05-01T00:00:00Z"]),
        ("2024-05-01T08:00:00Z", ["2024-05-01T08:00:00Z"]),
        ("", []),
        (None, []),
    ],
)
def test_what_is_retired_ends_at_a_moment(day: str | None, wanted: list[str]) -> None:
    assert said(PROV["invalidatedAtTime"], retired_at=day) == wanted


def test_where_the_data_come_from() -> None:
    found = {"source_system": "仪器网", "authoritative_source": "中心"}
    assert said(RDFS["label"], f"{D1}#system", **found) == ["仪器网"]
    assert said(RDFS["label"], f"{D1}#provenance", **found) == ["来源信息系统：仪器网"]
    assert said(DCAT["hadRole"], f"{D1}#attribution", **found) == [f"{ST}role-authoritative-source"]
    assert said(FOAF["name"], f"{D1}#source", **found) == ["中心"]
    for name in (PROV["wasGeneratedBy"], DCT["provenance"], PROV["qualifiedAttribution"]):
        assert said(name) == []


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"open_type": "unconditional", "open_condition": "实名"}, "无条件开放"),
        ({"open_type": "conditional", "open_condition": "实名"}, "有条件开放：实名"),
        ({"open_type": "conditional"}, "有条件开放"),
        (
            {"open_type": "conditional", "open_method": "接口", "security_measure": "水印"},
            "有条件开放：开放方式：接口；安全措施：水印",
        ),
        ({"open_type": "none", "non_open_basis": "依据", "open_method": "接口"}, "不予开放：依据"),
        ({}, "尚未定级"),
    ],
)
def test_rights_are_stated_in_words_where_there_is_a_resource(
    entry: dict[str, Any], words: str
) -> None:
    assert said(RDFS["label"], f"{D1}#rights", **entry, resources=[{"id": "r1"}]) == [words]
    assert said(RDFS["label"], f"{D1}#rights", **entry) == []


def test_policy_is_that_of_a_graded_entry() -> None:
    assert said(ODRL["hasPolicy"], share_type="none", open_type="none") == [f"{D1}#policy"]
    assert said(ODRL["hasPolicy"], share_type="none") == []


@pytest.mark.parametrize(
    ("made", "changed", "status"),
    [
        ("2024-01-01T00:00:00", "2024-01-01T00:00:00", "created"),
        ("2024-01-01T00:00:00", "2024-01-02T00:00:00", "updated"),
    ],
)
def test_record_says_whether_the_entry_is_new(made: str, changed: str, status: str) -> None:
    times = {"metadata_created": made, "metadata_modified": changed}
    assert said(ADMS["status"], f"{D1}#record", **times) == [
        f"http://purl.org/adms/changetype/{status}"
    ]
    assert said(DCAT["record"], ROOT, **times) == [f"{D1}#record"]
    assert said(DCAT["dataset"], ROOT, **times) == [D1]
