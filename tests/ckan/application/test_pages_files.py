"""Letter and evidence: uploaded with the form, refused beside their field, sent to the parties."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from applying import TEXTS, call, drafted, state_of
from page_reading import problems, texts

Visit = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("found", "storage")
PDF = b"%PDF-1.4\n%%EOF\n"
FORM = {
    "kind": "share",
    "agency_id": "agency",
    "handlers": "id-clerk",
    "dataset": "id-plan",
    **TEXTS,
}


@pytest.fixture
def storage(ckan_config: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))


BUTTON = ".scigov-files li button"


def upload(name: str, content: bytes = PDF) -> tuple[io.BytesIO, str]:
    return io.BytesIO(content), name


def files(id_: str, who: str = "clerk") -> list[dict[str, Any]]:
    found = call(who, "show", id=id_)["evidence"]
    return sorted(found, key=lambda one: one["kind"], reverse=True)


def edit(visit: Visit, id_: str, **form: Any) -> Any:
    version = str(call("clerk", "show", id=id_)["version"])
    return visit("clerk", f"/applications/{id_}/edit", {**FORM, "version": version, **form})


def test_files_come_with_a_press_on_a_button(visit: Visit) -> None:
    id_ = drafted("plan")
    answer = edit(visit, id_, act="upload", letter=upload("公函.pdf"), evidence=upload("测评.pdf"))
    assert answer.status_code == 302
    assert [(one["kind"], one["file_name"]) for one in files(id_)] == [
        ("sealed_letter", "公函.pdf"), ("evidence", "测评.pdf"),
    ]  # fmt: skip
    page = visit("clerk", f"/applications/{id_}/edit")
    assert [one.split()[:2] for one in texts(page, ".scigov-files li")] == [
        ["盖章公函", "公函.pdf"], ["证明材料", "测评.pdf"],
    ]  # fmt: skip
    dropped = edit(visit, id_, act=f"drop:{files(id_)[1]['id']}")
    assert (dropped.status_code, len(files(id_))) == (302, 1)


def test_a_file_of_what_the_own_signer_sent_back_is_withdrawn_not_deleted(visit: Visit) -> None:
    id_ = drafted("plan")
    edit(visit, id_, act="upload", letter=upload("公函.pdf"))
    before = visit("clerk", f"/applications/{id_}/edit")
    assert ["".join(one.split()) for one in texts(before, BUTTON)] == ["删除：公函.pdf"]
    call("clerk", "submit", id=id_)
    call("signer", "send_back", id=id_, reason="请补充用途")
    assert state_of(id_) == "draft"
    after = visit("clerk", f"/applications/{id_}/edit")
    assert ["".join(one.split()) for one in texts(after, BUTTON)] == ["撤回：公函.pdf"]


def test_a_file_that_is_not_taken_is_said_beside_its_field(visit: Visit) -> None:
    id_ = drafted("plan")
    answer = edit(visit, id_, act="submit", letter=upload("公函.exe"))
    assert (answer.status_code, files(id_), state_of(id_)) == (409, [], "draft")
    assert len(texts(answer, "#f-letter-error")) == 1
    assert [one.partition("：")[0] for one in problems(answer)] == ["盖章公函"]
    assert TEXTS["purpose"] in texts(answer, "textarea")


def test_a_file_that_is_not_taken_is_said_with_all_else(visit: Visit, settings: Any) -> None:
    settings(needs_letter=True, evidence_megabytes=1)
    id_ = drafted("plan")
    form = {"act": "submit", "purpose": "短", "security_measures": "", "contact_name": "某某处"}
    sent = {"letter": upload("公函.exe"), "evidence": upload("测评.pdf", PDF + b"0" * 2**20)}
    answer = edit(visit, id_, **form, **sent)
    assert answer.status_code == 409
    assert sorted(one.partition("：")[0] for one in problems(answer)) == [
        "安全保障措施", "用途", "盖章公函", "证明材料",
    ]  # fmt: skip
    assert len(texts(answer, "#f-letter-error")) == len(texts(answer, "#f-evidence-error")) == 1
    assert (texts(answer, "#f-purpose"), state_of(id_)) == (["短"], "draft")
    assert call("clerk", "show", id=id_)["contact_name"] == "某某处"


def test_what_only_a_file_is_wrong_with_is_not_submitted(visit: Visit) -> None:
    id_ = drafted("plan")
    answer = edit(visit, id_, act="submit", evidence=upload("测评.exe"))
    assert (answer.status_code, len(problems(answer)), state_of(id_)) == (409, 1, "draft")
    assert call("clerk", "show", id=id_)["number"] is None
    assert edit(visit, id_, act="submit").status_code == 302
    assert call("clerk", "show", id=id_)["number"] == "SJSQ-20260924-0001"


def test_a_form_that_cannot_be_kept_says_it_of_its_files(visit: Visit) -> None:
    long = {**FORM, "act": "submit", "purpose": "长" * 5001, "letter": upload("公函.pdf")}
    new = visit("clerk", "/applications/new", long)
    assert (new.status_code, len(texts(new, "#f-letter-error"))) == (409, 1)
    assert texts(new, "#f-purpose") == ["长" * 5001]
    id_ = drafted("plan")
    kept = edit(visit, id_, act="submit", purpose="长" * 5001, letter=upload("公函.pdf"))
    assert (kept.status_code, [one["file_name"] for one in files(id_)]) == (409, ["公函.pdf"])
    assert [one.split()[1] for one in texts(kept, ".scigov-files li")] == ["公函.pdf"]


def test_a_letter_that_is_needed_is_asked_for(visit: Visit, settings: Any) -> None:
    settings(needs_letter=True)
    id_ = drafted("plan")
    answer = edit(visit, id_, act="submit")
    assert (answer.status_code, len(texts(answer, "#f-letter-error"))) == (409, 1)
    assert edit(visit, id_, act="submit", letter=upload("公函.pdf")).status_code == 302
    assert state_of(id_) == "signing"


def test_the_parties_get_the_file(visit: Visit) -> None:
    id_ = drafted("plan")
    edit(visit, id_, act="submit", letter=upload("公函.pdf"))
    call("signer", "sign", id=id_)
    path = f"/applications/{id_}/evidence/{files(id_)[0]['id']}"
    assert path in visit("editor", f"/applications/{id_}").body
    for who in ("clerk", "signer", "editor", "decider"):
        answer = visit(who, path)
        assert (answer.status_code, answer.data) == (200, PDF)
        assert "attachment" in answer.headers["Content-Disposition"]
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"].startswith("no-store")
    for who in ("plain", "other_decider", "foreign_clerk"):
        hidden, absent = visit(who, path), visit(who, f"/applications/{id_}/evidence/x")
        assert (hidden.status_code, absent.status_code) == (404, 404)
        assert texts(hidden, "[role=main]") == texts(absent, "[role=main]")
