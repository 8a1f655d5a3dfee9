"""Chinese pages are Chinese; the switch keeps the page; our words win over CKAN's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from page_words import english_words


def test_the_search_for_english_finds_it() -> None:
    page = BeautifulSoup(
        '<p>下载 CSV</p><p>Read more</p><a aria-label="Close">×</a><code>package_search</code>',
        "html.parser",
    )
    assert english_words(page) == ["Read more", "Close"]


def test_no_english_is_left_on_the_public_pages(
    public_pages: dict[str, tuple[str, int]], read: Callable[..., BeautifulSoup]
) -> None:
    left = {
        name: words
        for name, (path, code) in public_pages.items()
        if (words := english_words(read(path, status=code)))
    }
    assert left == {}


@pytest.mark.parametrize(
    "path",
    [
        "/dashboard/datasets",
        "/dashboard/organizations",
        "/user/owner_editor",
        "/user/edit/owner_editor",
        "/user/owner_editor/api-tokens",
        "/organization/members/kejiting",
    ],
)
def test_no_english_is_left_behind_the_login(
    path: str,
    read: Callable[..., BeautifulSoup],
    owner_editor: dict[str, Any],
    make_dataset: Callable[..., dict[str, Any]],
) -> None:
    make_dataset()
    page = read(path, token=owner_editor["token"])
    # What people chose themselves: account names, addresses, the site's own account.
    names = {owner_editor["name"], "test.scigov", "kejiting"}
    assert [text for text in english_words(page) if text not in names] == []


def test_the_switch_keeps_page_and_query(
    read: Callable[..., BeautifulSoup], clean_site: None
) -> None:
    chinese = read("/dataset/?q=大数据&page=1")
    link = chinese.select_one("a.scigov-language")
    assert (link.get_text(), link["lang"]) == ("English", "en")
    assert link["href"] == "/en/dataset/?q=%E5%A4%A7%E6%95%B0%E6%8D%AE&page=1"
    english = read(link["href"])
    assert english.select_one("#scigov-search-q")["value"] == "大数据"
    back = english.select_one("a.scigov-language")
    assert (back.get_text(), back["lang"]) == ("中文", "zh-Hans-CN")
    assert back["href"] == "/zh_Hans_CN/dataset/?q=%E5%A4%A7%E6%95%B0%E6%8D%AE&page=1"
    assert read(back["href"]).html["lang"] == "zh-Hans-CN"


def test_the_switch_keeps_a_chinese_path(read: Callable[..., BeautifulSoup]) -> None:
    link = read("/dataset/科技计划", status=404).select_one("a.scigov-language")
    assert link["href"] == "/en/dataset/%E7%A7%91%E6%8A%80%E8%AE%A1%E5%88%92"


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("Log in", "登录"),  # CKAN's Chinese: 登陆
        ("Organizations", "提供单位"),  # CKAN's Chinese: 机构
        ("Skip to main content", "跳到主要内容"),  # not translated by CKAN
        ("Select at least one", "请至少选择一项。"),  # a string of ckanext-scheming
    ],
)
def test_our_words_win_over_those_of_ckan(app: Any, english: str, chinese: str) -> None:
    import ckan.plugins.toolkit as tk

    with app.flask_app.test_request_context("/", environ_overrides={"CKAN_LANG": "zh_Hans_CN"}):
        assert tk._(english) == chinese


def test_scripts_find_their_chinese(app: Any) -> None:
    from ckan.lib.i18n import build_js_translations

    build_js_translations()
    # The address CKAN's main.js makes out of the page's lang="zh-Hans-CN".
    found = app.get("/api/i18n/zh_Hans-CN", status=200).json
    assert found["No matches found"] == [None, "没有匹配项"]
    assert found[""]["lang"] == "zh_Hans_CN"
