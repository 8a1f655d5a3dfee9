"""What the first records of a source would become, and who may have it read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import gathering
import pytest
from gathering import MAPPING, call, outcome, refused
from page_reading import texts

from ckan import model

from ckanext.scigov.intake.model import Credential, Source

RECORDS = [
    {"目录名称": "全省科技计划项目立项清单", "详情页网址": "http://a.example.org/1", "摘要": "立项清单",
     "更新频率": "每日", "开放状态": "无条件开放"},
    {"目录名称": "科技成果登记清单", "详情页网址": "http://a.example.org/2", "更新频率": "不定期",
     "开放状态": "不清楚"},
    {"目录名称": "", "详情页网址": "http://a.example.org/3"},
]  # fmt: skip


@pytest.fixture(autouse=True)
def province(at, clean_site) -> None:
    at(gathering.NOW)
    gathering.build()


@pytest.fixture
def folder(tmp_path: Path, ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of records, which sources of the site may read."""
    text = json.dumps(RECORDS, ensure_ascii=False)
    (tmp_path / "records.json").write_text(text, encoding="utf-8")
    monkeypatch.setitem(ckan_config, "ckanext.scigov.intake.folder", str(tmp_path))
    return tmp_path


def test_records_as_entries_with_gaps_and_what_was_not_mapped(folder: Path) -> None:
    found = call("approver", "source_preview", id=gathering.source())
    first, second, third = found["records"]
    assert (first["title"], first["rejection"]) == ("全省科技计划项目立项清单", "")
    assert first["grade"] == ["1", "unconditional", "unconditional"]
    assert first["entry"]["update_cycle"] == "daily"
    assert "contact" in first["gaps"]
    assert second["findings"] == [
        {"cause": "unmapped", "field": "update_cycle", "source": "更新频率", "value": "不定期"}
    ]
    assert second["grade"][0] == ""
    assert third["rejection"] == "no_title"
    assert len(call("editor", "source_preview", id="example", limit=1)["records"]) == 1


def test_the_page_shows_them(app: Any, folder: Path) -> None:
    visit = gathering.visiting(app)
    answer = visit("editor", f"/sources/{gathering.source()}/preview")
    assert texts(answer, ".scigov-previewed h2") == [
        "全省科技计划项目立项清单", "科技成果登记清单", "（无标题）",
    ]  # fmt: skip
    badges = texts(answer, ".scigov-previewed .scigov-badges")
    assert badges == [
        "将成为目录条目 1级 · 无条件共享 · 无条件开放",
        "将成为目录条目 不予定级",
        "记录未入库",
    ]


def test_why_a_source_cannot_be_read(app: Any, folder: Path) -> None:
    id_ = gathering.source()
    (folder / "records.json").write_text("[", encoding="utf-8")
    assert list(refused("editor", "source_preview", id=id_)) == ["state"]
    answer = gathering.visiting(app)("editor", f"/sources/{id_}/preview")
    assert answer.status_code == 409
    assert len(texts(answer, "[role=alert] li")) == 1
    row = model.Session.get(Source, id_)
    row.mapping = row.mapping.replace("kind: files", "kind: nothing")
    model.Session.commit()
    (said,) = refused("editor", "source_preview", id=id_)["state"]
    assert said.endswith("Kind of connector: nothing")


def test_passwords_of_others_go_to_no_address_that_nobody_has_approved(folder: Path) -> None:
    id_ = gathering.source()
    assert outcome("editor", "source_preview", id=id_) == "yes"
    other = model.User.get("root").id
    model.Session.add(
        Credential(source_id=id_, name="db", sealed="x", set_by=other, set_at=gathering.NOW)
    )
    model.Session.commit()
    assert outcome("editor", "source_preview", id=id_) == "forbidden"
    assert outcome("approver", "source_preview", id=id_) == "yes"
    call("approver", "source_approve", id=id_)
    assert outcome("editor", "source_preview", id=id_) == "yes"


def test_it_is_for_those_who_see_the_source(folder: Path) -> None:
    id_ = gathering.source()
    names = ("editor", "steward", "other_editor", "citizen", "")
    assert [outcome(name, "source_preview", id=id_) for name in names] == [
        "yes", "yes", "absent", "absent", "forbidden",
    ]  # fmt: skip
    assert call("steward", "source_show", id=id_)["mapping"] == MAPPING
