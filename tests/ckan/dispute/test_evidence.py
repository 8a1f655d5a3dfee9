"""Files of disputes: who adds, opens and removes them; what is kept when something fails."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import applying
import pytest
from disputing import accepted, call, outcome, reported
from scan_server import CLEAN, answering, serving
from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.dispute import config, jobs
from ckanext.scigov.dispute.logic.action.evidence import FOR_PAGE
from ckanext.scigov.dispute.model import DisputeEvidence
from ckanext.scigov.shared.evidence import toolkit_options
from ckanext.scigov.shared.model import OutboxEntry

pytestmark = pytest.mark.usefixtures("province", "store")
PDF = b"%PDF-1.4 a page of the yearbook"


@pytest.fixture
def store(ckan_config: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))
    return tmp_path


@pytest.fixture
def scanner(ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Say where the site's scanner listens: ``scanner("tcp://127.0.0.1:3310")``."""
    return lambda address: monkeypatch.setitem(ckan_config, toolkit_options.CLAMD, address)


def file(name: str = "年鉴第12页.pdf", content: bytes = PDF) -> FileStorage:
    return FileStorage(io.BytesIO(content), filename=name)


def add(id_: str, user: str = "citizen", **more: Any) -> dict[str, Any]:
    return call(user, "evidence_add", id=id_, upload=file(**more))


def files(store: Path) -> list[bytes]:
    found = (store / "disputes").rglob("*")
    return sorted(one.read_bytes() for one in found if one.is_file())


def test_a_file_comes_with_its_dispute(store: Path) -> None:
    id_ = reported()
    shown = add(id_)
    assert (shown["file_name"], shown["size"], shown["added_as"]) == (
        "年鉴第12页.pdf",
        31,
        "reporter",
    )
    assert files(store) == [PDF]
    answer = call("editor", "show", id=id_)
    assert [(one["id"], one["may_delete"]) for one in answer["evidence"]] == [(shown["id"], False)]
    assert answer["takes_evidence"]


def test_who_opens_a_file() -> None:
    evidence = add(reported())["id"]
    people = (
        "citizen", "plain", "editor", "steward", "decider", "other_editor", "cdo", "auditor",
        "root", "",
    )  # fmt: skip
    opened = {who for who in people if outcome(who, "evidence_show", id=evidence) == "yes"}
    assert opened == {"citizen", "editor", "steward", "decider", "cdo"}
    assert outcome("plain", "evidence_show", id=evidence) == "absent"
    assert outcome("plain", "evidence_show", id="no-such-file") == "absent"


def test_the_public_sees_the_dispute_and_no_file() -> None:
    id_ = reported()
    add(id_)
    for who in ("plain", "auditor", ""):
        answer = call(who, "show", id=id_)
        assert (answer["state"], "evidence" in answer) == ("forwarded", False)


def test_the_page_alone_learns_where_it_lies(store: Path) -> None:
    evidence = add(reported())["id"]
    assert "path" not in call("citizen", "evidence_show", id=evidence)
    show = tk.get_action("scigov_dispute_evidence_show")
    found = show({"user": "citizen", "ignore_auth": False, FOR_PAGE: True}, {"id": evidence})
    assert Path(found["path"]).read_bytes() == PDF


@pytest.mark.parametrize(
    ("name", "content"), [("a.exe", PDF), ("a.png", PDF), ("a.pdf", b""), ("", PDF)]
)
def test_what_is_not_taken_leaves_nothing(store: Path, name: str, content: bytes) -> None:
    id_ = reported()
    assert outcome("citizen", "evidence_add", id=id_, upload=file(name, content)) == ["upload"]
    assert files(store) == []
    assert model.Session.query(DisputeEvidence).all() == []


def test_who_adds_one() -> None:
    id_ = accepted()
    people = ("citizen", "plain", "editor", "decider", "other_editor", "cdo", "auditor", "")
    found = {who: outcome(who, "evidence_add", id=id_, upload=file()) for who in people}
    assert found == {
        "citizen": "yes", "plain": "forbidden", "editor": "yes", "decider": "yes",
        "other_editor": "forbidden", "cdo": "yes", "auditor": "forbidden", "": "forbidden",
    }  # fmt: skip
    added = [one["added_as"] for one in call("cdo", "show", id=id_)["evidence"]]
    assert sorted(added) == ["official", "official", "official", "reporter"]


def test_who_has_joined_does_not_see_the_files_of_the_other() -> None:
    head, joined = reported(), reported(user="plain")
    evidence = add(head)["id"]
    call("editor", "merge", id=joined, into=head)
    assert call("plain", "show", id=head)["parties"] == ["reporter"]
    assert outcome("plain", "evidence_show", id=evidence) == "absent"
    assert outcome("plain", "evidence_add", id=head, upload=file()) == "forbidden"


def test_what_was_answered_takes_no_more_from_its_reporter() -> None:
    id_ = accepted()
    call("editor", "correct", id=id_, reason="已更正该行数据")
    assert outcome("citizen", "evidence_add", id=id_, upload=file()) == ["state"]
    assert outcome("editor", "evidence_add", id=id_, upload=file()) == "yes"
    call("citizen", "close", id=id_)
    assert outcome("editor", "evidence_add", id=id_, upload=file()) == ["state"]


def test_a_file_goes_with_its_bytes_before_the_unit_has_said_anything(store: Path) -> None:
    id_ = reported()
    evidence = add(id_)["id"]
    assert outcome("editor", "evidence_delete", id=evidence) == "forbidden"
    assert outcome("plain", "evidence_delete", id=evidence) == "absent"
    call("citizen", "evidence_delete", id=evidence)
    assert files(store) == []
    assert outcome("citizen", "evidence_show", id=evidence) == "absent"


def test_what_the_unit_has_answered_on_stays(store: Path) -> None:
    id_ = reported()
    evidence = add(id_)["id"]
    call("editor", "accept", id=id_)
    assert call("citizen", "show", id=id_)["evidence"][0]["may_delete"] is False
    assert outcome("citizen", "evidence_delete", id=evidence) == ["state"]
    assert files(store) == [PDF]


def test_what_was_refused_and_reopened_stays_too() -> None:
    id_ = reported()
    evidence = add(id_)["id"]
    call("editor", "reject", id=id_, ground="not_found")
    call("citizen", "reopen", id=id_, reason="请再核对一次，数据确实存在")
    assert call("citizen", "show", id=id_)["state"] == "forwarded"
    assert outcome("citizen", "evidence_delete", id=evidence) == ["state"]


def test_a_file_of_an_act_that_failed_is_swept(store: Path) -> None:
    id_ = reported()
    context = {"user": "citizen", "ignore_auth": False, "defer_commit": True}
    tk.get_action("scigov_dispute_evidence_add")(context, {"id": id_, "upload": file()})
    model.Session.rollback()
    kept = add(id_)
    assert len(files(store)) == 3  # two files, and the mark of the first
    jobs.sweep(applying.on("2099-01-01"))
    assert files(store) == [PDF]
    assert outcome("citizen", "evidence_show", id=kept["id"]) == "yes"


def test_with_a_scanner_nobody_opens_a_file_before_it_is_clean(scanner, tmp_path: Path) -> None:
    scanner(f"unix:{tmp_path}/no-clamd.sock")
    shown = add(reported())
    assert (shown["state"], shown["is_open"]) == ("waiting", False)
    waiting = model.Session.query(OutboxEntry).filter_by(name=jobs.SCAN).one()
    assert waiting.payload == {"id": shown["id"]}
    jobs.scan(waiting.payload)
    jobs.scan_waiting(applying.on("2026-09-25"))
    assert call("citizen", "evidence_show", id=shown["id"])["is_open"] is False
    show = tk.get_action("scigov_dispute_evidence_show")
    with pytest.raises(tk.NotAuthorized, match="not been scanned"):
        show({"user": "citizen", "ignore_auth": False, FOR_PAGE: True}, {"id": shown["id"]})


@pytest.mark.parametrize(
    ("answer", "state", "is_open"),
    [(CLEAN, "clean", True), (b"stream: Worm FOUND\0", "infected", False)],
)
def test_what_the_scanner_says_holds(scanner, answer: bytes, state: str, is_open: bool) -> None:
    id_ = add(reported())["id"]
    for said in (answer, CLEAN):
        with serving(answering(said)) as listening:
            scanner(f"tcp://{listening.host}:{listening.port}")
            jobs.scan({"id": id_})
            jobs.scan_waiting(applying.on("2026-09-25"))
    shown = call("citizen", "evidence_show", id=id_)
    assert (shown["state"], shown["is_open"]) == (state, is_open)


def test_a_file_that_is_gone_is_not_scanned(scanner, tmp_path: Path) -> None:
    scanner(f"unix:{tmp_path}/no-clamd.sock")
    evidence = add(reported())["id"]
    call("citizen", "evidence_delete", id=evidence)
    jobs.scan({"id": evidence})
    assert outcome("citizen", "evidence_show", id=evidence) == "absent"


def test_a_dispute_has_room_for_so_many_files(settings_of) -> None:
    settings_of(evidence_files=1)
    id_ = reported()
    add(id_)
    assert outcome("citizen", "evidence_add", id=id_, upload=file()) == ["upload"]
    assert add(reported(user="plain"), user="plain")["file_name"] == "年鉴第12页.pdf"


def test_a_wrong_setting_is_a_sentence(settings_of) -> None:
    settings_of(evidence_types="exe")
    with pytest.raises(toolkit_options.UnknownTypes, match=r"dispute\.evidence_types: choose"):
        config.evidence_limits()


def test_a_file_that_is_lost_is_not_found() -> None:
    made = add(reported())
    context: Any = {"user": "citizen", "ignore_auth": False, FOR_PAGE: True}
    show = tk.get_action("scigov_dispute_evidence_show")
    path = Path(show(context, {"id": made["id"]})["path"])
    assert path.read_bytes() == PDF
    path.unlink()
    with pytest.raises(tk.ObjectNotFound):
        show(context, {"id": made["id"]})
