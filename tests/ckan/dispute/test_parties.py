"""What somebody is to a dispute that others have joined, who is waited for, and who is told."""

from __future__ import annotations

import pytest
from applying import grant_role, on
from disputing import accepted, by_visitor, call, dispute_of, events_of, outcome, reported, state_of

from ckan import model

from ckanext.scigov.dispute import jobs
from ckanext.scigov.notices.model import NoticeRow
from ckanext.scigov.shared import clock

pytestmark = pytest.mark.usefixtures("province")


def told(kind: str) -> list[str]:
    rows = model.Session.query(NoticeRow).filter_by(kind=f"dispute.{kind}").order_by(NoticeRow.id)
    return sorted(row.user_id.removeprefix("id-") for row in rows)


def pass_time(at, text: str) -> None:
    at(on(text))
    jobs.take_steps_of_time(clock.now())


def test_a_visitor_contests_the_answer_to_what_his_report_was_merged_into() -> None:
    id_, token = by_visitor()
    head = accepted()
    call("editor", "merge", id=id_, into=head)
    call(
        "editor",
        "decide",
        id=head,
        outcome="refuse",
        ground="other",
        reason="经核实数据无误，不予更正",
    )
    assert call("", "show", id=head)["parties"] == []
    shown = call("", "show", id=head, token=token)
    assert (shown["parties"], "escalate" in shown["possible"]) == (["reporter"], True)
    assert outcome("", "reopen", id=head, reason="仍然有误") == "forbidden"
    assert call("", "reopen", id=head, reason="仍然有误", token=token)["state"] == "verifying"


def test_whoever_has_reported_the_other_does_not_merge_into_it() -> None:
    own, other = reported(user="editor"), reported(user="plain")
    assert outcome("editor", "merge", id=other, into=own) == "forbidden"
    assert (state_of(other), outcome("steward", "merge", id=other, into=own)) == (
        "forwarded",
        "yes",
    )


def test_what_a_dispute_goes_on_in_is_told_to_those_who_see_it() -> None:
    head, _token = by_visitor()
    id_ = reported()
    call("editor", "merge", id=id_, into=head)
    assert outcome("", "show", id=head) == "absent"
    assert call("", "show", id=id_)["merged_into"] is None
    assert call("editor", "show", id=id_)["merged_into"] == head
    call("editor", "moderate", id=head, publish=True)
    assert call("", "show", id=id_)["merged_into"] == head


def test_a_dispute_that_was_pressed_early_is_pressed_when_it_is_overdue(at) -> None:
    id_ = reported()
    call("cdo", "press", id=id_, reason="请尽快办理")
    for day in ("2026-09-29", "2026-09-30", "2026-10-01"):
        pass_time(at, day)
    assert [event.event for event in events_of(id_)][2:] == ["press", "press"]
    assert dispute_of(id_).pressed_on.isoformat() == "2026-09-30"


def test_another_unit_is_pressed_for_itself(at) -> None:
    id_ = reported()
    call("cdo", "press", id=id_, reason="请尽快办理")
    call("cdo", "forward", id=id_, unit="tongjiju")
    assert dispute_of(id_).pressed_on is None
    for day in ("2026-09-30", "2026-10-01"):
        pass_time(at, day)
    assert [event.event for event in events_of(id_)][-2:] == ["forward", "press"]


def test_who_decides_is_pressed_once_it_is_escalated(at) -> None:
    id_ = reported()
    at(on("2026-09-30"))
    call("citizen", "escalate", id=id_, reason="逾期未受理")
    assert (told("escalated"), told("pressed")) == (["decider", "second", "torn"], [])
    pass_time(at, "2026-11-30")
    assert told("pressed") == ["cdo", "cdo2", "decider", "second", "torn"]


def test_a_remark_is_told_to_those_who_read_it(settings_of) -> None:
    settings_of(forwards_by_itself=False)
    head, id_ = reported(), reported(user="plain")
    call("citizen", "remark", id=head, reason="补充说明")
    assert told("remarked") == ["cdo", "cdo2"]
    call("cdo", "merge", id=id_, into=head)
    before = told("changed")
    call("plain", "remark", id=head, reason="我也发现了")
    assert told("changed") == before
    call("cdo", "remark", id=head, reason="请提供截图")
    assert sorted(set(told("changed")) - set(before)) == ["citizen"]


def test_joined_reporters_read_their_own_remarks_alone() -> None:
    head, id_ = reported(), reported(user="plain")
    call("editor", "merge", id=id_, into=head)
    for user in ("citizen", "plain", "editor"):
        call(user, "remark", id=head, reason=f"{user} 的话")

    def remarks(user: str) -> list[str]:
        history = call(user, "history", id=head)
        return [one["reason"].split()[0] for one in history if one["event"] == "remark"]

    assert (remarks("plain"), remarks("")) == (["plain"], [])
    assert remarks("citizen") == remarks("editor") == ["citizen", "plain", "editor"]


def test_who_is_assigned_is_between_those_who_work_on_it() -> None:
    id_ = reported()
    call("editor", "assign", id=id_, user="steward", reason="请王工核对")
    grant_role("plain", "auditor")
    for user in ("", "citizen", "plain", "root"):
        assert "assign" not in [one["event"] for one in call(user, "history", id=id_)], user
    assert call("decider", "history", id=id_)[-1]["reason"] == "请王工核对"
