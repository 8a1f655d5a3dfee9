"""Why a run stands still is told in sentences of the reader's language, whatever was kept of it."""

from __future__ import annotations

from typing import Any

import gathering
import pytest
from gathering import call
from page_reading import texts

from ckan import model

from ckanext.scigov.intake import sentences
from ckanext.scigov.intake.domain.causes import Cause
from ckanext.scigov.intake.model import Source
from ckanext.scigov.intake.pipeline import running

FOLDER = "ckanext.scigov.intake.folder"
WHY = ".scigov-decided"


@pytest.fixture(autouse=True)
def province(at, clean_site, ckan_config, monkeypatch) -> None:
    at(gathering.NOW)
    monkeypatch.setitem(ckan_config, FOLDER, "")
    gathering.build()


@pytest.fixture
def visit(app: Any) -> Any:
    return gathering.visiting(app)


def failed(source: str, mapping: str = "") -> str:
    """Let a source run; return the id of the run."""
    run_id = call("editor", "run_request", id=source)["id"]
    if mapping:
        model.Session.get(Source, source).mapping = mapping
        model.Session.commit()
    running.run(run_id)
    return run_id


def test_a_site_without_a_folder_says_which_option_to_set(visit) -> None:
    id_ = gathering.approved()
    page = f"/sources/{id_}/runs/{failed(id_)}"
    (said,) = texts(visit("editor", page), WHY)
    assert said.startswith("连接器设置有误。")
    assert "请管理员将选项ckanext.scigov.intake.folder设为存放来源文件的文件夹。" in said
    (said,) = texts(visit("editor", f"/en{page}"), WHY)
    assert "(connector.folder), and the site has no folder for them." in said
    assert "set the option ckanext.scigov.intake.folder" in said
    (refused,) = texts(visit("editor", f"/sources/{id_}/preview"), "[role=alert] li")
    assert "请管理员将选项ckanext.scigov.intake.folder设为存放来源文件的文件夹。" in refused


def test_a_mapping_that_is_not_taken_any_more_is_told_line_by_line(visit) -> None:
    id_ = gathering.approved()
    wrong = gathering.MAPPING.replace("table: open_type}", "table: nothing}")
    run_id = failed(id_, wrong)
    (said,) = texts(visit("editor", f"/sources/{id_}/runs/{run_id}"), WHY)
    assert "第12行" in said
    assert "nothing" in said
    assert "unknown_table" not in said
    told = call("editor", "run_show", id=run_id)["stop_detail"]["problem"]
    assert told.startswith("Line 12, fields.open_type.table: ")


def test_a_connector_that_is_not_installed_is_named(visit) -> None:
    id_ = gathering.approved()
    run_id = failed(id_, gathering.MAPPING.replace("kind: files", "kind: teletype"))
    assert call("editor", "run_show", id=run_id)["stop_detail"] == {"kind": "teletype"}
    assert texts(visit("editor", f"/sources/{id_}/runs/{run_id}"), f"{WHY} dd") == ["teletype"]


def test_values_stand_in_their_sentence_and_the_others_beside(visit) -> None:
    id_ = gathering.approved()
    waits = {"seconds": 900, "host": "data.example.org"}
    run_id = gathering.run(id_, state="failed", stop_reason="asks_to_wait", stop_detail=waits)
    answer = visit("editor", f"/en/sources/{id_}/runs/{run_id}")
    (said,) = texts(answer, f"{WHY} p")
    assert "left alone for 900 seconds" in said
    assert texts(answer, f"{WHY} dd") == ["data.example.org"]


def test_what_an_earlier_version_has_kept_is_shown_as_it_is(visit) -> None:
    id_ = gathering.approved()
    kept = {"problem": "The setting a is missing."}
    run_id = gathering.run(id_, state="failed", stop_reason="bad_settings", stop_detail=kept)
    answer = visit("editor", f"/sources/{id_}/runs/{run_id}")
    assert texts(answer, f"{WHY} dd") == ["The setting a is missing."]


@pytest.mark.parametrize("cause", list(Cause))
def test_a_sentence_for_many_shows_no_place(cause) -> None:
    said = sentences.unfilled(sentences.cause(cause.value))
    assert not set("{}") & set(said)


def test_a_cause_with_a_place_stands_in_a_list_with_an_ellipsis(visit) -> None:
    id_ = gathering.approved()
    run_id = gathering.run(id_)
    gathering.problem(run_id, "unfinished", key="", field="", value="a.csv")
    (said,) = texts(visit("editor", f"/sources/{id_}/runs/{run_id}"), ".scigov-cause")
    assert "…" in said
    assert "{" not in said
