"""The form of an application: begun, kept, refused with all that was typed, submitted, supplemented."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import applying
import pytest
from applying import AGENCY, TEXTS, call, drafted, reviewed, state_of, verify
from bs4 import BeautifulSoup
from page_reading import problems, texts

from ckan import model

from ckanext.scigov.application.model import Filing

Visit = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("found")
NEW = "/applications/new"
FORM = {
    "kind": "share", "agency_id": AGENCY, "dataset": ["id-plan"], "handlers": ["id-clerk"], **TEXTS,
    "manner-id-plan": "api", "from_on-id-plan": "2026-09-24", "until_on-id-plan": "2026-10-23",
    "all_resource_ids-id-plan": "2", "resource_ids-id-plan": ["plan-a", "plan-b"],
}  # fmt: skip


def filings() -> list[Filing]:
    model.Session.expire_all()
    return list(model.Session.query(Filing))


def sent(answer: Any) -> dict[str, Any]:
    """Return what a form that came back would send again."""
    page = BeautifulSoup(answer.body, "html.parser")
    found: dict[str, Any] = {
        one["name"]: one.get_text() for one in page.select("main textarea, [role=main] textarea")
    }
    for one in page.select("[role=main] input[name]"):
        if one.get("type") in ("radio", "checkbox") and not one.has_attr("checked"):
            continue
        found.setdefault(one["name"], []).append(one.get("value", ""))
    return found


def test_the_form_begins_with_the_dataset(visit: Visit) -> None:
    answer = visit("clerk", f"{NEW}?dataset=id-plan&dataset=output")
    assert texts(answer, "h1") == ["申请使用"]
    assert [one.split()[0] for one in texts(answer, ".scigov-wanted > legend")] == [
        "数据plan",
        "数据output",
    ]
    form = sent(answer)
    assert form["dataset"] == ["id-plan", "id-output"]
    assert form["resource_ids-id-plan"] == ["plan-a", "plan-b"]
    assert form["handlers"] == ["id-clerk"]
    assert form["from_on-id-plan"] == ["2026-09-24"]
    assert texts(answer, "[aria-current=page]") == ["以本单位名义（共享）"]


def test_who_belongs_to_no_agency_applies_for_himself(visit: Visit) -> None:
    answer = visit("plain", f"{NEW}?dataset=id-plan")
    assert sent(answer)["kind"] == ["open"]
    assert "尚未核验" in texts(answer, "#f-identity")[0]
    verify("citizen")
    assert "身份已核验" in texts(visit("citizen", f"{NEW}?dataset=id-plan"), "#f-identity")[0]


@pytest.mark.parametrize("name", ["id-hidden", "id-absent", 'x" OR id:*', "closed"])
def test_what_is_hidden_is_as_absent(visit: Visit, name: str) -> None:
    if name == "closed":
        assert len(texts(visit("plain", f"{NEW}?dataset=id-closed"), ".scigov-wanted")) == 1
        return
    answer = visit("plain", NEW, query_string={"dataset": name})
    assert (answer.status_code, texts(answer, ".scigov-wanted")) == (200, [])


def test_a_draft_is_kept_by_a_button(visit: Visit) -> None:
    answer = visit("clerk", NEW, {**FORM, "act": "save", "purpose": "短"})
    filing = filings()[0]
    assert (answer.status_code, filing.fields["purpose"]) == (302, "短")
    assert answer.headers["Location"].endswith(f"/applications/{filing.id}/edit")
    again = visit("clerk", f"/applications/{filing.id}/edit")
    assert sent(again)["purpose"] == "短"
    assert texts(again, "option[selected]") == ["接口调用"]


def test_a_draft_keeps_itself(visit: Visit) -> None:
    asks = {"headers": {"Accept": "application/json"}}
    made = json.loads(visit("clerk", NEW, {**FORM, "act": "save"}, **asks).body)
    assert (made["version"], made["url"].endswith(f"/applications/{filings()[0].id}/edit")) == (
        1,
        True,
    )
    path = f"/applications/{filings()[0].id}/edit"
    changed = {**FORM, "act": "save", "scene": "另一场景", "version": "1"}
    assert json.loads(visit("clerk", path, changed, **asks).body)["version"] == 2
    stale = visit("clerk", path, changed, **asks)
    assert (stale.status_code, len(filings())) == (409, 1)


def test_all_that_is_wrong_is_said_and_nothing_is_lost(visit: Visit) -> None:
    form = {
        **FORM, "act": "submit", "purpose": "短", "legal_basis": "", "contact_phone": "",
        "until_on-id-plan": "2026-09-01", "resource_ids-id-plan": ["plan-b"], "handlers": [],
    }  # fmt: skip
    answer = visit("clerk", NEW, form)
    assert answer.status_code == 409
    assert [one.partition("：")[0] for one in problems(answer)] == [
        "用途", "法律依据", "电话", "经办人", "使用截止日期（含当日）（数据plan）",
    ]  # fmt: skip
    back = sent(answer)
    kept = ("purpose", "scene", "resource_ids-id-plan", "until_on-id-plan", "contact_name")
    assert [back[name] for name in kept] == [
        "短", TEXTS["scene"], ["plan-b"], ["2026-09-01"], [TEXTS["contact_name"]],
    ]  # fmt: skip
    assert len(texts(answer, ".error-block")) == 5
    assert state_of(filings()[0].id) == "draft"


def test_links_of_problems_lead_to_fields(visit: Visit) -> None:
    form = {**FORM, "act": "submit", "purpose": "", "until_on-id-plan": "2026-09-01"}
    page = BeautifulSoup(visit("clerk", NEW, form).body, "html.parser")
    places = [one["href"][1:] for one in page.select(".scigov-problems a")]
    assert [page.find(id=place) is not None for place in places] == [True] * 2


def test_nothing_ticked_is_not_everything(visit: Visit) -> None:
    form = {**FORM, "act": "submit"}
    del form["resource_ids-id-plan"]
    answer = visit("clerk", NEW, form)
    assert (answer.status_code, texts(answer, ".error-block")) == (409, ["请至少勾选一项。"])
    assert state_of(filings()[0].id) == "draft"


def test_what_is_complete_is_submitted(visit: Visit) -> None:
    answer = visit("clerk", NEW, {**FORM, "act": "submit"})
    filing = filings()[0]
    assert (answer.status_code, state_of(filing.id)) == (302, "signing")
    assert filing.number == "SJSQ-20260924-0001"
    asked = applying.part_of(filing.id).asked
    assert (asked["resource_ids"], asked["manner"]) == ([], "api")


def test_datasets_are_searched_for_added_and_left_out(visit: Visit) -> None:
    searched = visit("clerk", NEW, {**FORM, "act": "find", "find": "数据"})
    added = texts(searched, ".scigov-found li")
    assert any("数据output" in one for one in added)
    assert not any("数据plan" in one or "数据free" in one or "数据closed" in one for one in added)
    more = visit("clerk", NEW, {**FORM, "act": "add:id-output"})
    assert (sent(more)["dataset"], sent(more)["purpose"]) == (
        ["id-plan", "id-output"],
        TEXTS["purpose"],
    )
    less = visit(
        "clerk", NEW, {**FORM, "dataset": ["id-plan", "id-output"], "act": "remove:id-plan"}
    )
    assert sent(less)["dataset"] == ["id-output"]
    assert filings() == []


def test_what_is_shared_unconditionally_is_had_at_once(visit: Visit) -> None:
    answer = visit("clerk", f"{NEW}?dataset=id-shared")
    assert texts(answer, "h1") == ["申请即享"]
    assert [name in sent(answer) for name in ("purpose", "legal_basis", "contact_name")] == [
        True,
        False,
        False,
    ]
    form = {"kind": "share", "agency_id": AGENCY, "dataset": "id-shared", "act": "submit"}
    refused = visit("clerk", NEW, {**form, "purpose": "短", "scene": ""})
    assert (refused.status_code, len(problems(refused)), filings()) == (409, 2, [])
    texts_given = {"purpose": TEXTS["purpose"], "scene": TEXTS["scene"]}
    assert visit("clerk", NEW, {**form, **texts_given}).status_code == 302
    assert state_of(filings()[0].id, "shared") == "active"


def test_a_supplement_shows_what_is_wanted(visit: Visit) -> None:
    id_ = reviewed("plan")
    call("editor", "return", id=id_, reason="请写明使用频次")
    answer = visit("clerk", f"/applications/{id_}/edit")
    assert texts(answer, "h1") == ["补正申请"]
    assert texts(answer, ".scigov-wishes li")[0].startswith("请写明使用频次")
    assert texts(answer, "#find") == []
    form = {
        **FORM,
        "act": "submit",
        "scene": "每季度一次，由两人使用",
        "version": sent(answer)["version"][0],
    }
    assert visit("clerk", f"/applications/{id_}/edit", form).status_code == 302
    assert state_of(id_) == "submitted"


def test_what_is_submitted_cannot_be_edited(visit: Visit) -> None:
    id_ = reviewed("plan")
    answer = visit("clerk", f"/applications/{id_}/edit")
    assert (answer.status_code, answer.headers["Location"].endswith(f"/applications/{id_}")) == (
        302,
        True,
    )
    assert visit("clerk", f"/applications/{drafted('plan')}/edit").status_code == 200


def test_questions_of_the_provider_are_asked(visit: Visit) -> None:
    asked = [{"text": "是否对接其他系统？", "is_needed": True}]
    question = call("editor", "question_set", dataset_id="id-plan", questions=asked)[0]["id"]
    name = f"answer-{question}"
    assert sent(visit("clerk", f"{NEW}?dataset=id-plan"))[name] == ""
    answer = visit("clerk", NEW, {**FORM, "act": "submit"})
    assert (answer.status_code, len(texts(answer, f"#{name}-error"))) == (409, 1)
    path = f"/applications/{filings()[0].id}/edit"
    given = {**FORM, "act": "submit", name: "不对接", "version": "1"}
    assert visit("clerk", path, given).status_code == 302
    assert "不对接" in visit("clerk", path.removesuffix("/edit")).body
