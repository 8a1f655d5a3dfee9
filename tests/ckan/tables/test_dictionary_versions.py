"""What a dictionary has been: every change is a version with a readable difference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

NUMBER = {"title": "项目编号", "name": "no", "data_type": "C", "description": "系统内的编号"}
AMOUNT = {"title": "资助金额", "name": "amount", "data_type": "N", "description": "批准的金额"}
GRADE = {
    "security_level": "2", "share_type": "unconditional", "open_type": "conditional",
    "open_condition": "按用途审核后提供", "open_method": "api", "security_measure": "脱敏",
}  # fmt: skip


@pytest.fixture
def link(call: Any, dataset: dict[str, Any]) -> dict[str, Any]:
    wish = {"package_id": dataset["id"], "url": "https://example.org/a.csv", "format": "CSV"}
    return call("resource_create", **wish, name="表", data_items=[NUMBER, AMOUNT])


@pytest.fixture
def history(call: Any, link: dict[str, Any]) -> Callable[..., Any]:
    return lambda **more: call("scigov_tables_dictionary_list", resource_id=link["id"], **more)


@pytest.fixture
def fetch(app: Any, link: dict[str, Any]) -> Callable[..., Any]:
    def get(path: str = "", token: str = "", number: int = 1) -> Any:
        headers = {"Authorization": token} if token else {}
        client = app.test_client(use_cookies=False)
        if path:
            base = f"/dataset/{link['package_id']}/resource/{link['id']}"
            return client.get(base + path, headers=headers)
        action = f"/api/action/scigov_tables_dictionary_show?resource_id={link['id']}"
        return client.get(f"{action}&number={number}", headers=headers)

    return get


def test_each_change_is_a_version_with_its_difference(call, link, history):
    items = [NUMBER, {**AMOUNT, "unit": "万元", "data_type": "Y"}]
    call("resource_patch", id=link["id"], data_items=items)
    newest, oldest = history()["versions"]
    assert [newest["number"], oldest["number"], history()["count"]] == [2, 1, 2]
    changed = newest["difference"]["changed"]
    assert [(one["field"], one["before"], one["after"]) for one in changed[0]["fields"]] == [
        ("data_type", "N", "Y"),
        ("unit", "", "万元"),
    ]
    assert oldest["difference"] is None


def test_saving_something_else_is_no_version(call, link, history, dataset):
    call("resource_patch", id=link["id"], description="别的说明")
    call("package_patch", id=dataset["id"], notes="别的摘要，与数据项无关。")
    assert history()["count"] == 1


def test_an_earlier_one_is_had_again(call, link, fetch):
    call("resource_patch", id=link["id"], data_items=[NUMBER])
    found = fetch().json["result"]
    assert [one["title"] for one in found["items"]] == ["项目编号", "资助金额"]
    assert "changed_by" not in found
    assert fetch(number=3).status_code == 404


def test_it_survives_the_loads_of_its_table(upload, work, call, files_in):
    resource = upload(b"no,amount\nA1,2\n", "表.csv", data_items=[NUMBER, AMOUNT])
    work()
    upload(b"no,amount\nA1,3\n", "表.csv", id=resource["id"], data_items=[NUMBER, AMOUNT])
    work()
    asked = call("scigov_tables_dictionary_list", resource_id=resource["id"])
    assert asked["count"] == 1
    call("resource_delete", id=resource["id"])
    work()
    assert files_in() == set()


def test_the_page_tells_it_in_words(call, link, fetch):
    call("resource_patch", id=link["id"], data_items=[{**AMOUNT, "required": True}])
    page = BeautifulSoup(fetch("/dictionary/history").get_data(as_text=True), "html.parser")
    told = page.select_one(".scigov-changes").get_text(" ", strip=True)
    assert "删除数据项： 项目编号" in told or "删除数据项：项目编号" in told
    assert [one.get_text() for one in page.select("ins")] == ["是"]


def test_a_hidden_one_is_for_those_who_may_edit(call, fetch, dataset, owner_editor, history):
    assert fetch().status_code == 200
    call("package_patch", id=dataset["id"], hide_dictionary=True, **GRADE)
    assert fetch().status_code == 404
    assert fetch("/dictionary/history").status_code == 404
    token = owner_editor["token"]
    assert fetch(token=token).status_code == 200
    assert fetch("/dictionary/history", token=token).status_code == 200


def test_what_was_hidden_then_is_not_told_later(call, link, fetch, dataset, history):
    call("package_patch", id=dataset["id"], hide_dictionary=True, **GRADE)
    call("resource_patch", id=link["id"], data_items=[NUMBER, {**AMOUNT, "title": "秘密金额"}])
    call("resource_patch", id=link["id"], data_items=[NUMBER])
    call("package_patch", id=dataset["id"], hide_dictionary=False)
    assert [fetch(number=n).status_code for n in (1, 2, 3)] == [200, 404, 200]
    assert "秘密金额" not in fetch("/dictionary/history").get_data(as_text=True)


def test_five_hundred_items_are_kept_and_shown(call, link, history, fetch):
    many = [{**NUMBER, "title": f"第{n}项指标", "name": f"item_{n}"} for n in range(500)]
    call("resource_patch", id=link["id"], data_items=many)
    assert history()["versions"][0]["item_count"] == 500
    with_change = [*many[:499], {**many[499], "unit": "个"}]
    call("resource_patch", id=link["id"], data_items=with_change)
    assert history()["versions"][0]["difference"]["changed"] == [
        {"title": "第499项指标", "fields": [{"field": "unit", "before": "", "after": "个"}]}
    ]
    assert len(fetch("/dictionary.json").json["fields"]) == 500
