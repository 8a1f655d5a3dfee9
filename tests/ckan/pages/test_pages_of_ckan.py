"""The pages CKAN and harvest bring themselves are Chinese too, and so is what they refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from page_words import english_words

# Account and group names are chosen by people; the rest are names and examples of addresses.
NAMES = {
    "CKAN", "CSS", "CSW", "GB", "group", "harvest", "http", "https", "kejiting", "my-dataset", "my-group",
    "owner", "editor", "scigov", "test", "zhuti", "zhuguan",
}  # fmt: skip
PAGES = (
    "/user/", "/user/zhuguan", "/user/edit/zhuguan", "/user/edit/owner_editor", "/user/delete/owner_editor",
    "/dashboard/groups", "/dataset/delete/xiang-mu-1",
    "/dataset/groups/xiang-mu-1", "/dataset/resources/xiang-mu-1", "/dataset/followers/xiang-mu-1",
    "/group/", "/group/new", "/group/zhuti", "/group/edit/zhuti",
    "/group/members/zhuti", "/group/manage_members/zhuti", "/group/member_new/zhuti", "/organization/new",
    "/organization/edit/kejiting", "/organization/manage_members/kejiting", "/organization/bulk_process/kejiting",
    "/ckan-admin/", "/ckan-admin/config", "/ckan-admin/reset_config", "/ckan-admin/trash", "/harvest",
    "/ckan-admin/trash?name=package", "/harvest/new", "/harvest?q=无",
)  # fmt: skip


@pytest.fixture
def admin(make_dataset: Callable[..., dict[str, Any]], owner_editor: dict[str, Any]) -> str:
    """The token of an administrator of a site with an entry and a group."""
    from ckan.tests import factories

    make_dataset()
    who = factories.SysadminWithToken(name="zhuguan", fullname="系统管理员", about="负责平台。")
    factories.Group(name="zhuti", title="科技主题", description="", user=who)
    return who["token"]


def test_no_english_is_left_on_the_pages_of_ckan(
    read: Callable[..., BeautifulSoup], admin: str
) -> None:
    pages = {path: english_words(read(path, token=admin), NAMES) for path in PAGES}
    assert {path: words for path, words in pages.items() if words} == {}


def test_the_words_of_some_pages(read: Callable[..., BeautifulSoup], admin: str) -> None:
    texts = {
        "/user/edit/owner_editor": "更改密码",
        "/group/members/zhuti": "1 名成员",
        "/ckan-admin/": "系统管理员对本平台拥有全部管理权限，操作时请务必谨慎。",
        "/ckan-admin/config": "用另一个 CSS 文件代替默认样式表。",
        "/ckan-admin/trash?name=package": "取消",
        "/harvest": "没有汇聚来源",
        "/harvest/new": "来源类型",
        "/en/group/members/zhuti": "1 member",
        "/en/harvest/new": "Source type",
    }
    pages = {path: read(path, token=admin) for path in texts}
    assert {path: texts[path] in pages[path].get_text() for path in texts} == dict.fromkeys(
        texts, True
    )
    box = pages["/ckan-admin/"].select_one("#promote-username")
    assert box is not None
    assert (box["placeholder"], box["aria-label"]) == ("用户名", "用户名")
    asked = "请输入电子邮箱或用户名，系统将发送邮件，邮件中的链接用于设置新密码。"
    assert asked in read("/user/reset").get_text()


def test_refusals_are_chinese(app: Any, admin: str) -> None:
    refused: dict[tuple[str, str], dict[str, Any]] = {
        ("group_show", "no-such"): {"message": "未找到"},
        ("follow_user", "zhuguan"): {"message": "不能关注自己。"},
        ("user_create", ""): {
            "email": ["缺少必填值"], "id": ["标识无效。"], "name": ["缺少必填值"], "password": ["缺少必填值"],
        },
        ("group_create", "A b"): {"name": ["只能使用小写英文字母、数字和符号 - _ 。"]},
        ("tag_create", "none"): {
            "name": ["缺少必填值"], "vocabulary_id": ["未找到关键词词表。", "没有关键词名称"],
        },
    }  # fmt: skip
    found = {}
    for action, name in refused:
        key = {"group_create": "name", "tag_create": "vocabulary_id"}.get(action, "id")
        answer = app.post(
            f"/api/3/action/{action}", json={key: name}, headers={"Authorization": admin}
        )
        found[action, name] = answer.json["error"]
        del found[action, name]["__type"]
    assert found == refused


def test_forms_that_come_back_say_in_chinese_why(app: Any, admin: str) -> None:
    empty = dict.fromkeys(("fullname", "old_password", "password1", "password2"), "")
    sent = {
        "/group/new": {"name": "A b", "title": "甲"},
        "/user/edit/zhuguan": {"name": "zhuguan", "email": "zhu", **empty},
    }
    reasons, english = {}, {}
    for path, values in sent.items():
        answer = app.post(path, data={**values, "save": ""}, headers={"Authorization": admin})
        page = BeautifulSoup(answer.body, "html.parser")
        reasons[path] = [
            line.get_text(" ", strip=True) for line in page.select(".error-explanation li")
        ]
        english[path] = english_words(page, NAMES | {"zhu"})
    assert reasons == {
        "/group/new": ["名称: 只能使用小写英文字母、数字和符号 - _ 。"],
        "/user/edit/zhuguan": ["系统管理员密码: 密码不正确"],
    }
    assert english == {"/group/new": [], "/user/edit/zhuguan": []}


def test_mail_about_the_password_is_chinese(app: Any, owner_editor: dict[str, Any]) -> None:
    from ckan import model
    from ckan.lib import mailer

    user = model.User.get(owner_editor["name"])
    assert user is not None
    with app.flask_app.test_request_context("/", environ_overrides={"CKAN_LANG": "zh_Hans_CN"}):
        mailer.create_reset_key(user)
        body = mailer.get_reset_link_body(user)
    assert body.splitlines()[:3] == [
        "owner_editor，您好：",
        "",
        "您申请重置在科技政务数据资源门户的密码。请打开以下链接确认：",
    ]
    assert "\nhttp://test.scigov.localhost/user/reset/" in body
