"""Pages about agencies, roles and terms: lists, forms that come back, acts."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from bs4 import BeautifulSoup

from ckan import model
from ckan.tests import factories, helpers

from ckanext.scigov.access.domain.obligations import Obligations
from ckanext.scigov.access.model import Grant
from ckanext.scigov.access.service import terms

CODE = "91350100M000100Y43"
Visit = Callable[..., Any]


@pytest.fixture
def visit(app: Any, clean_site: None) -> Visit:
    def go(name: str, path: str, form: dict[str, str] | None = None) -> Any:
        user = model.User.get(name)
        token = helpers.call_action("api_token_create", user=user.id, name="t") if user else {}
        headers = {"Authorization": token["token"]} if token else {}
        if form is None:
            return app.get(path, headers=headers, follow_redirects=False)
        return app.post(path, data=form, headers=headers, follow_redirects=False)

    return go


def texts(answer: Any, selector: str) -> list[str]:
    page = BeautifulSoup(answer.body, "html.parser")
    return [" ".join(one.get_text(" ").split()) for one in page.select(selector)]


def test_an_agency_is_registered_approved_and_suspended(
    visit: Visit, sysadmin: str, giver: Callable[[str], str]
) -> None:
    officer = giver("cdo")
    wrong = {"title": "省教育厅", "credit_code": "1"}
    answer = visit(sysadmin, "/agencies/new", wrong)
    assert (answer.status_code, len(texts(answer, ".error-block"))) == (409, 1)
    assert 'value="省教育厅"' in answer.body
    made = visit(sysadmin, "/agencies/new", {**wrong, "credit_code": CODE})
    page = made.headers["Location"].partition("/agencies/")[2]
    decision = f"/agencies/{page}/decision"
    assert visit(sysadmin, decision, {"act": "approve"}).status_code == 409
    assert visit(officer, decision, {"act": "approve"}).status_code == 302
    assert texts(visit(officer, f"/agencies/{page}"), ".scigov-badges") == ["已批准"]
    answer = visit(officer, decision, {"act": "suspend"})
    assert (answer.status_code, len(texts(answer, ".error-block"))) == (409, 1)
    assert visit(officer, decision, {"act": "suspend", "reason": "撤并"}).status_code == 302
    assert texts(visit(officer, "/agencies?state=suspended"), "tbody th") == ["省教育厅"]
    assert texts(visit(officer, "/agencies?state=approved"), "tbody th") == []
    assert texts(visit(officer, "/agencies?q=教育"), "tbody th") == ["省教育厅"]


def test_members_come_and_go(
    visit: Visit, sysadmin: str, plain: str, agency_of: Callable[..., str]
) -> None:
    path = f"/agencies/{agency_of()}"
    add = {"act": "add", "user": plain, "capacity": "member"}
    answer = visit(sysadmin, f"{path}/members", {**add, "user": "nobody"})
    assert (answer.status_code, len(texts(answer, ".error-block"))) == (409, 1)
    assert visit(sysadmin, f"{path}/members", add).status_code == 302
    assert len(texts(visit(plain, path), "tbody th")) == 1
    other = factories.User()["name"]
    assert texts(visit(other, path), "tbody th") == []
    assert visit(other, f"{path}/members", add).status_code == 403
    remove = {"act": "remove", "user": plain}
    assert visit(sysadmin, f"{path}/members", remove).status_code == 302
    assert texts(visit(sysadmin, path), "tbody th") == []


@pytest.mark.parametrize("path", ["/agencies", "/agencies/new", "/roles", "/grants/SQ1/terms"])
def test_visitors_are_asked_to_sign_in(visit: Visit, path: str) -> None:
    answer = visit("", path)
    assert (answer.status_code, "/user/login" in answer.headers["Location"]) == (302, True)


def test_who_may_not_register_has_no_form(visit: Visit, plain: str) -> None:
    assert visit(plain, "/agencies").status_code == 200
    assert "/agencies/new" not in visit(plain, "/agencies").body
    assert visit(plain, "/agencies/new").status_code == 403
    assert visit(plain, "/agencies/new", {"title": "x", "credit_code": CODE}).status_code == 403
    assert visit(plain, "/agencies/absent").status_code == 404


def test_roles_are_given_and_taken_back(
    visit: Visit, sysadmin: str, plain: str, units: dict[str, str]
) -> None:
    form = {"user": plain, "role": "steward", "scope_kind": "provider"}
    answer = visit(sysadmin, "/roles", form)
    assert answer.status_code == 409
    assert len(texts(answer, ".error-block")) == 2
    form |= {"organization": units["bureau"], "reason": "岗位任命", "until": "2027-01-01"}
    assert visit(sysadmin, "/roles", form).status_code == 302
    rows = texts(visit(sysadmin, "/roles"), "tbody tr")
    assert all(text in rows[0] for text in ("数据管理员", "bureau", "2027-01-0"))
    assert len(texts(visit(plain, "/roles"), "tbody tr")) == 1
    assert "授予" not in visit(plain, "/roles").body
    held = helpers.call_action("scigov_access_role_list", context={"user": sysadmin})[0]["id"]
    assert visit(sysadmin, f"/roles/{held}/revocation", {}).status_code == 409
    assert visit(plain, f"/roles/{held}/revocation", {"reason": "离岗"}).status_code == 403
    assert visit(sysadmin, f"/roles/{held}/revocation", {"reason": "离岗"}).status_code == 302
    assert texts(visit(sysadmin, "/roles"), "tbody tr") == []
    assert len(texts(visit(sysadmin, "/roles?ended=1"), "tbody tr")) == 1


def test_terms_are_accepted_once_and_on_record(
    visit: Visit, plain: str, dataset_of: Any, issued: Any, recorded: Any
) -> None:
    grant = issued(dataset_of(), obligations=Obligations(no_onward_transfer=True))
    number, user_id = grant.number, model.User.get(plain).id
    path = f"/grants/{number}/terms"
    assert terms.accepted(model.Session, grant, user_id) is False
    assert len(texts(visit(plain, path), ".scigov-terms li")) == 5
    assert visit(plain, path, {}).status_code == 409
    assert terms.accepted(model.Session, grant, user_id) is False
    for _twice in range(2):
        assert visit(plain, path, {"confirmed": "1"}).status_code == 302
    assert terms.accepted(model.Session, grant, user_id) is True
    assert terms.accepted(model.Session, grant, "another") is False
    assert recorded(grant.id)[1:] == [("plain", "terms.accept")]
    assert texts(visit(plain, path), "[type=checkbox]") == []


def test_terms_of_others_are_absent(
    visit: Visit, plain: str, sysadmin: str, dataset_of: Any, issued: Any
) -> None:
    number = issued(dataset_of()).number
    for name in (factories.User()["name"], sysadmin):
        assert visit(name, f"/grants/{number}/terms").status_code == 404
        assert visit(name, f"/grants/{number}/terms", {"confirmed": "1"}).status_code == 404
    assert visit(plain, f"/grants/{number}/terms").status_code == 200


def test_terms_of_another_version_are_to_be_accepted_anew(
    visit: Visit, plain: str, dataset_of: Any, issued: Any
) -> None:
    grant = issued(dataset_of(), asks_terms=True)
    visit(plain, f"/grants/{grant.number}/terms", {"confirmed": "1"})
    user_id = model.User.get(plain).id
    assert terms.accepted(model.Session, grant, user_id) is True
    grant = model.Session.get(Grant, grant.id)
    grant.terms_version = "1"
    assert terms.accepted(model.Session, grant, user_id) is False


def test_links_are_for_those_who_can_use_them(
    visit: Visit, plain: str, sysadmin: str, giver: Callable[[str], str]
) -> None:
    def links(name: str) -> list[str]:
        return texts(visit(name, "/about"), ".scigov-user a")

    assert "单位名录" not in visit("", "/about").body
    assert [one for one in links(plain) if one in ("定级", "单位名录", "角色")] == ["单位名录"]
    for name in (giver("approver"), sysadmin):
        assert [one for one in links(name) if one in ("定级", "单位名录", "角色")] == [
            "定级", "单位名录", "角色",
        ]  # fmt: skip


def test_lists_ask_as_much_for_many_as_for_few(
    visit: Visit,
    sysadmin: str,
    plain: str,
    agency_of: Callable[..., str],
    holder: Callable[..., str],
    count_queries: Callable[[], AbstractContextManager[Any]],
) -> None:
    def asked(path: str) -> int:
        visit(sysadmin, path)
        with count_queries() as queries:
            assert visit(sysadmin, path).status_code == 200
        return queries.count

    agency, _ = agency_of(), holder("steward")
    paths = ("/agencies", f"/agencies/{agency}", "/roles")
    few = [asked(path) for path in paths]
    agency_of("11100000MB0143028R")
    for name in (plain, factories.User()["name"]):
        helpers.call_action(
            "scigov_access_agency_member_add", context={"user": sysadmin},
            agency_id=agency, user=name, capacity="member",
        )  # fmt: skip
        holder("auditor", user=name)
    assert [asked(path) for path in paths] == few
    assert max(few) <= 25


@pytest.mark.parametrize("action", ["agency_list", "role_list", "grant_list"])
def test_the_api_asks_visitors_to_sign_in_as_well(visit: Visit, plain: str, action: str) -> None:
    path = f"/api/3/action/scigov_access_{action}"
    assert (visit("", path).status_code, visit(plain, path).status_code) == (403, 200)
