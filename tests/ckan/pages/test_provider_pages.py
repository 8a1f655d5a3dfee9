"""Providers: the list, the search in it, and one provider's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup

from ckanext.scigov.pages import providers

Make = Callable[..., dict[str, Any]]
Read = Callable[..., BeautifulSoup]


def listed(page: BeautifulSoup) -> list[tuple[str, str]]:
    return [
        (item.h2.get_text(strip=True), item.select_one(".scigov-count").get_text(strip=True))
        for item in page.select(".scigov-providers li")
    ]


def test_the_fullest_provider_comes_first(make_dataset: Make, read: Read) -> None:
    from ckan.tests import factories

    factories.Organization(title="省气象局")
    make_dataset(1)
    make_dataset(2, private=True)
    assert listed(read("/organization/")) == [
        ("省科学技术厅", "1 条数据资源"),
        ("省气象局", "0 条数据资源"),
    ]


def test_a_part_of_the_name_finds_the_provider(make_dataset: Make, read: Read) -> None:
    from ckan.tests import factories

    factories.Organization(title="省气象局")
    make_dataset(1)
    assert listed(read("/organization/?q=气象")) == [("省气象局", "0 条数据资源")]
    assert "没有名称包含“%”的提供单位" in read("/organization/?q=%25").get_text()


def test_many_providers_come_in_pages(read: Read) -> None:
    from ckan.tests import factories

    for number in range(providers.PER_PAGE + 1):
        factories.Organization(name=f"unit-{number:02}", title=f"第{number:02}研究院")
    first = read("/organization/")
    assert len(listed(first)) == providers.PER_PAGE
    second = read(first.select_one('.scigov-pager a[rel="next"]')["href"])
    assert [name for name, _count in listed(second)] == ["第24研究院"]


def test_a_provider_shows_its_datasets_and_filters(make_dataset: Make, read: Read) -> None:
    make_dataset(1)
    page = read("/organization/kejiting")
    assert page.h1.get_text(strip=True) == "省科学技术厅"
    assert len(page.select(".scigov-card")) == 1
    filters = [facet.summary.get_text(strip=True) for facet in page.select(".scigov-facet")]
    assert "数据种类" in filters
    assert "提供单位" not in filters
    assert page.select_one(".scigov-search-row")["action"] == "/organization/kejiting"
