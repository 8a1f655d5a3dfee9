"""Filling in the form of an entry, as an editor does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from playwright.sync_api import Page

CONTENT = (
    "项目编号,项目名称,经费(万元)\n2023-001,水质在线监测,12.5\n2023-002,育种数据库,8\n".encode()
)
ITEMS = [
    {"title": "项目编号", "data_type": "C", "description": "立项时给出的唯一编号"},
    {"title": "项目名称", "data_type": "C", "description": "任务书中的项目名称"},
    {"title": "经费(万元)", "data_type": "N", "description": "立项时核定的财政经费"},
]


def sign_in(page: Page, name: str, password: str) -> None:
    page.goto("/user/login")
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=password]) button[type=submit]").click()
    page.wait_for_url("**/dashboard/**")


def describe(page: Page, title: str) -> None:
    """Fill in what is asked of every entry, but for the grade."""
    page.get_by_label("数据资源名称").fill(title)
    page.get_by_label("摘要").fill("省级科技计划立项项目的编号、名称与经费。")
    page.get_by_label("关键词").fill("科技计划,立项")
    page.get_by_label("数据种类").select_option("management")
    page.locator("summary").filter(has_text="联系方式").click()
    page.get_by_label("联系人或部门").fill("计划管理处")
    page.get_by_label("电子邮箱").fill("office@example.org")
    page.get_by_label("数据形式").select_option("spreadsheet")
    page.get_by_label("对应信息系统").fill("科技业务综合管理系统")
    page.get_by_label("更新周期").select_option("annual")


def choose(page: Page, **grade: str) -> None:
    for field, value in grade.items():
        page.locator(f"#field-{field}-{value}").check()


def attach(
    page: Page, content: bytes = CONTENT, items: Sequence[Mapping[str, str]] = ITEMS
) -> None:
    """Add the file and its dictionary."""
    file: Any = {"name": "立项清单.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").first.set_input_files(file)
    page.get_by_label("资源名称").fill("立项清单")
    for number, item in enumerate(items):
        if number:
            page.locator("[data-scigov-add]").click()
        row = page.locator("[data-scigov-item]").nth(number)
        row.locator("[name$='-title']").fill(item["title"])
        row.locator("[name$='-data_type']").select_option(item["data_type"])
        row.locator("[name$='-description']").fill(item["description"])
