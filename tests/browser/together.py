"""Grades decided many at once, for the browser to look at: a group that waits, and a decision that was made."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from browser import waiting
from browser.conftest import Site

TITLE = (
    "重点实验室与工程技术研究中心建设、评估、开放共享情况年度统计表（含依托单位、学科领域与经费）"
)
GRADES: Mapping[str, Mapping[str, str]] = {
    "waiting": {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"},
    "decided": {"security_level": "2", "share_type": "unconditional", "open_type": "conditional"},
}


TERMS = {
    "open_condition": "实名认证并说明用途",
    "open_method": "在线申请",
    "security_measure": "下载留痕，结果注明来源",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """The group that waits as the address of its page tells it, the decision, and the entries of both."""

    group: str
    decision: str
    datasets: tuple[str, ...]


def make(site: Site, editor: str, entry: Mapping[str, Any]) -> Decided:
    """Let an editor propose two groups, and the approver decide about the second."""
    token = site.call("api_token_create", user=editor, name="together")["token"]
    made = [
        site.call_as(token, "package_create", **{**entry, **TERMS, **grade, "title": f"{title}（{number}）"})["id"]
        for name, grade in GRADES.items()
        for number in range(1, 3)
        for title in [f"{TITLE}（{name}）"]
    ]  # fmt: skip
    # What speaks of persons is left for a single look.
    personal = {**entry, **GRADES["waiting"], "title": f"{TITLE}（负责人姓名、手机号码）"}
    made.append(site.call_as(token, "package_create", **personal)["id"])
    groups = site.call_as(site.approver, "scigov_access_grade_group_list", limit=200)["results"]
    of = {name: _of(groups, grade) for name, grade in GRADES.items()}
    wish = {
        **of["decided"],
        "decision": "approve",
        "reason": "同批次条目，定级依据一致，予以核定。",
    }
    count = next(one["number"] for one in groups if _told(one) == of["decided"])
    decision = site.call_as(site.approver, "scigov_access_grade_decide_many", **wish, count=count)
    _until_done(site, decision["id"])
    return Decided(urlencode(of["waiting"]), decision["id"], tuple(made))


def pages(decided: Decided) -> Iterator[tuple[str, str, str]]:
    yield "grades-together", f"/grades/together?{decided.group}", "approver"
    yield "grades-decided", f"/grades/together/{decided.decision}", "approver"


def remove(site: Site, decided: Decided) -> None:
    for dataset in decided.datasets:
        site.call("package_delete", id=dataset)


def _of(groups: list[dict[str, Any]], grade: Mapping[str, str]) -> dict[str, str]:
    (found,) = [
        one for one in map(_told, groups) if grade.items() <= one.items() and one["proposed_by"]
    ]
    return found


def _told(group: Mapping[str, Any]) -> dict[str, str]:
    names = ("provider", "security_level", "share_type", "open_type", "proposed_by", "source")
    return {name: group[name] for name in names}


def _until_done(site: Site, decision: str) -> None:
    until = time.monotonic() + waiting.LOADED_WITHIN / 1000
    while True:
        found = site.call_as(site.approver, "scigov_access_grade_decided_show", id=decision)
        if found["finished_at"]:
            assert (found["done"], found["skipped"]) == (2, 0), found
            return
        assert time.monotonic() < until, found
        time.sleep(0.3)
