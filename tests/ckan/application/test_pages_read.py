"""The page of an application and the forms of its steps, as each kind of person meets them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import applying
import pytest
from applying import active, call, drafted, part_of, reviewed, state_of, submitted
from page_reading import problems, steps, texts

Visit = Callable[..., Any]
STEPS = {
    "clerk": ["withdraw", "remark"],
    "worker": ["withdraw", "remark"],
    "signer": ["remark"],
    "editor": ["return", "consult", "extend_ask", "assign", "remark"],
    "reviewer": ["review", "remark"],
    "decider": ["decide", "consult", "extend_ask", "assign", "remark"],
    "cdo": ["remark"],
    "auditor": [],
}


@pytest.mark.parametrize("who", STEPS)
def test_everybody_concerned_finds_his_steps(visit: Visit, who: str) -> None:
    answer = visit(who, f"/applications/{reviewed('plan')}")
    assert (answer.status_code, steps(answer)) == (200, STEPS[who])


@pytest.mark.parametrize("who", ["plain", "other_decider", "foreign_clerk", "operator"])
def test_to_a_stranger_it_is_as_if_it_were_absent(visit: Visit, who: str) -> None:
    id_ = reviewed("plan")
    part = part_of(id_).id
    for path in ("", "/edit", f"/{part}/decide", "/all/withdraw"):
        hidden = visit(who, f"/applications/{id_}{path}")
        absent = visit(who, f"/applications/nothing-here{path}")
        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert texts(hidden, "[role=main]") == texts(absent, "[role=main]")


@pytest.mark.parametrize("path", ["", "/new", "/nothing-here", "/register", "/x/all/withdraw"])
def test_visitors_are_asked_to_sign_in(visit: Visit, path: str) -> None:
    answer = visit("", f"/applications{path}")
    assert (answer.status_code, "/user/login" in answer.headers["Location"]) == (302, True)
    assert "came_from=" in answer.headers["Location"]


def test_a_draft_is_seen_by_who_writes_it_alone(visit: Visit) -> None:
    id_ = drafted("plan")
    answer = visit("clerk", f"/applications/{id_}")
    assert steps(answer) == ["edit", "withdraw"]
    assert [visit(who, f"/applications/{id_}").status_code for who in ("signer", "cdo")] == [
        404
    ] * 2


def test_the_head_says_number_and_term(visit: Visit) -> None:
    answer = visit("clerk", f"/applications/{submitted('plan')}")
    assert texts(answer, "header .scigov-number") == ["SJSQ-20260924-0001"]
    assert texts(answer, "header time") == ["2026-10-15"]
    assert texts(answer, "header .scigov-days") == ["剩余10个工作日"]
    assert "依据待核实" in answer.body


def test_overdue_is_marked_for_all_of_them(visit: Visit, at: Any) -> None:
    id_ = submitted("plan")
    at(applying.on("2026-10-16"))
    for who in ("clerk", "editor", "cdo"):
        answer = visit(who, f"/applications/{id_}")
        assert texts(answer, "header .scigov-badge-overdue") == ["逾期"]
        assert texts(answer, "header .scigov-days") == ["逾期1个工作日"]


def test_what_people_wrote_is_text(visit: Visit) -> None:
    id_ = reviewed("plan", purpose="<script>x</script>核对项目与经费数据")
    call("editor", "return", id=id_, reason="<b>请补充</b>")
    answer = visit("clerk", f"/applications/{id_}")
    assert ("<script>x" in answer.body, "<b>请补充" in answer.body) == (False, False)
    assert "&lt;script&gt;x" in answer.body
    assert texts(answer, ".scigov-wishes li")[0].startswith("<b>请补充</b>")


def test_what_was_changed_stands_at_the_top(visit: Visit) -> None:
    id_ = reviewed("plan")
    call("editor", "return", id=id_, reason="请写明场景")
    call("clerk", "update", id=id_, scene="每季度统计分析，由两人使用")
    call("clerk", "submit", id=id_)
    answer = visit("editor", f"/applications/{id_}")
    assert texts(answer, ".scigov-changed tbody th") == ["应用场景"]
    assert texts(answer, ".scigov-changed del") == ["年度科技统计分析与评估报告"]
    assert texts(answer, ".scigov-changed ins") == ["每季度统计分析，由两人使用"]


def test_a_step_is_taken_by_its_form(visit: Visit) -> None:
    id_ = submitted("plan")
    path = f"/applications/{id_}/{part_of(id_).id}/accept"
    assert texts(visit("editor", path), "h1") == ["受理"]
    answer = visit("editor", path, {"reason": ""})
    assert (answer.status_code, state_of(id_)) == (302, "in_review")
    again = visit("editor", path, {})
    assert (again.status_code, state_of(id_)) == (302, "in_review")


def test_a_form_that_lacks_its_reason_comes_back(visit: Visit) -> None:
    id_ = reviewed("plan")
    path = f"/applications/{id_}/{part_of(id_).id}/consult"
    answer = visit("editor", path, {"organization": "tongjiju", "reason": ""})
    assert (answer.status_code, len(texts(answer, ".error-block"))) == (409, 1)
    assert texts(answer, "option[selected]") == ["省统计局"]
    assert state_of(id_) == "in_review"
    form = {"organization": "tongjiju", "reason": "是否涉密"}
    assert visit("editor", path, form).status_code == 302
    assert state_of(id_) == "consulting"


@pytest.mark.usefixtures("found")
def test_a_decision_gives_what_is_ticked(visit: Visit) -> None:
    id_ = reviewed("plan")
    path = f"/applications/{id_}/{part_of(id_).id}/decide"
    assert texts(visit("decider", path), "#s-resource_ids input") == ["", ""]
    form = {
        "act": "approve", "all_resource_ids": "2", "resource_ids": "plan-a", "manner": "download",
        "from_on": "2026-09-24", "until_on": "2026-10-01", "reason": "只需其一", "watermark": "1",
    }  # fmt: skip
    assert visit("decider", path, form).status_code == 302
    part = part_of(id_)
    assert (part.outcome, part.given["resource_ids"]) == ("approved_in_part", ["plan-a"])
    page = visit("clerk", f"/applications/{id_}")
    assert texts(page, ".scigov-less th") == ["资源", "使用期限"]
    assert texts(page, ".scigov-decided strong")[0] == "决定：部分同意"


@pytest.mark.usefixtures("found")
def test_a_decision_about_nothing_comes_back(visit: Visit) -> None:
    id_ = reviewed("plan")
    path = f"/applications/{id_}/{part_of(id_).id}/decide"
    form = {"act": "approve", "all_resource_ids": "2", "reason": "同意全部", "from_on": "2026-09-24",
            "until_on": "2026-10-01", "manner": "api"}  # fmt: skip
    answer = visit("decider", path, form)
    assert (answer.status_code, texts(answer, ".error-block")) == (
        409,
        ["请至少勾选一项，或者选择不予同意。"],
    )
    assert (texts(answer, "textarea"), texts(answer, "option[selected]")) == (
        ["同意全部"],
        ["接口调用"],
    )
    refused = visit("decider", path, {"act": "refuse", "reason": "用途不明"})
    assert (refused.status_code, len(texts(refused, "details[open] .error-block"))) == (409, 1)
    assert state_of(id_) == "in_review"


def test_a_refusal_tells_ground_reason_and_remedies(visit: Visit) -> None:
    id_ = reviewed("plan")
    path = f"/applications/{id_}/{part_of(id_).id}/decide"
    form = {"act": "refuse", "ground": "law_forbids", "reason": "依法不予提供"}
    assert visit("decider", path, form).status_code == 302
    answer = visit("clerk", f"/applications/{id_}")
    told = texts(answer, ".scigov-decided")[0]
    assert [word in told for word in ("法律、法规禁止提供", "依法不予提供", "救济途径")] == [
        True
    ] * 3
    assert steps(answer) == ["appeal", "remark"]


def test_what_cannot_be_taken_back_is_confirmed(visit: Visit) -> None:
    id_ = active("plan")
    path = f"/applications/{id_}/{part_of(id_).id}/revoke"
    assert visit("decider", path, {"reason": "违规使用"}).status_code == 409
    assert state_of(id_) == "active"
    assert visit("decider", path, {"reason": "违规使用", "confirmed": "1"}).status_code == 302
    assert state_of(id_) == "revoked"


def test_two_deciders_one_is_told(visit: Visit) -> None:
    id_ = reviewed("plan")
    path = f"/applications/{id_}/{part_of(id_).id}/decide"
    version = part_of(id_).version
    call("decider", "consult", id=id_, organization="tongjiju", reason="是否涉密")
    call("editor", "answer", id=id_, reason="不涉密")
    form = {"act": "refuse", "ground": "other", "reason": "不予同意", "version": str(version)}
    answer = visit("decider", path, form)
    assert (answer.status_code, len(problems(answer))) == (409, 1)
    assert state_of(id_) == "in_review"
