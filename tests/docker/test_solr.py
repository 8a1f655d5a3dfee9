"""The configsets in a real Solr 9: they load, take CKAN's documents, and find Chinese words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pysolr
import pytest
import requests
from contract.solr import SolrMissing, SolrServer, write_configset
from contract.solr_tokens import preanalyzed

from ckanext.scigov.search.domain.tokens import indexed

TITLES = {
    "parking": "城市停车场管理办法",
    "separate": "停车服务 车场建设",
    "standard": "符合GB/T-22239标准的系统",
    "joined": "GBT22239",
    "apart": "gb x t 22239",
    "water": "水",
    "works": "水利 工程",
    "rivers": "The flooding of rivers",
    "mixed": "基于GPS的导航",
    "taiwan": "智慧停車場",
    "café": "Café Münster",
}
DISMAX = {"defType": "dismax", "qf": "name^4 title^4 tags^2 groups^2 text", "mm": "2<-1 5<80%"}


@pytest.fixture(scope="module")
def server() -> Iterator[SolrServer]:
    try:
        solr = SolrServer(in_memory=True).__enter__()
    except SolrMissing as reason:
        pytest.skip(f"NOT RUN: {reason}")
    yield solr
    solr.__exit__(None, None, None)


def core_with(server: SolrServer, variant: str, folder: Path, **fields: Any) -> pysolr.Solr:
    core = pysolr.Solr(server.create_core(variant, write_configset(variant, folder)), timeout=180)
    text = (lambda title: preanalyzed([title])) if variant == "tokens" else str
    documents = [
        {"index_id": name, "id": name, "site_id": "s", "title": text(title), "name": name, **fields}
        for name, title in TITLES.items()
    ]
    core.add(documents, commit=True)
    return core


@pytest.fixture(scope="module")
def stock(server: SolrServer, tmp_path_factory: pytest.TempPathFactory) -> pysolr.Solr:
    return core_with(server, "stock", tmp_path_factory.mktemp("stock"))


@pytest.fixture(scope="module")
def ours(server: SolrServer, tmp_path_factory: pytest.TempPathFactory) -> pysolr.Solr:
    fields = {
        "vocab_kind": ["research", "project"],
        "extras_source": "水利厅",
        "data_modified_date": "2019-10-10T01:15:00+00:00",
        "tags": ["停车", "交通"],
    }
    return core_with(server, "ours", tmp_path_factory.mktemp("ours"), **fields)


@pytest.fixture(scope="module")
def tokens(server: SolrServer, tmp_path_factory: pytest.TempPathFactory) -> pysolr.Solr:
    return core_with(server, "tokens", tmp_path_factory.mktemp("tokens"))


def found(core: pysolr.Solr, q: str, **parameters: Any) -> set[str]:
    answer = core.search(q, rows=100, **{"q.op": "AND", "fl": "id", **parameters})
    return {document["id"] for document in answer}


def test_ckans_own_schema_finds_no_word_inside_a_chinese_title(stock: pysolr.Solr) -> None:
    assert found(stock, "停车场", **DISMAX) == set()
    assert found(stock, "river", **DISMAX) == {"rivers"}


QUERIES = [
    ("停车场", {"parking", "separate", "taiwan"}),
    ("停車場", {"parking", "separate", "taiwan"}),
    ('"停车场"', {"parking", "taiwan"}),
    ("停车场 管理", {"parking"}),
    ('"停车场管理办法"', {"parking"}),
    ("泊车", {"parking", "taiwan"}),
    ("停车位", {"parking", "taiwan"}),
    ("水", {"water", "works"}),
    ("river", {"rivers"}),
    ("FLOOD", {"rivers"}),
    ("cafe munster", {"café"}),
    ("GB/T-22239", {"standard", "joined", "apart"}),
    ('"GB/T-22239"', {"standard", "joined"}),
    ("ＧＰＳ", {"mixed"}),
    ("基于GPS", {"mixed"}),
    ('"基于GPS的导航"', {"mixed"}),
    ("GPS的车", set()),
]


@pytest.mark.parametrize(("q", "names"), QUERIES, ids=[q for q, _ in QUERIES])
def test_ours_finds_chinese_words_wherever_they_stand(
    ours: pysolr.Solr, q: str, names: set[str]
) -> None:
    fields = {**DISMAX, "qf": "name^4 title^4"}
    assert found(ours, q, **fields) == names


def test_the_standard_language_means_the_same(ours: pysolr.Solr) -> None:
    assert found(ours, "title:停车场") == {"parking", "separate", "taiwan"}
    assert found(ours, 'title:"停车场"') == {"parking", "taiwan"}
    assert found(ours, "title:(停车 AND NOT 管理)") == {"separate", "taiwan"}
    assert found(ours, "title:riv*") == {"rivers"}


def test_the_fields_of_our_features_are_there(ours: pysolr.Solr) -> None:
    assert found(ours, "vocab_kind:research", fq="tags:停车") == set(TITLES)
    assert found(ours, "extras_source:水利") == set(TITLES)
    assert found(ours, "data_modified_date:[2019-10-10T00:00:00Z TO 2019-10-11T00:00:00Z]") == set(
        TITLES
    )
    answer = ours.search("*:*", **{"facet": "true", "facet.field": "vocab_kind", "rows": 0})
    assert answer.facets["facet_fields"]["vocab_kind"] == ["project", 11, "research", 11]


def test_the_catch_all_holds_names_tags_and_extras(ours: pysolr.Solr) -> None:
    assert found(ours, "text:交通") == set(TITLES)
    assert found(ours, "text:水利厅") == set(TITLES)


def test_ours_indexes_the_tokens_that_postgresql_indexes(ours: pysolr.Solr) -> None:
    for text in ("城市停车场管理办法", "水", "智慧停車場 GPS", "2023年度 PM2.5", "データ"):
        asked = {"analysis.fieldtype": "text", "analysis.fieldvalue": text}
        answer = requests.get(f"{ours.url}/analysis/field", params=asked, timeout=180).json()
        last = answer["analysis"]["field_types"]["text"]["index"][-1]
        # PostgreSQL keeps a code's part with digits whole too.
        expected = {token.text for token in indexed(text)[0]} - {"pm2"}
        # Solr's index holds the synonyms as well.
        assert expected - {token["text"] for token in last} == set()


def test_tokens_arrive_with_their_positions(tokens: pysolr.Solr) -> None:
    assert found(tokens, 'title:"停车 车场"') == {"parking", "taiwan"}
    assert found(tokens, 'title:"gb t 22239"') == {"standard"}
    assert found(tokens, "title:gbt22239") == {"standard", "joined"}
    assert found(tokens, "title:停车场") == set()
