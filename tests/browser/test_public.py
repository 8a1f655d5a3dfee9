"""What the public does: search, look, download; on a phone and in English."""

from __future__ import annotations

import re
from typing import Any

import pytest
from browser.waiting import visit
from playwright.sync_api import Locator, Page, expect

FILE_NAME = "大型仪器开放共享.csv"
TABLE = (
    "仪器名称,所属单位,启用年份\n核磁共振谱仪,理化测试中心,2018\n透射电子显微镜,材料研究所,2021\n"
)
CONTENT = b"\xef\xbb\xbf" + TABLE.encode()
TITLE = "大型科研仪器开放共享目录"
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "is_mobile": True,
    "has_touch": True,
}


@pytest.fixture(scope="module")
def dataset(site, tmp_path_factory) -> dict[str, Any]:
    """An open dataset of the provider with a CSV, loaded as a table."""
    contact = [{"name": "资源共享处", "email": "office@example.org"}]
    dataset = site.publish(
        title=TITLE, notes="全省大型科研仪器的名称、所属单位与启用年份，供社会预约使用。",
        tag_string="大型仪器,开放共享", data_kind="interaction", owner_org="kejiting", contact=contact,
        security_level="1", share_type="unconditional", open_type="unconditional", license_id="cc-by",
        data_form="spreadsheet", source_system="大型仪器共享平台", update_cycle="annual",
        no_resource_reason="数据表随后挂接。",
    )  # fmt: skip
    resource = site.call(
        "resource_create",
        files={"upload": (FILE_NAME, CONTENT)},
        package_id=dataset["id"],
        name="仪器清单",
        format="CSV",
    )
    site.until_loaded(resource["id"])
    return {**dataset, "resource": resource}


def search_field(page: Page) -> Locator:
    return page.locator("input[name=q]:visible").first


def width_overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def test_search_leads_to_the_file(page: Page, dataset) -> None:
    page.goto("/")
    search_field(page).fill("仪器")
    search_field(page).press("Enter")
    page.wait_for_url("**/dataset/?q=*")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(page.get_by_text("省科学技术厅").first).to_be_visible()
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("下载")).first.click()
    download = started.value
    assert download.path().read_bytes() == CONTENT
    assert download.suggested_filename == FILE_NAME


def test_the_preview_shows_the_rows(page: Page, dataset) -> None:
    page.goto(f"/dataset/{dataset['name']}/resource/{dataset['resource']['id']}")
    for cell in ("核磁共振谱仪", "理化测试中心", "2018", "透射电子显微镜", "材料研究所", "2021"):
        expect(page.locator("td", has_text=cell).first).to_be_visible()


def test_nothing_is_found_for_a_word_that_is_not_there(page: Page, dataset) -> None:
    page.goto("/dataset/?q=量子计算")
    expect(page.get_by_role("link", name=TITLE)).to_have_count(0)


def test_the_language_can_be_switched(page: Page, dataset) -> None:
    page.goto(f"/dataset/{dataset['name']}")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans-CN")
    page.get_by_role("link", name="English").click()
    page.wait_for_url("**/en/dataset/**")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_text("Update cycle", exact=True).first).to_be_visible()
    page.get_by_role("link", name="中文").click()
    page.wait_for_url(lambda url: "/en/" not in url)
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans-CN")
    expect(page.get_by_text("更新周期", exact=True).first).to_be_visible()


@pytest.mark.parametrize("path", ["/", "/dataset/", "/organization/", "/organization/kejiting"])
def test_pages_fit_a_phone(open_browser, dataset, path: str) -> None:
    page = open_browser(**PHONE)
    visit(page, path)
    expect(page.get_by_role("link", name="提供单位").first).to_be_visible()
    assert width_overflow(page) == 0


def test_a_dataset_is_read_on_a_phone(open_browser, dataset) -> None:
    page = open_browser(**PHONE)
    visit(page, f"/dataset/{dataset['name']}")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    assert width_overflow(page) == 0
    visit(page, f"/dataset/{dataset['name']}/resource/{dataset['resource']['id']}")
    assert width_overflow(page) == 0


@pytest.mark.parametrize("path", ["/", "/dataset/", "/en/dataset/", "/organization/"])
def test_pages_load_without_errors(page: Page, dataset, path: str) -> None:
    """A script that fails, or an address that is not there, shows in the browser's console."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "response", lambda r: complaints.append(f"{r.status} {r.url}") if r.status > 399 else None
    )
    page.goto(path, wait_until="networkidle")
    assert complaints == []
