"""Runs of comparisons: a dispute for each cause, no second one, and what becomes known of the items."""

from __future__ import annotations

import datetime as dt

import applying
import pytest
import sourced
from disputing import call, events_of, outcome, reported, state_of
from sourced import HERE, THERE, declared, disputes, put, run, statuses, told

from ckan import model

from ckanext.scigov.dispute import jobs
from ckanext.scigov.dispute.model_sources import ComparisonRun

pytestmark = pytest.mark.usefixtures("clean_datastore", "province", "tables_of_both")
KEJITING, TONGJIJU = "省科学技术厅", "省统计局"


@pytest.fixture
def tables_of_both(province) -> None:
    sourced.build()
    put(HERE, ("1", "a"), ("2", "b"), ("3", "c"))
    put(THERE, ("1", "a"), ("2", "x"), ("3", "c"), ("3", "c"))


def notes_of(id_: str) -> list[str]:
    return [one.reason for one in events_of(id_) if one.event == "note"]


def answer(id_: str, **more: str) -> None:
    """Let the unit stand by its value."""
    call("editor", "accept", id=id_)
    given = {"ground": "data_are_right", "reason": "经与原始档案核对，数据无误", **more}
    call("editor", "decide", id=id_, outcome="refuse", **given)


def test_each_cause_is_one_dispute_to_the_unit_that_answers_for_it() -> None:
    found = run(declared())
    assert told(found) == [
        ("duplicate_there", "", 1, TONGJIJU),
        ("value", "v", 1, KEJITING),
    ]
    of_table, of_item = disputes()
    assert (of_table.kind, of_table.target_kind, of_table.resource_id) == (
        "duplicate", "resource", THERE,
    )  # fmt: skip
    assert (of_item.kind, of_item.item, of_item.unit_id) == ("inconsistent", "v", "kejiting")
    assert [one.state for one in (of_table, of_item)] == ["forwarded", "forwarded"]
    assert [one["dispute"]["number"] for one in found] == [of_table.number, of_item.number]
    assert of_item.explanation == ("数值不一致。经与另一数据表比对，发现此类情况1处。")
    assert statuses() == {"v": "inconsistent"}


def test_a_second_run_opens_nothing_and_notes_what_has_changed() -> None:
    id_ = declared()
    run(id_)
    _table, item = disputes()
    run(id_)
    assert (len(disputes()), notes_of(item.id)) == (2, [])
    put(THERE, ("1", "z"), ("2", "x"), ("3", "c"), ("3", "c"))
    run(id_)
    assert len(disputes()) == 2
    assert notes_of(item.id) == ["再次比对发现的数值已有变化，目前共2处。"]
    assert "note" not in [one["event"] for one in call("citizen", "history", id=item.id)]


def test_what_is_gone_is_noted_and_closes_nothing() -> None:
    id_ = declared()
    run(id_)
    put(THERE, ("1", "a"), ("2", "b"), ("3", "c"))
    assert run(id_) == []
    assert [(one.state, notes_of(one.id)) for one in disputes()] == [
        ("forwarded", ["再次比对已未发现此问题。"])
    ] * 2
    assert statuses() == {"v": "consistent"}
    run(id_)
    assert [len(notes_of(one.id)) for one in disputes()] == [1, 1]


def test_what_was_decided_is_adjudicated_until_other_cells_differ() -> None:
    id_ = declared()
    run(id_)
    _table, item = disputes()
    answer(item.id)
    assert statuses() == {"v": "adjudicated"}
    run(id_)
    assert (len(disputes()), statuses()) == (2, {"v": "adjudicated"})
    put(THERE, ("1", "z"), ("2", "x"), ("3", "c"), ("3", "c"))
    run(id_)
    assert (len(disputes()), statuses()) == (2, {"v": "inconsistent"})


def test_what_is_found_after_the_end_is_another_dispute(at) -> None:
    id_ = declared()
    run(id_)
    _table, item = disputes()
    answer(item.id)
    later = applying.NOW + dt.timedelta(days=30)
    applying.pass_time(at, later)
    jobs.take_steps_of_time(later)
    assert state_of(item.id) == "closed"
    run(id_)
    assert (len(disputes()), statuses()) == (2, {"v": "adjudicated"})
    put(THERE, ("1", "z"), ("2", "x"), ("3", "c"), ("3", "c"))
    run(id_)
    assert [one.cause == item.cause for one in disputes()] == [False, True, True]


def test_a_dispute_that_is_looked_at_again_is_no_longer_decided() -> None:
    id_ = declared()
    run(id_)
    _table, item = disputes()
    joining = reported(resource=HERE, item="v", kind="inconsistent")
    call("editor", "merge", id=joining, into=item.id)
    answer(item.id)
    call("editor", "note", id=item.id, reason="已通知统计局")
    assert statuses() == {"v": "adjudicated"}
    call("citizen", "reopen", id=item.id, reason="与立项文件仍不一致，请再核实")
    assert (state_of(item.id), statuses()) == ("verifying", {"v": "inconsistent"})


def test_the_daily_job_runs_what_has_changed(monkeypatch) -> None:
    id_ = declared()
    jobs.compare(applying.NOW)
    assert len(disputes()) == 2
    assert runs_of(id_) == 1


def test_the_daily_job_passes_over_what_has_not_changed() -> None:
    id_ = declared()
    for table in (HERE, THERE):
        sourced.version(table, 1)
    for expected in (1, 1):
        jobs.compare(applying.NOW)
        assert runs_of(id_) == expected
    sourced.version(THERE, 2)
    jobs.compare(applying.NOW)
    assert runs_of(id_) == 2


def runs_of(id_: str) -> int:
    model.Session.rollback()
    return model.Session.query(ComparisonRun).filter_by(comparison_id=id_).count()


def test_tables_that_fit_no_more_are_said_and_leave_the_item_unverified() -> None:
    import comparing

    id_ = declared()
    run(id_)
    comparing.put(THERE, [{"no": "1", "w": "a"}], {"no": "text", "w": "text"})
    shown = call("cdo", "comparison_run", id=id_)
    assert (shown["is_refused"], shown["causes"]) == (True, [])
    assert shown["refusals"] == [{"reason": "column_unknown", "field": "v"}]
    assert statuses() == {"v": "unverified"}
    assert [notes_of(one.id) for one in disputes()] == [[], []]


def test_who_sees_a_comparison_and_who_runs_it() -> None:
    id_ = declared()
    assert len(run(id_, "editor")) == 1
    assert [one["kind"] for one in call("cdo", "comparison_show", id=id_)["causes"]] == [
        "duplicate_there", "value",
    ]  # fmt: skip
    for user in ("other_editor", "citizen", "auditor"):
        assert outcome(user, "comparison_run", id=id_) == "absent"
        assert call(user, "comparison_list") == []
    assert outcome("", "comparison_show", id=id_) == "forbidden"
    assert [one["id"] for one in call("editor", "comparison_list")] == [id_]
    assert outcome("editor", "comparison_end", id=id_) == "forbidden"
