"""From a proposal to the public and back: proposed, answered for, approved, found, closed, gone."""

from __future__ import annotations

import re
from typing import Any

from browser.conftest import Site
from browser.publishing import ITEMS, attach, choose, describe, sign_in
from browser.waiting import LOADED_WITHIN, ready, visit
from playwright.sync_api import Page, expect

TITLE = "省级科技计划项目负责人名册"
NOTE = {"title": "备注", "data_type": "C", "description": "其他需要说明的事项"}
# The check digits are right; nobody has these numbers.
CONTENT = "项目编号,备注\n2023-001,11010519491231002X\n2023-002,无\n".encode()
PHONE = {"width": 390, "height": 844}


def as_user(open_browser: Any, site: Site, name: str, **settings: Any) -> Page:
    page: Page = open_browser(**settings)
    sign_in(page, name, site.accounts[name])
    return page


def status(page: Page, path: str) -> int:
    answer = page.goto(path)
    assert answer is not None
    return answer.status


def propose(page: Page) -> str:
    """Publish an entry of level 1 with a table; return its address."""
    visit(page, "/dataset/new")
    describe(page, TITLE)
    choose(page, security_level="1", share_type="unconditional", open_type="unconditional")
    page.get_by_label("许可").select_option("cc-by")
    page.locator("#dataset-edit button[name=save]").click()
    page.wait_for_url("**/resource/new")
    ready(page)
    attach(page, CONTENT, [ITEMS[0], NOTE])
    page.locator("button[name=save][value=go-metadata]").click()
    page.wait_for_url(lambda url: "/resource/new" not in url)
    page.get_by_role("link", name="立项清单", exact=True).first.click()
    expect(page.locator("td", has_text="2023-001").first).to_be_visible(timeout=LOADED_WITHIN)
    page.goto(page.url.partition("/resource/")[0])
    expect(page.get_by_text("有1项定级建议待审批")).to_be_visible()
    return page.url


def approve(page: Page, name: str) -> None:
    """Read what is proposed, be refused without an answer, answer, approve."""
    page.goto("/grades")
    page.get_by_role("link", name=TITLE).click()
    proposal = page.locator(".scigov-proposal")
    expect(proposal).to_contain_text("一般数据：被滥用时不会造成危害。无条件共享、无条件开放。")
    expect(proposal.locator(".scigov-finding")).to_contain_text("备注")
    expect(proposal.locator(".scigov-finding")).to_contain_text("居民身份证号码")
    expect(page.get_by_text("11010519491231002X")).to_have_count(0)
    page.get_by_role("button", name="批准", exact=True).click()
    expect(page.locator(".scigov-finding .error-block")).to_have_count(1)
    page.get_by_label("不是个人信息").check()
    page.locator("input[name=note-1]").fill("虚构的示例号码")
    page.get_by_role("button", name="批准", exact=True).click()
    expect(page.locator(".alert-success")).to_contain_text("定级已生效")
    expect(page.locator(".scigov-history")).to_contain_text("虚构的示例号码")
    assert name in page.url


def test_a_grade_is_proposed_answered_for_approved_and_taken_back(
    open_browser: Any, site: Site
) -> None:
    public: Page = open_browser()
    editor = as_user(open_browser, site, "owner_editor")
    address = propose(editor)
    assert status(public, address) in (403, 404)
    approve(as_user(open_browser, site, "approver"), address.rpartition("/")[2])
    assert status(public, address) == 200
    expect(public.get_by_text("向社会无条件开放；向部门无条件共享。")).to_be_visible()
    public.goto("/dataset/?q=负责人名册")
    expect(public.get_by_role("link", name=TITLE)).to_be_visible()
    editor.goto(address.replace("/dataset/", "/grades/"))
    editor.locator("#scigov-wish summary").click()
    editor.get_by_label("理由（立即收紧时必填）").fill("误开放，重新定级")
    editor.get_by_role("button", name="立即收紧").click()
    expect(editor.locator(".alert-success")).to_contain_text("即时生效")
    assert status(public, address) in (403, 404)
    public.goto("/dataset/?q=负责人名册")
    expect(public.get_by_role("link", name=TITLE)).to_have_count(0)


def expect_the_way_to_apply(reader: Page) -> None:
    box = reader.locator(".scigov-reach")
    for text in ("申请使用", "接口", "签订数据使用协议", "15个工作日"):
        expect(box).to_contain_text(text)
    link = box.get_by_role("link", name="申请使用")
    expect(link).to_have_attribute("href", re.compile(r"/applications/new\?dataset="))


def test_what_is_open_on_conditions_says_how_to_apply(open_browser: Any, site: Site) -> None:
    """No dead button, nothing of the data, and the way to the form."""
    entry = {
        "name": "conditional", "title": "重点实验室仪器设备运行台账", "owner_org": "kejiting",
        "catalogue_profile": "gathered", "source_portal": "试验", "source_id": "1",
        "security_level": "3", "share_type": "conditional", "open_type": "conditional",
        "share_condition": "本省科技管理用途", "open_condition": "用于科学研究",
        "open_method": "接口", "security_measure": "签订数据使用协议",
        "contact": [{"name": "计划管理处", "email": "office@example.org"}],
        "resources": [{"name": "台账", "url": "http://example.org/secret.csv", "format": "CSV"}],
    }  # fmt: skip
    site.call("package_create", **entry)
    reader: Page = open_browser(viewport=PHONE)
    assert status(reader, "/dataset/conditional") in (403, 404)
    approver = as_user(open_browser, site, "approver")
    approver.goto("/grades/conditional")
    approver.get_by_role("button", name="批准", exact=True).click()
    expect(approver.locator(".alert-success")).to_contain_text("定级已生效")
    reader.goto("/dataset/conditional")
    sentence = "向社会有条件开放：用于科学研究；向部门有条件共享：本省科技管理用途。"
    expect(reader.get_by_text(sentence)).to_be_visible()
    expect_the_way_to_apply(reader)
    expect(reader.get_by_role("link", name="下载")).to_have_count(0)
    assert "secret.csv" not in reader.content()
    reader.locator(".scigov-resource h3 a").click()
    reader.wait_for_url(re.compile("/resource/"))
    expect(reader.locator(".scigov-reach")).to_contain_text("申请使用")
    assert "secret.csv" not in reader.content()
    # Before its styles are there, any page is wider than a phone.
    assert not reader.evaluate("document.documentElement.scrollWidth > window.innerWidth")
