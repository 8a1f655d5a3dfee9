"""The dataset page: groups without empty rows, badges, resources, citation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bs4 import BeautifulSoup

Make = Callable[..., dict[str, Any]]
Read = Callable[..., BeautifulSoup]


def rows(page: BeautifulSoup) -> dict[str, str]:
    fields = page.select("#scigov-details ~ .scigov-group dl")
    return {
        label.get_text(strip=True): value.get_text(strip=True)
        for group in fields
        for label, value in zip(group.select("dt"), group.select("dd"), strict=True)
    }


def test_fields_come_in_groups_without_empty_rows(make_dataset: Make, read: Read) -> None:
    page = read(f"/dataset/{make_dataset(1)['name']}")
    found = rows(page)
    assert found["数据种类"] == "科技管理数据"
    assert found["更新周期"] == "每年"
    assert "数源单位" not in found
    assert all(found.values())
    groups = [group.h3.get_text() for group in page.select(".scigov-group")]
    assert len(groups) == len(set(groups)) >= 3


def test_what_its_source_does_not_say_is_listed_in_words(
    make_dataset: Make, read: Read, owner_editor: dict[str, Any]
) -> None:
    make_dataset(1, source_system="")
    panel = read("/dataset/xiang-mu-1").select_one("[aria-labelledby=scigov-gaps]")
    assert "对应信息系统" in panel.get_text()
    assert "source_system" not in panel.get_text()
    assert not panel.select("a")
    page = read("/dataset/xiang-mu-1", token=owner_editor["token"])
    assert page.select_one("[aria-labelledby=scigov-gaps] a")["href"] == "/worklist"


def test_the_call_to_copy_answers(make_dataset: Make, read: Read, app: Any) -> None:
    make_dataset(1)
    call = read("/dataset/xiang-mu-1").select_one(".scigov-call code").get_text()
    address = call.removeprefix("curl '").removesuffix("'")
    assert address.startswith("http")
    path = address[address.index("/api/") :]
    assert app.get(path).json["result"]["name"] == "xiang-mu-1"


def test_a_long_title_is_shown_whole(make_dataset: Make, read: Read) -> None:
    entry = make_dataset(1)
    assert len(entry["title"]) > 50
    assert read(f"/dataset/{entry['name']}").h1.get_text(strip=True) == entry["title"]


def test_what_is_not_classified_says_so(
    make_dataset: Make, read: Read, owner_editor: dict[str, Any]
) -> None:
    make_dataset(1, security_level="", share_type="", open_type="")
    page = read("/dataset/xiang-mu-1", token=owner_editor["token"])
    assert page.select_one(".scigov-badges .scigov-badge").get_text(strip=True) == "待定级"
    assert "尚未定级" in page.select_one(".scigov-openness-text").get_text()


def test_what_the_demonstration_assigned_is_named(make_dataset: Make, read: Read) -> None:
    make_dataset(1, demo_assigned=["data_kind", "security_level"])
    note = read("/dataset/xiang-mu-1").select_one(".scigov-note").get_text(strip=True)
    assert note == "以下内容为演示赋值，并非来源所载：数据种类、安全等级。"


def test_a_resource_shows_format_dictionary_and_way_to_it(make_dataset: Make, read: Read) -> None:
    entry = make_dataset(1)
    resource = read("/dataset/xiang-mu-1").select_one(".scigov-resource")
    link = resource.h3.a
    assert link["href"] == f"/dataset/xiang-mu-1/resource/{entry['resources'][0]['id']}"
    assert link.get_text() == "项目清单（第1批）"
    assert resource.select_one(".scigov-format").string == "CSV"
    names = [row.th.get_text() for row in resource.select("tbody tr")]
    assert names == ["项目名称", "资助金额"]


def test_without_resources_the_reason_is_given(make_dataset: Make, read: Read) -> None:
    make_dataset(1, resources=[], no_resource_reason="纸质档案，存于省档案馆。")
    section = read("/dataset/xiang-mu-1").select_one("#dataset-resources")
    assert "纸质档案，存于省档案馆。" in section.get_text()


def test_citation_and_descriptions_for_programs(make_dataset: Make, read: Read, app: Any) -> None:
    entry = make_dataset(1)
    page = read("/dataset/xiang-mu-1")
    citation = page.select_one(".scigov-cite").get_text(strip=True)
    assert citation.startswith(f"省科学技术厅. {entry['title']}[DS/OL]. 科技政务数据资源门户: ")
    assert citation.endswith("/dataset/xiang-mu-1")
    links = [link["href"] for link in page.select("aside ul a")]
    assert len(links) == 4
    for link in links:
        body = app.get(link, status=200).body
        assert entry["title"] in body or entry["id"] in body, link


def test_an_id_leads_to_the_readable_address(make_dataset: Make, app: Any) -> None:
    entry = make_dataset(1)
    answer = app.get(f"/dataset/{entry['id']}", follow_redirects=False, status=302)
    assert answer.headers["Location"].endswith("/dataset/xiang-mu-1")


def test_a_private_dataset_is_not_there_for_strangers(
    make_dataset: Make, app: Any, owner_editor: dict[str, Any]
) -> None:
    make_dataset(1, private=True)
    app.get("/dataset/xiang-mu-1", status=404)
    answer = app.get("/dataset/xiang-mu-1", headers={"Authorization": owner_editor["token"]})
    assert "私有" in answer.body
