"""Lists of applications: own ones, the inbox, the register with its table, public figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import applying
import pytest
from applying import call, drafted, part_of, reviewed, submitted
from page_reading import texts

from ckan import model

Visit = Callable[..., Any]


def test_own_applications_the_newest_first(visit: Visit, at: Any) -> None:
    submitted("plan")
    at(applying.on("2026-09-25"))
    drafted("output")
    answer = visit("clerk", "/applications")
    assert texts(answer, ".scigov-card h2") == ["数据output", "数据plan"]
    assert texts(answer, ".scigov-card .scigov-badges") == ["草稿 共享申请", "待受理 共享申请"]
    assert texts(answer, ".scigov-card time") == ["2026-10-15"]
    assert texts(visit("clerk", "/applications?show=draft"), ".scigov-card h2") == ["数据output"]
    assert texts(visit("plain", "/applications"), ".scigov-card") == []


def test_a_signer_finds_what_he_signs(visit: Visit) -> None:
    drafted("output")
    id_ = drafted("plan")
    call("clerk", "submit", id=id_)
    assert texts(visit("signer", "/applications"), ".scigov-card h2") == ["数据plan"]
    answer = visit("signer", "/inbox")
    assert texts(answer, "tbody th a") == ["数据plan"]
    assert texts(answer, "tbody td[data-label]")[0] == "签批同意"


def test_the_inbox_shows_what_is_due_first(visit: Visit, at: Any) -> None:
    late = submitted("plan")
    at(applying.on("2026-10-08"))
    submitted("paper")
    at(applying.on("2026-10-16"))
    answer = visit("editor", "/inbox")
    assert texts(answer, "tbody th a") == ["数据plan", "数据paper"]
    assert texts(answer, "tbody .scigov-badge-overdue") == ["逾期"]
    only = visit("editor", "/inbox?overdue=1")
    assert texts(only, "tbody th a") == ["数据plan"]
    assert texts(only, "[aria-current=true]") == ["全部", "逾期 1", "全部"]
    number = call("editor", "show", id=late)["number"]
    assert texts(visit("editor", f"/inbox?q={number}"), "tbody th a") == ["数据plan"]


def test_the_inbox_counts_by_state_and_provider(visit: Visit) -> None:
    reviewed("plan")
    submitted("output", "paper")
    answer = visit("cdo", "/inbox")
    assert texts(answer, "tbody tr") == []
    answer = visit("steward", "/inbox")
    assert texts(answer, ".scigov-chips a")[:3] == ["全部", "待受理 1", "审核中 1"]
    assert texts(visit("steward", "/inbox?state=in_review"), "tbody th a") == ["数据plan"]
    assert texts(visit("other_steward", "/inbox"), "tbody th a") == ["数据output"]
    assert texts(visit("plain", "/inbox"), ".scigov-nothing") == ["暂无待办事项。"]


def test_many_are_assigned_at_once(visit: Visit) -> None:
    ids = [submitted("plan"), submitted("paper")]
    parts = [part_of(ids[0]).id, part_of(ids[1], "paper").id]
    nothing = visit("editor", "/inbox/assign", {"act": "mine"})
    assert (nothing.status_code, part_of(ids[0]).assigned_to) == (409, None)
    unfit = visit("editor", "/inbox/assign", {"act": "assign", "part": parts, "assignee": "plain"})
    assert (unfit.status_code, len(texts(unfit, ".error-block"))) == (409, 1)
    assert visit("editor", "/inbox/assign", {"act": "mine", "part": parts}).status_code == 302
    assert [part_of(ids[0]).assigned_to, part_of(ids[1], "paper").assigned_to] == ["id-editor"] * 2
    assert len(texts(visit("editor", "/inbox?assigned=mine"), "tbody tr")) == 2
    assert texts(visit("editor", "/inbox?assigned=nobody"), "tbody tr") == []


@pytest.mark.parametrize(("who", "status"), [("cdo", 200), ("auditor", 200), ("clerk", 403)])
def test_the_register_is_for_officials(visit: Visit, who: str, status: int) -> None:
    submitted("plan")
    answer = visit(who, "/applications/register")
    assert answer.status_code == status
    assert texts(answer, "tbody th a") == (["数据plan"] if status == 200 else [])
    assert visit(who, "/applications/register.csv").status_code == status


def test_the_table_of_the_register(visit: Visit) -> None:
    submitted("plan")
    package = model.Package.get("id-plan")
    package.title = "=1+1"
    model.Session.commit()
    answer = visit("cdo", "/applications/register.csv")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "public" not in answer.headers["Cache-Control"]
    rows = list(csv.DictReader(io.StringIO(answer.body.lstrip("\ufeff"))))
    shown = {
        name: rows[0][name]
        for name in ("受理编号", "申请方", "数据资源", "办理期限", "状态", "逾期")
    }
    assert shown == {
        "受理编号": "SJSQ-20260924-0001", "申请方": "单位0", "数据资源": "'=1+1",
        "办理期限": "2026-10-15", "状态": "待受理", "逾期": "否",
    }  # fmt: skip


def test_figures_are_public(visit: Visit) -> None:
    id_ = reviewed("plan")
    assert texts(visit("", "/applications/figures"), "tbody td") == ["1", "0", "0", "–", "–"]
    call(
        "decider", "decide", id=id_, outcome="refused", ground="law_forbids", reason="依法不予提供"
    )
    answer = visit("", "/applications/figures")
    assert texts(answer, "tbody th") == ["省科学技术厅"]
    assert texts(answer, "tbody td") == ["1", "1", "1 (100 %)", "0", "法律、法规禁止提供 1"]
    assert "依法不予提供" not in answer.body


@pytest.mark.parametrize(
    ("who", "path"),
    [("clerk", "/applications"), ("editor", "/inbox"), ("cdo", "/applications/register")],
)
def test_lists_ask_as_much_for_three_as_for_one(
    visit: Visit, count_queries: Any, monkeypatch: pytest.MonkeyPatch, who: str, path: str
) -> None:
    monkeypatch.setattr("ckan.model.User.set_user_last_active", lambda _self: None)
    counts = []
    for more in (("plan",), ("paper", "plan")):
        for one in more:
            submitted(one)
        visit(who, path)
        with count_queries() as queries:
            answer = visit(who, path)
        assert len(texts(answer, ".scigov-card, tbody tr")) == len(counts) * 2 + 1
        counts.append(len(queries))
    assert counts[0] == counts[1] < 60
