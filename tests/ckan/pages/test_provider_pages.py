"""Providers: the list, the search in it, and one provider's page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup

from ckanext.scigov.pages import providers

Make = Callable[..., dict[str, Any]]
Read = Callable[..., BeautifulSoup]
CONDITIONAL = {"security_level": "3", "share_type": "conditional", "open_type": "conditional"}
NOW = dt.datetime(2026, 9, 24, tzinfo=dt.timezone.utc)
PLAIN = {str: "", int: 0, list: [], dict: {}, bool: False, dt.datetime: NOW}


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


def figures(page: BeautifulSoup) -> dict[str, str]:
    found = page.select(".scigov-provider-figures > div")
    return {one.dt.get_text(): one.dd.get_text(strip=True) for one in found}


def test_a_provider_page_has_its_figures(make_dataset: Make, read: Read) -> None:
    make_dataset(1)
    make_dataset(2, data_kind="scientific", update_cycle="")
    make_dataset(3, **CONDITIONAL)
    load_tables({"xiang-mu-1": 17_926, "xiang-mu-3": 500})
    found = figures(read("/organization/kejiting"))
    assert found == {
        "数据种类": "科技管理数据 2、科学数据 1",
        "开放属性": "无条件开放 2、有条件开放 1",
        "开放的数据表": "1",
        "开放数据表的行数": "17,926",
        "汇聚条目": "3（100%）",
        "待完善": "3（100%）",
        "更新日期": "2024-01-03",
    }


def test_figures_count_nothing_that_is_hidden(
    make_dataset: Make, read: Read, owner_editor: dict[str, Any]
) -> None:
    make_dataset(1)
    make_dataset(2, data_kind="scientific", private=True)
    make_dataset(3, hide_entry="true", **CONDITIONAL)
    load_tables({"xiang-mu-1": 7, "xiang-mu-2": 100, "xiang-mu-3": 1_000})
    found = figures(read("/organization/kejiting"))
    assert (found["数据种类"], found["开放数据表的行数"]) == ("科技管理数据 1", "7")
    own = figures(read("/organization/kejiting", token=owner_editor["token"]))
    assert (own["数据种类"], own["开放数据表的行数"]) == ("科技管理数据 2、科学数据 1", "7")


def test_a_table_closed_further_than_its_entry_is_in_no_figure(
    make_dataset: Make, read: Read, resource: Callable[[int], dict[str, Any]]
) -> None:
    make_dataset(1)
    make_dataset(2, resources=[{**resource(2), **CONDITIONAL}])
    load_tables({"xiang-mu-1": 7, "xiang-mu-2": 17_926})
    found = figures(read("/organization/kejiting"))
    assert (found["开放的数据表"], found["开放数据表的行数"]) == ("1", "7")


def load_tables(rows: dict[str, int]) -> None:
    """Note a table for the first resource of each of these entries, as loading leaves it."""
    from ckan import model

    from ckanext.scigov.tables.model import Load

    needed = (c for c in Load.__table__.c if not c.nullable and c.default is None)
    plain: dict[str, Any] = {column.name: PLAIN[column.type.python_type] for column in needed}
    for name, count in rows.items():
        resource_id = model.Package.get(name).resources[0].id
        known = {"resource_id": resource_id, "state": "loaded", "row_count": count}
        model.Session.add(Load(**{**plain, **known}))
    model.Session.commit()
