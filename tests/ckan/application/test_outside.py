"""An appeal to the government: decided outside of the portal, recorded by the data authority with its paper."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from applying import call, events_of, outcome, part_of, reviewed, state_of
from page_reading import texts
from werkzeug.datastructures import FileStorage

from ckan import model

from ckanext.scigov.application.model import Evidence

Visit = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("visit", "store")
PAPER = b"%PDF-1.4 the decision of the government"
REFUSAL = {"outcome": "refused", "ground": "other", "reason": "用途不明"}
OUTSIDE = {"outside_body": "省人民政府", "outside_number": "政复〔2026〕12号",
           "outside_on": "2026-09-23"}  # fmt: skip


@pytest.fixture
def store(ckan_config: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setitem(ckan_config, "ckan.storage_path", str(tmp_path))
    return tmp_path


def paper(content: bytes = PAPER) -> FileStorage:
    return FileStorage(io.BytesIO(content), filename="复议决定书.pdf")


def stored(store: Path) -> list[bytes]:
    found = (store / "applications").rglob("*")
    return [one.read_bytes() for one in found if one.is_file()]


def before_the_government() -> str:
    """Refuse, and let the provider and the data authority uphold it."""
    id_ = reviewed("plan")
    call("decider", "decide", id=id_, **REFUSAL)
    for who in ("second", "cdo"):
        call("clerk", "appeal", id=id_, reason="请复核")
        call(who, "appeal_decide", id=id_, outcome="uphold", reason="维持")
    call("clerk", "appeal", id=id_, reason="申请复议")
    return id_


def decide(who: str, id_: str, **more: Any) -> Any:
    given = {
        "outcome": "overrule",
        "reason": "按复议决定办理",
        **OUTSIDE,
        "upload": paper(),
        **more,
    }
    return outcome(who, "appeal_decide", id=id_, **given)


def test_who_decided_for_the_authority_does_not_record_for_the_government() -> None:
    id_ = before_the_government()
    assert (part_of(id_).appeal_level, decide("cdo", id_)) == ("government", ["state"])
    assert (decide("second", id_), decide("clerk", id_)) == (["state"], "forbidden")
    assert decide("cdo2", id_) == "yes"
    assert state_of(id_) == "active"


def test_the_decision_is_on_record_with_its_paper(store: Path) -> None:
    id_ = before_the_government()
    decide("cdo2", id_)
    file = model.Session.query(Evidence).one()
    assert (file.kind, file.added_by, stored(store)) == ("outside_decision", "id-cdo2", [PAPER])
    expected = {"body": "省人民政府", "number": "政复〔2026〕12号", "decided_on": "2026-09-23",
                "evidence_id": file.id}  # fmt: skip
    step = next(one for one in events_of(id_) if one.event == "overrule")
    assert (step.as_party, step.actor_id, step.after["outside"]) == (
        "authority", "id-cdo2", expected,
    )  # fmt: skip
    assert call("clerk", "show", id=id_)["parts"][0]["outside"] == expected
    assert outcome("clerk", "evidence_show", id=file.id) == "yes"


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"outside_body": ""}, ["outside_body"]),
        ({"outside_number": " "}, ["outside_number"]),
        ({"outside_on": ""}, ["outside_on"]),
        ({"outside_on": "2026-09-25"}, ["outside_on"]),
        ({"upload": None}, ["upload"]),
        ({"upload": paper(b"no paper")}, ["upload"]),
        ({"outside_body": "", "outside_on": "", "upload": None},
         ["outside_body", "outside_on", "upload"]),
    ],
)  # fmt: skip
def test_nothing_of_it_may_be_missing(more: dict[str, Any], fields: list[str], store: Path) -> None:
    id_ = before_the_government()
    assert decide("cdo2", id_, **more) == fields
    assert (state_of(id_), stored(store)) == ("appealed", [])
    assert decide("cdo2", id_, outcome="remit") == "yes"
    assert state_of(id_) == "in_review"


def test_the_authority_decides_at_its_own_level_without_a_paper(store: Path) -> None:
    id_ = reviewed("plan")
    call("decider", "decide", id=id_, **REFUSAL)
    call("clerk", "appeal", id=id_, reason="请复核")
    call("second", "appeal_decide", id=id_, outcome="uphold", reason="维持")
    call("clerk", "appeal", id=id_, reason="请复核")
    assert outcome("cdo", "appeal_decide", id=id_, outcome="uphold", reason="维持") == "yes"
    assert (part_of(id_).outside, stored(store)) == (None, [])


def test_its_applicant_takes_no_official_paper_away() -> None:
    id_ = before_the_government()
    decide("cdo2", id_, outcome="remit")
    call("editor", "return", id=id_, reason="请补充")
    file = model.Session.query(Evidence.id).scalar()
    assert outcome("clerk", "evidence_delete", id=file) == "forbidden"
    given = {"id": id_, "kind": "outside_decision", "upload": paper()}
    assert outcome("clerk", "evidence_add", **given) == ["kind"]
    assert outcome("clerk", "evidence_add", **{**given, "kind": "other"}) == "yes"


def test_the_form_of_the_authority_asks_for_it_and_the_page_names_it(visit: Visit) -> None:
    id_ = before_the_government()
    path = f"/applications/{id_}/{part_of(id_).id}/appeal_decide"
    assert texts(visit("cdo2", path), "fieldset legend")[-1] == "所登记的政府决定"
    form = {"outcome": "uphold", "reason": "按复议决定办理", **OUTSIDE}
    assert visit("cdo2", path, form).status_code == 409
    upload = (io.BytesIO(PAPER), "复议决定书.pdf")
    assert visit("cdo2", path, {**form, "upload": upload}).status_code == 302
    told = "省人民政府于2026-09-23作出决定（政复〔2026〕12号），由政务数据主管部门代为登记。"
    for who in ("clerk", "decider"):
        assert told in texts(visit(who, f"/applications/{id_}"), ".scigov-note")
