"""What an editor of a provider does: publish through the form, be refused, be found."""

from __future__ import annotations

import re

import pytest
from browser.publishing import CONTENT, attach, choose, describe, sign_in
from browser.waiting import LOADED_WITHIN, ready, visit
from playwright.sync_api import Page, expect


def choices(page: Page, field: str) -> set[str]:
    """The values a reader can still choose."""
    radios = page.locator(f"input[type=radio][name={field}]").all()
    return {str(r.get_attribute("value")) for r in radios if r.is_visible() and r.is_enabled()}


def test_a_published_table_is_found_read_and_downloaded(editors_page: Page) -> None:
    page, title = editors_page, "省级科技计划立项项目"
    visit(page, "/dataset/new")
    describe(page, title)
    choose(page, security_level="1", share_type="unconditional", open_type="unconditional")
    page.get_by_label("许可").select_option("cc-by")
    page.locator("#dataset-edit button[name=save]").click()
    page.wait_for_url("**/resource/new")
    ready(page)
    attach(page)
    page.locator("button[name=save][value=go-metadata]").click()
    page.wait_for_url(lambda url: "/resource/new" not in url)
    # The first search after the save finds it: nothing is waited for.
    found = page.request.get("/api/3/action/package_search?q=title:立项").json()["result"]
    assert [hit["title"] for hit in found["results"]] == [title]
    _read_the_table(page, title)


def _read_the_table(page: Page, title: str) -> None:
    page.goto("/dataset/?q=科技计划")
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_role("link", name="立项清单", exact=True).first.click()
    for cell in ("2023-001", "水质在线监测", "12.5", "2023-002", "育种数据库"):
        expect(page.locator("td", has_text=cell).first).to_be_visible(timeout=LOADED_WITHIN)
    expect(page.get_by_text("立项时核定的财政经费")).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name="下载").first.click()
    assert started.value.path().read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("level", "share", "open_"),
    [
        ("1", {"unconditional"}, {"unconditional"}),
        ("2", {"unconditional"}, {"conditional", "none"}),
        ("3", {"conditional"}, {"conditional", "none"}),
        ("4", {"none"}, {"none"}),
        ("unclassified", set(), set()),
    ],
)
def test_a_level_leaves_only_what_goes_with_it(
    editors_page: Page, level: str, share: set[str], open_: set[str]
) -> None:
    visit(editors_page, "/dataset/new")
    choose(editors_page, security_level=level)
    assert choices(editors_page, "share_type") == share
    assert choices(editors_page, "open_type") == open_


def test_a_wrong_combination_is_refused_at_the_field(open_browser, site) -> None:
    """Without JavaScript the form offers everything and the server refuses."""
    page = open_browser(java_script_enabled=False)
    sign_in(page, "owner_editor", site.accounts["owner_editor"])
    page.goto("/dataset/new")
    describe(page, "被退回的数据资源")
    choose(page, security_level="3", share_type="unconditional", open_type="unconditional")
    page.locator("#dataset-edit button[name=save]").click()
    for block in ("#block-share_type", "#block-open_type"):
        expect(page.locator(block).locator(".error-block")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"/dataset/new$"))
    expect(page.locator("#field-security_level-3")).to_be_checked()
    expect(page.locator("#field-share_type-unconditional")).to_be_checked()
    expect(page.get_by_label("数据资源名称")).to_have_value("被退回的数据资源")
    expect(page.get_by_label("对应信息系统")).to_have_value("科技业务综合管理系统")
    expect(page.get_by_label("电子邮箱")).to_have_value("office@example.org")
    assert site.call("package_search", q="被退回")["count"] == 0
