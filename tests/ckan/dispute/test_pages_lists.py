"""Lists of disputes as pages: for everybody, of one's own, the desk of a unit, the register; figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import applying
import pytest
from disputing import accepted, call, dispute_of, reported
from page_reading import texts

from ckan import model

Visit = Callable[..., Any]
PLACE = "tbody th > a"


def test_everybody_finds_what_is_public(visit: Visit) -> None:
    applying.verify("citizen")
    accepted(kind="outdated")
    reported("plan", kind="description")
    answer = visit("", "/disputes")
    assert answer.status_code == 200
    assert texts(answer, PLACE) == ["数据free"]
    assert texts(answer, "tbody td")[:3] == ["已过时", "省科学技术厅", "登录用户"]
    assert texts(answer, "tbody .scigov-badge") == ["已受理", "数据已标注"]
    assert texts(answer, "tbody time") == ["2026-10-15"]
    assert texts(answer, ".scigov-result-line") == ["共1条疑义"]
    assert "citizen" not in answer.body


def test_a_list_names_the_catalogue_field_that_is_meant(visit: Visit) -> None:
    reported(field="update_cycle")
    assert texts(visit("", "/disputes"), "tbody th small")[1] == "目录字段：更新周期"


def test_the_public_list_is_narrowed(visit: Visit) -> None:
    accepted(kind="outdated")
    reported(kind="other", user="plain")
    answer = visit("", "/disputes")
    assert texts(answer, ".scigov-narrowing nav:first-child a") == ["全部", "已转办 1", "已受理 1"]
    assert len(texts(visit("", "/disputes?state=accepted"), PLACE)) == 1
    assert len(texts(visit("", "/disputes?kind=other"), PLACE)) == 1
    assert len(texts(visit("", "/disputes?dataset=free"), PLACE)) == 2
    only = visit("", "/disputes?dataset=free")
    assert texts(only, "[aria-current=true]")[-1] == "数据free"
    none = visit("", "/disputes?dataset=plan")
    assert texts(none, ".scigov-nothing") == ["没有符合所选条件的疑义。"]
    # What an address cannot mean narrows nothing.
    assert len(texts(visit("", "/disputes?state=nonsense&overdue=5"), PLACE)) == 2


def test_own_disputes(visit: Visit) -> None:
    id_ = reported()
    answer = visit("citizen", "/disputes/mine")
    assert texts(answer, PLACE) == ["数据free"]
    assert texts(visit("plain", "/disputes/mine"), PLACE) == []
    call("citizen", "withdraw", id=id_)
    assert texts(visit("citizen", "/disputes/mine?show=open"), PLACE) == []
    assert texts(visit("citizen", "/disputes/mine?show=ended"), PLACE) == ["数据free"]
    assert texts(visit("", "/disputes"), PLACE) == []


@pytest.mark.parametrize("page", ["mine", "desk", "register", "register.csv"])
def test_visitors_are_asked_to_sign_in(visit: Visit, page: str) -> None:
    answer = visit("", f"/disputes/{page}")
    assert answer.status_code == 302
    assert "/user/login" in answer.headers["Location"]


def test_the_desk_shows_what_is_due_first(visit: Visit, at: Any) -> None:
    reported(kind="other")
    at(applying.on("2026-09-25"))
    mine = accepted(user="plain")
    call("steward", "assign", id=mine, user="editor")
    at(applying.on("2026-10-01"))
    answer = visit("steward", "/disputes/desk")
    assert texts(answer, "tbody .scigov-badge-overdue") == ["逾期"]
    assert texts(answer, "tbody td:last-child") == ["–", "editor"]
    assert len(texts(visit("editor", "/disputes/desk?assigned=mine"), PLACE)) == 1
    assert len(texts(visit("editor", "/disputes/desk?assigned=nobody"), PLACE)) == 1
    assert len(texts(visit("editor", "/disputes/desk?overdue=1"), PLACE)) == 1
    assert texts(visit("other_editor", "/disputes/desk"), ".scigov-nothing") == ["暂无待办疑义。"]


def test_who_waits_is_told_after_an_answer_by_nobody(visit: Visit, at: Any) -> None:
    id_ = accepted()
    call("editor", "correct", id=id_, reason="已更正")
    assert dispute_of(id_).due_on is not None
    at(applying.on("2026-12-01"))
    answer = visit("steward", "/disputes/desk")
    assert texts(answer, "tbody .scigov-badge") == ["已更正"]
    assert texts(answer, "tbody time") == []
    assert texts(visit("steward", "/disputes/desk?show=waiting"), PLACE) == []


@pytest.mark.parametrize(
    ("who", "status"), [("cdo", 200), ("auditor", 200), ("root", 200), ("editor", 403)]
)
def test_the_register_is_for_who_oversees(visit: Visit, who: str, status: int) -> None:
    reported()
    answer = visit(who, "/disputes/register")
    assert answer.status_code == status
    assert texts(answer, PLACE) == (["数据free"] if status == 200 else [])
    assert visit(who, "/disputes/register.csv").status_code == status


def test_the_register_is_narrowed_by_unit(visit: Visit) -> None:
    reported()
    applying.verify("citizen")
    reported("output", kind="description")
    answer = visit("cdo", "/disputes/register")
    assert texts(answer, "#scigov-register-unit option") == [
        "全部责任单位", "省科学技术厅 (1)", "省统计局 (1)",
    ]  # fmt: skip
    only = visit("cdo", "/disputes/register?unit=tongjiju")
    assert texts(only, PLACE) == ["数据output"]
    assert texts(only, "option[selected]") == ["省统计局 (1)"]


def test_the_table_of_the_register(visit: Visit) -> None:
    reported()
    package = model.Package.get("id-free")
    package.title = "=1+1"
    model.Session.commit()
    answer = visit("cdo", "/disputes/register.csv")
    assert "no-store" in answer.headers["Cache-Control"]
    rows = list(csv.DictReader(io.StringIO(answer.body.lstrip("\ufeff"))))
    names = ("疑义编号", "数据资源", "责任单位", "状态", "办理期限", "逾期", "提出人")
    assert {name: rows[0][name] for name in names} == {
        "疑义编号": "SJYY-20260924-0001", "数据资源": "'=1+1", "责任单位": "省科学技术厅",
        "状态": "已转办", "办理期限": "2026-09-29", "逾期": "否", "提出人": "登录用户",
    }  # fmt: skip
    assert len(rows) == 1
    none = visit("cdo", "/disputes/register.csv?state=accepted").body.splitlines()
    assert len(none) == 1


def test_figures_are_public(visit: Visit) -> None:
    assert texts(visit("", "/disputes/figures"), ".scigov-nothing") == ["尚无疑义。"]
    id_ = accepted()
    call("editor", "correct", id=id_, reason="已更正")
    answer = visit("", "/disputes/figures")
    assert texts(answer, "tbody th") == ["省科学技术厅", "合计"]
    assert texts(answer, "tbody td") == ["1", "100 %", "100 %", "0"] * 2
    table = visit("", "/disputes/figures.csv").body.lstrip("\ufeff").splitlines()
    assert table == [
        "unit_id,unit_title,number,accepted,corrected_in_time,median_days",
        "kejiting,省科学技术厅,1,100,100,0",
    ]
    assert visit("", "/disputes/figures.json").json == call("", "figures_show")
    assert visit("", "/disputes/figures.json?unit=tongjiju").json["units"] == []


PLACES = ({"field": "title"}, {"field": "notes"}, {})


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("", "/disputes"), ("citizen", "/disputes/mine"), ("editor", "/disputes/desk"),
        ("cdo", "/disputes/register"), ("", "/disputes/figures"),
    ],
)  # fmt: skip
def test_lists_ask_as_much_for_three_as_for_one(
    visit: Visit, count_queries: Any, monkeypatch: pytest.MonkeyPatch, who: str, path: str
) -> None:
    monkeypatch.setattr("ckan.model.User.set_user_last_active", lambda _self: None)
    counts = []
    for places in ((PLACES[0],), PLACES[1:]):
        for place in places:
            reported(kind="description", **place)
        visit(who, path)
        with count_queries() as queries:
            assert visit(who, path).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] < 60
