"""Pages on which many proposals are decided at once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup
from deciding import outcomes

from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.access.model import GradeProposal
from ckanext.scigov.access.model_together import DecisionTogether

Make = Callable[..., Any]


@pytest.fixture
def visit(app: Any) -> Make:
    """Get, or post a form, as somebody."""
    tokens: dict[str, str] = {}

    def go(name: str, path: str, form: dict[str, Any] | None = None) -> Any:
        if name and name not in tokens:
            tokens[name] = helpers.call_action("api_token_create", user=name, name="t")["token"]
        headers = {"Authorization": tokens[name]} if name else {}
        if form is None:
            return app.get(path, headers=headers, follow_redirects=False)
        return app.post(path, data=form, headers=headers, follow_redirects=False)

    return go


@pytest.fixture
def address(group: dict[str, str]) -> str:
    return f"/grades/together?{urlencode(group)}"


def texts(answer: Any, selector: str) -> list[str]:
    page = BeautifulSoup(answer.body, "html.parser")
    return [" ".join(one.get_text(" ", strip=True).split()) for one in page.select(selector)]


def links(answer: Any) -> list[str]:
    page = BeautifulSoup(answer.body, "html.parser")
    return [str(one["href"]) for one in page.select(".scigov-item-name a")]


def form_of(answer: Any) -> dict[str, str]:
    page = BeautifulSoup(answer.body, "html.parser")
    fields = page.select("form.scigov-decision input[type=hidden]")
    return {str(one["name"]): str(one["value"]) for one in fields if one["name"] != "_csrf_token"}


def test_from_the_worklist_to_the_outcome(
    gathered: Make, visit: Make, work: Make, approver: str, owner_editor: Any
) -> None:
    for name in ("one", "two"):
        gathered(name)
    persons = "科技计划项目信息;受理编号,项目名称,项目负责人,身份证,申报书pdf;"
    gathered("persons", notes=persons)
    (address,) = links(visit(approver, "/grades"))
    page = visit(approver, address)
    assert sorted(links(page)[:2]) == ["/grades/one", "/grades/two"]
    assert links(page)[2:] == ["/grades/persons"]
    form = {**form_of(page), "decision": "approve"}
    assert form["count"] == "2"
    refused = visit(approver, "/grades/together", {**form, "reason": " "})
    assert (refused.status_code, len(texts(refused, ".error-block"))) == (409, 1)
    answer = visit(approver, "/grades/together", {**form, "reason": "核定"})
    outcome = answer.headers["Location"]
    assert texts(visit(approver, outcome), ".scigov-facts dd")[-3:] == ["0", "0", "2"]
    work()
    assert texts(visit(approver, outcome), ".scigov-facts dd")[-3:] == ["2", "0", "0"]
    assert visit("", "/dataset/one").status_code == 200
    assert visit("", "/dataset/persons").status_code == 404


def test_what_was_skipped_is_shown_with_its_reason(
    gathered: Make, visit: Make, decide: Make, work: Make, approver: str
) -> None:
    gathered("one")
    made = decide(1)
    helpers.call_action("package_patch", id="one", notes="另一个说明。")
    work()
    page = visit(approver, f"/grades/together/{made['id']}")
    assert links(page) == ["/grades/one"]
    (line,) = texts(page, ".scigov-items > li")
    assert "changed after" in line or "改动" in line
    assert made["id"] in visit(approver, "/grades").body


def test_a_group_that_has_changed_comes_back_as_it_is_now(
    gathered: Make, visit: Make, address: str, approver: str
) -> None:
    gathered("one")
    form = {**form_of(visit(approver, address)), "decision": "approve", "reason": "核定"}
    gathered("two")
    answer = visit(approver, "/grades/together", form)
    assert (answer.status_code, form_of(answer)["count"]) == (409, "2")
    assert model.Session.query(DecisionTogether).count() == 0
    model.Session.query(GradeProposal).update({"state": "rejected"})
    model.Session.commit()
    answer = visit(approver, "/grades/together", form)
    assert (answer.status_code, answer.headers["Location"].endswith("/grades")) == (302, True)


def test_who_may_not_gets_the_same_as_for_what_is_absent(
    gathered: Make, visit: Make, group: Any, address: str, decide: Make, holder: Make, somebody: str
) -> None:
    gathered("one")
    absent = f"/grades/together?{urlencode({**group, 'provider': 'absent'})}"
    elsewhere = factories.Organization()["id"]
    there = holder("approver", "provider", elsewhere)
    wrong = "/grades/together?security_level=9"
    assert {visit(there, path).status_code for path in (address, absent, wrong)} == {404}
    assert {visit(somebody, path).status_code for path in (address, absent, wrong)} == {403}
    assert {visit("", path).status_code for path in (address, absent, wrong)} == {302}
    path = f"/grades/together/{decide(1)['id']}"
    assert {visit(there, one).status_code for one in (path, "/grades/together/absent")} == {404}
    assert {visit(somebody, one).status_code for one in (path, "/grades/together/absent")} == {403}
    form = {**group, "decision": "approve", "reason": "核定", "count": "1"}
    assert visit(somebody, "/grades/together", form).status_code == 403
    assert visit(there, "/grades/together", form).status_code == 302
    assert model.Session.query(DecisionTogether).count() == 1


def copied(dataset_id: str, number: int) -> None:
    """Make many more entries with proposals out of one, by statements of our own."""
    package, proposal = model.package_table, GradeProposal.__table__
    whole = model.Session.execute(package.select().where(package.c.id == dataset_id)).one()
    wish = model.Session.execute(proposal.select().where(proposal.c.dataset_id == dataset_id)).one()
    names = [f"copy-{one}" for one in range(number)]
    rows = [{**whole._mapping, "id": name, "name": name} for name in names]
    model.Session.execute(package.insert(), rows)
    about = [{"id": name, "object_id": name, "dataset_id": name} for name in names]
    model.Session.execute(proposal.insert(), [{**wish._mapping, **one} for one in about])
    model.Session.commit()


def test_pages_ask_as_much_for_300_proposals_as_for_one(
    gathered: Make,
    visit: Make,
    decide: Make,
    address: str,
    approver: str,
    count_queries: Callable[[], AbstractContextManager[Any]],
) -> None:
    def asked(path: str) -> int:
        visit(approver, path)
        with count_queries() as queries:
            assert visit(approver, path).status_code == 200
        return queries.count

    first = gathered("one")
    few = [asked(path) for path in ("/grades", address)]
    copied(first["id"], 299)
    page = visit(approver, address)
    assert (form_of(page)["count"], len(links(page))) == ("300", 20)
    assert [asked(path) for path in ("/grades", address)] == few
    made = decide(300)
    assert asked(f"/grades/together/{made['id']}") <= max(few) <= 40
    assert len(outcomes(made["id"])) == 300
