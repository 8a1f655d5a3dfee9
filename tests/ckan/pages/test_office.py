"""The office: five steps, links that the reader may use, what waits for him; and the help pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk
from ckan.tests import factories

Read = Callable[..., BeautifulSoup]
CLERK = {
    "编目": ["新增数据资源", "草稿", "导入", "我的条目", "待完善目录"],
    "汇聚": ["汇聚来源", "汇聚的条目", "程序导入"],
    "管理": ["定级", "单位名录", "外部数据登记", "我的单位"],
    "共享开放": [
        "待定级",
        "无条件开放的数据资源",
        "有条件开放的数据资源",
        "目录报送",
        "待办",
        "申请台账",
        "申请办理统计",
        "待处理疑义",
        "疑义办理统计",
    ],
    "应用": ["我的申请", "我的疑义", "搜索数据资源目录", "数据接口", "接口令牌"],
}


def steps(page: BeautifulSoup) -> dict[str, list[str]]:
    found = page.select(".scigov-steps > li")
    return {one.h2.get_text(): [link.get_text() for link in one.select("a")] for one in found}


def waits(page: BeautifulSoup) -> dict[str, str]:
    found = [mark.find_parent("li") for mark in page.select(".scigov-waits")]
    return {one.a.get_text(): one.select_one(".scigov-waits").get_text() for one in found}


@pytest.fixture
def approver(provider: dict[str, Any]) -> dict[str, Any]:
    """Somebody who approves grades of every provider."""
    user = factories.UserWithToken(name="approver", fullname="审批人")
    given = {"user": user["name"], "role": "approver", "scope": "platform", "reason": "负责核定"}
    giver = factories.Sysadmin()["name"]
    tk.get_action("scigov_access_role_grant")({"user": giver}, given)
    return user


@pytest.fixture
def plain() -> dict[str, Any]:
    return factories.UserWithToken(name="plain", fullname="普通用户")


def test_a_clerk_finds_the_five_steps(read: Read, owner_editor: dict[str, Any]) -> None:
    page = read("/office", token=owner_editor["token"])
    assert steps(page) == CLERK
    assert [one.get_text() for one in page.select(".scigov-office-step")] == list(CLERK)


def test_others_find_what_they_may_use(
    read: Read, plain: dict[str, Any], approver: dict[str, Any]
) -> None:
    assert list(steps(read("/office", token=plain["token"]))) == ["管理", "共享开放", "应用"]
    assert steps(read("/office", token=plain["token"]))["管理"] == ["单位名录"]
    of_approver = steps(read("/office", token=approver["token"]))
    assert of_approver["管理"] == ["定级", "单位名录", "角色"]
    assert "编目" not in of_approver
    everything = steps(read("/office", token=factories.SysadminWithToken()["token"]))
    assert everything["管理"] == ["定级", "单位名录", "角色", "系统管理"]


def test_the_desk_of_disputes_is_offered_to_who_has_one(
    read: Read, provider: dict[str, Any], plain: dict[str, Any], approver: dict[str, Any]
) -> None:
    giver = factories.SysadminWithToken()
    scope = f"provider:{provider['name']}"
    wish = {"user": "plain", "role": "steward", "scope": scope, "reason": "负责数据质量"}
    tk.get_action("scigov_access_role_grant")({"user": giver["name"]}, wish)
    pages = [read("/office", token=user["token"]) for user in (plain, approver, giver)]
    assert ["待处理疑义" in steps(page)["共享开放"] for page in pages] == [True, False, False]
    assert ["疑义台账" in steps(page)["共享开放"] for page in pages] == [False, False, True]


@pytest.mark.parametrize("who", ["plain", "owner_editor", "approver", "sysadmin"])
def test_every_link_leads_somewhere(
    app: Any, read: Read, provider: Any, who: str, request: pytest.FixtureRequest
) -> None:
    user = factories.SysadminWithToken() if who == "sysadmin" else request.getfixturevalue(who)
    page = read("/office", token=user["token"])
    links = {one["href"] for one in page.select(".scigov-steps a, .scigov-office-steps a")}
    assert len(links) > 6
    headers = {"Authorization": user["token"]}
    client = app.test_client(use_cookies=False)
    found = {one: client.get(one, headers=headers).status_code for one in links}
    assert {one: status for one, status in found.items() if status != 200} == {}


def test_it_counts_what_waits(
    read: Read, make_dataset: Callable[..., Any], owner_editor: dict[str, Any]
) -> None:
    make_dataset(1)
    make_dataset(2, security_level="", share_type="", open_type="", private=True)
    found = waits(read("/office", token=owner_editor["token"]))
    assert {name: found[name] for name in ("待完善目录", "汇聚的条目", "待定级", "定级")} == {
        "待完善目录": "2",
        "汇聚的条目": "2",
        "待定级": "1",
        "定级": "0",
    }
    assert found["无条件开放的数据资源"] == "1"


def test_what_others_may_not_find_is_in_no_count(
    read: Read, make_dataset: Callable[..., Any], plain: dict[str, Any]
) -> None:
    make_dataset(1)
    make_dataset(2, private=True)
    closed = {"security_level": "3", "share_type": "conditional", "open_type": "conditional"}
    make_dataset(3, hide_entry="true", **closed)
    assert waits(read("/office", token=plain["token"])) == {"无条件开放的数据资源": "1"}


def test_it_is_for_who_is_signed_in(app: Any) -> None:
    answer = app.get("/office", status=302, follow_redirects=False)
    assert "/user/login" in answer.headers["Location"]
    assert "scigov-office-menu" not in app.get("/").body


def test_the_help_is_linked_from_about(read: Read) -> None:
    links = [one["href"] for one in read("/about").select(".scigov-topics a")]
    assert links == [
        "/help/visitors", "/help/agencies", "/help/owners", "/help/stewards", "/help/portals",
        "/help/developers",
    ]  # fmt: skip
    for link in links:
        page = read(link)
        assert page.select_one(".scigov-topics a[aria-current]")["href"] == link
        assert len(page.select_one(".scigov-prose").get_text()) > 200


def test_calls_of_the_help_work(app: Any, read: Read, make_dataset: Callable[..., Any]) -> None:
    make_dataset(1)
    calls = [one.get_text() for one in read("/help/developers").select(".scigov-call")]
    address = tk.config["ckan.site_url"] + "/api/3/action/"
    assert f"curl -G '{address}package_search'" in calls[0]
    found = app.get("/api/3/action/package_search?q=科技计划&rows=20&fq=%2Bopen_type:unconditional")
    assert found.json["result"]["count"] == 1
