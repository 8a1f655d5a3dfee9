"""A source that is a list in memory: pages, a total, and whatever a test lets it do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.intake.contract import (
    Checkpoint,
    Item,
    Noticed,
    Page,
    Raw,
    SourceFailed,
    Wiring,
)
from ckanext.scigov.intake.domain.states import RunKind, SourceEvent
from ckanext.scigov.intake.model import Run
from ckanext.scigov.intake.pipeline import running
from ckanext.scigov.intake.service import runs, sources
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.actors import Actor

MAKER, APPROVER = Actor("maker", "maker"), Actor("approver", "approver")
MAPPING = """
mapping: 1
name: listed
title: {zh_Hans_CN: 清单, en: List}
connector: {kind: listed}
identity: [id]
provider: {constant: PROVIDER}
missing: ["", 暂无]
fields:
  title: 标题
  notes: 摘要
  tag_string: {from: 标签, split: [",", "、"]}
  source_url: 网址
  modified: {from: 更新日期, date: ["%Y-%m-%d"]}
  update_cycle: {from: 更新周期, table: update_cycle}
  data_kind: {constant: public_distributed}
  open_type: {from: 开放, table: open_type}
resources:
  - each: {from: 格式, list: array}
    url: 网址
    name: {template: "{标题}（{each}）"}
    format: {from: $each}
tables:
  update_cycle: {每年: annual, 每月: monthly}
  open_type: {无条件开放: unconditional, 有条件开放: conditional, 不予开放: none}
grade:
  by_open_type:
    unconditional: {security_level: "1", share_type: unconditional}
    conditional: {security_level: "2", share_type: unconditional}
"""
GRADED = (
    MAPPING.replace("grade:\n", "grade_of_old:\n")
    .split("grade_of_old")[0]
    .replace(
        "  open_type: {from: 开放, table: open_type}\n",
        "  open_type: {from: 开放, table: open_type}\n  security_level: 等级\n  share_type: 共享\n",
    )
)
"""The source itself says level and share type."""


@dataclass
class Shelf:
    """What the source has, and how it behaves."""

    records: list[Raw] = field(default_factory=list)
    size: int = 10
    total: int | None = None
    says_total: bool = True
    before_page: Callable[[int], None] = lambda _number: None
    details: Mapping[str, Raw] = field(default_factory=dict)
    version: Callable[[Raw], str] = lambda _raw: ""
    read: list[str] = field(default_factory=list)
    known: Mapping[str, str] = field(default_factory=dict)
    is_unchanged: bool = False
    noticed: tuple[Noticed, ...] = ()


SHELF = Shelf()


class ListedConnector:
    kind: ClassVar[str] = "listed"

    def __init__(self, wiring: Wiring) -> None:
        self.wiring = wiring

    def pages(self, after: Checkpoint | None) -> Iterator[Page]:
        start = int(after["start"]) if after else 0
        if SHELF.is_unchanged:
            yield Page((), None, is_unchanged=True)
            return
        while True:
            SHELF.before_page(start // SHELF.size)
            end = start + SHELF.size
            items = [self._item(raw) for raw in SHELF.records[start:end]]
            following = {"start": end} if end < len(SHELF.records) else None
            total = SHELF.total if SHELF.total is not None else len(SHELF.records)
            said = total if SHELF.says_total else None
            known = {} if following else SHELF.known
            yield Page(items, following, said, known=known, noticed=SHELF.noticed)
            if following is None:
                return
            start = end

    def _item(self, raw: Raw) -> Item:
        return Item(raw, SHELF.version(raw), is_whole=not SHELF.details)

    def read(self, item: Item) -> Raw:
        SHELF.read.append(item.raw["id"])
        return SHELF.details[item.raw["id"]]

    def close(self) -> None:
        return None


def record(number: int, **fields: Any) -> dict[str, Any]:
    """Return a record of the list."""
    return {
        "id": f"k{number}",
        "标题": f"科技计划项目信息第{number}号",
        "摘要": f"第{number}批项目的编号、名称和承担单位。",
        "标签": "科技,项目",
        "网址": f"https://example.org/data/{number}",
        "更新日期": "2023-05-01",
        "更新周期": "每年",
        "开放": "无条件开放",
        "格式": ["CSV", "XLSX"],
        **fields,
    }


def made_source(provider: str, mapping: str = MAPPING, *, is_approved: bool = True) -> str:
    """Make a source of the list; return its id."""
    site_user = tk.get_action("get_site_user")({"ignore_auth": True}, {})
    source = tk.get_action("harvest_source_create")(
        {"ignore_auth": True, "user": site_user["name"]},
        {
            "name": f"source-{provider[:8]}", "title": "清单", "url": f"https://example.org/{provider}",
            "source_type": "scigov", "owner_org": provider, "frequency": "MANUAL",
        },
    )  # fmt: skip
    now = clock.now()
    text = mapping.replace("PROVIDER", provider)
    sources.register(model.Session, source["id"], text, MAKER, now)
    if is_approved:
        sources.decide(
            model.Session, source["id"], SourceEvent.APPROVE, APPROVER, now,
            reason="checked", second_person=True,
        )  # fmt: skip
    model.Session.commit()
    return source["id"]


def asked(source_id: str, kind: RunKind = RunKind.FULL) -> str:
    """Ask for a run; return its id."""
    run = runs.request(model.Session, source_id, kind, MAKER, clock.now())
    model.Session.commit()
    return run.id


def harvested(source_id: str, kind: RunKind = RunKind.FULL) -> Run:
    """Run a source to its end."""
    run_id = asked(source_id, kind)
    running.run(run_id)
    model.Session.expire_all()
    run = model.Session.get(Run, run_id)
    assert run is not None
    return run


def broken(cause: str) -> Callable[[int], None]:
    """Return what lets a source break off at its second page."""

    def before(number: int) -> None:
        if number == 1:
            raise SourceFailed(cause)

    return before
