"""Pages about grades: the worklists, and one entry's grade decided on its page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from bs4 import BeautifulSoup

from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.access import grade_history

OPEN = {"security_level": "1", "share_type": "unconditional", "open_type": "unconditional"}
CLOSED = {"security_level": "4", "share_type": "none", "open_type": "none"}
PHONE = {"name": "lxdh", "title": "手机号", "data_type": "C", "description": "联系用的手机"}
Visit = Callable[..., Any]


@pytest.fixture(autouse=True)
def _asks_a_second_person(
    clean_site: None, app: Any, ckan_config: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ckan_config, "ckanext.scigov.access.second_person", "raise")


@pytest.fixture
def visit(app: Any) -> Visit:
    """Get or post as somebody: ``visit("carol", "/grades", {"act": "approve"})``."""

    def go(name: str, path: str, form: dict[str, str] | None = None, **more: Any) -> Any:
        user = model.User.get(name)
        token = helpers.call_action("api_token_create", user=user.id, name="t") if user else {}
        headers = {"Authorization": token["token"]} if token else {}
        if form is None:
            return app.get(path, headers=headers, **more)
        return app.post(path, data=form, headers=headers, follow_redirects=False, **more)

    return go


@pytest.fixture
def save(entry: dict[str, Any], owner_editor: dict[str, Any]) -> Callable[..., Any]:
    def make(name: str = "plan", **fields: Any) -> Any:
        resource = {"name": "清单", "url": "http://example.org/a", "data_items": [PHONE]}
        whole = {**entry, **OPEN, "name": name, "title": name, "resources": [resource], **fields}
        context = {"user": owner_editor["name"], "ignore_auth": False}
        return helpers.call_action("package_create", context=context, **whole)

    return make


def cards(answer: Any) -> list[str]:
    page = BeautifulSoup(answer.body, "html.parser")
    return sorted(one.get_text(strip=True) for one in page.select(".scigov-card-title"))


def errors(answer: Any) -> list[str]:
    page = BeautifulSoup(answer.body, "html.parser")
    return [one.get_text(" ", strip=True) for one in page.select(".error-block")]


def test_the_worklist_shows_what_is_in_reach(
    visit: Visit, save: Any, holder: Any, units: dict[str, str], provider: dict[str, Any]
) -> None:
    save("one")
    save("two")
    everywhere, here = holder("approver"), holder("steward", "provider", provider["id"])
    elsewhere = holder("approver", "provider", units["elsewhere"])
    assert cards(visit(everywhere, "/grades")) == ["one", "two"]
    assert cards(visit(here, "/grades")) == ["one", "two"]
    assert cards(visit(elsewhere, "/grades")) == []
    assert cards(visit("owner_editor", "/grades?show=mine")) == ["one", "two"]
    assert cards(visit(everywhere, "/grades?show=mine")) == []


def test_nobody_else_sees_the_worklist(visit: Visit, save: Any, plain: str) -> None:
    save()
    assert visit(plain, "/grades").status_code == 403
    answer = visit("", "/grades", follow_redirects=False)
    assert (answer.status_code, "/user/login" in answer.headers["Location"]) == (302, True)


def test_what_has_no_grade_is_listed_by_provider(visit: Visit, save: Any, holder: Any) -> None:
    save("one")
    save("later", security_level="unclassified", share_type="", open_type="")
    answer = visit(holder("steward"), "/grades?show=unclassified")
    assert cards(answer) == ["later", "one"]
    chips = BeautifulSoup(answer.body, "html.parser").select(".scigov-chips a")
    assert [one.get_text(" ", strip=True) for one in chips] == ["省科学技术厅 2"]
    assert "Nobody has proposed a grade" in answer.body or "尚无人提出" in answer.body


def test_a_finding_is_answered_on_the_page(visit: Visit, save: Any, holder: Any) -> None:
    dataset, approver = save(), holder("approver")
    path = f"/grades/{dataset['name']}"
    form = {"act": "approve", "object_id": "dataset", "resource_id": "", "reason": ""}
    resource = dataset["resources"][0]["id"]
    finding = {"kind-1": "mobile", "item-1": "手机号", "resource-1": resource}
    answer = visit(approver, path, {**form, **finding, "note-1": "x"})
    assert (answer.status_code, len(errors(answer))) == (409, 1)
    assert visit("", "/dataset/plan").status_code != 200
    given = {"answer-1": "lawful_ground", "note-1": "《政府信息公开条例》第十九条"}
    answer = visit(approver, path, {**form, **finding, **given})
    assert answer.status_code == 302
    assert visit("", "/dataset/plan").status_code == 200
    assert "《政府信息公开条例》第十九条" in visit(approver, path).body


def test_a_proposal_is_refused_with_a_reason(visit: Visit, save: Any, holder: Any) -> None:
    save()
    approver = holder("approver")
    form = {"act": "reject", "object_id": "dataset", "resource_id": ""}
    answer = visit(approver, "/grades/plan", form)
    assert (answer.status_code, len(errors(answer))) == (409, 1)
    assert visit(approver, "/grades/plan", {**form, "reason": "级别偏低"}).status_code == 302
    assert cards(visit(approver, "/grades")) == []
    assert "级别偏低" in visit("owner_editor", "/grades/plan").body


def test_what_is_open_is_closed_at_once(visit: Visit, save: Any, holder: Any) -> None:
    save(resources=[], no_resource_reason="随后挂接")
    approver = holder("approver")
    visit(approver, "/grades/plan", {"act": "approve", "object_id": "dataset"})
    assert visit("", "/dataset/plan").status_code == 200
    form = {"act": "tighten", **CLOSED}
    answer = visit("owner_editor", "/grades/plan", form)
    assert (answer.status_code, len(errors(answer))) == (409, 1)
    assert visit("owner_editor", "/grades/plan", {**form, "reason": "误开放"}).status_code == 302
    shown = helpers.call_action("scigov_access_grade_show", dataset_id="plan")
    assert shown["open_type"] == "none"


@pytest.mark.parametrize("act", ["approve", "reject", "tighten", "propose"])
def test_who_may_not_decide_is_refused(visit: Visit, save: Any, holder: Any, act: str) -> None:
    save()
    form = {"act": act, "object_id": "dataset", "reason": "随意", **CLOSED}
    assert visit(holder("auditor"), "/grades/plan", form).status_code == 403
    assert visit(factories.User()["name"], "/grades/plan", form).status_code == 404
    assert visit(factories.User()["name"], "/grades/absent", form).status_code == 404
    assert visit(holder("approver"), "/grades/plan", {"act": "nothing"}).status_code == 400


def test_pages_ask_as_much_for_many_as_for_few(
    visit: Visit,
    save: Any,
    holder: Any,
    count_queries: Callable[[], AbstractContextManager[Any]],
) -> None:
    approver = holder("approver")

    def asked(path: str) -> int:
        visit(approver, path)
        with count_queries() as queries:
            assert visit(approver, path).status_code == 200
        return queries.count

    save("one")
    paths = ("/grades", "/grades?show=unclassified", "/grades/one")
    few = [asked(path) for path in paths]
    save("two")
    save("three")
    resource = {"name": "清单", "url": "http://example.org/a", "data_items": [PHONE]}
    helpers.call_action("package_patch", id="one", resources=[resource] * 4)
    assert [asked(path) for path in paths] == few
    assert max(few) <= 40


def history(answer: Any) -> list[str]:
    page = BeautifulSoup(answer.body, "html.parser")
    lines = page.select(".scigov-history > li")
    return [" ".join(one.get_text(" ", strip=True).split()) for one in lines]


@pytest.fixture
def approved(visit: Visit, save: Any, holder: Any) -> str:
    save(resources=[], no_resource_reason="随后挂接")
    approver = holder("approver")
    visit(approver, "/grades/plan", {"act": "approve", "object_id": "dataset", "reason": "同意"})
    return str(approver)


def test_the_history_shows_what_was_closed_at_once(
    visit: Visit, approved: str, at: Any, now: Any
) -> None:
    assert len(history(visit(approved, "/grades/plan"))) == 1
    at(now + dt.timedelta(days=3))
    visit("owner_editor", "/grades/plan", {"act": "tighten", "reason": "误开放", **CLOSED})
    at(now + dt.timedelta(days=4))
    visit("owner_editor", "/grades/plan", {"act": "propose", "reason": "核实后可开放", **OPEN})
    at(now + dt.timedelta(days=5))
    visit(approved, "/grades/plan", {"act": "reject", "object_id": "dataset", "reason": "不妥"})
    refused, tightened, first = history(visit(approved, "/grades/plan"))
    assert "不妥" in refused
    assert "同意" in first
    who = model.User.get("owner_editor").fullname
    for part in ("4级", "1级", "误开放", "2026-09-27", who):
        assert part in tightened, part


def test_closing_by_saving_the_entry_is_in_the_history_too(
    visit: Visit, approved: str, at: Any, now: Any
) -> None:
    at(now + dt.timedelta(days=3))
    context = {"user": "owner_editor", "ignore_auth": False}
    terms = {"non_open_basis": "《保密法》", "non_share_basis": "《保密法》", "license_id": ""}
    helpers.call_action("package_patch", context=context, id="plan", **CLOSED, **terms)
    assert model.User.get("owner_editor").fullname in history(visit(approved, "/grades/plan"))[0]
    assert len(history(visit(approved, "/grades/plan"))) == 2


def test_a_long_history_is_cut_off_in_one_place(
    visit: Visit, approved: str, monkeypatch: pytest.MonkeyPatch, at: Any, now: Any
) -> None:
    monkeypatch.setattr(grade_history, "MOST", 3)
    for day in range(1, 5):
        at(now + dt.timedelta(days=2 * day))
        visit("owner_editor", "/grades/plan", {"act": "tighten", "reason": f"收紧{day}", **CLOSED})
        at(now + dt.timedelta(days=2 * day + 1))
        visit("owner_editor", "/grades/plan", {"act": "propose", "reason": f"放宽{day}", **OPEN})
        visit(approved, "/grades/plan", {"act": "approve", "object_id": "dataset"})
    texts = history(visit(approved, "/grades/plan"))
    wanted = ("放宽4", "收紧4", "放宽3")
    assert [word in text for word, text in zip(wanted, texts, strict=True)] == [True] * 3
