"""Data from outside bodies as a department writes it down, for the browser to look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from browser.conftest import Site

TERMS = (
    "仅限省级科技计划项目绩效评估使用，不得向第三方提供；分析结果对外发布前须经提供方书面同意，"
    "使用期满后三十日内销毁原始数据并书面告知。"
)
WISH = {
    "unit": "long-named",
    "title": "重点行业企业研发投入与技术合同登记汇总数据（二〇一五年至二〇二四年，含分地区分行业明细）",
    "body": "国家税务总局某省税务局收入规划核算处",
    "body_code": "11350000003591037R",
    "basis": "省科技数据资源共享管理办法第十四条，双方数据合作协议第三条",
    "purpose": "核对企业申报的研发投入，评估科技计划项目绩效",
}


@dataclass(frozen=True, slots=True)
class Held:
    """Ids of lines in several states."""

    asked: str
    received: str
    ended: str


def make(site: Site, editor: str, dataset: str) -> Held:
    """Let an editor write down what the department asks for, holds and has held."""
    token = site.call("api_token_create", user=editor, name="outside")["token"]
    today = dt.datetime.now(dt.timezone(dt.timedelta(hours=8))).date()

    def day(days: int) -> str:
        return (today + dt.timedelta(days)).isoformat()

    def line() -> str:
        wish = {**WISH, "asked_on": day(-60)}
        return str(site.call_as(token, "scigov_intake_outside_create", **wish)["id"])

    def received(dataset: str = "", ends: int = 12) -> str:
        id_ = line()
        come = {"received_on": day(-40), "ends_on": day(ends), "terms": TERMS, "dataset": dataset}
        site.call_as(
            token, "scigov_intake_outside_receive", id=id_, contract_number="2026-017", **come
        )
        return id_

    ended = received(dataset, ends=-1)
    reason = "评估工作已经完成，原始数据已于当日销毁，并已书面告知提供方。"
    site.call_as(token, "scigov_intake_outside_end", id=ended, reason=reason)
    return Held(line(), received(), ended)


def pages(held: Held, editor: str) -> Iterator[tuple[str, str, str]]:
    """Yield name, address and reader of each type of page."""
    yield "outside", "/outside", editor
    yield "outside-new", "/outside/new", editor
    yield "outside-asked", f"/outside/{held.asked}", editor
    yield "outside-received", f"/outside/{held.received}", editor
    yield "outside-edit", f"/outside/{held.received}/edit", editor
    yield "outside-ended", f"/outside/{held.ended}", editor
