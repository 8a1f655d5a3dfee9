"""A site whose clock is moved, two providers with a table each, an agency, and who decides."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from browser.applying import CONDITIONAL, ITEMS
from browser.conftest import Site
from browser.publishing import sign_in
from browser.waiting import new_context, ready
from playwright.sync_api import Browser, Page, expect

FILED, DUE = "2026-09-24T09:00:00+08:00", "2026-10-15"
ENDED = "2026-10-26T09:00:00+08:00"
TITLES = {
    "kejiting": "2019—2025年度省级科技计划项目立项、中期检查、验收与绩效评价综合信息",
    "tongjiju": "规模以上工业企业研究与试验发展（R&D）活动及相关情况年度统计",
}
CONTENT = "项目编号,项目名称,资助金额（万元）\n2023-001,水质在线监测,12.5\n".encode()
THREE = [{**item, "data_type": "N"} if item["name"] == "jin_e" else item for item in ITEMS[:3]]
LETTER: Any = {
    "name": "关于申请共享数据的函.pdf", "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n%%EOF\n",
}  # fmt: skip
ROLES = {
    "reviewer": ("reviewer", "kejiting"), "decider": ("decider", "kejiting"),
    "steward": ("steward", "kejiting"), "other": ("steward", "tongjiju"),
    "other_decider": ("decider", "tongjiju"),
}  # fmt: skip


@dataclass
class Story:
    """A site under test whose clock is moved, with everybody who takes part."""

    site: Site
    scigov: Callable[..., str]
    chromium: Browser
    datasets: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    pages: dict[str, Page] = field(default_factory=dict[str, Page])

    def at(self, moment: str) -> None:
        self.scigov("ckan", "scigov", "testkit", "clock", moment)

    def by(self, name: str) -> Page:
        """Return the browser of a person, signed in."""
        if name not in self.pages:
            self.pages[name] = new_context(self.chromium, self.site.address).new_page()
            sign_in(self.pages[name], name, self.site.accounts[name])
        return self.pages[name]

    def step(self, name: str, application: str, step: str, about: str = "") -> Page:
        """Open the form of a step as somebody does who reads the application."""
        page = self.by(name)
        page.goto(f"/applications/{application}")
        where = page.locator(".scigov-part", has_text=about) if about else page
        where.locator(f"a[href$='/{step}']").first.click()
        page.wait_for_url(f"**/{step}")
        ready(page)
        return page


def done(page: Page) -> None:
    """Wait until the server has taken what was sent: only then others see it."""
    expect(page.locator(".alert-success")).to_be_visible()


def make_people(site: Site) -> None:
    site.add_approver("approver")
    for name in ("clerk", "signer", "officer", *ROLES):
        site.add_user(name)
    site.call(
        "scigov_access_role_grant", user="officer", role="cdo", scope="platform", reason="任命"
    )
    token = site.call("api_token_create", user="officer", name="tests")["token"]
    wish = {"title": "省审计厅", "credit_code": "91350100M000100Y43"}
    agency = site.call("scigov_access_agency_register", **wish)["id"]
    site.call_as(token, "scigov_access_agency_approve", id=agency)
    for name, capacity in (("clerk", "member"), ("signer", "approver")):
        member = {"agency_id": agency, "user": name, "capacity": capacity}
        site.call("scigov_access_agency_member_add", **member)
    for provider, title in (("kejiting", "省科学技术厅"), ("tongjiju", "省统计局")):
        site.call("organization_create", name=provider, title=title)
    for name, (role, provider) in ROLES.items():
        given = {"role": role, "scope": f"provider:{provider}", "reason": "办理申请"}
        site.call("scigov_access_role_grant", user=name, **given)


def make_dataset(story: Story, provider: str, title: str) -> dict[str, Any]:
    entry = {
        "title": title, "notes": "省级科技计划立项项目的编号、名称与经费。", "tag_string": "科技计划",
        "data_kind": "management", "owner_org": provider, "license_id": "cc-by",
        "contact": [{"name": "综合处", "email": "office@example.org"}], "data_form": "spreadsheet",
        "source_system": "科技业务综合管理系统", "update_cycle": "annual",
        "no_resource_reason": "数据表随后挂接。", **CONDITIONAL,
    }  # fmt: skip
    dataset = story.site.publish(**entry)
    table = story.site.call(
        "resource_create", {"upload": ("立项清单.csv", CONTENT, "text/csv")},
        package_id=dataset["id"], name="立项清单", format="CSV", data_items=_json(THREE),
    )  # fmt: skip
    story.site.until_loaded(table["id"])
    return {**dataset, "resource_id": table["id"]}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
