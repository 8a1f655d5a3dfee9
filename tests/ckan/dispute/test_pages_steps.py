"""The forms of the steps of a dispute, and the page of its files."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from disputing import accepted, call, dispute_of, events_of, reported, state_of
from page_reading import problems, texts
from visitors_disputes import visited

pytestmark = pytest.mark.usefixtures("province")
Visit = Callable[..., Any]
PDF = b"%PDF-1.4 a page of the yearbook"
LONG = "统计口径不同，详见年鉴说明"


@pytest.fixture(autouse=True)
def store(ckan_config: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))
    return tmp_path


def refused(id_: str) -> str:
    """Let a unit answer that it does not correct."""
    call("editor", "decide", id=id_, outcome="refuse", ground="other", reason=LONG)
    return id_


def escalated(*, levels: int = 1) -> str:
    """Return the id of a dispute that waits at the first level, or a later one."""
    id_ = refused(accepted())
    for level in range(levels):
        call("citizen", "escalate", id=id_, reason=LONG)
        if level < levels - 1:
            outside = {
                "outside_body": "省大数据局",
                "outside_number": "1号",
                "outside_on": "2026-09-24",
            }
            who = "decider" if level == 0 else "cdo"
            call(who, "decide", id=id_, outcome="uphold", reason=LONG, **outside)
    return id_


def goes_to(answer: Any) -> str:
    """Return where an answer sends its reader, without the site's name."""
    where = urlsplit(answer.headers["Location"])
    return where.path + (f"?{where.query}" if where.query else "")


def values(answer: Any, name: str) -> list[str]:
    page = BeautifulSoup(answer.body, "html.parser")
    return [one.get("value", "") for one in page.select(f"form [name={name}]")]


@pytest.mark.parametrize(
    ("who", "step", "form", "state"),
    [
        ("editor", "accept", {}, "accepted"),
        ("editor", "reject", {"ground": "not_found"}, "not_accepted"),
        ("cdo", "forward", {"unit": "tongjiju"}, "forwarded"),
        ("citizen", "withdraw", {"confirmed": "1"}, "withdrawn"),
        ("editor", "assign", {"user": "steward"}, "forwarded"),
        ("cdo", "press", {"reason": LONG}, "forwarded"),
        ("citizen", "remark", {"reason": LONG}, "forwarded"),
        ("editor", "note", {"reason": LONG}, "forwarded"),
    ],
)
def test_a_step_is_taken_by_its_form(
    visit: Visit, who: str, step: str, form: dict[str, str], state: str
) -> None:
    id_ = reported()
    path = f"/disputes/{id_}/{step}"
    shown = visit(who, path)
    assert (shown.status_code, len(texts(shown, "h1"))) == (200, 1)
    sent = visit(who, path, {"version": values(shown, "version")[0], **form})
    assert (sent.status_code, goes_to(sent)) == (302, f"/disputes/{id_}")
    assert (state_of(id_), events_of(id_)[-1].event) == (state, step)


@pytest.mark.parametrize(
    ("who", "step", "form", "state"),
    [
        ("editor", "verify", {}, "verifying"),
        ("editor", "correct", {"reason": LONG}, "corrected"),
        ("editor", "correct", {"reason": LONG, "is_in_part": "yes"}, "partly_corrected"),
        ("editor", "refuse", {"ground": "data_are_right", "reason": LONG}, "not_corrected"),
        ("cdo", "extend", {"reason": LONG}, "accepted"),
    ],
)
def test_what_is_accepted_is_answered_by_forms(
    visit: Visit, who: str, step: str, form: dict[str, str], state: str
) -> None:
    id_ = accepted()
    assert visit(who, f"/disputes/{id_}/{step}", form).status_code == 302
    assert state_of(id_) == state


@pytest.mark.parametrize(("step", "state"), [("reopen", "verifying"), ("close", "closed")])
def test_a_reporter_contests_an_answer_or_is_content(visit: Visit, step: str, state: str) -> None:
    id_ = refused(accepted())
    assert visit("citizen", f"/disputes/{id_}/{step}", {"reason": LONG}).status_code == 302
    assert state_of(id_) == state


@pytest.mark.parametrize("who", ["", "plain", "citizen"])
def test_a_step_of_somebody_else_leads_back(visit: Visit, who: str) -> None:
    id_ = reported()
    answer = visit(who, f"/disputes/{id_}/accept", {})
    assert (answer.status_code, goes_to(answer)) == (302, f"/disputes/{id_}")
    assert state_of(id_) == "forwarded"
    assert visit(who, f"/disputes/{id_}/no-such-step").status_code == 404


def test_a_form_that_was_not_accepted_keeps_what_was_typed(visit: Visit) -> None:
    id_ = accepted()
    answer = visit("editor", f"/disputes/{id_}/refuse", {"ground": "law_forbids", "reason": "短"})
    assert (answer.status_code, state_of(id_)) == (409, "accepted")
    assert texts(answer, "textarea") == ["短"]
    assert texts(answer, ".error-block") == ["内容过少，至少 10 个字。"]
    page = BeautifulSoup(answer.body, "html.parser")
    assert [one["value"] for one in page.select("input[checked]")] == ["law_forbids"]
    assert page.select_one("textarea")["aria-describedby"] == "s-reason-hint s-reason-error"


def test_grounds_are_choices_with_what_they_mean(visit: Visit) -> None:
    id_ = reported()
    answer = visit("editor", f"/disputes/{id_}/reject")
    assert values(answer, "ground") == [
        "not_responsible", "not_found", "not_about_data", "unclear", "no_grounds",
        "already_reported", "already_corrected", "abuse", "other",
    ]  # fmt: skip
    assert texts(answer, "#s-ground label")[0] == ("非本单位职责：由政务数据主管部门转办其他单位。")
    assert visit("editor", f"/disputes/{id_}/reject", {}).status_code == 409


def test_a_step_that_somebody_took_meanwhile_is_noticed(visit: Visit) -> None:
    id_ = reported()
    version = values(visit("editor", f"/disputes/{id_}/assign"), "version")[0]
    call("citizen", "remark", id=id_, reason=LONG)
    answer = visit("editor", f"/disputes/{id_}/assign", {"version": version, "user": "steward"})
    assert (answer.status_code, len(problems(answer))) == (409, 1)
    assert dispute_of(id_).assigned_to is None


def test_what_cannot_be_taken_back_is_asked_for(visit: Visit) -> None:
    id_ = reported()
    answer = visit("citizen", f"/disputes/{id_}/withdraw", {"reason": "写错了"})
    assert (answer.status_code, len(texts(answer, "#s-confirmed-error"))) == (409, 1)
    assert (texts(answer, "textarea"), state_of(id_)) == (["写错了"], "forwarded")


def test_escalating_says_whom_it_goes_to(visit: Visit) -> None:
    id_ = refused(accepted())
    hint = texts(visit("citizen", f"/disputes/{id_}/escalate"), ".scigov-note-open")
    assert hint == ["提请：与责任单位协商。由此前未作答复的人员作出决定。"]
    assert visit("citizen", f"/disputes/{id_}/escalate", {"reason": LONG}).status_code == 302
    assert (
        texts(visit("citizen", f"/disputes/{id_}"), "[role=main] header dd")[-2] == "与责任单位协商"
    )
    call("decider", "decide", id=id_, outcome="uphold", reason=LONG)
    hint = texts(visit("citizen", f"/disputes/{id_}/escalate"), ".scigov-note-open")
    assert hint == ["提请：政务数据主管部门。由此前未作答复的人员作出决定。"]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("uphold", "not_corrected"), ("remit", "verifying"), ("overrule", "verifying")],
)
def test_an_escalation_is_decided(visit: Visit, outcome: str, state: str) -> None:
    id_ = escalated()
    path = f"/disputes/{id_}/settle"
    assert values(visit("decider", path), "outside_body") == []
    assert visit("decider", path, {"outcome": outcome, "reason": LONG}).status_code == 302
    assert state_of(id_) == state


def test_a_decision_outside_is_recorded(visit: Visit) -> None:
    id_ = escalated(levels=3)
    path = f"/disputes/{id_}/settle"
    form = {"outcome": "overrule", "reason": LONG, "outside_body": "国家主管部门"}
    answer = visit("cdo", path, form)
    assert (answer.status_code, values(answer, "outside_body")) == (409, ["国家主管部门"])
    whole = {**form, "outside_number": "〔2026〕9号", "outside_on": "2026-09-23"}
    assert visit("cdo", path, whole).status_code == 302
    note = texts(visit("", f"/disputes/{id_}"), "[aria-labelledby=scigov-answer] .scigov-note")
    assert "国家主管部门" in note[0]
    assert "〔2026〕9号" in note[0]


def test_a_dispute_is_merged_into_one_that_is_offered(visit: Visit) -> None:
    head, one = reported(), reported(user="plain", kind="outdated")
    reported(user="worker", kind="not_public")
    reported("shared", user="plain")
    path = f"/disputes/{one}/merge"
    assert values(visit("editor", path), "into") == [head]
    assert texts(visit("editor", path), "#s-into label")[0].startswith("SJYY-20260924-0001 不准确")
    assert visit("editor", path, {}).status_code == 409
    assert visit("editor", path, {"into": head}).status_code == 302
    assert (state_of(one), dispute_of(one).merged_into) == ("merged", head)


def test_what_others_cannot_merge_is_not_told_to_them() -> None:
    one = reported()
    reported(user="plain")
    found = {who: len(call(who, "alike_list", id=one)) for who in ("editor", "cdo", "decider", "")}
    assert found == {"editor": 1, "cdo": 1, "decider": 0, "": 0}


def test_a_visitor_confirms_and_the_public_waits_for_moderation(visit: Visit) -> None:
    linked = visited()
    path = f"/disputes/{linked.id}/confirm"
    form = visit("", path + linked.query)
    assert values(form, "token") == [linked.token]
    sent = visit("", path, {"token": linked.token})
    assert goes_to(sent) == f"/disputes/{linked.id}{linked.query}"
    assert state_of(linked.id) == "forwarded"
    assert visit("", f"/disputes/{linked.id}").status_code == 404
    moderating = f"/disputes/{linked.id}/moderate"
    assert values(visit("editor", moderating), "publish") == ["yes"]
    assert values(visit("cdo", moderating), "publish") == ["yes", "no"]
    assert visit("cdo", moderating, {}).status_code == 409
    assert visit("editor", moderating, {"publish": "yes"}).status_code == 302
    assert visit("", f"/disputes/{linked.id}").status_code == 200


def test_what_is_dismissed_is_seen_by_nobody_else(visit: Visit) -> None:
    linked = visited()
    call("", "confirm", id=linked.id, token=linked.token)
    assert visit("cdo", f"/disputes/{linked.id}/moderate", {"publish": "no"}).status_code == 302
    assert state_of(linked.id) == "dropped"
    assert visit("", f"/disputes/{linked.id}").status_code == 404
    assert "已作废" in visit("", f"/disputes/{linked.id}{linked.query}").body


def upload(name: str = "年鉴.pdf", content: bytes = PDF) -> tuple[io.BytesIO, str]:
    return (io.BytesIO(content), name)


def test_a_visitor_adds_a_file_and_deletes_it(visit: Visit) -> None:
    linked = visited()
    path = f"/disputes/{linked.id}/files"
    form = {"token": linked.token, "act": "add", "upload": upload()}
    assert goes_to(visit("", path, form)) == f"{path}{linked.query}"
    shown = visit("", path + linked.query)
    assert texts(shown, ".scigov-files a") == ["年鉴.pdf"]
    (act,) = [one for one in values(shown, "act") if one.startswith("drop:")]
    file = f"/disputes/{linked.id}/evidence/{act.removeprefix('drop:')}"
    sent = visit("", file + linked.query)
    assert (sent.data, sent.headers["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert visit("", file).status_code == 404
    assert visit("", path, {"token": linked.token, "act": act}).status_code == 302
    assert texts(visit("", path + linked.query), ".scigov-files a") == []
    assert visit("", path).status_code == 404


def test_a_file_that_is_not_taken_is_said_beside_its_field(visit: Visit) -> None:
    id_ = reported()
    answer = visit("citizen", f"/disputes/{id_}/files", {"act": "add", "upload": upload("a.exe")})
    assert (answer.status_code, len(texts(answer, "#s-upload-error"))) == (409, 1)
    empty = visit("citizen", f"/disputes/{id_}/files", {"act": "add"})
    assert (empty.status_code, len(texts(empty, "#s-upload-error"))) == (409, 1)


def test_the_file_of_another_dispute_has_another_address(visit: Visit) -> None:
    one, other = reported(), reported(user="plain")
    visit("citizen", f"/disputes/{one}/files", {"act": "add", "upload": upload()})
    evidence = call("citizen", "show", id=one)["evidence"][0]["id"]
    assert visit("editor", f"/disputes/{one}/evidence/{evidence}").data == PDF
    assert visit("editor", f"/disputes/{other}/evidence/{evidence}").status_code == 404
    assert visit("plain", f"/disputes/{one}/evidence/{evidence}").status_code == 404


def test_what_stands_on_record_has_no_button(visit: Visit) -> None:
    id_ = reported()
    visit("citizen", f"/disputes/{id_}/files", {"act": "add", "upload": upload()})
    page = f"/disputes/{id_}/files"
    assert [one[:5] for one in values(visit("citizen", page), "act")] == ["add", "drop:"]
    call("editor", "accept", id=id_)
    assert values(visit("citizen", page), "act") == ["add"]
    refused(id_)
    closed = visit("citizen", page)
    assert (values(closed, "act"), "现已不能添加文件。" in closed.body) == ([], True)
