"""A page says of each term it names what shapes ask: its class, its label, its list; once."""

from __future__ import annotations

import pytest
from described import CONCEPTS, values
from pyoxigraph import Triple

from ckanext.scigov.dcat.domain import terms
from ckanext.scigov.dcat.domain.names import DCT, SKOS, TYPE

EU = "http://publications.europa.eu/resource/authority/"
ADMS = "http://purl.org/adms/"
CONCEPT = "http://www.w3.org/2004/02/skos/core#Concept"
IN_DCT = "http://purl.org/dc/terms/"


def said(*iris: str) -> list[Triple]:
    return list(terms.describe(iris, CONCEPTS))


@pytest.mark.parametrize(
    ("iri", "scheme", "classes", "labels", "titles"),
    [
        (f"{EU}language/ZHO", f"{EU}language", ["LinguisticSystem"], ["Chinese", "中文"], ["Language", "语种"]),
        (f"{EU}country/CHN", f"{EU}country", ["Location"], ["China", "中国"], ["Country", "国家"]),
        (f"{EU}frequency/MONTHLY", f"{EU}frequency", ["Frequency"], ["Monthly", "每月"], ["Frequency", "更新频率"]),
        (f"{EU}access-right/PUBLIC", f"{EU}access-right", ["RightsStatement"], ["public", "公开"],
         ["Access right", "访问权限"]),
        (f"{EU}file-type/CSV", f"{EU}file-type", ["MediaTypeOrExtent"], ["CSV", "CSV"], ["File type", "文件类型"]),
        (f"{EU}data-theme/EDUC", f"{EU}data-theme", [], ["Education, culture and sport", "教育、文化和体育"],
         ["Data theme", "数据主题"]),
        (f"{EU}planned-availability/STABLE", f"{EU}planned-availability", [], ["stable", "稳定"],
         ["Planned availability", "计划可用性"]),
        (f"{EU}distribution-status/COMPLETED", f"{EU}distribution-status", [], ["completed", "已完成"],
         ["Distribution status", "资源状态"]),
        (f"{ADMS}changetype/created", f"{ADMS}changetype/1.0", [], ["created", "新增"], ["Change type", "变更类型"]),
        (f"{ADMS}publishertype/LocalAuthority", f"{ADMS}publishertype/1.0", [], ["Local authority", "市县机关"],
         ["Publisher type", "发布者类型"]),
        (f"{ADMS}licencetype/Attribution", f"{ADMS}licencetype/1.0", [], ["Attribution", "署名"],
         ["Licence type", "许可类型"]),
    ],
)  # fmt: skip
def test_term_of_each_list(
    iri: str, scheme: str, classes: list[str], labels: list[str], titles: list[str]
) -> None:
    found = said(iri)
    assert values(found, iri, TYPE) == sorted([CONCEPT, *(IN_DCT + one for one in classes)])
    assert values(found, iri, SKOS["inScheme"]) == [scheme]
    assert values(found, iri, SKOS["prefLabel"]) == labels
    assert values(found, scheme, TYPE) == ["http://www.w3.org/2004/02/skos/core#ConceptScheme"]
    assert values(found, scheme, DCT["title"]) == titles


def test_every_list_is_among_those() -> None:
    assert len(terms.LISTS) == 11
    assert all(said(f"{base}ANY") for base in terms.LISTS)


def test_labels_are_in_both_languages() -> None:
    found = {
        (one.object.language, one.object.value)  # type: ignore[union-attr]
        for one in said(f"{EU}country/CHN")
        if one.predicate == SKOS["prefLabel"]
    }
    assert found == {("zh", "中国"), ("en", "China")}


@pytest.mark.parametrize(
    ("iri", "kind"),
    [
        ("https://www.iana.org/assignments/media-types/text/csv", f"{IN_DCT}MediaType"),
        (
            "http://spdx.org/rdf/terms#checksumAlgorithm_sha256",
            "http://spdx.org/rdf/terms#ChecksumAlgorithm",
        ),
        ("https://semiceu.github.io/DCAT-AP/releases/3.0.1", f"{IN_DCT}Standard"),
    ],
)
def test_terms_of_no_list_have_their_class(iri: str, kind: str) -> None:
    found = said(iri)
    assert values(found, iri, TYPE) == [kind]
    assert values(found, iri, SKOS["inScheme"]) == []


def test_profile_is_named() -> None:
    iri = "https://semiceu.github.io/DCAT-AP/releases/3.0.1"
    assert values(said(iri), iri, DCT["title"]) == ["DCAT-AP 3.0.1"]


@pytest.mark.parametrize(
    ("licence", "kind"),
    [
        ("http://creativecommons.org/licenses/by/4.0/", "Attribution"),
        ("http://creativecommons.org/publicdomain/zero/1.0/", "PublicDomain"),
        ("http://opendatacommons.org/licenses/by/1.0/", "Attribution"),
        ("http://opendatacommons.org/licenses/pddl/1.0/", "PublicDomain"),
    ],
)
def test_licence_has_a_type_that_is_described_as_well(licence: str, kind: str) -> None:
    found = said(licence)
    assert values(found, licence, TYPE) == [f"{IN_DCT}LicenseDocument"]
    assert values(found, licence, DCT["type"]) == [f"{ADMS}licencetype/{kind}"]
    assert values(found, f"{ADMS}licencetype/{kind}", TYPE) == [CONCEPT]


def test_terms_of_the_portal_are_described_by_its_vocabulary() -> None:
    iri = "https://portal.example/def/stgov#open-none"
    assert values(said(iri), iri, SKOS["prefLabel"]) == ["Not open", "不予开放"]


@pytest.mark.parametrize("iri", ["https://a.example/b", f"{EU}unheard-of/A", "urn:x"])
def test_of_unknown_terms_nothing_is_said(iri: str) -> None:
    assert said(iri) == []


def test_each_triple_is_said_once_whatever_the_order() -> None:
    by, pddl = (
        "http://creativecommons.org/licenses/by/4.0/",
        "http://opendatacommons.org/licenses/by/1.0/",
    )
    kind, right = f"{ADMS}licencetype/Attribution", f"{EU}access-right/"
    iris = [by, kind, pddl, by, f"{right}PUBLIC", f"{right}NON_PUBLIC"]
    found = said(*iris)
    assert len(found) == len(set(found))
    assert found == said(*reversed(iris))
    assert {one.value for one in (triple.object for triple in said(by, pddl)) if "licencetype" in str(one)} == {  # type: ignore[union-attr]
        kind, f"{ADMS}licencetype/1.0",
    }  # fmt: skip
