"""What is done by itself: runs begin, go on in their own queue, are found lost, and somebody is told."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import gathering
import pytest
import sqlalchemy as sa
from gathering import NOW, call, stored

from ckan import model
from ckan.lib import jobs as rq_jobs

from ckanext.scigov.intake.model import Run
from ckanext.scigov.notices.model import NoticeRow
from ckanext.scigov.shared import dispatch
from ckanext.scigov.shared.interfaces import queues

HOUR = dt.timedelta(hours=1)
RECORD = {"目录名称": "全省科技计划项目立项清单", "详情页网址": "http://a.example.org/1", "摘要": "立项清单",
          "更新频率": "每日", "开放状态": "无条件开放"}  # fmt: skip


@pytest.fixture(autouse=True)
def province(at: Callable[[dt.datetime], None], clean_site: None) -> None:
    at(NOW)
    gathering.build()


@pytest.fixture
def folder(tmp_path: Path, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "records.json").write_text(
        json.dumps([RECORD], ensure_ascii=False), encoding="utf-8"
    )
    monkeypatch.setitem(ckan_config, "ckanext.scigov.intake.folder", str(tmp_path))
    return tmp_path


def states(source_id: str) -> list[str]:
    model.Session.expire_all()
    query = sa.select(Run.state).where(Run.source_id == source_id).order_by(Run.requested_at)
    return list(model.Session.scalars(query))


def told() -> list[tuple[str, str, Any]]:
    """Return who was told what: name, kind, and the counts of errors or nothing."""
    query = sa.select(NoticeRow, model.User.name).join(
        model.User, model.User.id == NoticeRow.user_id
    )
    rows = model.Session.execute(query.order_by(NoticeRow.created_at, model.User.name))
    return [(name, row.kind, row.params.get("errors")) for row, name in rows]


def work() -> int:
    """Let the worker for sources do what waits; return how many jobs there were."""
    waiting = list(rq_jobs.get_queue("harvest").jobs)
    for job in waiting:
        dispatch.run_entry(job.args[0])
    rq_jobs.get_queue("harvest").empty()
    return len(waiting)


def test_runs_wait_in_a_queue_of_their_own() -> None:
    assert {name: (one.name, one.seconds) for name, one in queues().items()} == {
        "scigov_intake_run": ("harvest", 10800)
    }
    id_ = gathering.approved()
    call("editor", "run_request", id=id_)
    dispatch.dispatch(NOW)
    assert len(rq_jobs.get_queue("harvest").jobs) == 1
    assert [job.args for job in rq_jobs.get_queue().jobs if job.args] == []


def test_a_source_runs_at_its_time(folder: Path, at: Callable[[dt.datetime], None]) -> None:
    id_ = gathering.approved()
    call("editor", "source_options_set", id=id_, schedule="hourly")
    dispatch.run_scheduled("scigov_intake_due", NOW + HOUR - dt.timedelta(seconds=1))
    assert states(id_) == []
    dispatch.run_scheduled("scigov_intake_due", NOW + HOUR)
    assert states(id_) == ["queued"]
    assert stored(id_).next_run_at == NOW + 2 * HOUR
    dispatch.run_scheduled("scigov_intake_due", NOW + 2 * HOUR)
    assert states(id_) == ["queued"]
    at(NOW + 2 * HOUR)
    dispatch.dispatch(NOW + 2 * HOUR)
    assert work() == 1
    assert states(id_) == ["finished"]
    (run,) = call("editor", "run_list", id=id_)["results"]
    assert (run["counts"]["new"], run["requested_by"]) == (1, "")
    assert call("root", "source_show", id=id_)["counts"] == {"in": 1}


def test_what_was_begun_on_the_pages_of_harvesting_runs(folder: Path) -> None:
    from ckanext.harvest.model import HarvestJob

    id_ = gathering.approved()
    model.Session.add(HarvestJob(source_id=id_, status="New", created=NOW.replace(tzinfo=None)))
    model.Session.commit()
    dispatch.run_scheduled("scigov_intake_due", NOW)
    assert states(id_) == ["queued"]


def test_a_run_without_a_sign_of_life_is_lost(at: Callable[[dt.datetime], None]) -> None:
    id_ = gathering.approved()
    run_id = gathering.run(id_, state="running", heard_at=NOW, finished_at=None, is_read=False)
    dispatch.run_scheduled("scigov_intake_lost", NOW + dt.timedelta(minutes=9))
    assert states(id_) == ["running"]
    dispatch.run_scheduled("scigov_intake_lost", NOW + dt.timedelta(minutes=11))
    assert states(id_) == ["lost"]
    assert told() == [("editor", "intake.lost", None)]
    assert call("editor", "run_resume", id=run_id)["state"] == "queued"


@pytest.mark.parametrize(
    ("policy", "wanted"),
    [("never", []), ("errors", []), ("always", [("editor", "intake.finished", 0)])],
)
def test_operators_are_told_as_the_source_says(
    folder: Path, policy: str, wanted: list[tuple[str, str, int]]
) -> None:
    id_ = gathering.approved()
    call("editor", "source_options_set", id=id_, mail_policy=policy)
    call("editor", "run_request", id=id_)
    dispatch.dispatch(NOW)
    work()
    assert states(id_) == ["finished"]
    assert told() == wanted


def test_a_failure_is_told_with_a_summary(folder: Path) -> None:
    (folder / "records.json").write_text("[", encoding="utf-8")
    id_ = gathering.approved()
    run_id = call("editor", "run_request", id=id_)["id"]
    dispatch.dispatch(NOW)
    work()
    (row,) = model.Session.scalars(sa.select(NoticeRow))
    assert row.path == f"/sources/{id_}/runs/{run_id}"
    assert states(id_) == ["failed"]
    assert told()[0][:2] == ("editor", "intake.failed")
