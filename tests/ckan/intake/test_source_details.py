"""What the pages of a source show of its mapping, its first records and what has come of them."""

from __future__ import annotations

import io
import json
import logging
from pathlib import Path
from typing import Any

import gathering
import pytest
from gathering import MAPPING, call
from page_reading import problems, texts

from ckan import model
from ckan.tests import helpers

from ckanext.scigov.intake.pipeline import running

RESOURCES = MAPPING.replace(
    "tables:\n",
    "resources:\n"
    '  each: {from: 数据格式, split: ",", table: formats}\n'
    "  url: {from: 详情页网址}\n"
    '  name: {template: "{title}（{$each}）"}\n'
    "  format: {from: $each}\n"
    "tables:\n"
    "  formats: {csv: CSV, 表格: XLSX}\n",
)
STATED = (
    RESOURCES.split("grade:\n")[0]
    .replace(
        "fields:\n",
        "fields:\n"
        "  security_level: {from: 安全等级, table: levels}\n"
        "  share_type: {from: 共享属性, table: shares}\n",
    )
    .replace(
        "  formats:", '  levels: {一级: "1"}\n  shares: {无条件共享: unconditional}\n  formats:'
    )
)
SAID = {"安全等级": "一级", "共享属性": "无条件共享"}
RECORDS = [
    {"目录名称": "全省科技计划项目立项清单", "详情页网址": "http://a.example.org/1",
     "更新频率": "每日", "开放状态": "无条件开放", **SAID, "数据格式": "csv,表格"},
    {"目录名称": "科技专家信息", "摘要": "包括姓名、身份证号、手机号码。",
     "详情页网址": "http://a.example.org/2", "更新频率": "每日", "开放状态": "无条件开放", **SAID},
    {"目录名称": "科技成果登记清单", "详情页网址": "http://a.example.org/3", "开放状态": "不清楚"},
]  # fmt: skip


@pytest.fixture(autouse=True)
def province(at, clean_site) -> None:
    at(gathering.NOW)
    gathering.build()


@pytest.fixture
def visit(app: Any) -> Any:
    return gathering.visiting(app)


@pytest.fixture
def folder(tmp_path: Path, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    text = json.dumps(RECORDS, ensure_ascii=False)
    (tmp_path / "records.json").write_text(text, encoding="utf-8")
    monkeypatch.setitem(ckan_config, "ckanext.scigov.intake.folder", str(tmp_path))
    return tmp_path


def test_the_table_of_a_list_stands_on_the_page_whole(visit) -> None:
    answer = visit("approver", f"/sources/{gathering.source(mapping=RESOURCES)}")
    headings = texts(answer, "[aria-labelledby=scigov-table] h3")
    assert "文件或链接：逐值生成 取自“数据格式”" in headings
    rows = texts(answer, ".scigov-value-table tbody tr")
    assert "csv CSV" in rows
    assert "表格 XLSX" in rows


def test_fields_are_called_by_the_name_they_have_where_they_stand(visit) -> None:
    id_ = gathering.source(mapping=RESOURCES)
    named = texts(visit("approver", f"/sources/{id_}"), "details tbody th")
    assert "文件或链接：资源名称" in named
    assert "文件或链接：格式" in named
    named = texts(visit("approver", f"/en/sources/{id_}"), "details tbody th")
    assert "File or link: Name" in named


def test_each_cell_of_the_grades_says_what_it_is(visit) -> None:
    answer = visit("approver", f"/sources/{gathering.source()}")
    row = (
        answer.body.split('aria-labelledby="scigov-grades"')[1]
        .split("<tbody>")[1]
        .split("</tr>")[0]
    )
    assert row.count("data-label=") == 3


def test_the_preview_shows_resources_and_grades(visit, folder) -> None:
    answer = visit("editor", f"/sources/{gathering.source(mapping=RESOURCES)}/preview")
    assert texts(answer, "[aria-labelledby=scigov-resources-1] tbody tr") == [
        "全省科技计划项目立项清单（CSV） CSV http://a.example.org/1",
        "全省科技计划项目立项清单（XLSX） XLSX http://a.example.org/1",
    ]
    badges = texts(answer, ".scigov-previewed .scigov-badges")
    assert badges == [
        "将成为目录条目 1级 · 无条件共享 · 无条件开放",
        "将成为目录条目 3级 · 有条件共享 · 有条件开放",
        "将成为目录条目 待定级",
    ]
    assert "来源未注明完整定级，按此定级提出建议，待核定。" in answer.body
    assert "按取值对照表和默认值应为1级 · 无条件共享 · 无条件开放；内容涉及个人信息" in answer.body
    kinds = [one.split("：")[0].strip() for one in texts(answer, ".scigov-persons li")]
    assert kinds == ["居民身份证号码", "手机号码", "个人姓名"]
    assert "取值对照表和默认值均未给出定级：定级之前不对外提供。" in answer.body


def test_the_preview_says_what_is_in_force_at_once(visit, folder) -> None:
    id_ = gathering.source(mapping=STATED)
    first, second, _third = call("editor", "source_preview", id=id_)["records"]
    assert first["grading"] == {
        "grade": ["1", "unconditional", "unconditional"], "is_at_once": True, "persons": [],
    }  # fmt: skip
    assert [one["format"] for one in first["resources"]] == ["CSV", "XLSX"]
    assert second["grade"] == ["1", "unconditional", "unconditional"]
    assert second["grading"]["grade"] == ["3", "conditional", "conditional"]
    assert second["grading"]["is_at_once"] is False
    answer = visit("editor", f"/en/sources/{id_}/preview")
    assert "The value table gives this grade, which is in force with the run." in answer.body


def test_what_waits_for_approval_is_one_click_away(visit, folder, ckan_config, monkeypatch) -> None:
    monkeypatch.setitem(ckan_config, "ckanext.scigov.access.second_person", "raise")
    id_ = gathering.approved()
    assert call("editor", "source_show", id=id_)["waiting"] == []
    run_id = call("editor", "run_request", id=id_)["id"]
    running.run(run_id)
    assert call("approver", "run_show", id=run_id)["state"] == "finished"
    provider = model.Group.get("kejiting").id
    for page in (f"/sources/{id_}", f"/sources/{id_}/runs/{run_id}"):
        answer = visit("approver", page)
        assert texts(answer, "[aria-labelledby=scigov-waiting] a") == ["省科学技术厅 2"]
        address = f"/grades?show=waiting&amp;provider={provider}"
        assert address in answer.body
    listed = visit("approver", f"/grades?show=waiting&provider={provider}")
    assert len(texts(listed, ".scigov-card")) == 2


def test_runs_say_how_much_was_unchanged(visit) -> None:
    id_ = gathering.approved()
    gathering.run(id_, counts={"listed": 300, "unchanged": 300})
    assert texts(visit("editor", f"/sources/{id_}/runs"), ".scigov-count") == [
        "300 已读取记录",
        "300 无变化",
    ]


def test_an_uploaded_mapping_that_is_wrong_stays_with_its_errors(app) -> None:
    user = model.User.get("editor")
    token = helpers.call_action("api_token_create", user=user.id, name="t")["token"]
    wrong = MAPPING.replace("table: open_type}", "table: nothing}")
    form = {
        "title": "新平台", "organization": "kejiting", "address": "https://new.example.org/api",
        "mapping_file": (io.BytesIO(wrong.encode()), "mapping.yaml"),
    }  # fmt: skip
    answer = app.post("/sources/new", data=form, headers={"Authorization": token})
    assert answer.status_code == 409
    (area,) = texts(answer, "textarea[name=mapping]")
    assert area == " ".join(wrong.split())
    assert 'value="新平台"' in answer.body
    (said,) = problems(answer)
    assert said.startswith("第12行")
    assert texts(answer, "#source-mapping-error") == [said]


def test_a_file_that_is_no_text_is_refused_with_a_sentence(app) -> None:
    user = model.User.get("editor")
    token = helpers.call_action("api_token_create", user=user.id, name="t")["token"]
    form = {
        "title": "新平台", "organization": "kejiting", "address": "https://new.example.org/api",
        "mapping_file": (io.BytesIO(b"\x00\xff\xfe\x00"), "mapping.yaml"),
    }  # fmt: skip
    answer = app.post("/sources/new", data=form, headers={"Authorization": token})
    assert answer.status_code == 409
    assert problems(answer)


def test_the_pages_of_the_api_ask_for_no_option_without_a_name(visit, caplog) -> None:
    caplog.set_level(logging.WARNING)
    for page in ("/help/api", "/help/api/intake"):
        assert visit("", page).status_code == 200
    assert "is not declared" not in caplog.text
