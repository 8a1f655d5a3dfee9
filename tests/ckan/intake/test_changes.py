"""What was changed here and what was changed at the source, beside each other."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from listed_source import APPROVER, GRADED, MAKER, harvested, made_source, record

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.intake.domain.states import RunKind, SourceEvent
from ckanext.scigov.intake.model import Problem, Record, Run, Source
from ckanext.scigov.intake.service import sources
from ckanext.scigov.shared import clock


def entry() -> dict[str, Any]:
    query = sa.select(model.Package.id).where(model.Package.type == "dataset")
    context = {"ignore_auth": True, "user": "", "use_cache": False}
    return tk.get_action("package_show")(context, {"id": model.Session.scalar(query)})


def edit(**fields: Any) -> None:
    context = {"ignore_auth": True, "user": "", "scigov_catalogue_gathered": True}
    tk.get_action("package_patch")(context, {"id": entry()["id"], **fields})


def told(run: Run) -> list[tuple[str, str]]:
    query = sa.select(Problem.cause, Problem.field).where(Problem.run_id == run.id)
    return [tuple(row) for row in model.Session.execute(query.order_by(Problem.id))]


def test_a_gap_that_was_filled_here_stays_filled(shelf, provider_id) -> None:
    shelf.records = [record(1)]
    source = made_source(provider_id)
    harvested(source)
    edit(source_system="科技业务平台", data_form="database")
    shelf.records = [record(1, 更新周期="每月")]
    run = harvested(source)
    found = entry()
    assert (found["source_system"], found["update_cycle"]) == ("科技业务平台", "monthly")
    assert told(run) == []


def test_what_both_have_changed_stays_as_it_is_here_and_is_told(shelf, provider_id) -> None:
    shelf.records = [record(1)]
    source = made_source(provider_id)
    harvested(source)
    edit(notes="本单位改写的摘要，说明范围和用途。")
    shelf.records = [record(1, 摘要="来源改写的摘要，内容不同。")]
    run = harvested(source)
    assert entry()["notes"] == "本单位改写的摘要，说明范围和用途。"
    assert told(run) == [("changed_here", "notes")]


def test_keywords_of_both_sides(shelf, provider_id) -> None:
    shelf.records = [record(1, 标签="科技,项目")]
    source = made_source(provider_id)
    harvested(source)
    edit(tags=[{"name": "科技"}, {"name": "本地"}])
    shelf.records = [record(1, 标签="科技,项目,人才")]
    harvested(source)
    assert sorted(tag["name"] for tag in entry()["tags"]) == ["人才", "本地", "科技"]


def test_resources_keep_their_ids(shelf, provider_id) -> None:
    shelf.records = [record(1)]
    source = made_source(provider_id)
    harvested(source)
    before = [one["id"] for one in entry()["resources"]]
    shelf.records = [record(1, 格式=["XLSX", "JSON"])]
    harvested(source)
    found = entry()["resources"]
    assert [one["format"] for one in found] == ["XLSX", "JSON"]
    assert found[0]["id"] == before[1]
    assert found[1]["id"] not in before


def test_a_corrected_mapping_reaches_entries_that_are_in(shelf, provider_id) -> None:
    shelf.records = [record(1, 更新周期="三年一次")]
    source = made_source(provider_id)
    harvested(source)
    first = entry()
    assert (first.get("update_cycle") or "", first["source_values"]) == ("", ["更新周期：三年一次"])
    text = model.Session.get(Source, source).mapping
    approved(source, text.replace("每月: monthly}", "每月: monthly, 三年一次: irregular}"))
    assert harvested(source).counts["changed"] == 1
    found = entry()
    assert (found["update_cycle"], found.get("source_values") or []) == ("irregular", [])
    assert found["metadata_modified"] > first["metadata_modified"]


def approved(source: str, mapping: str) -> None:
    sources.change(model.Session, source, mapping, MAKER, clock.now())
    event, now = SourceEvent.APPROVE, clock.now()
    sources.decide(
        model.Session, source, event, APPROVER, now, reason="checked", second_person=True
    )
    model.Session.commit()


def test_a_looser_wish_is_proposed_and_told(shelf, provider_id, ckan_config, monkeypatch) -> None:
    monkeypatch.setitem(ckan_config, "ckanext.scigov.access.second_person", "raise")
    closed = {"等级": "3", "共享": "conditional", "开放": "有条件开放"}
    shelf.records = [record(1, **closed)]
    source = made_source(provider_id, GRADED)
    harvested(source)
    assert entry()["security_level"] == "3"
    shelf.records = [record(1, 等级="1", 共享="unconditional")]
    run = harvested(source)
    assert told(run) == [("looser_grade", "")]
    assert entry()["security_level"] == "3"
    shelf.records = [record(1, 等级="4", 共享="none", 开放="不予开放")]
    assert told(harvested(source)) == []


def test_what_was_deleted_here_is_not_made_again(shelf, provider_id) -> None:
    shelf.records = [record(1)]
    source = made_source(provider_id)
    harvested(source)
    tk.get_action("package_delete")({"ignore_auth": True, "user": ""}, {"id": entry()["id"]})
    shelf.records = [record(1, 更新周期="每月")]
    run = harvested(source)
    assert told(run) == [("deleted_here", "")]
    assert entry()["state"] == "deleted"


def test_an_identity_that_became_something_else_changes_nothing(shelf, provider_id) -> None:
    shelf.records = [record(1)]
    source = made_source(provider_id)
    harvested(source)
    other = record(1, 标题="柳州市公园绿地名录", 摘要="城区绿化管理部门的养护台账")
    shelf.records = [other]
    run = harvested(source)
    assert told(run) == [("identity_reused", "")]
    assert entry()["title"] == record(1)["标题"]
    assert told(harvested(source)) == [("identity_reused", "")], "It is told until it is settled."
    harvested(source, RunKind.FORCED)
    assert entry()["title"] == other["标题"]


def test_a_record_that_becomes_useless_leaves_its_entry(shelf, provider_id) -> None:
    shelf.records = [record(1)]
    source = made_source(provider_id)
    harvested(source)
    shelf.records = [record(1, 标题="")]
    run = harvested(source)
    assert (told(run), run.counts["held"]) == ([("no_title", "")], 1)
    assert entry()["title"] == record(1)["标题"]
    assert model.Session.scalar(sa.select(Record.fate)) == "in"


def test_one_record_that_the_database_refuses_does_not_fail_its_page(shelf, provider_id) -> None:
    shelf.records = [record(n) for n in range(5)]
    source = made_source(provider_id)
    with model.ensure_engine().begin() as connection:
        connection.execute(
            sa.text(
                "ALTER TABLE package ADD CONSTRAINT scigov_test CHECK (title <> '科技计划项目信息第3号')"
            )
        )
    try:
        run = harvested(source)
    finally:
        model.Session.remove()
        with model.ensure_engine().begin() as connection:
            connection.execute(sa.text("ALTER TABLE package DROP CONSTRAINT scigov_test"))
    assert (run.state, run.counts["new"], run.counts["rejected"]) == ("finished", 4, 1)
    assert told(run) == [("not_stored", "")]
