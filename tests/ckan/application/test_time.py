"""What happens because time has passed: once, however late or often it is looked at."""

from __future__ import annotations

import pytest
from applying import (
    active,
    call,
    events_of,
    on,
    outcome,
    part_of,
    pass_time,
    reviewed,
    state_of,
    submitted,
)  # fmt: skip

from ckan import model

from ckanext.scigov.access.model import Grant
from ckanext.scigov.notices.model import NoticeRow

pytestmark = pytest.mark.usefixtures("province")


def happened(id_: str, dataset: str = "plan") -> list[str]:
    return [event.event for event in events_of(id_, dataset)]


def told(kind: str) -> set[str]:
    """Return who has been told of something; nobody twice."""
    rows = model.Session.query(NoticeRow).filter_by(kind=f"application.{kind}").all()
    names = [row.user_id.removeprefix("id-") for row in rows]
    assert len(names) == len(set(names))
    return set(names)


@pytest.mark.parametrize(
    ("filed", "received", "due"),
    [("2026-09-24", "2026-09-24", "2026-10-15"), ("2026-09-25", "2026-09-28", "2026-10-16")],
)
def test_the_reply_is_due(at, filed: str, received: str, due: str) -> None:
    at(on(filed))
    shown = call("clerk", "show", id=submitted())["parts"][0]["clock"]
    assert (shown["received_on"], shown["due_on"], shown["provisional"]) == (received, due, False)
    assert shown["limit"] == {
        "key": "share.reply.conditional", "days": 10, "confirmed": False,
        "basis": "《政务数据共享条例》（国务院令第809号）",
    }  # fmt: skip


def test_a_year_without_a_published_calendar_is_counted_with_a_warning(at) -> None:
    at(on("2026-12-30"))
    shown = call("clerk", "show", id=submitted(datasets=[{"dataset_id": "plan"}]))["parts"][0][
        "clock"
    ]
    assert (shown["due_on"], shown["provisional"]) == ("2027-01-14", True)


def test_overdue_is_seen_by_all_and_told_once(at) -> None:
    at(on("2026-09-25"))
    id_ = submitted()
    pass_time(at, on("2026-10-16"))
    assert happened(id_)[-1] == "sign"
    pass_time(at, on("2026-10-17"))
    pass_time(at, on("2026-10-18"))
    assert happened(id_)[-1] == "escalate"
    for who in ("clerk", "editor", "cdo"):
        assert call(who, "show", id=id_)["parts"][0]["clock"]["overdue"] is True
    expected = {"clerk", "worker", "steward", "decider", "second", "cdo", "cdo2"}
    assert told("overdue") == expected
    assert call("cdo", "inbox_list", overdue=True)["count"] == 1


def test_the_clock_stands_still_while_others_are_asked(at) -> None:
    id_ = reviewed()
    at(on("2026-09-28"))
    call("editor", "consult", id=id_, organization="anquanju", reason="是否涉密")
    part = part_of(id_)
    assert (part.due_on, part.clock["left"]) == (None, 9)
    assert part.consultation["due_on"] == "2026-10-23"
    at(on("2026-10-09"))
    call("asked", "answer", id=id_, reason="不涉密")
    assert part_of(id_).due_on.isoformat() == "2026-10-21"


def test_who_does_not_answer_is_waited_for_no_longer(at) -> None:
    id_ = reviewed()
    call("editor", "consult", id=id_, organization="anquanju", reason="是否涉密")
    due = part_of(id_).consultation["due_on"]
    pass_time(at, on(due))
    assert state_of(id_) == "consulting"
    pass_time(at, on("2026-10-24"))
    assert (state_of(id_), happened(id_)[-1]) == ("in_review", "answer")
    assert part_of(id_).consultation is None


def test_more_time_once(at) -> None:
    id_ = reviewed()
    call("editor", "extend_ask", id=id_, reason="数据量大")
    assert [row["id"] for row in call("cdo", "inbox_list")["results"]] == [id_]
    call("cdo", "extend", id=id_, reason="同意延期")
    assert part_of(id_).due_on.isoformat() == "2026-10-29"
    assert outcome("editor", "extend_ask", id=id_, reason="再延") == ["state"]


@pytest.mark.parametrize(("closes", "state"), [(True, "closed"), (False, "returned")])
def test_what_is_not_supplemented_is_closed(at, settings, closes: bool, state: str) -> None:
    settings(supplement_closes=closes)
    id_ = submitted()
    call("editor", "return", id=id_, reason="请补充公函")
    pass_time(at, on("2026-10-12"))
    assert state_of(id_) == "returned"
    pass_time(at, on("2026-10-13"))
    assert state_of(id_) == state


def test_an_overdue_reply_can_be_appealed_against(at) -> None:
    id_ = submitted()
    assert outcome("clerk", "appeal", id=id_, reason="逾期未答复") == ["state"]
    at(on("2026-10-16"))
    assert outcome("clerk", "appeal", id=id_, reason="逾期未答复") == "yes"


def test_a_refusal_is_closed_when_nobody_appeals(at) -> None:
    id_ = reviewed()
    call("decider", "decide", id=id_, outcome="refused", reason="用途不明", ground="other")
    pass_time(at, on("2026-11-23"))
    assert state_of(id_) == "refused"
    pass_time(at, on("2026-11-24"))
    assert state_of(id_) == "closed"


def test_an_end_that_comes_is_told_once(at) -> None:
    wanted = [{"dataset_id": "plan", "from_on": "2026-09-24", "until_on": "2026-12-31"}]
    active(datasets=wanted)
    pass_time(at, on("2026-11-30"))
    assert told("ends_soon") == set()
    for day in ("2026-12-01", "2026-12-02"):
        pass_time(at, on(day))
    assert told("ends_soon") == {"clerk", "worker"}


def test_what_was_prolonged_lasts_longer(at) -> None:
    id_ = active()
    call("clerk", "renewal_ask", id=id_, until_on="2026-12-31", reason="项目延期")
    assert [row["id"] for row in call("decider", "inbox_list")["results"]] == [id_]
    call("decider", "renew", id=id_, until_on="2026-12-31", reason="同意")
    pass_time(at, on("2026-12-31"))
    assert state_of(id_) == "active"
    pass_time(at, on("2027-01-01"))
    assert state_of(id_) == "expired"
    until = model.Session.query(Grant.until_at).scalar()
    assert until.isoformat() == "2026-12-31T16:00:00+00:00"


def test_the_job_may_be_late_and_run_twice(at) -> None:
    id_ = active()
    for _ in range(2):
        pass_time(at, on("2027-03-01"))
    assert happened(id_) == ["submit", "sign", "accept", "approve", "begin", "expire"]
    assert told("report_due") == {"clerk", "worker"}


def test_the_limits_are_those_of_the_day_of_submission(at, settings, tmp_path) -> None:
    from ckanext.scigov.application import config

    id_ = submitted()
    own = (config._OWN_LIMITS).read_text(encoding="utf-8").replace("days: 7", "days: 3")
    (tmp_path / "limits.yaml").write_text(own, encoding="utf-8")
    settings(limits=str(tmp_path / "limits.yaml"))
    call("editor", "return", id=id_, reason="请补充")
    assert part_of(id_).clock["limit"]["days"] == 7
    other = submitted("output")
    call("other_editor", "return", id=other, reason="请补充")
    assert part_of(other, "output").clock["limit"]["days"] == 3


def test_a_remark_prolongs_no_time_to_appeal(at) -> None:
    id_ = reviewed("plan")
    call("decider", "decide", id=id_, outcome="refused", reason="用途不明", ground="other")
    at(on("2026-11-20"))
    call("clerk", "remark", id=id_, reason="请说明依据")
    pass_time(at, on("2026-11-24"))
    assert (happened(id_)[-2:], state_of(id_)) == (["remark", "close"], "closed")


def test_whoever_gives_up_still_reports(at) -> None:
    id_ = active("plan")
    call("clerk", "give_up", id=id_, reason="项目已结束")
    part = part_of(id_)
    assert (part.state, part.owes_report, str(part.report_due_on)) == (
        "expired", True, "2026-10-29")  # fmt: skip
    pass_time(at, on("2026-09-26"))
    assert state_of(id_) == "expired"
    call("clerk", "use_report_submit", id=id_, is_purpose_kept=True, results="完成了年度统计")
    pass_time(at, on("2026-09-27"))
    assert state_of(id_) == "closed"
