"""Runs: broken off and taken up, asked to wait, and never taking much away without asking."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from listed_source import MAKER, asked, broken, harvested, made_source, record

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.harvest.model import HarvestJob, HarvestObject

from ckanext.scigov.intake.contract import Noticed
from ckanext.scigov.intake.domain.sources import SourceReason
from ckanext.scigov.intake.domain.states import RunEvent, RunKind
from ckanext.scigov.intake.model import Problem, Record, Run, Source
from ckanext.scigov.intake.pipeline import running
from ckanext.scigov.intake.service import runs, sources
from ckanext.scigov.shared import clock
from ckanext.scigov.shared.errors import Refused

DAY = dt.timedelta(days=1)


def run_of(run_id: str) -> Run:
    model.Session.rollback()
    model.Session.expire_all()
    found = model.Session.get(Run, run_id)
    assert found is not None
    return found


def step(run_id: str, event: RunEvent) -> Run:
    found = runs.step(model.Session, run_id, event, MAKER, clock.now())
    model.Session.commit()
    return found


def titles() -> list[str]:
    model.Session.rollback()
    query = sa.select(model.Package.title).where(model.Package.type == "dataset")
    return sorted(model.Session.scalars(query))


def causes(run_id: str) -> list[str]:
    query = sa.select(Problem.cause).where(Problem.run_id == run_id).order_by(Problem.id)
    return list(model.Session.scalars(query))


class Killed(BaseException):
    """As if the process were gone: nothing is tidied up."""


def test_a_run_that_was_killed_goes_on_where_it_was(shelf, provider_id) -> None:
    shelf.records = [record(n) for n in range(35)]
    source, run_id = made_source(provider_id), ""
    run_id = asked(source)

    def kill(number: int) -> None:
        if number == 2:
            raise Killed

    shelf.before_page = kill
    with pytest.raises(Killed):
        running.run(run_id)
    model.Session.rollback()
    broken_off = run_of(run_id)
    assert (broken_off.state, len(titles())) == ("running", 20)
    assert broken_off.checkpoint == {"start": 20}
    shelf.before_page = lambda _number: None
    running.run(run_id)
    assert run_of(run_id).state == "finished"
    assert titles() == sorted(one["标题"] for one in shelf.records)
    assert run_of(run_id).counts["new"] == 35


def test_a_source_that_breaks_off_takes_nothing_away(shelf, provider_id) -> None:
    shelf.records = [record(n) for n in range(25)]
    source = made_source(provider_id)
    harvested(source)
    shelf.before_page = broken("truncated")
    run = harvested(source)
    assert (run.state, run.stop_reason) == ("failed", "truncated")
    assert model.Session.scalar(sa.select(sa.func.count(Record.missing_since))) == 0
    assert len(titles()) == 25


def test_pausing_and_resuming(shelf, provider_id) -> None:
    shelf.records = [record(n) for n in range(35)]
    run_id = asked(made_source(provider_id))
    shelf.before_page = lambda number: step(run_id, RunEvent.PAUSE) if number == 1 else None
    running.run(run_id)
    assert (run_of(run_id).state, len(titles())) == ("paused", 20)
    running.run(run_id)
    assert len(titles()) == 20, "A paused run does not go on by itself."
    shelf.before_page = lambda _number: None
    step(run_id, RunEvent.RESUME)
    running.run(run_id)
    assert (run_of(run_id).state, len(titles())) == ("finished", 35)


def test_cancelling(shelf, provider_id) -> None:
    shelf.records = [record(n) for n in range(35)]
    run_id = asked(made_source(provider_id))
    shelf.before_page = lambda number: step(run_id, RunEvent.CANCEL) if number == 1 else None
    running.run(run_id)
    assert (run_of(run_id).state, len(titles())) == ("cancelled", 20)
    job = model.Session.get(HarvestJob, run_of(run_id).job_id)
    assert job.status == "Finished"


def test_a_worker_gives_way_when_its_time_is_up(shelf, provider_id) -> None:
    shelf.records = [record(n) for n in range(35)]
    run_id = asked(made_source(provider_id))
    running.run(run_id, until=clock.now())
    assert (run_of(run_id).state, len(titles())) == ("running", 10)
    waiting = model.Session.scalar(
        sa.text("SELECT count(*) FROM scigov_shared_outbox WHERE name = 'scigov_intake_run'")
    )
    assert waiting == 2
    running.run(run_id)
    assert run_of(run_id).state == "finished"


def test_one_run_at_a_time(shelf, provider_id) -> None:
    source = made_source(provider_id)
    asked(source)
    with pytest.raises(Refused) as refused:
        runs.request(model.Session, source, RunKind.FULL, MAKER, clock.now())
    assert refused.value.refusals[0].reason is SourceReason.IS_RUNNING
    model.Session.rollback()


def test_a_source_that_is_not_approved_does_not_run(shelf, provider_id) -> None:
    source = made_source(provider_id, is_approved=False)
    with pytest.raises(Refused) as refused:
        asked(source)
    assert refused.value.refusals[0].reason is SourceReason.NOT_APPROVED
    model.Session.rollback()


def test_another_mapping_is_approved_anew(shelf, provider_id) -> None:
    source = made_source(provider_id)
    text = model.Session.get(Source, source).mapping.replace("每月: monthly", "每月: quarterly")
    sources.change(model.Session, source, text, MAKER, clock.now())
    model.Session.commit()
    with pytest.raises(Refused):
        asked(source)
    model.Session.rollback()


def test_an_emptied_source_is_asked_about(shelf, provider_id) -> None:
    shelf.records = [record(n) for n in range(25)]
    source = made_source(provider_id)
    harvested(source)
    shelf.records = []
    run = harvested(source)
    assert (run.state, run.stop_reason) == ("asking", "vanished")
    assert run.stop_detail == {"missing": 25, "known": 25, "percent": 10}
    assert model.Session.scalar(sa.select(sa.func.count(Record.missing_since))) == 0
    step(run.id, RunEvent.DECLINE)
    assert run_of(run.id).state == "finished"
    assert len(titles()) == 25


def test_a_source_cut_in_half_that_says_so_is_no_whole_passage(shelf, provider_id) -> None:
    shelf.records = [record(n) for n in range(20)]
    source = made_source(provider_id)
    harvested(source)
    shelf.records, shelf.total = shelf.records[:10], 20
    run = harvested(source)
    assert (run.state, causes(run.id)) == ("finished", ["changed_meanwhile"])
    assert model.Session.scalar(sa.select(sa.func.count(Record.missing_since))) == 0


def test_a_source_that_changed_while_it_was_read_takes_nothing_away(shelf, provider_id) -> None:
    shelf.records = [record(n) for n in range(20)]
    source = made_source(provider_id)
    harvested(source)
    shelf.records = shelf.records[:15]
    shelf.noticed = (Noticed("changed_meanwhile"),)
    run = harvested(source)
    assert (run.state, causes(run.id)) == ("finished", ["changed_meanwhile"] * 2)
    assert model.Session.scalar(sa.select(sa.func.count(Record.missing_since))) == 0


def test_a_source_that_says_it_is_as_it_was(shelf, provider_id) -> None:
    shelf.records = [record(n) for n in range(12)]
    shelf.known = {"etag": "one"}
    source = made_source(provider_id)
    harvested(source)
    assert model.Session.get(Source, source).known == {"etag": "one"}
    shelf.is_unchanged = True
    run = harvested(source)
    assert (run.state, run.counts["unchanged"], run.total) == ("finished", 12, 12)
    assert model.Session.scalar(sa.select(sa.func.count(Record.missing_since))) == 0
    assert model.Session.get(Source, source).known == {"etag": "one"}


def test_what_a_list_does_not_say_is_read_when_it_is_new(shelf, provider_id) -> None:
    shelf.details = {f"k{n}": record(n) for n in range(3)}
    shelf.records = [{"id": f"k{n}", "标题": "清单中的名称", "版本": "1"} for n in range(3)]
    shelf.version = lambda raw: raw["版本"]
    source = made_source(provider_id)
    harvested(source)
    assert (shelf.read, len(titles())) == (["k0", "k1", "k2"], 3)
    shelf.records[1] = {**shelf.records[1], "版本": "2"}
    shelf.details["k1"] = record(1, 更新周期="每月")
    run = harvested(source)
    assert shelf.read == ["k0", "k1", "k2", "k1"]
    assert (run.counts["changed"], run.counts["unchanged"]) == (1, 2)


def test_what_vanished_is_archived_after_the_grace_period(shelf, provider_id, at) -> None:
    now = clock.now()
    shelf.records = [record(n) for n in range(20)]
    source = made_source(provider_id)
    harvested(source)
    shelf.records = shelf.records[1:]
    assert harvested(source).counts["vanished"] == 1
    at(now + 6 * DAY)
    assert "archived" not in harvested(source).counts
    at(now + 8 * DAY)
    run = harvested(source)
    assert run.counts["archived"] == 1
    gone = archived(record(0)["标题"])
    assert (gone["lifecycle_status"], gone["retire_reason"]) == ("deprecated", "not_at_source")
    assert gone["state"] == "active"


def archived(title: str) -> dict[str, str]:
    package = model.Session.query(model.Package).filter_by(title=title).one()
    return {**package.extras, "state": package.state}


def test_what_comes_back_is_restored(shelf, provider_id, at) -> None:
    now = clock.now()
    shelf.records = [record(n) for n in range(20)]
    source = made_source(provider_id)
    harvested(source)
    first, shelf.records = shelf.records[0], shelf.records[1:]
    harvested(source)
    at(now + 8 * DAY)
    harvested(source)
    shelf.records = [first, *shelf.records]
    assert harvested(source).counts["restored"] == 1
    back = archived(first["标题"])
    assert (back["lifecycle_status"], back.get("retire_reason") or "") == ("published", "")


def test_a_clock_that_jumps_back_archives_nothing(shelf, provider_id, at) -> None:
    now = clock.now()
    shelf.records = [record(n) for n in range(20)]
    source = made_source(provider_id)
    harvested(source)
    shelf.records = shelf.records[1:]
    harvested(source)
    at(now - 30 * DAY)
    run = harvested(source)
    assert (run.state, run.counts.get("archived", 0)) == ("finished", 0)


def test_runs_without_a_sign_of_life_are_closed(shelf, provider_id) -> None:
    run_id = asked(made_source(provider_id))
    run = run_of(run_id)
    runs.go(model.Session, run, RunEvent.START, clock.now())
    run.heard_at = clock.now()
    model.Session.commit()
    assert runs.close_lost(model.Session, clock.now()) == []
    assert runs.close_lost(model.Session, clock.now() + dt.timedelta(minutes=11)) == [run_id]
    model.Session.commit()
    assert step(run_id, RunEvent.RESUME).state == "queued"


def test_harvest_objects_are_left_for_what_is_new_or_changed_only(shelf, provider_id) -> None:
    shelf.records = [record(n) for n in range(3)]
    source = made_source(provider_id)
    harvested(source)
    shelf.records[0] = record(0, 更新周期="每月")
    harvested(source)
    query = sa.select(HarvestObject.guid, HarvestObject.report_status, HarvestObject.current)
    rows = model.Session.execute(query.order_by(HarvestObject.guid, HarvestObject.current)).all()
    assert [tuple(row) for row in rows] == [
        ("k0", "added", False),
        ("k0", "updated", True),
        ("k1", "added", True),
        ("k2", "added", True),
    ]


def test_a_job_of_ckanext_harvest_runs_the_pipeline(shelf, provider_id) -> None:
    shelf.records = [record(n) for n in range(3)]
    source = made_source(provider_id)
    user = tk.get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    context = {"ignore_auth": True, "user": user}
    made = tk.get_action("harvest_job_create")(context, {"source_id": source, "run": False})
    assert len(runs.adopt_jobs(model.Session, clock.now())) == 1
    model.Session.commit()
    run = model.Session.query(Run).filter_by(job_id=made["id"]).one()
    running.run(run.id)
    assert len(titles()) == 3
    shown = tk.get_action("harvest_job_show")(dict(context), {"id": made["id"]})
    assert (shown["status"], shown["stats"]["added"]) == ("Finished", 3)
