"""A group of proposals is decided at once, and each of them as by a decision of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from deciding import left_by, outcomes

import ckan.plugins.toolkit as tk
from ckan import model
from ckan.tests import helpers

from ckanext.scigov.access.model import GradeInForce, GradeProposal, RoleAssignment
from ckanext.scigov.access.model_together import DecisionOnEach, DecisionTogether
from ckanext.scigov.audit.model import AuditEvent
from ckanext.scigov.notices.model import NoticeRow

Decide = Callable[..., dict[str, Any]]
Make = Callable[..., Any]


def level_of(name: str) -> str | None:
    model.Session.expire_all()
    row = model.Session.get(GradeInForce, model.Package.get(name).id)
    return row.security_level if row else None


@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_each_is_left_as_a_single_decision_leaves_it(
    gathered: Make, decide: Decide, work: Make, call: Make, approver: str, decision: str
) -> None:
    single, one, other = (gathered(name) for name in ("single", "one", "other"))
    work()
    call(approver, f"grade_{decision}", dataset_id=single["id"], reason="核定")
    made = decide(2, decision=decision)
    assert (made["count"], made["waiting"], made["finished_at"]) == (2, 2, None)
    work()
    wanted = left_by(single["id"])
    assert wanted["proposals"][0]["state"] == ("approved" if decision == "approve" else "rejected")
    assert wanted["vault"] == (0 if decision == "approve" else 1)
    assert left_by(one["id"]) == wanted
    assert left_by(other["id"]) == wanted
    assert outcomes(made["id"]) == [("one", "done", ""), ("other", "done", "")]


def test_the_public_finds_them_when_they_are_approved(
    gathered: Make, decide: Decide, work: Make, app: Any
) -> None:
    gathered("one")
    made = decide(1)
    assert app.get("/dataset/one").status_code == 404
    work()
    assert app.get("/dataset/one").status_code == 200
    found = tk.get_action("package_search")({"user": "", "ignore_auth": False}, {"q": "*:*"})
    assert [one["name"] for one in found["results"]] == ["one"]
    assert outcomes(made["id"]) == [("one", "done", "")]


def test_the_act_is_put_on_record_and_its_end_is_told(
    gathered: Make, decide: Decide, work: Make, approver: str, group: dict[str, str]
) -> None:
    gathered("one")
    made = decide(1)
    query = sa.select(AuditEvent).where(AuditEvent.event == "grade.decide_many")
    (act,) = model.Session.scalars(query).all()
    wanted = {
        "provider_id": group["provider"], "proposed_by": "", "source": "hainan",
        "security_level": "1", "share_type": "unconditional", "open_type": "unconditional",
        "decision": "approve", "reason": "核定", "count": 1,
    }  # fmt: skip
    assert (act.actor_name, act.object_id, act.detail) == (approver, made["id"], wanted)
    assert model.Session.query(NoticeRow).count() == 0
    work()
    work()
    (told,) = model.Session.query(NoticeRow).all()
    user = model.User.get(approver)
    assert (told.user_id, told.path) == (user.id, f"/grades/together/{made['id']}")
    assert told.kind == "grade.decided_together"


@pytest.mark.parametrize("count", [1, 3])
def test_a_count_that_is_not_that_of_now_changes_nothing(
    gathered: Make, decide: Decide, work: Make, count: int
) -> None:
    gathered("one")
    gathered("two")
    with pytest.raises(tk.ValidationError, match="Nothing has been done") as error:
        decide(count)
    assert list(error.value.error_dict) == ["count"]
    model.Session.commit()
    for table in (DecisionTogether, DecisionOnEach):
        assert model.Session.query(table).count() == 0
    work()
    assert (level_of("one"), level_of("two")) == (None, None)


def test_what_is_being_decided_is_in_no_other_group(
    gathered: Make, decide: Decide, call: Make, approver: str
) -> None:
    gathered("one")
    decide(1)
    assert call(approver, "grade_group_list")["count"] == 0
    with pytest.raises(tk.ValidationError, match="has 0 proposals"):
        decide(1)


def test_what_comes_after_the_decision_waits_for_another_one(
    gathered: Make, decide: Decide, work: Make
) -> None:
    gathered("one")
    decide(1)
    gathered("two")
    work()
    assert (level_of("one"), level_of("two")) == ("1", None)


def test_what_has_changed_meanwhile_is_skipped_with_its_reason(
    gathered: Make, decide: Decide, work: Make, call: Make, approver: str, owner_editor: Any
) -> None:
    for name in ("decided", "edited", "left", "newer", "private"):
        gathered(name)
    made = decide(5)
    call(approver, "grade_reject", dataset_id="decided", reason="不妥")
    helpers.call_action("package_patch", id="edited", title="另一个")
    wish = {"security_level": "3", "share_type": "conditional", "open_type": "conditional"}
    call(owner_editor["name"], "grade_propose", dataset_id="newer", **wish)
    model.Session.execute(
        sa.update(model.Package).where(model.Package.name == "private").values(private=True)
    )
    work()
    assert outcomes(made["id"]) == [
        ("decided", "skipped", "gone"),
        ("edited", "skipped", "changed"),
        ("left", "done", ""),
        ("newer", "skipped", "gone"),
        ("private", "skipped", "caution"),
    ]


def test_a_finding_of_the_last_moment_is_skipped_and_kept(
    gathered: Make, decide: Decide, work: Make, call: Make, approver: str
) -> None:
    gathered("one")
    made = decide(1)
    notes = "科技计划项目信息;受理编号,项目名称,项目负责人,身份证,申报书pdf;"
    model.Session.execute(sa.update(model.Package).values(notes=notes))
    work()
    assert outcomes(made["id"]) == [("one", "skipped", "personal")]
    assert level_of("one") is None
    (row,) = model.Session.query(GradeProposal).all()
    assert (row.state, len(row.findings) > 0) == ("waiting", True)


def test_nobody_approves_together_what_he_has_proposed(
    save: Make, decide: Decide, work: Make, editor_who_approves: str
) -> None:
    save("one")
    mine = model.User.get(editor_who_approves).id
    made = decide(1, editor_who_approves, proposed_by=mine, source="")
    work()
    assert outcomes(made["id"]) == [("one", "skipped", "same_person")]
    assert level_of("one") is None


def test_who_is_no_approver_any_more_decides_nothing(
    gathered: Make, decide: Decide, work: Make
) -> None:
    gathered("one")
    made = decide(1)
    model.Session.query(RoleAssignment).delete()
    work()
    assert outcomes(made["id"]) == [("one", "skipped", "not_yours")]
    assert level_of("one") is None


def test_who_has_no_account_any_more_decides_nothing(
    gathered: Make, decide: Decide, work: Make, approver: str
) -> None:
    gathered("one")
    made = decide(1)
    helpers.call_action("user_delete", id=approver)
    work()
    assert outcomes(made["id"]) == [("one", "skipped", "not_yours")]
