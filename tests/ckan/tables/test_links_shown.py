"""What is told of a link that is fetched, on its page and on the worklist."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import factories


def page_of(app, resource, token=""):
    headers = {"Authorization": token} if token else {}
    path = f"/dataset/{resource['package_id']}/resource/{resource['id']}"
    return BeautifulSoup(app.get(path, headers=headers).data, "html.parser")


@pytest.fixture
def editor(provider):
    """Return the token of somebody who edits entries of the provider."""
    user = factories.UserWithToken()
    member = {"id": provider["id"], "username": user["name"], "role": "editor"}
    tk.get_action("organization_member_create")({"ignore_auth": True}, member)
    return user["token"]


def test_the_page_says_when_and_why(link, work, later, source, app, editor, fetch):
    resource = link()
    work()
    section = page_of(app, resource).find(attrs={"aria-labelledby": "scigov-fetch-heading"})
    told = [one.get_text(strip=True) for one in section.find_all("dt")]
    assert told == ["抓取周期", "上次抓取", "抓取结果", "下次抓取"]
    assert [one.get_text(strip=True) for one in section.find_all("dd")][::2] == [
        "每日",
        "已取得新文件",
    ]
    moment = dt.datetime.fromisoformat(fetch(resource)["fetched_at"]) + dt.timedelta(hours=8)
    assert f"{moment:%Y-%m-%d %H:%M}" in section.get_text()
    source.status = 404
    for _ in range(5):
        later()
    public = page_of(app, resource).find(attrs={"aria-labelledby": "scigov-fetch-heading"})
    assert "未取得文件" in public.get_text()
    assert not {"404", "连续"} & set(public.get_text().split())
    own = page_of(app, resource, editor).find(attrs={"aria-labelledby": "scigov-fetch-heading"})
    assert "链接所在的服务器返回错误404，未提供文件。" in own.get_text()
    assert "已连续失败5次。" in own.get_text()
    assert "请更正链接，或选择不抓取。" in own.get_text()


def test_links_that_fail_many_times_are_on_the_worklist(link, work, later, source, app, editor):
    source.status = 404
    link()
    work()
    for _ in range(3):
        later()
    assert "无法抓取的链接" not in worklist(app, editor)
    later()
    assert "管理科学部资助项目：外部表" in worklist(app, editor)
    assert "链接所在的服务器返回错误404" in worklist(app, editor)
    source.status = 200
    later()
    work()
    assert "无法抓取的链接" not in worklist(app, editor)


def worklist(app, token):
    return app.get("/worklist", headers={"Authorization": token}).get_data(as_text=True)


def test_the_list_of_failing_links_is_for_who_may_edit_them(link, work, later, source, editor):
    source.status = 404
    resource = link()
    work()
    for _ in range(4):
        later()
    stranger, name = factories.User()["name"], model.User.get(link_editor()).name
    listed = tk.get_action("scigov_tables_fetch_list")
    assert listed({"user": stranger}, {}) == {"count": 0, "results": []}
    (one,) = listed({"user": name}, {})["results"]
    assert [one[n] for n in ("resource_id", "failures", "reason", "status", "title")] == [
        resource["id"], 5, "status", 404, "管理科学部资助项目",
    ]  # fmt: skip
    assert listed({"user": name}, {"offset": 1}) == {"count": 1, "results": []}
    with pytest.raises(tk.NotAuthorized):
        listed({"user": ""}, {})


def link_editor():
    """Return the name of the one person who is a member of a provider."""
    member = model.Session.query(model.Member).filter_by(table_name="user", capacity="editor").one()
    return member.table_id
