"""The search page: words instead of codes, filters, sorting, paging, help when nothing fits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk

Make = Callable[..., dict[str, Any]]
Read = Callable[..., BeautifulSoup]


def facets(page: BeautifulSoup) -> dict[str, list[str]]:
    return {
        facet.summary.get_text(strip=True): [
            label.get_text(strip=True) for label in facet.select(".scigov-facet-label")
        ]
        for facet in page.select(".scigov-facet")
    }


def titles(page: BeautifulSoup) -> list[str]:
    return [title.get_text(strip=True) for title in page.select(".scigov-card-title")]


def test_filters_show_words(make_dataset: Make, read: Read) -> None:
    make_dataset(1)
    make_dataset(2, security_level="3", share_type="conditional", open_type="conditional")
    found = facets(read("/dataset/"))
    assert found["数据种类"] == ["科技管理数据"]
    assert sorted(found["开放属性"]) == ["无条件开放", "有条件开放"]
    assert found["提供单位"] == ["省科学技术厅"]
    assert found["更新周期"] == ["每年"]
    assert found["格式"] == ["CSV"]
    assert sorted(found["关键词"]) == ["科技计划", "项目管理"]
    english = facets(read("/en/dataset/"))
    assert english["Provider"] == ["省科学技术厅"]
    assert "每年" not in english["Update cycle"]


def test_domains_and_topics_are_filters(make_dataset: Make, read: Read) -> None:
    make_dataset(1, data_domain=["science_innovation", "weather"], st_topic=["programme"])
    make_dataset(2, st_topic=["programme", "laboratory_animal"])
    found = facets(read("/dataset/"))
    assert list(found) == [
        "数据种类", "提供单位", "数据领域", "科技业务主题", "开放属性", "更新周期", "格式", "关键词",
    ]  # fmt: skip
    assert sorted(found["数据领域"]) == ["气象服务", "科技创新"]
    assert found["科技业务主题"] == ["计划项目", "实验动物"]
    animals = read("/dataset/?st_topic=laboratory_animal")
    assert len(titles(animals)) == 1
    assert animals.select_one(".scigov-pills a span").get_text() == "科技业务主题：实验动物"
    entry = read("/dataset/xiang-mu-1").get_text()
    assert "科技创新" in entry
    assert "气象服务" in entry


def test_sharing_and_level_are_filters_for_agencies_and_staff(
    make_dataset: Make, read: Read, owner_editor: dict[str, Any]
) -> None:
    from ckan.tests import factories

    make_dataset(1)
    make_dataset(2, security_level="3", share_type="conditional", open_type="conditional")
    member, plain = (factories.UserWithToken(name=name) for name in ("member", "plain"))
    _belongs_to_an_agency(member["name"])
    for one in (member, owner_editor):
        found = facets(read("/dataset/", token=one["token"]))
        assert sorted(found["共享属性"]) == ["无条件共享", "有条件共享"]
        assert sorted(found["安全等级"]) == ["1级", "3级"]
    for token in ("", plain["token"]):
        assert {"共享属性", "安全等级"} & set(facets(read("/dataset/", token=token))) == set()


def _belongs_to_an_agency(user_name: str) -> None:
    """Let somebody belong to an agency that one person has registered and another approved."""
    from ckan import model

    from ckanext.scigov.access.domain.agencies import AgencyCapacity
    from ckanext.scigov.access.service import agencies
    from ckanext.scigov.access.service.acts import By
    from ckanext.scigov.shared.actors import Actor

    now = dt.datetime(2026, 9, 24, tzinfo=dt.timezone.utc)
    registrar, officer = (By(Actor(f"{one}-id", one), now) for one in ("registrar", "officer"))
    wish = agencies.Registration("省财政厅", "91350100M000100Y43")
    agency = agencies.register(model.Session, wish, registrar)
    agencies.approve(model.Session, agency.id, "", officer)
    agencies.add_member(model.Session, agency.id, user_name, AgencyCapacity("member"), registrar)
    model.Session.commit()


def test_filters_count_nothing_that_is_hidden(make_dataset: Make, read: Read) -> None:
    closed = {"security_level": "3", "share_type": "conditional", "open_type": "conditional"}
    make_dataset(1, st_topic=["programme"])
    make_dataset(2, st_topic=["finance"], private=True)
    make_dataset(3, st_topic=["talent"], hide_entry="true", **closed)
    assert facets(read("/dataset/"))["科技业务主题"] == ["计划项目"]


def test_a_filter_without_a_list_is_named_too(make_dataset: Make, read: Read) -> None:
    make_dataset(1)
    pills = read("/dataset/?theme=TECH&catalogue_profile=gathered").select(".scigov-pills a span")
    assert "主题：科学技术" in [one.get_text() for one in pills]


def test_a_filter_narrows_is_named_and_can_be_removed(make_dataset: Make, read: Read) -> None:
    make_dataset(1, title="地震台网观测数据", data_kind="scientific")
    make_dataset(2, title="科技计划项目信息")
    page = read("/dataset/?data_kind=scientific")
    assert titles(page) == ["地震台网观测数据"]
    pill = page.select_one(".scigov-pills a")
    assert pill.span.get_text() == "数据种类：科学数据"
    assert titles(read(pill["href"])) == ["科技计划项目信息", "地震台网观测数据"]
    assert page.select_one(".scigov-facet li.active .scigov-facet-label").string == "科学数据"


def test_a_filter_link_leads_to_what_it_counts(make_dataset: Make, read: Read) -> None:
    make_dataset(1, update_cycle="daily")
    make_dataset(2)
    page = read("/dataset/")
    for link in page.select(".scigov-facet li a"):
        count = int(link.select_one(".scigov-facet-count").string)
        assert len(titles(read(link["href"]))) == count, link["href"]


def test_sorting_by_title_is_a_link(make_dataset: Make, read: Read) -> None:
    for number, title in enumerate(("乙项目信息", "丙项目信息", "甲项目信息")):
        make_dataset(number, title=title)
    page = read("/dataset/?q=项目")
    link = page.find("a", string="名称", href=lambda href: href and "title_string" in href)
    ordered = read(link["href"])
    assert ordered.select_one(".scigov-sort [aria-current]").string == "名称"
    assert titles(ordered) == ["丙项目信息", "甲项目信息", "乙项目信息"]  # bing, jia, yi
    assert ordered.select_one("#scigov-search-q")["value"] == "项目"


@pytest.mark.ckan_config("ckan.datasets_per_page", 2)
def test_paging_keeps_the_search(make_dataset: Make, read: Read) -> None:
    for number in range(5):
        make_dataset(number)
    first = read("/dataset/?q=项目&data_kind=management")
    assert len(titles(first)) == 2
    next_page = first.select_one('.scigov-pager a[rel="next"]')["href"]
    second = read(next_page)
    assert second.select_one('.scigov-pager [aria-current="page"]').string == "2"
    assert not set(titles(first)) & set(titles(second))
    third = read(second.select_one('.scigov-pager a[rel="next"]')["href"])
    assert len(titles(third)) == 1
    assert (
        third.select_one(".scigov-pills").get_text(strip=True).startswith("数据种类：科技管理数据")
    )


def test_a_card_says_how_open_whose_and_how_fresh(make_dataset: Make, read: Read) -> None:
    make_dataset(1, demo_assigned=["data_kind"])
    card = read("/dataset/").select_one(".scigov-card")
    badges = [badge.get_text(strip=True) for badge in card.select(".scigov-badge")]
    assert badges == ["无条件开放", "科技管理数据", "演示赋值"]
    facts = {
        fact.dt.get_text(strip=True): fact.dd.get_text(strip=True)
        for fact in card.select(".scigov-facts div")
    }
    assert facts["提供单位"] == "省科学技术厅"
    assert facts["更新周期"] == "每年"
    assert facts["格式"] == "CSV"
    assert facts["更新日期"] == "2024-01-01"


def test_nothing_found_gives_help(make_dataset: Make, read: Read) -> None:
    make_dataset(1)
    page = read("/dataset/?q=查无此词&open_type=conditional")
    help_text = page.select_one(".scigov-nothing")
    links = [link["href"] for link in help_text.select("a")]
    assert links == [
        "/dataset/?q=%E6%9F%A5%E6%97%A0%E6%AD%A4%E8%AF%8D",
        "/dataset/",
        "/organization/",
    ]
    assert not page.select(".scigov-filters")


def test_the_beginning_of_a_text_is_ckans(app: Any) -> None:
    from ckan.lib import helpers as ckans

    texts = ("", "**立项**的<b>项目</b>", "第一句。" * 60, "x" * 6000)
    with app.flask_app.test_request_context("/"):
        for text in (*texts, *texts):
            assert tk.h.markdown_extract(text) == ckans.markdown_extract(text)
            assert tk.h.markdown_extract(text, 20) == ckans.markdown_extract(text, 20)
