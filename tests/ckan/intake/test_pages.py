"""A source's pages become entries: new, changed, unchanged, twice, and what is wrong."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from listed_source import GRADED, harvested, made_source, record

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.intake.domain.states import RunKind
from ckanext.scigov.intake.model import Problem, Record


def entries() -> list[dict[str, Any]]:
    """Return all entries as the portal itself sees them, by title."""
    query = sa.select(model.Package.id).where(model.Package.type == "dataset")
    show = tk.get_action("package_show")
    context = {"ignore_auth": True, "user": "", "use_cache": False}
    found = [show(dict(context), {"id": one}) for one in model.Session.scalars(query)]
    return sorted(found, key=lambda one: one["title"])


def fates(source: str) -> list[tuple[str, int, str, str]]:
    query = sa.select(Record.key, Record.ordinal, Record.fate, Record.reason)
    rows = model.Session.execute(
        query.where(Record.source_id == source).order_by(Record.key, Record.ordinal)
    )
    return [tuple(row) for row in rows]


def problems(run: Any) -> list[tuple[str, str, str, str]]:
    query = sa.select(Problem.key, Problem.cause, Problem.field, Problem.value)
    rows = model.Session.execute(query.where(Problem.run_id == run.id).order_by(Problem.id))
    return [tuple(row) for row in rows]


def test_a_list_becomes_entries(shelf, provider_id) -> None:
    shelf.records = [record(n) for n in range(25)]
    run = harvested(made_source(provider_id))
    assert (run.state, run.stop_reason, run.total) == ("finished", "", 25)
    assert run.counts == {
        "listed": 25, "new": 25, "errors": 0, "warnings": 0, "unreadable": 0, "vanished": 0,
    }  # fmt: skip
    found = entries()
    assert [one["title"] for one in found] == sorted(one["标题"] for one in shelf.records)
    first = found[0]
    assert first["owner_org"] == provider_id
    assert first["update_cycle"] == "annual"
    assert [tag["name"] for tag in first["tags"]] == ["科技", "项目"]
    assert [one["format"] for one in first["resources"]] == ["CSV", "XLSX"]


def test_what_has_not_changed_is_seen_and_not_written(shelf, provider_id) -> None:
    shelf.records = [record(n) for n in range(12)]
    source = made_source(provider_id)
    harvested(source)
    before = entries()
    run = harvested(source)
    assert run.counts["unchanged"] == 12
    assert "new" not in run.counts
    assert entries() == before


def test_what_has_changed_is_written(shelf, provider_id) -> None:
    shelf.records = [record(n) for n in range(3)]
    source = made_source(provider_id)
    harvested(source)
    shelf.records[1] = record(1, 更新周期="每月", 标签="科技、人才")
    run = harvested(source)
    assert (run.counts["changed"], run.counts["unchanged"]) == (1, 2)
    changed = entries()[1]
    assert changed["update_cycle"] == "monthly"
    assert sorted(tag["name"] for tag in changed["tags"]) == ["人才", "科技"]
    assert len(changed["resources"]) == 2


def test_a_forced_run_writes_everything_again(shelf, provider_id) -> None:
    shelf.records = [record(n) for n in range(2)]
    source = made_source(provider_id)
    harvested(source)
    run = harvested(source, RunKind.FORCED)
    assert run.counts["changed"] == 2


def test_every_record_is_accounted_for(shelf, provider_id) -> None:
    shelf.records = [
        record(1), record(1, 标题="再一次"), record(2, 标题=""), record(3, 更新周期="三年一次"),
        {**record(4), "id": ""}, record(5, 更新日期="昨天"),
    ]  # fmt: skip
    source = made_source(provider_id)
    run = harvested(source)
    found = fates(source)
    nameless = [one for one in found if one[0].startswith("?")]
    assert [one[1:] for one in nameless] == [(0, "rejected", "no_identity")]
    assert [one for one in found if one not in nameless] == [
        ("k1", 0, "in", ""),
        ("k1", 1, "duplicate", "duplicate_identity"),
        ("k2", 0, "rejected", "no_title"),
        ("k3", 0, "in", ""),
        ("k5", 0, "in", ""),
    ]
    assert [one[1:] for one in problems(run)] == [
        ("duplicate_identity", "", ""),
        ("no_title", "", ""),
        ("unmapped", "update_cycle", "三年一次"),
        ("no_identity", "", ""),
        ("not_a_date", "modified", "昨天"),
    ]


def test_grades_of_an_approved_source_are_in_force(shelf, provider_id) -> None:
    shelf.records = [
        record(1, 等级="1", 共享="unconditional"),
        record(2, 等级="3", 共享="conditional", 开放="有条件开放"),
    ]
    harvested(made_source(provider_id, GRADED))
    assert [(o["security_level"], o["open_type"]) for o in entries()] == [
        ("1", "unconditional"),
        ("3", "conditional"),
    ]


@pytest.mark.ckan_config("ckanext.scigov.access.second_person", "raise")
def test_grades_that_the_source_does_not_state_wait(shelf, provider_id) -> None:
    shelf.records = [record(1)]
    harvested(made_source(provider_id))
    assert [(o["security_level"], o["open_type"]) for o in entries()] == [("", "")]
    waiting = model.Session.execute(
        sa.text("SELECT security_level, open_type, state, proposed_by FROM scigov_access_proposal")
    ).all()
    assert [tuple(one) for one in waiting] == [("1", "unconditional", "waiting", "")]
