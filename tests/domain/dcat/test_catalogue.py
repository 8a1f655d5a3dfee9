"""What stands around the datasets: the catalogue, who publishes, where the other pages are, what is gone."""

from __future__ import annotations

import datetime as dt

import pytest
from described import D1, PORTAL, ROOT, values

from ckanext.scigov.dcat.domain import catalogue
from ckanext.scigov.dcat.domain.catalogue import About, Agent, Links, Removal
from ckanext.scigov.dcat.domain.graphs import Graph
from ckanext.scigov.dcat.domain.names import ADMS, DCAT, DCT, FOAF, HYDRA, PROV, TYPE, VCARD

EU = "http://publications.europa.eu/resource/authority/"
NINE_IN_CHINA = dt.datetime(2024, 1, 2, 9, 0, 0, 7, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def of_catalogue(about: About, modified: dt.datetime | None = None) -> Graph:
    graph = Graph()
    catalogue.catalogue(graph, about, PORTAL, modified)
    return graph


def test_catalogue_says_what_it_is() -> None:
    about = About(
        "科技数据",
        "省内目录",
        "科技厅",
        "http://creativecommons.org/licenses/by/4.0/",
        "a@portal.example",
    )
    graph = of_catalogue(about, NINE_IN_CHINA)
    found = {
        name: values(graph.triples, ROOT, DCT[name])
        for name in ("title", "description", "license", "modified")
    }
    assert found == {
        "title": ["科技数据"], "description": ["省内目录"],
        "license": ["http://creativecommons.org/licenses/by/4.0/"], "modified": ["2024-01-02T01:00:00Z"],
    }  # fmt: skip
    assert values(graph.triples, ROOT, FOAF["homepage"]) == ["https://portal.example/"]
    assert values(graph.triples, ROOT, DCAT["themeTaxonomy"]) == [
        f"{EU}data-theme", f"{ROOT}/def/stgov#DataKindScheme",
    ]  # fmt: skip
    assert values(graph.triples, f"{ROOT}#publisher", FOAF["name"]) == ["科技厅"]
    assert values(graph.triples, f"{ROOT}#contact", VCARD["hasEmail"]) == [
        "mailto:a@portal.example"
    ]
    assert graph.terms == {
        f"{EU}language/ZHO", f"{EU}country/CHN", "http://creativecommons.org/licenses/by/4.0/",
        "http://purl.org/adms/publishertype/RegionalAuthority",
    }  # fmt: skip


def test_publisher_and_first_day_are_as_configured() -> None:
    about = About(
        "科技数据",
        "",
        "科技局",
        publisher_level="city",
        publisher_code="11330000",
        issued="2024-05",
    )
    found = of_catalogue(about).triples
    assert values(found, f"{ROOT}#publisher", DCT["type"]) == ["http://purl.org/adms/publishertype/LocalAuthority"]  # fmt: skip
    assert values(found, f"{ROOT}#publisher", DCT["identifier"]) == ["11330000"]
    assert values(found, ROOT, DCT["issued"]) == ["2024-05"]


def test_catalogue_of_which_little_is_known() -> None:
    found = of_catalogue(About("科技数据", "", "科技厅", licence="无")).triples
    assert values(found, ROOT, DCT["description"]) == ["科技数据"]
    for name in (DCT["license"], DCT["modified"], DCAT["contactPoint"]):
        assert values(found, ROOT, name) == []


@pytest.mark.parametrize(
    ("level", "kind"),
    [
        ("province", ["http://purl.org/adms/publishertype/RegionalAuthority"]),
        ("city", ["http://purl.org/adms/publishertype/LocalAuthority"]),
        ("county", ["http://purl.org/adms/publishertype/LocalAuthority"]),
        ("other", []), ("", []),
    ],
)  # fmt: skip
def test_agents_are_of_the_kind_of_their_level(level: str, kind: list[str]) -> None:
    graph, node = Graph(), f"{ROOT}/organization/kjj"
    catalogue.agents(graph, [Agent("kjj", "科学技术局", "113300", level), Agent("x", "")], PORTAL)
    assert values(graph.triples, node, TYPE) == ["http://xmlns.com/foaf/0.1/Agent"]
    assert values(graph.triples, node, FOAF["name"]) == ["科学技术局"]
    assert values(graph.triples, node, DCT["identifier"]) == ["113300"]
    assert values(graph.triples, node, DCT["type"]) == kind
    assert graph.terms == set(kind)
    assert values(graph.triples, f"{ROOT}/organization/x", FOAF["name"]) == ["提供单位"]
    assert values(graph.triples, f"{ROOT}/organization/x", DCT["identifier"]) == []


def paged(following: str, total: int | None = None) -> Graph:
    graph, place = Graph(), f"{ROOT}/catalog.ttl"
    catalogue.paging(
        graph, Links(place, f"{place}?page=2", f"{place}?page=1", following, total, 100)
    )
    return graph


def test_pages_are_linked_in_both_vocabularies_of_hydra() -> None:
    found, this = paged(f"{ROOT}/catalog.ttl?page=3").triples, f"{ROOT}/catalog.ttl?page=2"
    assert values(found, f"{ROOT}/catalog.ttl", HYDRA["view"]) == [this]
    assert values(found, f"{ROOT}/catalog.ttl", TYPE) == [
        "http://www.w3.org/ns/hydra/core#Collection"
    ]
    assert values(found, this, TYPE) == [
        "http://www.w3.org/ns/hydra/core#PagedCollection",
        "http://www.w3.org/ns/hydra/core#PartialCollectionView",
    ]
    links = {
        name: values(found, this, HYDRA[name])
        for name in ("first", "firstPage", "next", "nextPage")
    }
    assert links == {
        "first": [f"{ROOT}/catalog.ttl?page=1"], "firstPage": [f"{ROOT}/catalog.ttl?page=1"],
        "next": [f"{ROOT}/catalog.ttl?page=3"], "nextPage": [f"{ROOT}/catalog.ttl?page=3"],
    }  # fmt: skip
    kinds = {one.predicate: type(one.object).__name__ for one in found}
    assert kinds[HYDRA["next"]] == kinds[HYDRA["first"]] == "NamedNode"
    assert kinds[HYDRA["nextPage"]] == kinds[HYDRA["firstPage"]] == "Literal"
    assert HYDRA["totalItems"] not in kinds


def test_last_page_links_to_none_and_may_count() -> None:
    found, this = paged("", total=0).triples, f"{ROOT}/catalog.ttl?page=2"
    assert values(found, this, HYDRA["next"]) == values(found, this, HYDRA["nextPage"]) == []
    assert values(found, this, HYDRA["totalItems"]) == ["0"]
    assert values(found, f"{ROOT}/catalog.ttl", HYDRA["totalItems"]) == ["0"]
    assert values(found, this, HYDRA["itemsPerPage"]) == ["100"]


def test_removal_says_what_is_gone_why_and_what_stands_for_it() -> None:
    graph, record = Graph(), f"{D1}#record"
    gone = Removal("d1", NINE_IN_CHINA, "已停用", f"{ROOT}/dataset/d2")
    catalogue.removal(graph, gone, PORTAL)
    found = graph.triples
    assert values(found, ROOT, DCAT["record"]) == [record]
    assert values(found, record, FOAF["primaryTopic"]) == [D1]
    assert values(found, record, ADMS["status"]) == ["http://purl.org/adms/changetype/deleted"]
    assert values(found, record, DCT["modified"]) == ["2024-01-02T01:00:00Z"]
    assert values(found, record, DCT["description"]) == ["已停用"]
    assert values(found, D1, TYPE) == ["http://www.w3.org/ns/dcat#Resource"]
    assert values(found, D1, PROV["invalidatedAtTime"]) == ["2024-01-02T01:00:00Z"]
    assert values(found, D1, DCT["isReplacedBy"]) == [f"{ROOT}/dataset/d2"]
    assert graph.terms == {"http://purl.org/adms/changetype/deleted"}


def test_removal_without_a_moment_names_nothing_else() -> None:
    graph = Graph()
    catalogue.removal(graph, Removal("d1", None, "已停用"), PORTAL)
    assert values(graph.triples, f"{D1}#record", DCT["title"]) == []
    assert values(graph.triples, D1, DCT["isReplacedBy"]) == []
    assert values(graph.triples, D1, PROV["invalidatedAtTime"]) == []
    assert values(graph.triples, D1, DCT["identifier"]) == [D1]
    assert values(graph.triples, D1, DCT["title"]) == []
