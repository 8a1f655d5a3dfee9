"""Verified identities: the office's page of them, and what a person is told about his own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from applying import call, outcome, verify
from page_reading import texts

Visit = Callable[..., Any]
PAGE = "/applications/identities"
COMPANY = "91350100M000100Y43"
FORM = {"user": "citizen", "kind": "person", "name": "张某某", "code": "350102199001011234"}


def test_an_identity_is_put_on_record(visit: Visit) -> None:
    assert texts(visit("operator", PAGE), ".scigov-nothing") == ["尚无已核验的身份。"]
    assert visit("operator", PAGE, FORM).status_code == 302
    answer = visit("operator", PAGE)
    assert texts(answer, "tbody th") == ["张某某"]
    assert texts(answer, "tbody td") == ["自然人", "citizen", "*" * 14 + "1234", "2026-09-24", "撤销核验 ：张某某"]  # fmt: skip
    assert "350102199001011234" not in answer.body


@pytest.mark.parametrize(("who", "status"), [("cdo", 403), ("editor", 403), ("citizen", 403)])
def test_the_page_is_for_the_office(visit: Visit, who: str, status: int) -> None:
    verify("citizen")
    assert visit("operator", PAGE).status_code == visit("operator", f"{PAGE}/citizen").status_code
    assert visit(who, PAGE).status_code == status
    assert visit(who, PAGE, {**FORM, "user": "plain"}).status_code == status
    assert visit(who, f"{PAGE}/citizen").status_code == 404
    assert visit(who, f"{PAGE}/citizen", {"reason": "证件失效"}).status_code == 404
    assert outcome("citizen", "identity_show") == "yes"


def test_what_is_wrong_stands_beside_the_fields(visit: Visit) -> None:
    wrong = {"user": "nobody-here", "kind": "company", "name": "", "code": "1"}
    answer = visit("operator", PAGE, wrong)
    assert (answer.status_code, len(texts(answer, "#i-name-error"))) == (409, 1)
    assert "nobody-here" in answer.body
    oneself = visit("operator", PAGE, {**FORM, "user": "operator"})
    assert (oneself.status_code, len(texts(oneself, "#i-user-error"))) == (409, 1)
    code = visit("operator", PAGE, {**FORM, "kind": "company"})
    assert (code.status_code, len(texts(code, "#i-code-error"))) == (409, 1)


def test_identities_are_searched_and_paged(visit: Visit) -> None:
    call("operator", "identity_verify", **FORM)
    company = {"user": "plain", "kind": "company", "name": "某某科技有限公司", "code": COMPANY}
    call("operator", "identity_verify", **company)
    assert len(texts(visit("operator", PAGE), "tbody tr")) == 2
    for words, names in (
        ("科技", ["某某科技有限公司"]), ("citi", ["张某某"]), (COMPANY, ["某某科技有限公司"]),
        ("1234", ["张某某"]), ("%", []),
    ):  # fmt: skip
        found = visit("operator", PAGE, query_string={"q": words})
        assert texts(found, "tbody th") == names
    assert texts(visit("operator", f"{PAGE}?page=2"), "tbody th") == []


def test_an_identity_is_taken_back_with_a_reason(visit: Visit) -> None:
    verify("citizen")
    nothing = visit("operator", f"{PAGE}/citizen", {"reason": ""})
    assert (nothing.status_code, len(texts(nothing, "#i-reason-error"))) == (409, 1)
    assert outcome("citizen", "identity_show") == "yes"
    assert visit("operator", f"{PAGE}/citizen", {"reason": "证件失效"}).status_code == 302
    assert outcome("citizen", "identity_show") == "absent"
    assert visit("operator", f"{PAGE}/citizen").status_code == 404


def test_a_person_reads_how_he_is_verified(visit: Visit, settings: Callable[..., None]) -> None:
    for path in ("/applications", "/applications/new?kind=open"):
        told = texts(visit("citizen", path), ".scigov-identity-how li")
        assert (len(told), told[2]) == (3, "请告知您的用户名：citizen")
    settings(identity_contact="政务服务窗口 0591-87091234")
    told = texts(visit("citizen", "/applications"), ".scigov-identity-how li")
    assert told[1] == "请到以下窗口办理：政务服务窗口 0591-87091234"
    assert texts(visit("clerk", "/applications"), ".scigov-own-identity") == []


def test_his_own_identity_stands_above_his_applications(visit: Visit) -> None:
    verify("citizen")
    answer = visit("citizen", "/applications")
    assert texts(answer, ".scigov-own-identity dd") == [
        "张某某", "自然人", "**************1234", "2026-09-24",
    ]  # fmt: skip
    assert texts(visit("citizen", "/applications/new?kind=open"), ".scigov-identity-how") == []


def test_the_page_asks_as_much_for_three_as_for_one(
    visit: Visit, count_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ckan.model.User.set_user_last_active", lambda _self: None)
    counts = []
    for more in (("citizen",), ("plain", "clerk")):
        for one in more:
            verify(one)
        visit("operator", PAGE)
        with count_queries() as queries:
            answer = visit("operator", PAGE)
        assert len(texts(answer, "tbody tr")) == len(counts) * 2 + 1
        counts.append(len(queries))
    assert counts[0] == counts[1] < 60
