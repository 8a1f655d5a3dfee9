"""The search fields' suggestions and "did you mean", as they stand in the pages."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

from ckanext.scigov.search import wordlist

Make = Callable[..., dict[str, Any]]
Read = Callable[..., BeautifulSoup]


@pytest.mark.parametrize(
    ("address", "prefix"), [("/", ""), ("/dataset/", ""), ("/en/", "/en"), ("/en/dataset/", "/en")]
)
def test_search_fields_know_where_to_ask(read: Read, address: str, prefix: str) -> None:
    page = read(address)
    fields = page.select("[data-scigov-suggest]")
    assert [field["name"] for field in fields] == ["q"]
    assert json.loads(fields[0]["data-scigov-suggest"])["urls"] == {
        "suggest": f"{prefix}/api/3/action/scigov_search_suggest",
        "search": f"{prefix}/dataset/",
        "dataset": f"{prefix}/dataset/__name__",
    }
    assert len([s for s in page.select("script[src]") if "suggest" in s["src"]]) == 1


def meant(page: BeautifulSoup) -> list[tuple[str, str, str]]:
    return [
        (entry.a.get_text(), entry.select_one(".scigov-meant-count").get_text(), entry.a["href"])
        for entry in page.select(".scigov-meant li")
    ]


def test_a_search_without_success_says_what_was_meant(make_dataset: Make, read: Read) -> None:
    make_dataset(1, title="公共停车场信息", update_cycle="daily")
    make_dataset(2, title="路边停车场收费")
    wordlist.refresh()
    page = read("/en/dataset/?q=停车厂&page=2")
    parking = "%E5%81%9C%E8%BD%A6%E5%9C%BA"
    assert meant(page)[:1] == [("停车场", "2 datasets", f"/en/dataset/?q={parking}")]
    assert [changed.get_text() for changed in page.select(".scigov-meant em")][:1] == ["停车场"]
    filtered = read("/en/dataset/?q=停车厂&update_cycle=daily&sort=title_string+asc")
    address = f"/en/dataset/?q={parking}&update_cycle=daily"
    assert meant(filtered)[:1] == [("停车场", "1 dataset", address)]
    assert len(read(address).select(".scigov-card-title")) == 1


def test_a_search_with_success_says_nothing_more(make_dataset: Make, read: Read) -> None:
    make_dataset(1, title="公共停车场信息")
    wordlist.refresh()
    for query in ("?q=停车场", "", "?q=", "?q=魑魅魍魉", f"?q={'停' * 200}", "?q=title:停车厂"):
        assert meant(read(f"/dataset/{query}")) == []


def test_other_pages_do_not_look_for_it(
    app: Any, make_dataset: Make, count_queries: Callable[[], Any]
) -> None:
    make_dataset(1, title="公共停车场信息")
    wordlist.refresh()
    for address in ("/organization/kejiting?q=停车厂", "/api/3/action/package_search?q=停车厂"):
        with count_queries() as queries:
            app.get(address, status=200)
        assert [s for s in queries.statements if "scigov_search_word" in s] == []
    with count_queries() as queries:
        app.get("/dataset/?q=停车厂", status=200)
    assert len([s for s in queries.statements if "scigov_search_word" in s]) == 1
