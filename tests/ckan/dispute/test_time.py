"""What happens because time has passed: once, however late or often it is looked at."""

from __future__ import annotations

import datetime as dt

import pytest
from applying import NOW, on
from disputing import accepted, by_visitor, call, dispute_of, events_of, outcome, reported, state_of

from ckan import model

from ckanext.scigov.dispute import jobs
from ckanext.scigov.dispute.model import Visitor
from ckanext.scigov.notices.model import NoticeRow
from ckanext.scigov.shared import clock

pytestmark = pytest.mark.usefixtures("province")


def pass_time(at, text: str) -> None:
    at(on(text))
    jobs.take_steps_of_time(clock.now())


def happened(id_: str) -> list[str]:
    return [event.event for event in events_of(id_)]


@pytest.mark.parametrize(
    ("filed", "due"),
    [("2026-09-24", "2026-09-29"), ("2026-09-25", "2026-09-30"), ("2026-09-30", "2026-10-09")],
)
def test_the_acceptance_is_due(at, filed: str, due: str) -> None:
    """中秋 is on 25 September 2026, 国庆 from 1 to 7 October: what comes on a rest day came after it."""
    at(on(filed))
    shown = call("citizen", "show", id=reported())
    assert (shown["due_on"], shown["is_provisional"], shown["limit"]) == (
        due, False, "correction.accept",
    )  # fmt: skip


def test_the_answer_is_due_from_the_acceptance_and_extended_once() -> None:
    id_ = accepted()
    assert dispute_of(id_).due_on.isoformat() == "2026-10-15"
    call("editor", "verify", id=id_)
    assert dispute_of(id_).due_on.isoformat() == "2026-10-15"
    call("cdo", "extend", id=id_, reason="数据量大")
    assert dispute_of(id_).due_on.isoformat() == "2026-10-22"
    assert outcome("cdo", "extend", id=id_, reason="再延") == ["state"]


def test_a_year_without_a_published_calendar_is_counted_with_a_warning(at) -> None:
    at(on("2026-12-30"))
    shown = call("editor", "show", id=accepted())
    assert (shown["due_on"], shown["is_provisional"]) == ("2027-01-14", True)


def test_overdue_is_pressed_once_however_late(at) -> None:
    id_ = reported()
    pass_time(at, "2026-09-29")
    assert happened(id_) == ["confirm", "forward"]
    for _ in range(2):
        pass_time(at, "2026-12-01")
    assert happened(id_) == ["confirm", "forward", "press"]
    rows = model.Session.query(NoticeRow.user_id).filter_by(kind="dispute.pressed").all()
    assert sorted(row[0] for row in rows) == ["id-cdo", "id-cdo2", "id-editor", "id-steward"]
    assert call("", "show", id=id_)["is_overdue"] is True


def test_a_result_is_closed_when_nobody_contests_it(at) -> None:
    id_ = accepted()
    call("editor", "correct", id=id_, reason="已更正")
    assert dispute_of(id_).due_on.isoformat() == "2026-10-15"
    pass_time(at, "2026-10-15")
    assert state_of(id_) == "corrected"
    for _ in range(2):
        pass_time(at, "2026-11-20")
    assert happened(id_)[3:] == ["correct", "close"]
    assert outcome("citizen", "reopen", id=id_, reason="仍然有误") == ["state"]


def test_the_time_to_contest_is_over_before_the_job_comes(at) -> None:
    id_ = accepted()
    call("editor", "correct", id=id_, reason="已更正")
    at(on("2026-10-16"))
    assert outcome("citizen", "reopen", id=id_, reason="仍然有误") == ["state"]


def test_a_remark_prolongs_nothing(at) -> None:
    id_ = accepted()
    call("editor", "correct", id=id_, reason="已更正")
    at(on("2026-10-12"))
    call("citizen", "remark", id=id_, reason="谢谢")
    pass_time(at, "2026-10-16")
    assert (happened(id_)[-2:], state_of(id_)) == (["remark", "close"], "closed")


def test_each_level_has_its_own_time(at) -> None:
    id_ = reported()
    days = {"2026-09-30": "negotiate", "2026-10-26": "authority", "2026-11-20": "superior",
            "2026-12-25": "government"}  # fmt: skip
    due = []
    for day, level in days.items():
        at(on(day))
        call("citizen", "escalate", id=id_, reason="逾期未办")
        assert dispute_of(id_).level == level
        due.append(str(dispute_of(id_).due_on))
    assert due == ["2026-10-20", "2026-11-16", "2026-12-18", "None"]
    pass_time(at, "2027-06-01")
    assert "press" not in happened(id_)
    assert outcome("citizen", "escalate", id=id_, reason="逾期未办") == ["state"]


def test_what_a_visitor_never_confirmed_is_dropped(at) -> None:
    call(
        "",
        "create",
        dataset="free",
        kind="other",
        explanation="这一年的数据与公报不一致。",
        email="w@example.org",
    )
    (id_,) = model.Session.scalars(model.Session.query(Visitor.dispute_id))
    at(NOW + dt.timedelta(days=7))
    jobs.take_steps_of_time(clock.now())
    assert state_of(id_) == "unconfirmed"
    for _ in range(2):
        at(NOW + dt.timedelta(days=7, seconds=1))
        jobs.take_steps_of_time(clock.now())
    assert (state_of(id_), happened(id_)) == ("dropped", ["dismiss"])


def test_a_visitors_address_is_forgotten_long_after_the_end(at) -> None:
    id_, token = by_visitor()
    call("", "withdraw", id=id_, token=token)
    for days, left in ((365, 1), (366, 0)):
        at(NOW + dt.timedelta(days=days))
        jobs.forget_visitors(clock.now())
        assert len(model.Session.query(Visitor).all()) == left
    assert outcome("", "show", id=id_, token=token) == "absent"


def test_the_limits_are_those_of_the_day_of_confirmation(at, settings_of, tmp_path) -> None:
    from ckanext.scigov.dispute import config

    id_ = reported()
    own = config._OWN_LIMITS.read_text(encoding="utf-8").replace("days: 10", "days: 3")
    (tmp_path / "limits.yaml").write_text(own, encoding="utf-8")
    settings_of(limits=str(tmp_path / "limits.yaml"))
    assert call("editor", "accept", id=id_)["due_on"] == "2026-10-15"
    assert call("editor", "accept", id=reported(user="plain"))["due_on"] == "2026-09-30"
