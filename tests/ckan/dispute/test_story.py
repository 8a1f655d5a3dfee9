"""A dispute from its report to its end, by the actions that people call."""

from __future__ import annotations

import datetime as dt

import applying
import pytest
from disputing import accepted, call, dispute_of, events_of, outcome, reported, state_of

from ckan import model

from ckanext.scigov.dispute import jobs

pytestmark = pytest.mark.usefixtures("province")


def test_what_is_reported_by_somebody_signed_in_is_with_the_unit_at_once() -> None:
    shown = call("citizen", "show", id=reported())
    assert shown["number"] == "SJYY-20260924-0001"
    assert (shown["state"], shown["unit_title"]) == ("forwarded", "省科学技术厅")
    assert (shown["due_on"], shown["limit"]) == ("2026-09-29", "correction.accept")
    assert (shown["reporter"], shown["parties"]) == ({"kind": "person"}, ["reporter"])
    assert shown["possible"] == ["remark", "withdraw"]
    assert [event.event for event in events_of(shown["id"])] == ["confirm", "forward"]


def test_an_accepted_dispute_annotates_until_it_is_corrected() -> None:
    id_ = accepted()
    assert call("", "show", id=id_)["is_annotated"]
    call("editor", "verify", id=id_)
    shown = call("editor", "correct", id=id_, reason="已删除误入的表头行")
    assert (shown["state"], shown["is_annotated"]) == ("corrected", False)
    assert (shown["answer"], shown["took_days"], shown["was_late"]) == (
        "已删除误入的表头行",
        0,
        False,
    )
    assert call("citizen", "close", id=id_)["state"] == "closed"
    assert outcome("editor", "accept", id=id_) == ["state"]


def test_a_refusal_needs_ground_and_explanation_and_can_be_escalated() -> None:
    id_ = accepted()
    refused = {"reason": "统计口径不同，详见说明"}
    assert outcome("editor", "decide", id=id_, outcome="refuse", **refused) == ["ground"]
    call("editor", "decide", id=id_, outcome="refuse", ground="other_definition", **refused)
    shown = call("citizen", "escalate", id=id_, reason="说明没有回答我的问题")
    assert (shown["state"], shown["level"]) == ("escalated", "negotiate")
    assert outcome("editor", "decide", id=id_, outcome="overrule", reason="应当更正") == "forbidden"
    call("decider", "decide", id=id_, outcome="overrule", reason="应当更正")
    again = {"ground": "other", "reason": "再次不予更正，理由同上"}
    assert outcome("editor", "decide", id=id_, outcome="refuse", **again) == ["state"]


def test_nobody_handles_what_he_has_reported_himself() -> None:
    id_ = reported(user="editor")
    assert call("editor", "show", id=id_)["parties"] == ["reporter"]
    assert outcome("editor", "accept", id=id_) == "forbidden"
    assert call("steward", "accept", id=id_)["state"] == "accepted"


def test_two_disputes_about_the_same_become_one() -> None:
    first, second = reported(), reported(user="plain")
    assert outcome("other_editor", "merge", id=second, into=first) == "forbidden"
    call("editor", "merge", id=second, into=first, reason="与先前的疑义相同")
    assert (state_of(second), dispute_of(second).merged_into) == ("merged", first)
    assert dispute_of(first).joined == 1
    assert call("plain", "show", id=first)["parties"] == ["reporter"]


def test_time_presses_and_closes(at) -> None:
    id_ = reported()
    later = dt.datetime(2026, 9, 30, 1, 0, tzinfo=dt.timezone.utc)
    at(later)
    jobs.take_steps_of_time(later)
    jobs.take_steps_of_time(later)
    assert [event.event for event in events_of(id_)] == ["confirm", "forward", "press"]
    call("editor", "accept", id=id_)
    call("editor", "correct", id=id_, reason="已更正")
    assert dispute_of(id_).pressed_on is None
    after = applying.NOW + dt.timedelta(days=60)
    at(after)
    jobs.take_steps_of_time(after)
    assert state_of(id_) == "closed"
    model.Session.commit()


def test_what_is_not_open_to_everybody_is_between_its_parties() -> None:
    applying.verify("citizen")
    id_ = reported("plan", kind="description")
    assert call("editor", "show", id=id_)["id"] == id_
    assert outcome("plain", "show", id=id_) == "absent"
    assert outcome("", "show", id=id_) == "absent"
