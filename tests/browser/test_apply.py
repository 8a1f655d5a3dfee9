"""The form of an application keeps itself, and keeps all that was typed when something is missing."""

from __future__ import annotations

import re

from browser import every_page
from browser.applying import CONDITIONAL
from browser.conftest import Site
from browser.publishing import sign_in
from browser.waiting import ready
from playwright.sync_api import Page, expect

PURPOSE = "研究科技计划项目的区域分布与经费结构"


def test_a_draft_saves_itself_and_goes_on(page: Page, site: Site) -> None:
    entry = {
        **every_page.ENTRY,
        **CONDITIONAL,
        "owner_org": "kejiting",
        "title": "有条件开放的立项清单",
    }
    dataset = site.publish(**entry)
    site.add_user("researcher")
    sign_in(page, "researcher", site.accounts["researcher"])
    page.goto(f"/dataset/{dataset['name']}")
    page.get_by_role("link", name="申请使用").click()
    page.wait_for_url(re.compile(r"/applications/new\?"))
    ready(page)
    page.get_by_role("textbox", name="用途").fill(PURPOSE)
    expect(page.locator(".scigov-draft-state")).to_contain_text("草稿已保存")
    expect(page).to_have_url(re.compile(r"/applications/\w+/edit$"))
    page.get_by_role("textbox", name="应用场景").fill("高校课题组统计分析")
    page.get_by_role("button", name="提交申请").click()
    expect(page.locator(".scigov-problems a").first).to_be_visible()
    expect(page.get_by_role("textbox", name="用途")).to_have_value(PURPOSE)
    expect(page.get_by_role("textbox", name="应用场景")).to_have_value("高校课题组统计分析")
    page.goto("/applications")
    expect(page.locator(".scigov-card")).to_have_count(1)
    site.call("package_delete", id=dataset["id"])
