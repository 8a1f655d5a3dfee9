"""Who approves, sets and runs sources; what somebody is told of them."""

from __future__ import annotations

import gathering
import pytest
import sqlalchemy as sa
from gathering import call, outcome, refused, stored

from ckan import model

from ckanext.scigov.audit.model import AuditEvent

SECOND_PERSON = "ckanext.scigov.access.second_person"


@pytest.fixture(autouse=True)
def province(at, clean_site, ckan_config, monkeypatch) -> None:
    at(gathering.NOW)
    monkeypatch.setitem(ckan_config, SECOND_PERSON, "raise")
    gathering.build()


def events() -> list[str]:
    query = sa.select(AuditEvent.event).where(AuditEvent.event.like("intake%"))
    return list(model.Session.scalars(query.order_by(AuditEvent.id)))


def test_a_source_is_approved_by_who_approves_grades() -> None:
    id_ = gathering.source()
    assert call("editor", "source_show", id=id_)["possible"] == ["update", "options_set", "preview"]
    shown = call("approver", "source_show", id="example")
    assert (shown["state"], shown["possible"]) == ("waiting", ["approve", "refuse", "preview"])
    shown = call("approver", "source_approve", id=id_, reason="对照表已核对")
    assert (shown["state"], shown["may_run"], shown["decided_by"]) == ("approved", True, "审核员")
    assert shown["decision_reason"] == "对照表已核对"
    assert call("editor", "source_show", id=id_)["possible"] == [
        "update", "options_set", "preview", "request",
    ]  # fmt: skip
    assert events() == ["intake_source.register", "intake_source.approve"]


def test_others_do_not_decide() -> None:
    id_ = gathering.source()
    names = ("editor", "steward", "cdo", "other_editor", "citizen", "root", "")
    assert {name: outcome(name, "source_approve", id=id_) for name in names} == {
        "editor": "forbidden", "steward": "forbidden", "cdo": "forbidden",
        "other_editor": "absent", "citizen": "absent", "root": "forbidden", "": "forbidden",
    }  # fmt: skip
    assert outcome("approver", "source_approve", id=id_) == "yes"


def test_nobody_approves_his_own_mapping() -> None:
    id_ = gathering.source(maker="approver")
    said = refused("approver", "source_approve", id=id_)
    assert said == {
        "state": ["You have made this mapping yourself. Somebody else has to approve it."]
    }
    assert stored(id_).state == "waiting"


def test_without_the_rule_of_a_second_person_he_does(ckan_config, monkeypatch) -> None:
    monkeypatch.setitem(ckan_config, SECOND_PERSON, "never")
    id_ = gathering.source(maker="approver")
    assert call("approver", "source_approve", id=id_)["state"] == "approved"


def test_a_refusal_has_a_reason() -> None:
    id_ = gathering.source()
    assert refused("approver", "source_refuse", id=id_) == {"reason": ["Missing value"]}
    shown = call("approver", "source_refuse", id=id_, reason="更新频率对照不全")
    assert (shown["state"], shown["may_run"]) == ("refused", False)
    assert refused("editor", "run_request", id=id_) == {
        "state": [
            "The source does not run before an approver has approved it with its value table."
        ]
    }


def test_another_mapping_waits_again() -> None:
    id_ = gathering.approved()
    changed = gathering.MAPPING.replace("每年: annual", "每年: annual, 每月: monthly")
    shown = call("editor", "source_update", id=id_, mapping=changed)
    assert (shown["state"], shown["may_run"], shown["made_by"]) == ("waiting", False, "editor")
    assert outcome("steward", "source_update", id=id_, mapping=changed) == "forbidden"


def test_every_mistake_of_a_mapping_is_told_with_its_line() -> None:
    id_ = gathering.source()
    wrong = gathering.MAPPING.replace("每日: daily", "每日: day").replace(
        "title: 目录名称", "titel: 目录名称"
    )
    said = refused("editor", "source_update", id=id_, mapping=wrong)
    assert [text.partition(":")[0].partition(",")[0] for text in said["mapping"]] == [
        "Line 7", "Line 8", "Line 14",
    ]  # fmt: skip
    assert refused("editor", "source_update", id=id_, shipped="../../etc/passwd") == {
        "shipped": ["There is no mapping of this name."]
    }


def test_options_are_set_by_operators() -> None:
    id_ = gathering.source()
    shown = call(
        "editor", "source_options_set", id=id_, schedule="daily", grace_days=0, mail_policy="always"
    )
    assert (shown["schedule"], shown["grace_days"], shown["most_vanished_percent"]) == (
        "daily",
        0,
        10,
    )
    assert shown["next_run_at"] == "2026-09-25T01:00:00+00:00"
    assert outcome("approver", "source_options_set", id=id_, schedule="hourly") == "forbidden"
    assert outcome("editor", "source_options_set", id=id_, is_internal=True) == "forbidden"
    assert outcome("editor", "source_options_set", id=id_, is_internal=False) == "yes"
    assert call("root", "source_options_set", id=id_, is_internal=True)["is_internal"] is True
    too_much = refused("editor", "source_options_set", id=id_, most_vanished_percent=101)
    assert too_much == {"most_vanished_percent": ["Give a whole number from 0 to 100."]}


def test_one_run_at_a_time_asked_for_by_operators() -> None:
    id_ = gathering.approved()
    names = ("approver", "other_editor", "")
    assert [outcome(name, "run_request", id=id_) for name in names] == [
        "forbidden",
        "absent",
        "forbidden",
    ]
    first = call("editor", "run_request", id=id_)
    assert (first["state"], first["requested_by"], first["possible"]) == (
        "queued",
        "editor",
        ["cancel"],
    )
    assert refused("editor", "run_request", id=id_) == {
        "state": ["A run of this source has not ended. Wait for it, or cancel it first."]
    }
    assert call("editor", "run_cancel", id=first["id"])["state"] == "cancelled"
    assert call("editor", "run_request", id=id_, kind="forced")["kind"] == "forced"
    assert call("approver", "run_list", id=id_)["count"] == 2


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("queued", ["cancel"]), ("running", ["pause", "cancel"]), ("paused", ["resume", "cancel"]),
        ("asking", ["confirm", "decline", "cancel"]), ("lost", ["resume", "cancel"]),
        ("finished", []), ("failed", []), ("cancelled", []),
    ],
)  # fmt: skip
def test_steps_of_a_run(state: str, steps: list[str]) -> None:
    id_ = gathering.approved()
    run_id = gathering.run(id_, state=state, finished_at=None)
    assert call("editor", "run_show", id=run_id)["possible"] == steps
    assert call("approver", "run_show", id=run_id)["possible"] == []
    others = {"pause", "resume", "cancel", "confirm", "decline"} - set(steps)
    for step in sorted(others):
        assert "state" in outcome("editor", f"run_{step}", id=run_id)
        assert outcome("approver", f"run_{step}", id=run_id) == "forbidden"
        assert outcome("other_editor", f"run_{step}", id=run_id) == "absent"


def test_a_run_at_work_is_asked_to_stop() -> None:
    run_id = gathering.run(gathering.approved(), state="running", finished_at=None)
    shown = call("editor", "run_pause", id=run_id)
    assert (shown["state"], shown["wish"], shown["possible"]) == ("running", "pause", ["cancel"])


def test_an_answer_to_a_run_that_asks() -> None:
    id_ = gathering.approved()
    asking = gathering.run(id_, state="asking", finished_at=None, stop_reason="vanished")
    shown = call("editor", "run_confirm", id=asking)
    assert (shown["state"], shown["may_vanish"]) == ("queued", True)
    other = gathering.run(gathering.approved("second"), 2, state="asking", finished_at=None)
    assert call("editor", "run_decline", id=other)["state"] == "finished"


def test_lists_are_for_those_who_look_after_sources() -> None:
    gathering.approved()
    gathering.source("other", title="另一平台", provider="tongjiju", maker="other_editor")

    def titles(name: str, **wish: object) -> list[str]:
        return [one["title"] for one in call(name, "source_list", **wish)["results"]]

    assert titles("editor") == titles("steward") == ["示例开放平台"]
    assert titles("other_editor") == ["另一平台"]
    assert sorted(titles("approver")) == sorted(titles("root")) == ["另一平台", "示例开放平台"]
    assert titles("root", state="waiting") == titles("root", q="另一") == ["另一平台"]
    assert titles("root", running=True) == []
    assert call("root", "source_list")["states"] == {"approved": 1, "waiting": 1, "running": 0}
    assert [outcome(name, "source_list") for name in ("citizen", "")] == ["forbidden", "forbidden"]


def test_of_a_deleted_source_nothing_is_left() -> None:
    id_ = gathering.approved()
    model.Package.get(id_).state = "deleted"
    model.Session.commit()
    assert outcome("editor", "source_show", id=id_) == "absent"
    assert call("editor", "source_list")["count"] == 0
