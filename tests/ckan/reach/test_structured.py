"""schema.org on the page and as a file: of what everybody may find, with what everybody may fetch."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

import ckan.plugins as p
import ckan.plugins.toolkit as tk

Make = Callable[..., dict[str, Any]]
Get = Callable[..., Any]
SITE = "http://test.scigov.localhost"
ON_CONDITIONS = {"security_level": "3", "share_type": "conditional", "open_type": "conditional"}
CLOSED = {"security_level": "4", "share_type": "none", "open_type": "none"}


@pytest.fixture
def blocks(get: Get) -> Callable[[str], list[dict[str, Any]]]:
    """``blocks("/")``: the blocks of data in a page's head."""

    def of(path: str) -> list[dict[str, Any]]:
        page = BeautifulSoup(get(path).get_data(as_text=True), "html.parser")
        found = page.find_all("script", type="application/ld+json")
        assert page.head.find_all("script", type="application/ld+json") == found
        return [json.loads(one.string) for one in found]

    return of


def test_an_open_entry(make: Make, get: Get, blocks: Any) -> None:
    make("xiang-mu", hide_dictionary=False)
    (told,) = blocks("/dataset/xiang-mu")
    assert told == get("/dataset/xiang-mu/schema.json").get_json()
    organization = f"{SITE}/organization/kejiting"
    body = {"@type": "GovernmentOrganization", "@id": organization, "name": "省科学技术厅", "url": organization}  # fmt: skip
    assert (told["@context"], told["@type"]) == ("https://schema.org", "Dataset")
    assert told["url"] == f"{SITE}/dataset/xiang-mu"
    assert told["name"] == "清单 xiang-mu"
    assert told["license"] == "http://creativecommons.org/licenses/by/4.0/"
    assert (told["creator"], told["publisher"]) == (body, body)
    assert told["isAccessibleForFree"] is True
    assert "conditionsOfAccess" not in told
    assert sorted(told["keywords"]) == ["科技计划", "立项"]
    assert told["distribution"] == [{
        "@type": "DataDownload", "contentUrl": "https://canary-xiang-mu.example/a.csv",
        "name": "清单", "encodingFormat": "text/csv", "contentSize": "40417 B",
    }]  # fmt: skip
    assert [one["name"] for one in told["variableMeasured"]] == ["项目名称", "资助金额"]


def test_a_file_of_the_portals_is_fetched_where_the_page_says(
    make: Make, blocks: Any, app: Any
) -> None:
    make("xiang-mu", resources=[{"name": "清单", "url": "a.csv", "url_type": "upload"}])
    (told,) = blocks("/dataset/xiang-mu")
    address = told["distribution"][0]["contentUrl"]
    assert address.startswith(f"{SITE}/dataset/")


@pytest.mark.parametrize(
    ("grade", "words"), [(ON_CONDITIONS, "有条件开放"), (CLOSED, "不向社会开放")]
)
def test_what_is_not_open_has_conditions_and_no_place(
    make: Make, get: Get, blocks: Any, grade: dict[str, str], words: str
) -> None:
    make("xiang-mu", open_condition="签订协议", source_url="https://source.example/1", **grade)
    (told,) = blocks("/dataset/xiang-mu")
    assert words in told["conditionsOfAccess"]
    text = get("/dataset/xiang-mu/schema.json").get_data(as_text=True)
    for answer in (text, json.dumps(told)):
        for closed in ("canary", "40417", "distribution", "isAccessibleForFree", "source.example"):
            assert closed not in answer
    assert [one["name"] for one in told["variableMeasured"]] == ["项目名称", "资助金额"]


def test_a_hidden_dictionary_is_not_told(make: Make, get: Get, blocks: Any) -> None:
    make("xiang-mu", hide_dictionary=True, **ON_CONDITIONS)
    (told,) = blocks("/dataset/xiang-mu")
    assert "variableMeasured" not in told
    assert "资助金额" not in get("/dataset/xiang-mu/schema.json").get_data(as_text=True)


def test_a_resource_closed_further_than_its_entry_has_no_download(make: Make, blocks: Any) -> None:
    stricter = {"name": "内部", "url": "https://canary-inner.example/b.csv", **ON_CONDITIONS}
    free = {"name": "公开", "url": "https://open.example/a.csv"}
    make("xiang-mu", resources=[free, stricter])
    (told,) = blocks("/dataset/xiang-mu")
    assert [one["name"] for one in told["distribution"]] == ["公开"]
    assert "canary" not in json.dumps(told)


@pytest.mark.parametrize(
    "fields", [{"private": True}, {"hide_entry": True, **CLOSED},
               {"security_level": "", "share_type": "", "open_type": ""}],
)  # fmt: skip
def test_what_not_everybody_may_find_is_absent_for_everybody(
    make: Make, get: Get, owner_editor: dict[str, Any], fields: dict[str, Any]
) -> None:
    make("hidden", **fields)
    absent, hidden = get("/dataset/no/schema.json"), get("/dataset/hidden/schema.json")
    assert (absent.status_code, hidden.status_code) == (404, 404)
    assert get("/dataset/hidden/schema.json", token=owner_editor["token"]).status_code == 404
    page = get("/dataset/hidden", token=owner_editor["token"])
    assert page.status_code == 200
    assert '<script type="application/ld+json"' not in page.get_data(as_text=True)


def test_nothing_in_a_text_ends_the_block(make: Make, get: Get, blocks: Any) -> None:
    title = "</script><script>alert(1)</script><!-- & \u2028 '"
    make("xiang-mu", title=title, notes="]]><!--<script>")
    (told,) = blocks("/dataset/xiang-mu")
    assert (told["name"], told["description"]) == (title, "]]><!--<script>")
    page = BeautifulSoup(get("/dataset/xiang-mu").get_data(as_text=True), "html.parser")
    assert not [
        one for one in page.find_all("script") if not one.get("src") and not one.get("type")
    ]


def test_the_home_page_is_a_catalogue(make: Make, blocks: Any) -> None:
    assert blocks("/") == [{
        "@context": "https://schema.org", "@type": "DataCatalog", "@id": f"{SITE}/",
        "name": "科技政务数据资源门户", "url": f"{SITE}/",
        "description": "科技管理数据、科学数据、科技互动数据与分散性科技公共数据的统一目录",
        "inLanguage": "zh-Hans",
    }]  # fmt: skip


def test_a_change_is_told_at_once_and_nothing_is_sent_twice(make: Make, get: Get) -> None:
    make("xiang-mu")
    first = get("/dataset/xiang-mu/schema.json")
    assert first.content_type == "application/ld+json; charset=utf-8"
    assert "Set-Cookie" not in first.headers
    etag = first.headers["ETag"]
    assert get("/dataset/xiang-mu/schema.json", etag=etag).status_code == 304
    context: Any = {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}
    tk.get_action("package_patch")(context, {"id": "xiang-mu", "title": "改后的标题"})
    assert get("/dataset/xiang-mu/schema.json", etag=etag).get_json()["name"] == "改后的标题"


def test_nobody_else_describes_the_entry(make: Make) -> None:
    """ckanext-dcat has plugins that would write a second block, with addresses of closed data."""
    assert not p.plugin_loaded("structured_data")
    assert not p.plugin_loaded("croissant")
