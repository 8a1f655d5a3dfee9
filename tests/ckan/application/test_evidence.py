"""Files of applications: who adds, opens and removes them; what is kept when something fails."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from applying import call, drafted, on, outcome, submitted
from page_reading import texts
from scan_server import CLEAN, answering, serving
from werkzeug.datastructures import FileStorage

import ckan.plugins.toolkit as tk
from ckan import model

from ckanext.scigov.application import config, jobs
from ckanext.scigov.application.logic.action.evidence import FOR_PAGE
from ckanext.scigov.application.model import Evidence
from ckanext.scigov.shared.evidence import toolkit_options
from ckanext.scigov.shared.model import OutboxEntry

pytestmark = pytest.mark.usefixtures("visit", "store")
PDF = b"%PDF-1.4 a letter with a seal"


@pytest.fixture
def store(ckan_config: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))
    return tmp_path


@pytest.fixture
def scanner(ckan_config: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Say where the site's scanner listens: ``scanner("tcp://127.0.0.1:3310")``."""
    return lambda address: monkeypatch.setitem(ckan_config, toolkit_options.CLAMD, address)


def file(name: str = "公函.pdf", content: bytes = PDF) -> FileStorage:
    return FileStorage(io.BytesIO(content), filename=name)


def add(id_: str, user: str = "clerk", kind: str = "sealed_letter", **more: Any) -> dict[str, Any]:
    return call(user, "evidence_add", id=id_, kind=kind, upload=file(**more))


def files(store: Path) -> list[bytes]:
    found = (store / "applications").rglob("*")
    return sorted(one.read_bytes() for one in found if one.is_file())


def test_a_letter_comes_with_its_application(settings, store: Path) -> None:
    settings(needs_letter=True)
    id_ = drafted("plan")
    assert outcome("clerk", "submit", id=id_) == ["letter"]
    shown = add(id_)
    assert (shown["kind"], shown["file_name"], shown["size"]) == ("sealed_letter", "公函.pdf", 29)
    assert outcome("clerk", "submit", id=id_) == "yes"
    assert files(store) == [PDF]
    listed = call("clerk", "show", id=id_)["evidence"]
    assert [(one["id"], one["file_name"]) for one in listed] == [(shown["id"], "公函.pdf")]


def test_who_opens_a_file() -> None:
    id_ = drafted("plan")
    evidence = add(id_)["id"]
    call("clerk", "submit", id=id_)
    call("signer", "sign", id=id_)
    people = (
        "clerk", "worker", "signer", "editor", "steward", "reviewer", "decider", "cdo", "auditor",
        "root", "plain", "foreign_clerk", "other_editor", "torn",
    )  # fmt: skip
    opened = {who for who in people if outcome(who, "evidence_show", id=evidence) == "yes"}
    assert opened == {
        "clerk", "worker", "signer", "editor", "steward", "reviewer", "decider", "cdo",
    }  # fmt: skip
    assert outcome("plain", "evidence_show", id=evidence) == "absent"
    assert outcome("plain", "evidence_show", id="no-such-file") == "absent"


def test_the_page_alone_learns_where_it_lies(store: Path) -> None:
    evidence = add(drafted("plan"))["id"]
    assert "path" not in call("clerk", "evidence_show", id=evidence)
    show = tk.get_action("scigov_application_evidence_show")
    found = show({"user": "clerk", "ignore_auth": False, FOR_PAGE: True}, {"id": evidence})
    assert Path(found["path"]).read_bytes() == PDF


@pytest.mark.parametrize(
    ("name", "content"), [("a.exe", PDF), ("a.png", PDF), ("a.pdf", b""), ("", PDF)]
)
def test_what_is_not_taken_leaves_nothing(store: Path, name: str, content: bytes) -> None:
    id_ = drafted("plan")
    upload = file(name, content)
    assert outcome("clerk", "evidence_add", id=id_, kind="other", upload=upload) == ["upload"]
    assert files(store) == []
    assert model.Session.query(Evidence).all() == []


def test_only_who_applies_adds_and_removes_and_only_while_he_has_it() -> None:
    id_ = drafted("plan")
    evidence = add(id_)["id"]
    assert outcome("plain", "evidence_add", id=id_, kind="other", upload=file()) == "absent"
    assert outcome("plain", "evidence_delete", id=evidence) == "absent"
    call("clerk", "submit", id=id_)
    call("signer", "sign", id=id_)
    assert outcome("editor", "evidence_add", id=id_, kind="other", upload=file()) == "forbidden"
    assert outcome("editor", "evidence_delete", id=evidence) == "forbidden"
    assert outcome("clerk", "evidence_add", id=id_, kind="other", upload=file()) == ["state"]
    assert outcome("clerk", "evidence_delete", id=evidence) == ["state"]


def test_a_file_of_a_draft_goes_with_its_bytes(store: Path) -> None:
    evidence = add(drafted("plan"))["id"]
    call("clerk", "evidence_delete", id=evidence)
    assert files(store) == []
    assert outcome("clerk", "evidence_show", id=evidence) == "absent"


def withdrawn(id_: str) -> str:
    """Return the id of a file that was submitted, and withdrawn when the application was returned."""
    evidence = add(id_)["id"]
    call("clerk", "submit", id=id_)
    call("signer", "sign", id=id_)
    call("editor", "return", id=id_, reason="公函有误")
    call("clerk", "evidence_delete", id=evidence)
    return evidence


def test_what_officials_have_had_is_kept_and_marked(store: Path) -> None:
    id_ = drafted("plan")
    evidence = withdrawn(id_)
    assert files(store) == [PDF]
    for who in ("clerk", "editor", "decider"):
        shown = call(who, "show", id=id_)["evidence"]
        assert [(one["id"], one["withdrawn_at"]) for one in shown] == [
            (evidence, "2026-09-24T01:00:00+00:00")
        ]
        assert outcome(who, "evidence_show", id=evidence) == "yes"
    assert outcome("clerk", "evidence_delete", id=evidence) == "absent"


def test_what_is_withdrawn_is_kept_by_the_sweep_too(store: Path) -> None:
    id_ = drafted("plan")
    evidence = withdrawn(id_)
    key = model.Session.query(Evidence.storage_key).filter_by(id=evidence).scalar()
    config.evidence_store().mark(key)  # as a crash after its upload would have left it
    jobs.sweep(on("2099-01-01"))
    assert files(store) == [PDF]


def test_the_application_rests_on_what_is_not_withdrawn(settings, store: Path) -> None:
    settings(needs_letter=True, evidence_files=1)
    id_ = drafted("plan")
    withdrawn(id_)
    assert outcome("clerk", "submit", id=id_) == ["letter"]
    add(id_, content=PDF + b" once more")
    assert outcome("clerk", "submit", id=id_) == "yes"
    assert len(files(store)) == 2


def test_the_form_says_that_it_stays_on_record(visit) -> None:
    id_ = drafted("plan")
    withdrawn(id_)
    add(id_)
    page = visit("clerk", f"/applications/{id_}/edit")
    # Both came at one moment: which stands first is not said.
    marked = sorted(["盖章公函", "已撤回", "盖章公函"])
    assert sorted(texts(page, ".scigov-files .scigov-badge")) == marked
    assert texts(page, ".scigov-files button") == ["撤回 ：公函.pdf"]
    note = "已提交的文件留存备查。撤回的文件将予以标注，经办单位仍可查看。"
    assert note in texts(page, ".scigov-soft")
    shown = texts(visit("editor", f"/applications/{id_}"), ".scigov-files .scigov-badge")
    assert sorted(shown) == marked


def test_a_file_of_an_act_that_failed_is_swept(store: Path, at) -> None:
    id_ = drafted("plan")
    context = {"user": "clerk", "ignore_auth": False, "defer_commit": True}
    wish = {"id": id_, "kind": "other", "upload": file()}
    tk.get_action("scigov_application_evidence_add")(context, wish)
    model.Session.rollback()
    kept = add(id_)
    assert len(files(store)) == 3  # two files, and the mark of the first
    jobs.sweep(on("2099-01-01"))
    assert files(store) == [PDF]
    assert outcome("clerk", "evidence_show", id=kept["id"]) == "yes"


def test_with_a_scanner_nobody_opens_a_file_before_it_is_clean(scanner, tmp_path: Path) -> None:
    scanner(f"unix:{tmp_path}/no-clamd.sock")
    shown = add(drafted("plan"))
    assert (shown["state"], shown["is_open"]) == ("waiting", False)
    waiting = model.Session.query(OutboxEntry).filter_by(name=jobs.SCAN).one()
    assert waiting.payload == {"id": shown["id"]}
    jobs.scan(waiting.payload)
    jobs.scan_waiting(on("2026-09-25"))
    assert call("clerk", "evidence_show", id=shown["id"])["is_open"] is False
    show = tk.get_action("scigov_application_evidence_show")
    with pytest.raises(tk.NotAuthorized, match="not been scanned"):
        show({"user": "clerk", "ignore_auth": False, FOR_PAGE: True}, {"id": shown["id"]})


@pytest.mark.parametrize(
    ("answer", "state", "is_open"),
    [(CLEAN, "clean", True), (b"stream: Worm FOUND\0", "infected", False)],
)
def test_what_the_scanner_says_holds(scanner, answer: bytes, state: str, is_open: bool) -> None:
    with serving(answering(answer)) as listening:
        scanner(f"tcp://{listening.host}:{listening.port}")
        id_ = add(drafted("plan"))["id"]
        jobs.scan({"id": id_})
    shown = call("clerk", "evidence_show", id=id_)
    assert (shown["state"], shown["is_open"]) == (state, is_open)


def test_a_file_is_scanned_once(scanner) -> None:
    id_ = add(drafted("plan"))["id"]
    for answer in (b"stream: Worm FOUND\0", CLEAN):
        with serving(answering(answer)) as listening:
            scanner(f"tcp://{listening.host}:{listening.port}")
            jobs.scan({"id": id_})
            jobs.scan_waiting(on("2026-09-25"))
    assert call("clerk", "evidence_show", id=id_)["state"] == "infected"


def test_a_file_with_malware_is_no_letter(settings) -> None:
    settings(needs_letter=True)
    id_ = drafted("plan")
    add(id_)
    model.Session.query(Evidence).update({"state": "infected"})
    model.Session.commit()
    assert outcome("clerk", "submit", id=id_) == ["letter"]


def test_an_application_has_room_for_so_many_files(settings) -> None:
    settings(evidence_files=1)
    id_ = drafted("plan")
    add(id_)
    assert outcome("clerk", "evidence_add", id=id_, kind="other", upload=file()) == ["upload"]
    assert submitted()


def test_a_wrong_setting_is_a_sentence(settings) -> None:
    settings(evidence_types="exe")
    with pytest.raises(toolkit_options.UnknownTypes, match=r"application\.evidence_types: choose"):
        config.evidence_limits()
