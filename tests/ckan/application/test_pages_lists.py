"""Lists of applications: own ones, the inbox, the register with its table, public figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import applying
import pytest
from applying import (
    call,
    drafted,
    grant_role,
    outcome,
    part_of,
    reviewed,
    submitted,
    verify,
)  # fmt: skip
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


def test_the_inbox_is_narrowed_by_role(visit: Visit) -> None:
    grant_role("editor", "decider", "kejiting")
    first = reviewed("plan")
    submitted("paper")
    drafted("plan", user="editor", kind="open")
    answer = visit("editor", "/inbox")
    assert texts(answer, ".scigov-narrowing nav:first-child a") == [
        "全部", "申请方 1", "经办人员 2", "决定人 1",
    ]  # fmt: skip
    found = {
        party: sorted(texts(visit("editor", f"/inbox?party={party}"), "tbody th a"))
        for party in ("applicant", "handler", "decider", "signer", "nonsense")
    }
    assert found == {
        "applicant": ["数据plan"], "handler": ["数据paper", "数据plan"], "decider": ["数据plan"],
        "signer": [], "nonsense": sorted(texts(answer, "tbody th a")),
    }  # fmt: skip
    assert call("editor", "show", id=first)["parts"][0]["state"] == "in_review"
    assert texts(visit("steward", "/inbox"), ".scigov-narrowing nav:first-child a")[0] == "全部"
    assert texts(visit("steward", "/inbox"), ".scigov-narrowing-name")[0] == "状态"


def test_candidates_are_those_who_may_work_on_it(visit: Visit) -> None:
    id_ = submitted("plan")
    submitted("output")
    path = f"/applications/{id_}/{part_of(id_).id}/assign"
    people = {
        "decider": "决定人", "editor": "经办人员", "reviewer": "审核人", "second": "决定人",
        "steward": "经办人员",
    }  # fmt: skip
    shown = [f"{name}：{work}" for name, work in people.items()]
    assert texts(visit("steward", path), "#s-user option") == ["无", *shown]
    assert texts(visit("steward", "/inbox"), "#inbox-assignee option")[2:] == shown
    for name in people:
        assert outcome("steward", "assign", id=id_, user=name) == "yes"
    assert texts(visit("steward", path), "#s-user option[selected]") == ["steward：经办人员"]
    assert visit("steward", path, {"user": ""}).status_code == 302
    assert part_of(id_).assigned_to is None


def test_who_applies_is_no_candidate(visit: Visit) -> None:
    verify("editor")
    id_ = submitted("plan", user="editor", kind="open")
    path = f"/applications/{id_}/{part_of(id_).id}/assign"
    offered = texts(visit("steward", path), "#s-user option")
    assert [one for one in offered if one.startswith(("editor", "torn"))] == ["torn：决定人"]
    assert outcome("steward", "assign", id=id_, user="editor") == ["user"]
    # To the agency's application its members are no officials.
    other = submitted("plan")
    path = f"/applications/{other}/{part_of(other).id}/assign"
    offered = texts(visit("steward", path), "#s-user option")
    assert [one for one in offered if one.startswith(("editor", "torn"))] == ["editor：经办人员"]


def test_many_are_assigned_at_once(visit: Visit) -> None:
    ids = [submitted("plan"), submitted("paper")]
    parts = [part_of(ids[0]).id, part_of(ids[1], "paper").id]
    nothing = visit("editor", "/inbox/assign", {"act": "mine"})
    assert (nothing.status_code, part_of(ids[0]).assigned_to) == (409, None)
    unfit = visit("editor", "/inbox/assign", {"act": "assign", "part": parts, "assignee": "plain"})
    assert (unfit.status_code, len(texts(unfit, ".error-block"))) == (409, 1)
    assert len(texts(unfit, ".scigov-tick[checked]")) == 2
    nobody = visit("editor", "/inbox/assign", {"act": "assign", "part": parts, "assignee": ""})
    assert (nobody.status_code, len(texts(nobody, ".error-block"))) == (409, 1)
    assert visit("editor", "/inbox/assign", {"act": "mine", "part": parts}).status_code == 302
    assert [part_of(ids[0]).assigned_to, part_of(ids[1], "paper").assigned_to] == ["id-editor"] * 2
    assert len(texts(visit("editor", "/inbox?assigned=mine"), "tbody tr")) == 2
    assert texts(visit("editor", "/inbox?assigned=nobody"), "tbody tr") == []
    back = {"act": "assign", "part": parts[:1], "assignee": "-"}
    assert visit("editor", "/inbox/assign", back).status_code == 302
    assert [part_of(ids[0]).assigned_to, part_of(ids[1], "paper").assigned_to] == [
        None,
        "id-editor",
    ]


@pytest.mark.parametrize(("who", "status"), [("cdo", 200), ("auditor", 200), ("clerk", 403)])
def test_the_register_is_for_officials(visit: Visit, who: str, status: int) -> None:
    submitted("plan")
    answer = visit(who, "/applications/register")
    assert answer.status_code == status
    assert texts(answer, "tbody th a") == (["数据plan"] if status == 200 else [])
    assert visit(who, "/applications/register.csv").status_code == status


def test_the_register_is_narrowed_by_provider(visit: Visit) -> None:
    submitted("plan", "output")
    submitted("paper")
    page = "/applications/register"
    answer = visit("cdo", page)
    providers = ["全部提供单位", "省科学技术厅 (2)", "省统计局 (1)"]
    assert texts(answer, "#scigov-register-provider option") == providers
    assert texts(answer, ".scigov-narrowing nav:first-child a") == ["全部", "待受理 3"]
    only = visit("cdo", f"{page}?provider=tongjiju")
    assert texts(only, "tbody th a") == ["数据output"]
    assert texts(only, "option[selected]") == ["省统计局 (1)"]
    table = visit("cdo", f"{page}.csv?provider=tongjiju").body
    assert ("数据output" in table, "数据paper" in table) == (True, False)


def test_officials_of_a_provider_see_its_rows(visit: Visit) -> None:
    submitted("plan", "output")
    page = "/applications/register"
    told = {who: texts(visit(who, page), "h1 + p")[0] for who in ("cdo", "auditor", "root")}
    assert [who for who, text in told.items() if text.startswith("全部提供单位")] == list(told)
    for who, title in (
        ("editor", "数据plan"),
        ("reviewer", "数据plan"),
        ("other_steward", "数据output"),
    ):
        answer = visit(who, page)
        assert texts(answer, "tbody th a") == [title]
        assert texts(answer, "h1 + p")[0].startswith("您任职的提供单位")
        assert texts(answer, "#scigov-register-provider") == []
        assert visit(who, f"{page}?provider=anquanju").status_code == 200


def test_what_was_never_submitted_is_not_counted(visit: Visit) -> None:
    call("clerk", "withdraw", id=drafted("plan"))
    assert texts(visit("cdo", "/applications/register"), ".scigov-result-line") == ["共0条"]
    submitted("plan")
    assert texts(visit("cdo", "/applications/register"), ".scigov-result-line") == ["共1条"]


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
