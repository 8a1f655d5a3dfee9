"""The home page: figures, ways in, what changed last."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup

Make = Callable[..., dict[str, Any]]
Read = Callable[..., BeautifulSoup]


def figures(page: BeautifulSoup) -> dict[str, str]:
    return {
        figure.dt.get_text(strip=True): figure.dd.get_text(strip=True)
        for figure in page.select(".scigov-figures div")
    }


def test_figures_count_what_the_public_sees(make_dataset: Make, read: Read) -> None:
    make_dataset(1)
    make_dataset(2, data_kind="scientific", resources=[])
    make_dataset(3, private=True)
    assert figures(read("/")) == {
        "数据资源": "2",
        "提供单位": "1",
        "文件与接口": "1",
        "数据项": "2",
    }


def test_ways_in_lead_to_what_they_count(make_dataset: Make, read: Read) -> None:
    make_dataset(1)
    make_dataset(2, data_kind="scientific")
    page = read("/")
    kinds = {
        link.select_one(".scigov-kind-name").string: link for link in page.select(".scigov-kind a")
    }
    assert list(kinds) == ["科技管理数据", "科学数据", "科技互动数据", "分散性科技公共数据"]
    science = kinds["科学数据"]
    assert science.select_one(".scigov-kind-count").string == "1 条数据资源"
    assert len(read(science["href"]).select(".scigov-card")) == 1


def test_bars_show_what_the_numbers_say(make_dataset: Make, read: Read) -> None:
    for number in (1, 2, 3):
        make_dataset(number, data_domain=["science_innovation"] if number < 3 else ["weather"])
    lists = read("/").select_one("[aria-labelledby=scigov-data_domain]")
    lines = lists.select(".scigov-bars li")
    assert [one.span.get_text() for one in lines] == ["2", "1"]
    assert [one.rect["width"] for one in lines] == ["100.0", "50.0"]
    assert len(read(lines[0].a["href"]).select(".scigov-card")) == 2
    hidden = make_dataset(4, data_domain=["weather"], private=True)
    assert hidden["private"]
    lines = read("/").select("[aria-labelledby=scigov-data_domain] .scigov-bars li")
    assert [one.span.get_text() for one in lines] == ["2", "1"]


def test_what_changed_last_comes_first(make_dataset: Make, read: Read) -> None:
    import ckan.plugins.toolkit as tk

    for number in (1, 2):
        make_dataset(number)
    tk.get_action("package_patch")(
        {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True},
        {"id": "xiang-mu-1", "modified": "2024-02-01"},
    )
    links = [link["href"] for link in read("/").select(".scigov-recent li > a")]
    assert links == ["/dataset/xiang-mu-1", "/dataset/xiang-mu-2"]


def test_an_empty_catalogue_says_what_will_come(read: Read) -> None:
    page = read("/")
    assert figures(page)["数据资源"] == "0"
    assert "尚未发布数据资源" in page.get_text()
