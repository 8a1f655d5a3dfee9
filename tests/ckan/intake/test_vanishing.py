"""Records that are gone at their source: asked about when many, archived late, restored when they are back."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from listed_source import harvested, made_source, record
from runs_looked_at import causes, run_of, step, titles

from ckan import model

from ckanext.scigov.intake.contract import Noticed
from ckanext.scigov.intake.domain.states import RunEvent
from ckanext.scigov.intake.model import Record
from ckanext.scigov.shared import clock

DAY = dt.timedelta(days=1)


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


def test_what_vanished_is_archived_after_the_grace_period(shelf, provider_id, at) -> None:
    now = clock.now()
    shelf.records = [record(n) for n in range(20)]
    source = made_source(provider_id)
    harvested(source)
    shelf.records = shelf.records[1:]
    first = harvested(source)
    assert (first.counts["vanished"], causes(first.id)) == (1, ["vanished"])
    at(now + 6 * DAY)
    assert "archived" not in harvested(source).counts
    at(now + 8 * DAY)
    run = harvested(source)
    assert run.counts["archived"] == 1
    gone = archived(record(0)["标题"])
    assert (gone["lifecycle_status"], gone["retire_reason"]) == ("deprecated", "not_at_source")
    assert gone["state"] == "active"


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


def archived(title: str) -> dict[str, str]:
    package = model.Session.query(model.Package).filter_by(title=title).one()
    return {**package.extras, "state": package.state}
