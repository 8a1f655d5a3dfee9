"""Pages of sources, their runs and records, as each kind of person meets them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import gathering
import pytest
from gathering import MAPPING, call, stored
from page_reading import problems, texts


@pytest.fixture(autouse=True)
def province(at, clean_site) -> None:
    at(gathering.NOW)
    gathering.build()


@pytest.fixture
def visit(app: Any) -> Any:
    return gathering.visiting(app)


def test_the_list_of_who_looks_after_sources(visit) -> None:
    id_ = gathering.approved(title=gathering.LONG_TITLE)
    run_id = gathering.run(id_)
    gathering.record(id_, "a", run_id=run_id)
    gathering.record(id_, "b", run_id=run_id, fate="rejected", reason="no_title")
    answer = visit("editor", "/sources")
    assert texts(answer, "tbody th a") == [gathering.LONG_TITLE]
    (row,) = texts(answer, "tbody tr")
    assert "来源已批准" in row
    assert "运行完成" in row
    assert texts(answer, "tbody .scigov-count") == ["1 已入目录", "1 记录未入库"]
    assert texts(answer, ".scigov-search-row .btn-primary") == ["新建来源"]
    assert texts(visit("approver", "/sources"), ".scigov-search-row .btn-primary") == []
    nothing = visit("editor", "/sources?q=没有这样的来源")
    assert texts(nothing, ".scigov-nothing") == ["没有符合条件的来源。"]


def test_to_others_it_is_a_list_of_what_they_see(visit) -> None:
    gathering.approved()
    for name in ("", "citizen"):
        answer = visit(name, "/sources")
        assert answer.status_code == 200
        assert texts(answer, ".scigov-nothing") == ["您可查看的数据目录均非来自其他系统。"]


def test_the_value_table_is_shown_readable(visit) -> None:
    answer = visit("approver", f"/sources/{gathering.source()}")
    assert texts(answer, ".scigov-value-table tbody tr") == [
        "实时 实时 realtime", "每日 每日 daily", "每年 每年 annual",
        "无条件开放 无条件开放 unconditional", "有条件开放 有条件开放 conditional", "其他各值 不予开放 none",
    ]  # fmt: skip
    assert texts(answer, "[aria-labelledby=scigov-grades] tbody tr") == [
        "无条件开放 1级 无条件共享 无条件开放", "有条件开放 2级 无条件共享 有条件开放",
        "其他各类 待定级 待定级 待定级",
    ]  # fmt: skip


def test_it_is_decided_on_its_page(visit) -> None:
    id_ = gathering.source()
    page = f"/sources/{id_}"
    assert texts(visit("editor", page), "button[value=approve]") == []
    refused = visit("approver", page, {"act": "refuse"})
    assert refused.status_code == 409
    assert texts(refused, "[role=alert] li") == ["缺少必填值"]
    assert visit("approver", page, {"act": "approve", "reason": "已核对"}).status_code == 302
    assert stored(id_).state == "approved"
    assert visit("editor", page, {"act": "approve"}).status_code == 403
    assert visit("approver", page, {"act": "refuse", "reason": "有误"}).status_code == 302
    assert stored(id_).decision_reason == "有误"


def test_options_and_a_run_on_its_page(visit) -> None:
    id_ = gathering.approved()
    page = f"/sources/{id_}"
    sent = {"act": "options", "schedule": "weekly", "mail_policy": "never", "grace_days": "0"}
    assert visit("editor", page, sent).status_code == 302
    assert (stored(id_).schedule, stored(id_).mail_policy, stored(id_).grace_days) == (
        "weekly",
        "never",
        0,
    )
    assert stored(id_).is_internal is False
    internal = {**sent, "internal_shown": "1", "is_internal": "true"}
    assert visit("root", page, internal).status_code == 302
    assert stored(id_).is_internal is True
    assert visit("root", page, {**sent, "internal_shown": "1"}).status_code == 302
    assert stored(id_).is_internal is False
    assert visit("editor", page, {"act": "request", "kind": "full"}).status_code == 302
    assert visit("editor", page, {"act": "request"}).status_code == 409
    assert call("editor", "run_list", id=id_)["count"] == 1
    assert visit("editor", page, {"act": "nonsense"}).status_code == 409


def test_how_far_a_run_is(visit, at) -> None:
    id_ = gathering.approved()
    begun = gathering.NOW
    run_id = gathering.run(
        id_, state="running", started_at=begun, heard_at=begun, finished_at=None, is_read=False,
        total=27523, counts={"listed": 4000, "new": 4000, "errors": 2},
    )  # fmt: skip
    at(begun + dt.timedelta(seconds=10))
    answer = visit("editor", f"/sources/{id_}/runs/{run_id}")
    assert texts(answer, ".scigov-progress-line") == [
        "14 % · 已读取4,000条，共27,523条 · 每秒400.0条 · 约剩59秒"
    ]
    assert texts(answer, ".scigov-actions button") == ["暂停运行", "取消运行"]
    assert "data-scigov-moves" in answer.body
    assert "live.js" in answer.body
    assert visit("editor", f"/sources/{id_}/runs/{run_id}", {"act": "pause"}).status_code == 302
    assert "本页处理完后暂停。" in texts(
        visit("approver", f"/sources/{id_}/runs/{run_id}"), ".scigov-badge"
    )
    assert visit("approver", f"/sources/{id_}/runs/{run_id}", {"act": "cancel"}).status_code == 403
    assert visit("editor", f"/sources/{id_}/runs/{run_id}", {"act": "delete"}).status_code == 409


def test_errors_and_warnings_stand_apart_by_cause(visit) -> None:
    id_ = gathering.approved()
    run_id = gathering.run(id_)
    for number in range(5):
        gathering.problem(run_id, key=f"k{number}", value=f"值{number}")
    gathering.problem(run_id, "no_title", key="k9", severity="error", field="", value="", detail="")
    answer = visit("editor", f"/sources/{id_}/runs/{run_id}")
    assert [one.split(" ")[0] for one in texts(answer, "h2[id=scigov-error], h2[id=scigov-warning]")] == [
        "错误", "警告",
    ]  # fmt: skip
    assert texts(answer, "[aria-labelledby=scigov-warning] .scigov-examples code") == [
        "值0",
        "值1",
        "值2",
    ]
    assert texts(answer, "[aria-labelledby=scigov-error] .scigov-count-badge") == ["1"]
    narrowed = visit("editor", f"/sources/{id_}/runs/{run_id}/problems?cause=unmapped")
    assert texts(narrowed, "tbody code") == ["值0", "值1", "值2", "值3", "值4"]
    table = visit("editor", f"/sources/{id_}/runs/{run_id}/problems.csv")
    lines = table.get_data(as_text=True).splitlines()
    assert len(lines) == 7
    assert lines[0] == "\ufeff错误或警告,原因代码,含义,字段,值,详情,记录标识,记录标题"
    assert lines[1].startswith("警告,unmapped,")
    assert lines[1].endswith(",update_cycle,值0,更新频率,k0,目录 k0")


def test_a_run_that_asks(visit) -> None:
    id_ = gathering.approved()
    detail = {"missing": 300, "known": 1000, "percent": 30}
    run_id = gathering.run(
        id_, state="asking", finished_at=None, stop_reason="vanished", stop_detail=detail
    )
    answer = visit("editor", f"/sources/{id_}/runs/{run_id}")
    assert texts(answer, ".scigov-decided dd") == ["300", "1000", "30"]
    assert texts(answer, ".scigov-actions button") == [
        "确认：允许下架", "不同意：一条也不下架", "取消运行",
    ]  # fmt: skip
    assert visit("editor", f"/sources/{id_}/runs/{run_id}", {"act": "decline"}).status_code == 302
    assert call("editor", "run_show", id=run_id)["state"] == "finished"


def test_the_run_of_another_source_is_not_found(visit) -> None:
    id_, other = gathering.approved(), gathering.approved("other")
    run_id = gathering.run(other)
    assert visit("editor", f"/sources/{other}/runs/{run_id}").status_code == 200
    assert visit("editor", f"/sources/{id_}/runs/{run_id}").status_code == 404
    assert visit("editor", f"/sources/{id_}/runs/{run_id}/problems.csv").status_code == 404


def test_the_fate_of_each_record(visit) -> None:
    id_ = gathering.approved()
    run_id = gathering.run(id_)
    gathering.record(id_, "a", run_id=run_id, title="科技计划项目")
    gathering.record(
        id_, "b", run_id=run_id, title="科技成果", fate="rejected", reason="unknown_provider"
    )
    gathering.record(
        id_, "a", ordinal=1, title="科技计划项目", fate="duplicate", reason="duplicate_identity"
    )
    page = f"/sources/{id_}/records"
    answer = visit("steward", page)
    assert texts(answer, "tbody th small") == ["b", "a", "a"]
    assert texts(visit("steward", f"{page}?fate=duplicate"), "tbody th small") == ["a"]
    assert texts(visit("steward", f"{page}?reason=unknown_provider"), "tbody th small") == ["b"]
    assert texts(visit("steward", f"{page}?q=计划"), "tbody th small") == ["a", "a"]
    assert texts(visit("steward", f"{page}?run={run_id}"), "tbody th small") == ["b", "a"]
    lines = visit("steward", f"{page}.csv?fate=rejected").get_data(as_text=True).splitlines()
    assert lines[0] == "\ufeff记录标识,记录标题,处理结果,原因代码,含义,目录条目,最近写入时间"
    assert len(lines) == 2
    assert lines[1].startswith("b,科技成果,记录未入库,unknown_provider,")


def test_pages_are_absent_to_others(visit) -> None:
    id_ = gathering.approved()
    run_id = gathering.run(id_)
    paths = ("", "/edit", "/preview", "/runs", "/records", "/records.csv", f"/runs/{run_id}",
             f"/runs/{run_id}/problems", f"/runs/{run_id}/problems.csv")  # fmt: skip
    for path in paths:
        address = f"/sources/{id_}{path}"
        assert visit("other_editor", address).status_code == 404, path
        assert visit("citizen", address).status_code == 404, path
        assert visit("", address, follow_redirects=False).status_code == 302, path
    assert visit("editor", f"/sources/{id_}/edit").status_code == 200
    assert visit("approver", f"/sources/{id_}/edit").status_code == 403


def test_a_source_is_made_on_a_form(visit) -> None:
    assert visit("citizen", "/sources/new").status_code == 403
    form = visit("editor", "/sources/new")
    assert texts(form, "#source-organization option")[1:] == ["省科学技术厅"]
    sent = {"title": "新平台", "organization": "kejiting", "address": "https://new.example.org/api"}
    refused = visit(
        "editor", "/sources/new", {**sent, "mapping": MAPPING.replace("open_type}", "nothing}")}
    )
    assert refused.status_code == 409
    assert len(problems(refused)) == 1
    foreign = visit("other_editor", "/sources/new", {**sent, "mapping": MAPPING})
    assert problems(foreign) == ["没有该提供单位，或您不负责为其编目。请从列表中选择。"]
    made = visit("editor", "/sources/new", {**sent, "mapping": MAPPING})
    assert made.status_code == 302
    id_ = made.headers["Location"].rpartition("/")[2]
    shown = call("editor", "source_show", id=id_)
    assert (shown["title"], shown["state"], shown["made_by"]) == ("新平台", "waiting", "editor")
    assert shown["address"] == "https://new.example.org/api"


def test_another_address_waits_for_an_approval(visit) -> None:
    sent = {"title": "新平台", "organization": "kejiting", "address": "https://new.example.org/api"}
    id_ = call("editor", "source_create", **sent, mapping=MAPPING)["id"]
    call("approver", "source_approve", id=id_)
    again = {"title": "新平台（二期）", "address": sent["address"], "mapping": MAPPING}
    assert visit("editor", f"/sources/{id_}/edit", again).status_code == 302
    shown = call("editor", "source_show", id=id_)
    assert (shown["title"], shown["state"]) == ("新平台（二期）", "approved")
    moved = {**again, "address": "https://other.example.org/api"}
    assert visit("editor", f"/sources/{id_}/edit", moved).status_code == 302
    assert call("editor", "source_show", id=id_)["state"] == "waiting"


def test_the_pages_of_harvesting_lead_here(visit) -> None:
    sent = {"title": "新平台", "organization": "kejiting", "address": "https://new.example.org/api"}
    shown = call("editor", "source_create", **sent, mapping=MAPPING)
    listed = visit("editor", "/harvest")
    assert texts(listed, ".dataset-heading a") == ["新平台"]
    assert '"/sources"' in listed.body
    assert f'"/sources/{shown["id"]}"' in visit("editor", f"/harvest/admin/{shown['name']}").body
    assert visit("editor", f"/harvest/{shown['name']}/job").status_code == 200
    assert visit("editor", f"/harvest/{shown['name']}").status_code == 200
    form = {
        "id": shown["id"], "name": shown["name"], "title": "新平台", "owner_org": shown["organization_id"],
        "url": "https://moved.example.org/api", "source_type": "scigov", "frequency": "MANUAL", "config": "",
    }  # fmt: skip
    call("approver", "source_approve", id=shown["id"])
    assert visit("editor", f"/harvest/edit/{shown['name']}", form).status_code == 302
    shown = call("editor", "source_show", id=shown["id"])
    assert (shown["address"], shown["state"]) == ("https://moved.example.org/api", "waiting")
