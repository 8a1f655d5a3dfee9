"""Whole lives of applications, through the actions, each by whoever takes the step."""

from __future__ import annotations

import pytest
from applying import (
    accept,
    active,
    call,
    drafted,
    events_of,
    on,
    part_of,
    pass_time,
    reviewed,
    state_of,
    submitted,
    verify,
)  # fmt: skip

from ckan import model

from ckanext.scigov.access.domain.policy import Operation, decide
from ckanext.scigov.access.model import Grant
from ckanext.scigov.access.service import reading
from ckanext.scigov.shared import clock

pytestmark = pytest.mark.usefixtures("province")


def reads(user: str, dataset: str) -> bool:
    """Say whether somebody gets the data now."""
    principal = reading.principal_of(model.Session, f"id-{user}", clock.now())
    entry = reading.entries(model.Session, [f"id-{dataset}"])[f"id-{dataset}"]
    return principal is not None and decide(principal, Operation.DATA, entry).allowed


def grant_of(id_: str, dataset: str = "plan") -> Grant:
    number = part_of(id_, dataset).grant_number
    return model.Session.query(Grant).filter_by(number=number).one()


def test_an_application_from_the_form_to_its_end(at) -> None:
    id_ = drafted("plan")
    shown = call("clerk", "submit", id=id_)
    assert (shown["number"], shown["state"]) == ("SJSQ-20260924-0001", "signing")
    call("signer", "sign", id=id_, reason="同意申请")
    assert part_of(id_).due_on.isoformat() == "2026-10-15"
    call("editor", "accept", id=id_)
    call("reviewer", "review", id=id_, reason="用途明确，建议同意")
    assert not reads("worker", "plan")
    shown = call("decider", "decide", id=id_, outcome="approved", reason="同意", watermark=True)
    assert (shown["state"], reads("worker", "plan")) == ("active", False)
    accept("worker", id_)
    assert (reads("worker", "plan"), reads("foreign_clerk", "plan")) == (True, False)
    pass_time(at, on("2026-10-23"))
    assert (state_of(id_), reads("worker", "plan")) == ("active", True)
    pass_time(at, on("2026-10-24"))
    assert (state_of(id_), reads("worker", "plan")) == ("expired", False)
    assert part_of(id_).report_due_on.isoformat() == "2026-11-23"
    call("worker", "use_report_submit", id=id_, is_purpose_kept=True, results="完成评估报告")
    pass_time(at, on("2026-10-25"))
    assert state_of(id_) == "closed"
    assert [event.event for event in events_of(id_)] == [
        "submit", "sign", "accept", "advise", "approve", "begin", "expire", "report", "close",
    ]  # fmt: skip


def test_the_grant_says_what_was_decided() -> None:
    id_ = reviewed("plan")
    call(
        "decider", "decide", id=id_, outcome="approved_in_part", reason="仅限一项",
        resource_ids=["plan-a"], until_on="2026-10-01", watermark=True, most_rows=50,
        most_requests_a_day=9, no_onward_transfer=True,
    )  # fmt: skip
    grant = grant_of(id_)
    assert (grant.agency_id, grant.user_id, grant.axis) == ("agency", None, "sharing")
    assert (grant.dataset_id, grant.resource_ids, grant.source) == ("id-plan", ["plan-a"], id_)
    assert grant.granted_by == "id-decider"
    assert grant.obligations == {
        "watermark": True, "query_only": False, "most_rows": 50, "most_requests_a_day": 9,
        "no_onward_transfer": True,
    }  # fmt: skip
    # What begins today begins now, and ends with the end of the last local day.
    assert grant.from_at.isoformat() == "2026-09-24T01:00:00+00:00"
    assert grant.until_at.isoformat() == "2026-10-01T16:00:00+00:00"


def test_data_that_are_only_asked_for_rows_are_granted_so() -> None:
    wanted = [{"dataset_id": "plan", "manner": "query"}]
    id_ = reviewed("plan", datasets=wanted)
    call("decider", "decide", id=id_, outcome="approved", reason="同意")
    assert grant_of(id_).obligations["query_only"] is True


def test_a_person_is_granted_what_is_open_on_conditions() -> None:
    verify("citizen")
    id_ = submitted("plan", user="citizen", kind="open")
    assert part_of(id_).clock["limit"]["days"] == 15
    call("editor", "accept", id=id_)
    call("decider", "decide", id=id_, outcome="approved", reason="同意")
    grant = grant_of(id_)
    assert (grant.user_id, grant.agency_id, grant.axis) == ("id-citizen", None, "opening")
    assert (reads("citizen", "plan"), reads("plain", "plan")) == (False, False)
    accept("citizen", id_)
    assert (reads("citizen", "plan"), reads("plain", "plan")) == (True, False)


def test_what_begins_later_is_granted_from_then_on(at) -> None:
    wanted = [{"dataset_id": "plan", "from_on": "2026-10-10", "until_on": "2026-10-20"}]
    id_ = active("plan", datasets=wanted)
    assert (state_of(id_), reads("worker", "plan")) == ("approved", False)
    assert grant_of(id_).from_at.isoformat() == "2026-10-09T16:00:00+00:00"
    accept("worker", id_)  # before it begins
    assert not reads("worker", "plan")
    pass_time(at, on("2026-10-10"))
    assert (state_of(id_), reads("worker", "plan")) == ("active", True)


def test_parts_are_decided_side_by_side(at) -> None:
    id_ = submitted("plan", "output")
    plan, output = part_of(id_, "plan").id, part_of(id_, "output").id
    call("editor", "accept", id=id_)
    call("other_editor", "accept", id=id_)
    call("decider", "decide", id=id_, outcome="approved", reason="同意")
    call("other_decider", "decide", id=id_, outcome="refused", reason="涉密", ground="law_forbids")
    shown = call("clerk", "show", id="SJSQ-20260924-0001")
    assert [(part["id"], part["state"]) for part in shown["parts"]] == [
        (plan, "active"), (output, "refused"),
    ]  # fmt: skip
    assert [len(call(who, "show", id=id_)["parts"]) for who in ("editor", "cdo")] == [1, 2]


def test_data_at_once() -> None:
    shown = call(
        "clerk", "obtain", agency_id="agency", datasets=[{"dataset_id": "shared"}],
        purpose="核对全省科技计划项目", scene="年度科技统计分析与评估",
    )  # fmt: skip
    assert (shown["number"], shown["state"]) == ("SJSQ-20260924-0001", "active")
    grant = grant_of(shown["id"], "shared")
    assert (grant.agency_id, grant.granted_by) == ("agency", "")
    assert grant.until_at.isoformat() == "2027-09-23T16:00:00+00:00"
    events = [(event.event, event.as_party) for event in events_of(shown["id"], "shared")]
    assert events == [
        ("submit", "applicant"), ("sign", "system"), ("accept", "system"),
        ("approve", "system"), ("begin", "system"),
    ]  # fmt: skip


def test_what_is_not_in_the_portal_yet_is_delivered(at) -> None:
    id_ = active("paper")
    assert state_of(id_, "paper") == "delivering"
    assert part_of(id_, "paper").clock["limit"]["key"] == "share.deliver"
    call("editor", "deliver", id=id_, reason="已挂接")
    assert state_of(id_, "paper") == "active"


def test_returned_and_submitted_again_with_its_changes(at) -> None:
    id_ = reviewed("plan")
    call("editor", "return", id=id_, reason="请说明用途")
    assert part_of(id_).due_on.isoformat() == "2026-10-12"
    call("clerk", "update", id=id_, purpose="核对全省科技计划项目的承担单位、经费与绩效")
    # Until it is submitted again, the provider has what it had.
    assert call("editor", "show", id=id_)["purpose"] == "核对全省科技计划项目的承担单位与经费"
    at(on("2026-09-28"))
    call("clerk", "submit", id=id_)
    shown = call("editor", "show", id=id_)
    assert shown["changed"] == [
        {
            "field": "purpose",
            "before": "核对全省科技计划项目的承担单位与经费",
            "after": "核对全省科技计划项目的承担单位、经费与绩效",
        }
    ]
    assert shown["parts"][0]["clock"]["due_on"] == "2026-10-16"


def test_a_refusal_is_appealed_level_by_level(at) -> None:
    id_ = reviewed("plan")
    refusal = {"outcome": "refused", "ground": "purpose_unclear"}
    call("decider", "decide", id=id_, reason="用途不明", **refusal)
    call("clerk", "appeal", id=id_, reason="用途已说明")
    call("second", "appeal_decide", id=id_, outcome="uphold", reason="维持")
    call("clerk", "appeal", id=id_, reason="请复核")
    shown = call("cdo", "appeal_decide", id=id_, outcome="overrule", reason="应当共享")
    assert shown["state"] == "active"
    assert grant_of(id_).granted_by == "id-cdo"
    accept("worker", id_)
    assert reads("worker", "plan")
