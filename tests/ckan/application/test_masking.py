"""Who is told people's names, contacts and files; and of which other applications somebody is told."""

from __future__ import annotations

import io
from typing import Any

import pytest
from applying import OTHER_AGENCY, TEXTS, active, call, drafted, outcome, reviewed, submitted
from werkzeug.datastructures import FileStorage

from ckan import model

from ckanext.scigov.notices.model import NoticeRow

pytestmark = pytest.mark.usefixtures("province")
ABSENT = "absent"
NAMES = ("dataset_title", "dataset_name")


def consulting(**more: Any) -> str:
    id_ = reviewed("plan", **more)
    call("editor", "consult", id=id_, organization="anquanju", reason="是否涉密")
    return id_


def submitters(who: str, id_: str) -> list[str]:
    history = call(who, "history", id=id_)
    return [one["actor_name"] for one in history if one["event"] in ("submit", "sign")]


def test_history_names_applicants_to_those_who_are_told_their_contacts() -> None:
    id_ = consulting()
    assert submitters("editor", id_) == submitters("clerk", id_) == ["clerk", "signer"]
    for who in ("auditor", "root", "asked"):
        assert submitters(who, id_) == ["c**", "s**"]


def test_an_auditor_reads_which_official_took_a_step() -> None:
    accepted = call("auditor", "history", id=reviewed())[-1]
    assert (accepted["event"], accepted["actor_name"]) == ("accept", "editor")


def test_other_handlers_are_no_change_for_those_who_are_told_no_names() -> None:
    id_ = reviewed("plan")
    call("editor", "return", id=id_, reason="请核对经办人")
    call("clerk", "update", id=id_, handlers=["worker", "robot"])
    call("clerk", "submit", id=id_)
    changed = {who: call(who, "show", id=id_)["changed"] for who in ("editor", "auditor", "root")}
    assert [one["field"] for one in changed["editor"]] == ["handler_ids"]
    assert changed["auditor"] == changed["root"] == []


def test_what_came_of_the_data_is_read_by_those_who_gave_them_and_those_who_oversee() -> None:
    id_ = active()
    said = {"is_purpose_kept": True, "results": "完成评估报告", "problems": "两行重复"}
    call("worker", "use_report_submit", id=id_, **said)
    for who in ("worker", "clerk", "signer", "editor", "decider", "auditor"):
        (report,) = call(who, "show", id=id_)["parts"][0]["reports"]
        assert report.pop("reported_at").startswith("2026-09-24T")
        assert report == said, who


@pytest.fixture
def letter(ckan_config: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> FileStorage:
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))
    return FileStorage(io.BytesIO(b"%PDF-1.4 a letter"), filename="公函.pdf")


def test_a_third_party_sees_that_there_is_a_file_and_does_not_open_it(letter: FileStorage) -> None:
    id_ = drafted("plan")
    file = call("clerk", "evidence_add", id=id_, kind="sealed_letter", upload=letter)["id"]
    call("clerk", "submit", id=id_)
    call("signer", "sign", id=id_)
    call("editor", "accept", id=id_)
    call("editor", "consult", id=id_, organization="anquanju", reason="是否涉密")
    assert [one["id"] for one in call("asked", "show", id=id_)["evidence"]] == [file]
    assert outcome("editor", "evidence_show", id=file) == "yes"
    assert outcome("asked", "evidence_show", id=file) == ABSENT


def test_a_third_party_is_told_of_no_other_application() -> None:
    other = active()
    id_ = consulting()
    assert outcome("asked", "show", id=other) == ABSENT
    found = {who: call(who, "similar_list", id=id_)["results"] for who in ("editor", "asked")}
    assert [one["id"] for one in found["editor"]] == [other]
    assert found["asked"] == []


def test_what_has_not_reached_an_official_is_not_told_as_a_similar_one() -> None:
    foreign = {"agency_id": OTHER_AGENCY, "handlers": ["foreign_clerk"]}
    waiting = drafted("plan", user="foreign_clerk", **foreign)
    call("foreign_clerk", "submit", id=waiting)
    id_ = submitted()
    assert outcome("editor", "show", id=waiting) == ABSENT
    assert call("editor", "similar_list", id=id_)["results"] == []
    call("foreign_signer", "sign", id=waiting)
    assert [one["id"] for one in call("editor", "similar_list", id=id_)["results"]] == [waiting]


def test_a_draft_without_a_dataset_shows_its_writer_what_he_wrote() -> None:
    shown = call("clerk", "show", id=drafted())
    assert {name: shown[name] for name in TEXTS} == TEXTS
    assert [one["name"] for one in shown["handlers"]] == ["worker"]


@pytest.fixture
def closed_since() -> str:
    """An application for an entry that has been closed, and called otherwise, since."""
    id_ = reviewed("plan")
    entry = model.Package.get("id-plan")
    entry.title, entry.private = "后来的题名", True
    model.Session.commit()
    return id_


def test_an_entry_that_was_closed_since_is_told_as_it_was_applied_for(closed_since: str) -> None:
    told = {
        who: [call(who, "show", id=closed_since)["parts"][0][name] for name in NAMES]
        for who in ("clerk", "worker", "signer", "editor", "decider", "auditor")
    }
    then, now = ["数据plan", "id-plan"], ["后来的题名", "plan"]
    assert told == {
        "clerk": then, "worker": then, "signer": then,
        "editor": now, "decider": now, "auditor": now,
    }  # fmt: skip
    assert call("clerk", "list")["results"][0]["parts"][0]["dataset_title"] == then[0]
    assert call("cdo", "register_list")["results"][0]["dataset_title"] == now[0]


def test_notices_name_an_entry_as_it_was_applied_for(closed_since: str) -> None:
    call("editor", "return", id=closed_since, reason="请补充")
    told = model.Session.query(NoticeRow).filter_by(user_id="id-clerk")
    assert [row.params["dataset"] for row in told] == [{"title": "数据plan"}] * 2
