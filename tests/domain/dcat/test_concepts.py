"""Codes of the controlled lists and concepts stand for each other, here and at another portal of this product."""

from __future__ import annotations

import pytest
from described import CONCEPTS, LISTS, PORTAL, values
from pyoxigraph import Literal, NamedNode, Triple

from ckanext.scigov.dcat.domain.concepts import (
    PARTIES,
    SCHEME_TITLES,
    SCHEMES,
    Concepts,
    vocabulary_head,
)
from ckanext.scigov.dcat.domain.names import DCT, RDFS, SKOS, TYPE

ST = "https://portal.example/def/stgov#"
OTHER = "https://other.example/def/stgov#"
EU = "http://publications.europa.eu/resource/authority/"


@pytest.mark.parametrize("vocabulary", SCHEMES)
def test_every_code_has_a_concept_that_stands_for_it(vocabulary: str) -> None:
    for value in LISTS[vocabulary]:
        node = CONCEPTS.own(vocabulary, value["value"])
        assert node is not None
        assert CONCEPTS.code_of(vocabulary, node.value) == value["value"]
        name = node.value.removeprefix(ST)
        assert CONCEPTS.code_of(vocabulary, OTHER + name) == value["value"]


@pytest.mark.parametrize(
    ("vocabulary", "code", "own", "outside"),
    [
        ("open_type", "none", "open-none", f"{EU}access-right/NON_PUBLIC"),
        ("license", "cc-by", "licence-cc-by", "http://creativecommons.org/licenses/by/4.0/"),
        ("share_type", "none", "share-none", None),
        ("security_level", 1, "level-1", None),
    ],
)
def test_codes_lead_to_concepts(
    vocabulary: str, code: object, own: str, outside: str | None
) -> None:
    assert CONCEPTS.own(vocabulary, code) == NamedNode(ST + own)
    assert CONCEPTS.outside(vocabulary, code) == (NamedNode(outside) if outside else None)


@pytest.mark.parametrize("code", ["", None, "unheard-of", "NONE"])
def test_unknown_codes_lead_nowhere(code: object) -> None:
    assert CONCEPTS.own("open_type", code) is None
    assert CONCEPTS.outside("open_type", code) is None
    assert CONCEPTS.label("open_type", str(code)) == ""


@pytest.mark.parametrize(
    ("vocabulary", "iri", "code"),
    [
        ("open_type", f"{EU}access-right/PUBLIC", "unconditional"),
        ("open_type", f"{OTHER}open-conditional", "conditional"),
        ("open_type", f"{OTHER}share-conditional", ""),
        ("open_type", f"{OTHER}unconditional", ""),
        ("open_type", f"{OTHER}open-unheard-of", ""),
        ("open_type", "open-conditional", "conditional"),
        ("open_type", f"{EU}frequency/DAILY", ""),
        ("update_cycle", f"{EU}frequency/DAILY", "daily"),
        ("open_type", "", ""),
        # Of several codes with one term the first stands for it.
        ("lifecycle_status", f"{EU}distribution-status/WITHDRAWN", "retired"),
    ],
)
def test_addresses_lead_back_to_codes(vocabulary: str, iri: str, code: str) -> None:
    assert CONCEPTS.code_of(vocabulary, iri) == code


def test_concept_says_its_names_its_list_and_what_it_means_outside() -> None:
    iri = f"{ST}open-conditional"
    found = CONCEPTS.describe(iri)
    assert values(found, iri, TYPE) == ["http://www.w3.org/2004/02/skos/core#Concept"]
    assert values(found, iri, SKOS["prefLabel"]) == ["Open on conditions", "有条件开放"]
    assert values(found, iri, SKOS["notation"]) == ["1"]
    assert values(found, iri, SKOS["closeMatch"]) == [f"{EU}access-right/RESTRICTED"]
    assert values(found, iri, SKOS["inScheme"]) == [f"{ST}OpenTypeScheme"]
    assert values(found, f"{ST}OpenTypeScheme", TYPE) == [
        "http://www.w3.org/2004/02/skos/core#ConceptScheme"
    ]
    assert values(found, f"{ST}OpenTypeScheme", DCT["title"]) == ["Open type", "开放属性"]
    assert Triple(NamedNode(iri), SKOS["prefLabel"], Literal("有条件开放", language="zh")) in found


def test_concept_says_no_more_than_its_list_does() -> None:
    iri = f"{ST}channel-email"
    found = CONCEPTS.describe(iri)
    assert values(found, iri, SKOS["notation"]) == values(found, iri, SKOS["closeMatch"]) == []
    assert CONCEPTS.describe(f"{ST}unheard-of") == []


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("level-1", ["https://w3id.org/dpv#SensitivityLevel"]),
        ("licence-other-open", ["http://purl.org/dc/terms/LicenseDocument"]),
        ("share-none", []),
    ],
)
def test_some_concepts_are_of_a_class_that_shapes_ask_for(name: str, more: list[str]) -> None:
    found = values(CONCEPTS.describe(ST + name), ST + name, TYPE)
    assert found == sorted(["http://www.w3.org/2004/02/skos/core#Concept", *more])


@pytest.mark.parametrize("name", PARTIES)
def test_concepts_of_no_list_are_described_as_well(name: str) -> None:
    found = CONCEPTS.describe(ST + name)
    assert values(found, ST + name, SKOS["prefLabel"]) == sorted(PARTIES[name])
    assert values(found, ST + name, SKOS["inScheme"]) == [f"{ST}RoleScheme"]
    assert values(found, f"{ST}RoleScheme", DCT["title"]) == ["Roles", "角色"]


def test_labels_are_those_of_the_lists() -> None:
    assert CONCEPTS.label("open_type", "none") == "不予开放"
    assert CONCEPTS.labels_of(f"{EU}frequency/DAILY") == ("每日", "Daily")
    assert CONCEPTS.labels_of("https://a.example/") is None


def test_lists_stand_with_their_values() -> None:
    lists = CONCEPTS.lists()
    assert len(lists) == len(SCHEMES) == len(SCHEME_TITLES) == 27
    (opened,) = (one for one in lists if one.scheme == "OpenTypeScheme")
    assert opened.titles == ("开放属性", "Open type")
    first = opened.members[0]
    assert (first.code, first.name) == ("unconditional", "open-unconditional")
    assert (first.chinese, first.english) == ("无条件开放", "Open without conditions")
    assert [one.code for one in opened.members] == ["unconditional", "conditional", "none"]


def test_everything_is_said_once() -> None:
    found = list(CONCEPTS.everything())
    assert len(found) == len(set(found))
    for one in LISTS["theme"]:
        assert values(found, f"{ST}theme-{one['value']}", SKOS["closeMatch"]) == [one["uri"]]
    assert values(found, f"{ST}role-authoritative-source", SKOS["prefLabel"]) == [
        "Authoritative source",
        "数源单位",
    ]


def test_portal_without_lists_knows_its_parties_alone() -> None:
    bare = Concepts(PORTAL.st, {})
    assert bare.lists() == []
    assert {one.subject.value for one in bare.everything()} == {  # type: ignore[union-attr]
        f"{ST}{name}"
        for name in (
            "party-government", "party-public", "role-authoritative-source", "RoleScheme", "dispute-annotated",
            "DisputeStatusScheme",
        )
    }  # fmt: skip


def test_vocabulary_says_what_it_is() -> None:
    place = "https://portal.example/def/stgov"
    found = vocabulary_head(PORTAL.standard, PORTAL.st)
    assert values(found, place, TYPE) == [
        "http://purl.org/dc/terms/Standard",
        "http://www.w3.org/2002/07/owl#Ontology",
    ]
    assert values(found, place, DCT["title"]) == [
        "Metadata of S&T government data",
        "科技政务数据元数据规范",
    ]
    assert values(found, place, RDFS["isDefinedBy"]) == [place]
