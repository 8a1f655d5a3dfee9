"""Every type of page with long Chinese titles, who looks at it, and what must hold on each."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from browser import applying, disputing, gathering_pages, holding, sheets, together
from browser.conftest import Site
from playwright.sync_api import Page

LONG_TITLE = (
    "省级科技计划项目立项、中期检查、结题验收与科技报告呈交全流程管理信息汇总表"
    "（含重点研发、自然科学基金与成果转化三类专项，二〇一五年至二〇二四年）"
)
LONG_COLUMN = "牵头承担单位（含独立法人科研机构、高等学校与企业）统一社会信用代码"
ROWS = "\n".join(
    f"2024-{n:04d},面向复杂工况的高性能复合材料关键技术研究与应用示范（第{n}期）,{n}.50,2024-0{n % 9 + 1}-15"
    for n in range(1, 61)
)
DAY_COLUMN = "立项日期"
FILE = f"项目编号,{LONG_COLUMN},资助金额（万元）,立项日期\n{ROWS}\n2024-0061,乙,不详,2024-01-01\n".encode()
ITEMS = [
    {"title": "项目编号", "name": "xiang_mu_bian_hao", "data_type": "C", "description": "立项时给出的唯一编号"},
    {"title": LONG_COLUMN, "name": "dan_wei", "data_type": "C", "description": "牵头承担单位的代码"},
    {"title": "资助金额（万元）", "name": "jin_e", "data_type": "N", "unit": "万元",
     "description": "立项时核定的财政经费"},
    {"title": "立项日期", "name": "ri_qi", "data_type": "D", "description": "批准立项的日期"},
]  # fmt: skip
OPEN = MappingProxyType(
    {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
)
EDITOR = "pages_editor"
LONG_NAME = "省自然资源厅资源配置与管理处（科技成果转化与产业化促进中心、国防科技动员办公室）"
ENTRY: Mapping[str, Any] = MappingProxyType(
    {
        "title": LONG_TITLE, "notes": "立项项目的编号、承担单位与经费，供查询、统计与监督使用。",
        "tag_string": "科技计划,立项,重点研发", "data_kind": "management", "owner_org": "long-named",
        "contact": [{"name": "计划管理处", "email": "office@example.org"}], "license_id": "cc-by",
        "data_form": "spreadsheet", "source_system": "科技业务综合管理系统", "update_cycle": "annual",
        "no_resource_reason": "数据表随后挂接。", **OPEN,
    }
)  # fmt: skip
GATHERED: Mapping[str, Any] = MappingProxyType(
    {
        "name": "gathered", "title": f"{LONG_TITLE}（汇聚）", "owner_org": "long-named",
        "catalogue_profile": "gathered", "source_portal": "data.example", "source_id": "x-1",
    }
)  # fmt: skip

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
ZOOMED = {"width": 640, "height": 450}
"""A desktop at 200 %."""


def _picture(width: int = 320, height: int = 120) -> bytes:
    """Return a grey PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = (b"\0" + b"\x99" * width) * height
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(rows)), chunk(b"IEND", b""))
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A type of page: a short name, its address, and who looks at it."""

    name: str
    path: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Things:
    dataset: str
    resource: str
    text: str
    picture: str
    applications: applying.Applications
    disputes: disputing.Disputes
    held: holding.Held
    imports: sheets.Imports
    sources: gathering_pages.Sources
    decided: together.Decided


def make_things(site: Site) -> Things:
    """Publish an entry with a table that has two versions and a cell that does not fit."""
    provider = site.call("organization_create", name="long-named", title=LONG_NAME)
    site.add_editor(EDITOR, "long-named")
    # Who leads a provider edits its place in the tree, too.
    site.call("organization_member_create", id="long-named", username=EDITOR, role="admin")
    dataset = site.publish(**ENTRY)
    resource = site.call(
        "resource_create", files={"upload": ("立项清单.csv", FILE)}, package_id=dataset["id"],
        name=f"{LONG_TITLE}（数据表）", format="CSV",
    )  # fmt: skip
    site.call("resource_patch", id=resource["id"], data_items=ITEMS, bad_cells_percent="5")
    site.until_loaded(resource["id"], lambda load: load["emptied"])
    text, picture = (
        site.call(
            "resource_create", files={"upload": (name, content)}, package_id=dataset["id"],
            name=f"{LONG_TITLE}（{name}）", format=name[-3:],
        )["id"]
        for name, content in (("填报说明.txt", LONG_TITLE.encode()), ("流程图.png", _picture()))
    )  # fmt: skip
    _fill_registers(site, provider["id"])
    applications = applying.make(site, dataset, provider["id"])
    disputes = disputing.make(site, dataset["id"], resource["id"], provider["id"])
    site.call("package_create", **GATHERED)
    held = holding.make(site, EDITOR, dataset["name"])
    imports = sheets.make(site, provider["id"], resource["id"])
    sources = gathering_pages.make(site)
    decided = together.make(site, EDITOR, ENTRY)
    names = (dataset["name"], resource["id"], text, picture)
    return Things(*names, applications, disputes, held, imports, sources, decided)


def _fill_registers(site: Site, provider: str) -> None:
    for kind, title in (("system", LONG_TITLE), ("business_item", LONG_COLUMN)):
        entry = {"organization_id": provider, "title": title, "code": "KJ-01"}
        own = {"update_cycle": "annual"} if kind == "business_item" else {}
        site.call(f"scigov_catalogue_{kind}_create", **entry, **own)


def remove_things(site: Site, things: Things) -> None:
    """Leave nothing that the searches of other tests would find."""
    sheets.undo(site, things.imports)
    for dataset in (things.dataset, things.applications.dataset, "gathered"):
        site.call("package_delete", id=dataset)
    together.remove(site, things.decided)
    gathering_pages.remove(site, things.sources)
    site.call("organization_delete", id="long-named")


def pages(things: Things) -> Iterator[Shown]:
    resource = f"/dataset/{things.dataset}/resource/{things.resource}"
    public = {
        "home": "/", "search": "/dataset", "found": "/dataset?q=科技计划", "nothing": "/dataset?q=没有这样的数据",
        "dataset": f"/dataset/{things.dataset}", "table": resource,
        "dictionary-history": f"{resource}/dictionary/history", "versions": f"{resource}/versions", "version": f"{resource}/versions/1",
        "report": f"{resource}/report", "providers": "/organization/",
        "provider": "/organization/long-named", "about": "/about", "help": "/help", "help-owners": "/help/owners",
        "help-developers": "/help/developers", "help-visitors": "/help/visitors",
        "help-agencies": "/help/agencies", "help-stewards": "/help/stewards",
        "help-portals": "/help/portals", "actions": "/help/api", "actions-of-applications": "/help/api/application",
        "columns": f"{resource}/columns", "chart": f"{resource}/chart",
        "chart-sum": f"{resource}/chart?by={DAY_COLUMN}&period=month",
        "filtered": f"{resource}?q=复合材料", "text": f"/dataset/{things.dataset}/resource/{things.text}",
        "picture": f"/dataset/{things.dataset}/resource/{things.picture}",
        "provider-about": "/organization/about/long-named", "login": "/user/login",
        "disputes": "/disputes", "disputes-none": "/disputes?q=没有这样的数据", "disputes-figures": "/disputes/figures",
        "report-where": "/disputes/new", "report-sent": "/disputes/sent",
        "report-dataset": f"/disputes/new?dataset={things.dataset}", "report-row": f"/disputes/new?resource={things.resource}&row=1",
        "report-cell": f"/disputes/new?resource={things.resource}&row=1&item=dan_wei",
        "sources": "/disputes/sources", "reset": "/user/reset", "reporting": "/reporting", "catalogue-report": "/catalog/report",
        "catalogue-check": "/catalog/check", "absent": "/dataset/no-such-entry",
    }  # fmt: skip
    yield from (Shown(name, path) for name, path in public.items())
    yield from _behind_the_login(things, resource)


def _behind_the_login(things: Things, resource: str) -> Iterator[Shown]:
    editors = {
        "dashboard": "/dashboard/datasets", "my-providers": "/dashboard/organizations",
        "office": "/office", "worklist": "/worklist", "worklist-gap": "/worklist?gap=update_cycle",
        "new-dataset": "/dataset/new", "begin-file": "/drafts/file", "edit-dataset": f"/dataset/edit/{things.dataset}",
        "new-resource": f"/dataset/{things.dataset}/resource/new",
        "systems": "/provider/long-named/systems", "new-system": "/provider/long-named/systems/new",
        "business-items": "/provider/long-named/business-items", "place": "/provider/long-named/place",
        "copy": f"/dataset/new?copy_of={things.dataset}",
        "edit-resource": f"{resource}/edit", "reading": f"{resource}/reading", "change-row": f"{resource}/rows/1/edit",
        "report-signed": f"/disputes/new?resource={things.resource}&row=2&item={DAY_COLUMN}",
        "notices": "/notices", "grades": "/grades", "grade": f"/grades/{things.dataset}", "account": f"/user/{EDITOR}",
        "edit-account": f"/user/edit/{EDITOR}", "my-disputes": "/disputes/mine", "disputes-desk": "/disputes/desk",
        "disputes-templates": "/disputes/templates", "comparisons": "/disputes/comparisons",
        "reporting-refused": "/reporting/refused", "reporting-lacking": "/reporting/lacking",
        "reporting-import": "/reporting/import",
    }  # fmt: skip
    yield from (Shown(name, path, EDITOR) for name, path in editors.items())
    yield from (Shown(*one, EDITOR) for one in sheets.pages(things.imports, resource))
    offices = {
        "approver-office": "/office", "approvals": "/grades", "agencies": "/agencies", "roles": "/roles", "catalogue-score": "/catalog/score",
        "reporting-packages": "/reporting/packages", "reporting-office": "/reporting",
    }  # fmt: skip
    yield from (Shown(name, path, "approver") for name, path in offices.items())
    yield Shown("disputes-register", "/disputes/register", applying.OFFICER)
    for pages in (
        applying.pages(things.applications), disputing.pages(things.disputes), holding.pages(things.held, EDITOR),
        together.pages(things.decided), gathering_pages.pages(things.sources),
    ):  # fmt: skip
        yield from (Shown(*one) for one in pages)


def overflow(page: Page) -> int:
    """Return by how many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


def overlaps(page: Page) -> list[str]:
    """Return texts of links and buttons that lie on one another."""
    return page.evaluate(
        """() => {
            // What a closed part of the page holds has no text to be read.
            const visible = (one) => one.offsetParent && one.innerText.trim() && one.checkVisibility();
            const all = [...document.querySelectorAll("main a, [role=main] a, button, h1, h2")];
            const boxes = all.filter(visible).map((one) => [one, one.getBoundingClientRect()]);
            const found = [];
            boxes.forEach(([one, a], index) => boxes.slice(index + 1).forEach(([two, b]) => {
                if (one.contains(two) || two.contains(one)) return;
                const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
                const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
                const lines = one.getClientRects().length === 1 && two.getClientRects().length === 1;
                if (lines && width > 4 && height > 4) found.push(`${one.innerText} / ${two.innerText}`);
            }));
            return found;
        }"""
    )


def barriers(page: Page) -> list[str]:
    """Return what axe finds against WCAG 2.2 AA, with the element it finds first."""
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": rules}}).response
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]} ({len(one['nodes'])})"
        for one in found["violations"]
    ]
