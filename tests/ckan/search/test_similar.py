"""Titles like one that is about to be given."""

from __future__ import annotations

from typing import Any

import pytest

import ckan.plugins.toolkit as tk

pytestmark = pytest.mark.usefixtures("clean_site")


@pytest.fixture
def catalogue(entry: dict[str, Any]) -> dict[str, str]:
    titles = {
        "a-2022": "省级科技计划立项项目清单（2022年）",
        "a-2023": "省级科技计划立项项目清单（2023年）",
        "other": "实验动物使用许可证",
        "kept": "省级科技计划立项项目清单（内部）",
    }
    ids = {}
    for name, title in titles.items():
        wish = {
            **entry, "name": name, "title": title,
            "private": name == "kept",
        }  # fmt: skip
        made = tk.get_action("package_create")({"ignore_auth": True, "user": ""}, wish)
        ids[name] = made["id"]
    return ids


def names(title: str, user: str = "", **more: str) -> list[tuple[str, int]]:
    found = tk.get_action("scigov_search_similar")({"user": user}, {"title": title, **more})
    return [(one["name"], one["likeness"]) for one in found]


def test_the_likest_comes_first(catalogue):
    assert names("省级科技计划立项项目清单 (2023年)") == [("a-2023", 100), ("a-2022", 94)]
    assert names("实验动物使用许可证明") == [("other", 95)]
    assert names("——") == names("外国专家工作许可") == []


def test_an_entry_is_not_like_itself(catalogue):
    title = "省级科技计划立项项目清单（2023年）"
    assert names(title, id=catalogue["a-2023"]) == [("a-2022", 94)]


def test_what_the_caller_may_not_see_is_not_like_anything(catalogue, owner_editor):
    title = "省级科技计划立项项目清单（内部）"
    assert "kept" not in dict(names(title))
    assert names(title, user="owner_editor")[0] == ("kept", 100)


def test_a_title_that_is_none_is_refused(catalogue):
    for title in ("", "长" * 501):
        with pytest.raises(tk.ValidationError):
            names(title)
