"""How much a clerk has to do until a real table is published with a whole dictionary."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from browser.conftest import Site
from browser.waiting import LOADED_WITHIN, ready, visit
from playwright.sync_api import Page, expect

NSFC = (
    Path(__file__).parents[2]
    / "ckanext-scigov/ckanext/scigov/demo/data/nsfc-management-science-projects-2017.csv.gz"
)
ENTRY = {
    "notes": "省级重点实验室的名称、依托单位与所属领域。",
    "tag_string": "重点实验室,平台",
    "data_kind": "management",
    "contact": [{"name": "平台处", "email": "office@example.org"}],
    "security_level": "2",
    "share_type": "unconditional",
    "open_type": "none",
    "non_open_basis": "依法不予开放",
    "data_form": "spreadsheet",
    "source_system": "科技业务综合管理系统",
    "update_cycle": "annual",
    "no_resource_reason": "纸质材料",
}
MOST_FIELDS = 12
ROWS = 17_926


class Clerk:
    """Fills in a form and counts what it takes: whatever is typed, pasted or chosen is a field."""

    def __init__(self, page: Page) -> None:
        self.page, self.fields, self.clicks = page, 0, 0

    def types(self, label: str, text: str) -> None:
        self.fields += 1
        self.page.get_by_label(label).fill(text)

    def chooses(self, label: str, value: str) -> None:
        self.fields += 1
        self.page.get_by_label(label).select_option(value)

    def ticks(self, selector: str) -> None:
        self.fields += 1
        self.page.locator(selector).check()

    def clicks_on(self, selector: str, text: str = "") -> None:
        self.clicks += 1
        self.page.locator(selector).filter(has_text=text).click()


@pytest.fixture(scope="module")
def content() -> bytes:
    return gzip.decompress(NSFC.read_bytes())


def test_the_nsfc_table_takes_a_dozen_fields(
    editors_page: Page, site: Site, content: bytes, open_browser: Any
) -> None:
    clerk = Clerk(editors_page)
    describe(clerk)
    attach(clerk, content)
    assert clerk.fields <= MOST_FIELDS
    dataset = site.call("package_show", id=editors_page.url.rpartition("/dataset/")[2])
    site.call_as(site.approver, "scigov_access_grade_approve", dataset_id=dataset["id"])
    (resource,) = dataset["resources"]
    items = resource["data_items"]
    headings = content.decode("utf-8-sig").splitlines()[0].split(",")
    assert [item["title"] for item in items] == headings
    assert all(item["description"] and item["data_type"] and item["name"] for item in items)
    _read_by_the_public(open_browser(), dataset["name"], resource["id"])


def test_file_first_takes_fewer(
    editors_page: Page, site: Site, content: bytes, open_browser: Any
) -> None:
    clerk, page = Clerk(editors_page), editors_page
    _begins_with_the_file(clerk, content)
    title = "国家自然科学基金管理科学部 项目清单（2017年）"
    expect(page.get_by_label("数据资源名称")).to_have_value(title)
    expect(page.locator("[data-scigov-item]")).to_have_count(7)
    _describes_the_rest(clerk)
    clerk.clicks_on("#dataset-edit button[name=save]")
    page.wait_for_url(lambda url: "/dataset/new" not in url)
    assert (clerk.fields, clerk.clicks) == (9, 4)
    dataset = site.call("package_show", id=page.url.rpartition("/dataset/")[2])
    site.call_as(site.approver, "scigov_access_grade_approve", dataset_id=dataset["id"])
    (resource,) = dataset["resources"]
    assert (dataset["title"], dataset["data_form"]) == (title, "spreadsheet")
    assert dataset["temporal_coverage"] == [{"start": "2017-01-01", "end": "2017-12-31"}]
    assert all(item["description"] and item["name"] for item in resource["data_items"])
    _read_by_the_public(open_browser(), dataset["name"], resource["id"])


def test_what_is_typed_beside_the_file_saves_itself(editors_page: Page, content: bytes) -> None:
    page = editors_page
    _begins_with_the_file(Clerk(page), content)
    item = page.locator("[data-scigov-item]").nth(6)
    item.get_by_label("数据项描述").fill("专家对结题的总体评价")
    expect(page.locator(".scigov-draft-state")).to_contain_text("草稿已保存")
    page.reload()
    expect(page.locator("[data-scigov-item]")).to_have_count(7)
    expect(item.get_by_label("数据项描述")).to_have_value("专家对结题的总体评价")
    expect(page.locator(".scigov-waiting-file")).to_contain_text("项目清单（2017年）.csv")


def _begins_with_the_file(clerk: Clerk, content: bytes) -> None:
    clerk.page.goto("/dataset/new")
    clerk.clicks_on("a.btn", "先上传文件")
    clerk.page.wait_for_url("**/drafts/file")
    name = "国家自然科学基金管理科学部_项目清单（2017年）.csv"
    file: Any = {"name": name, "mimeType": "text/csv", "buffer": content}
    clerk.page.locator("input[type=file]").set_input_files(file)
    clerk.clicks_on("[role=main] button[type=submit]")
    clerk.page.wait_for_url("**/dataset/new?draft=*")
    ready(clerk.page)


def describe(clerk: Clerk) -> None:
    visit(clerk.page, "/dataset/new")
    clerk.types("数据资源名称", "国家自然科学基金管理科学部资助项目（2017年）")
    clerk.chooses("数据形式", "spreadsheet")
    _describes_the_rest(clerk)
    clerk.clicks_on("#dataset-edit button[name=save]")
    clerk.page.wait_for_url("**/resource/new")
    ready(clerk.page)


def _describes_the_rest(clerk: Clerk) -> None:
    clerk.types("摘要", "管理科学部资助项目的批准号、类别、名称、依托单位、金额与起止年月。")
    clerk.types("关键词", "科研项目,自然科学基金")
    clerk.chooses("数据种类", "management")
    clerk.clicks_on("summary", "联系方式")
    clerk.types("联系人或部门", "计划管理处")
    clerk.types("电子邮箱", "office@example.org")
    clerk.ticks("#field-security_level-1")
    clerk.chooses("许可", "cc-by")
    clerk.types("对应信息系统", "科技业务综合管理系统")
    clerk.chooses("更新周期", "never")


def attach(clerk: Clerk, content: bytes) -> None:
    page = clerk.page
    file: Any = {"name": "管理科学部资助项目.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").first.set_input_files(file)
    lines = content.decode("utf-8-sig").splitlines()[:20]
    clerk.types("标题行或整份数据字典", "\n".join(lines))
    clerk.clicks_on("[data-scigov-read]")
    expect(page.locator("[data-scigov-item]")).to_have_count(7)
    expect(page.get_by_role("status")).to_contain_text("已读入7个数据项。")
    clerk.clicks_on("button[name=save][value=go-metadata]")
    page.wait_for_url(lambda url: "/resource/new" not in url)


def _read_by_the_public(page: Page, name: str, resource_id: str) -> None:
    page.goto(f"/dataset/{name}/resource/{resource_id}")
    expect(page.locator(".scigov-rows td", has_text="71701001").first).to_be_visible(
        timeout=LOADED_WITHIN
    )
    expect(page.get_by_text("项目或平台所依托的法人单位的全称")).to_be_visible()
    table = page.request.get(f"/api/3/action/datastore_search?resource_id={resource_id}&limit=0")
    assert table.json()["result"]["total"] == ROWS


def test_a_title_that_is_there_already_is_shown_while_typing(
    editors_page: Page, site: Site
) -> None:
    title = "省级重点实验室名录（2023年）"
    provider = site.call("organization_show", id="kejiting")["id"]
    site.call("package_create", **ENTRY, title=title, owner_org=provider)
    page = editors_page
    visit(page, "/dataset/new")
    page.get_by_label("数据资源名称").fill("省级重点实验室名录（2024年）")
    found = page.locator(".scigov-similar")
    expect(found.get_by_role("link", name=title)).to_be_visible()
    page.get_by_label("数据资源名称").fill("外国专家工作许可统计")
    expect(found).to_be_hidden()
