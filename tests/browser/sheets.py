"""Imports in the steps that have a page of their own, with long names and long errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LONG = "省级科技计划项目立项、中期检查、结题验收与科技报告呈交全流程管理信息汇总表"


@dataclass(frozen=True, slots=True)
class Imports:
    """Ids of imports: its columns to be matched, checked with errors, written."""

    uploaded: str
    checked: str
    written: str


def make(site: Any, provider: str, resource: str) -> Imports:
    """Upload sheets: entries that are good and bad, and rows that do not fit."""
    entries = f"资源名称,摘要,更新频率,数据种类\n{LONG},立项项目的编号与承担单位。,随意,管理类\n{LONG}（二）,x,每年,科技管理数据\n"
    uploaded = _uploaded(
        site, "rows", "项目编号,立项日期,备注\n2025-0001,不详,x\n", resource_id=resource
    )
    checked = _uploaded(site, "entries", entries, provider=provider)
    _matched(site, checked, "entry")
    written = _uploaded(site, "entries", f"标题\n{LONG}（三）\n", provider=provider)
    _matched(site, written, "gathered")
    site.call("scigov_intake_batch_write", id=written["id"], policy="all_or_nothing")
    return Imports(uploaded["id"], checked["id"], written["id"])


def undo(site: Any, imports: Imports) -> None:
    site.call("scigov_intake_batch_undo", id=imports.written)


def pages(imports: Imports, resource: str) -> Iterator[tuple[str, str]]:
    """Yield a short name and an address of each page."""
    yield "imports", "/imports"
    yield "import-new", "/imports/new?kind=entries"
    yield "import-columns", f"/imports/{imports.uploaded}/columns"
    yield "import-checked", f"/imports/{imports.checked}"
    yield "import-written", f"/imports/{imports.written}"
    yield "new-row", f"{resource}/rows/new"


def _uploaded(site: Any, kind: str, text: str, **where: str) -> Mapping[str, Any]:
    files = {"upload": (f"{LONG}.csv", text.encode())}
    return site.call("scigov_intake_batch_create", files=files, kind=kind, **where)


def _matched(site: Any, batch: Mapping[str, Any], profile: str) -> None:
    columns = {header: one["field"] for header, one in batch["proposals"].items()}
    site.call("scigov_intake_batch_match", id=batch["id"], columns=columns, profile=profile)
