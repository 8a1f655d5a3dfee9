"""The papers of an application: who is offered which, and what they say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from applying import active, call, drafted, part_of, pass_time, reviewed, submitted
from page_reading import texts
from papers.reading import text_of_pdf

Visit = Callable[..., Any]
PLAN, OUTPUT = "数据plan", "数据output"


def offered(visit: Visit, who: str, id_: str) -> list[str]:
    return texts(visit(who, f"/applications/{id_}"), ".scigov-papers li > span")


def paper(visit: Visit, who: str, id_: str, name: str, **query: str) -> Any:
    path = f"/applications/{id_}/papers/{name}.pdf"
    return visit(who, path, query_string=query)


def text(visit: Visit, who: str, id_: str, name: str, **query: str) -> str:
    return text_of_pdf(paper(visit, who, id_, name, **query).get_data())


def refused(*datasets: str) -> str:
    id_ = reviewed(*datasets)
    call(
        "decider", "decide", id=id_, outcome="refused", reason="依据不足", ground="purpose_unclear"
    )
    return id_


def test_draft_is_printed_to_be_sealed(visit: Visit) -> None:
    id_ = drafted("plan", "output")
    assert offered(visit, "clerk", id_) == ["申请书", "承诺书"]
    words = text(visit, "clerk", id_, "application")
    assert all(one in words for one in (PLAN, OUTPUT, "省统计局", "核对全省科技计划项目"))


def test_receipt_has_number_and_last_day(visit: Visit) -> None:
    id_ = reviewed("plan")
    words = text(visit, "clerk", id_, "receipt")
    assert "SJSQ-20260924-0001" in words
    assert "2026年10月15日" in words
    assert "省科学技术厅" in words


def test_reply_has_reasons_remedies_and_its_day(visit: Visit) -> None:
    id_ = refused("plan")
    assert offered(visit, "clerk", id_)[-1] == "承诺书"
    assert "答复书（不予同意）" in offered(visit, "clerk", id_)
    words = text(visit, "clerk", id_, "reply_refused")
    expected = ("SJSQ-20260924-0001", "依据不足", "提供单位协商", "2026年9月24日")
    assert [one for one in expected if one not in words] == []


def test_paper_of_what_has_not_happened_is_absent(visit: Visit) -> None:
    id_ = reviewed("plan")
    assert paper(visit, "clerk", id_, "receipt").status_code == 200
    for name in ("reply_approved", "revocation", "nothing"):
        assert paper(visit, "clerk", id_, name).status_code == 404


@pytest.mark.parametrize("who", ["plain", "other_decider", "foreign_clerk"])
def test_stranger_gets_no_paper(visit: Visit, who: str) -> None:
    id_ = reviewed("plan")
    answer = paper(visit, who, id_, "receipt")
    absent = paper(visit, who, "nothing-here", "receipt")
    assert (answer.status_code, absent.status_code) == (404, 404)
    assert texts(answer, "[role=main]") == texts(absent, "[role=main]")


def test_each_provider_has_its_own_papers(visit: Visit) -> None:
    id_ = submitted("plan", "output")
    first, second = part_of(id_).id, part_of(id_, "output").id
    call("editor", "accept", id=id_, part_id=first)
    call("other_steward", "return", id=id_, part_id=second, reason="请补充系统备案证明")
    words = text(visit, "clerk", id_, "supplement", part=second)
    assert ("请补充系统备案证明" in words, "省统计局" in words) == (True, True)
    assert paper(visit, "clerk", id_, "supplement", part=first).status_code == 404
    assert paper(visit, "clerk", id_, "supplement").status_code == 404
    assert f"受理通知书：{PLAN}" in offered(visit, "clerk", id_)


def test_extension_names_the_new_last_day(visit: Visit) -> None:
    id_ = reviewed("plan")
    call("decider", "extend_ask", id=id_, reason="数据量较大")
    call("cdo", "extend", id=id_, reason="同意延期")
    words = text(visit, "clerk", id_, "extension")
    assert ("2026年10月29日" in words, "同意延期" in words) == (True, True)


def test_consultation_is_not_for_the_applicant(visit: Visit) -> None:
    id_ = reviewed("plan")
    call("decider", "consult", id=id_, organization="anquanju", reason="是否涉及敏感信息")
    assert "是否涉及敏感信息" in text(visit, "asked", id_, "consultation")
    assert paper(visit, "clerk", id_, "consultation").status_code == 404


def test_revocation_and_the_reply_to_an_appeal(visit: Visit) -> None:
    id_ = active("plan")
    call("decider", "revoke", id=id_, reason="用途不符")
    assert "用途不符" in text(visit, "clerk", id_, "revocation")


def test_reply_to_an_appeal_says_what_came_of_it(visit: Visit) -> None:
    id_ = refused("plan")
    call("clerk", "appeal", id=id_, reason="依据充分")
    call("second", "appeal_decide", id=id_, outcome="remit", reason="应当重新审核")
    words = text(visit, "clerk", id_, "appeal_reply")
    assert [
        one for one in ("依据充分", "应当重新审核", "重新审核并作出答复") if one not in words
    ] == []


def test_paper_is_in_chinese_whatever_the_page_is_in(visit: Visit) -> None:
    id_ = active("plan")
    answer = visit("clerk", f"/en/applications/{id_}/papers/reply_approved.docx")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "Approved" not in text_of_pdf(
        visit("clerk", f"/en/applications/{id_}/papers/reply_approved.pdf").get_data()
    )


def test_reply_stays_when_the_grant_has_ended(visit: Visit, at: Any) -> None:
    from applying import on

    id_ = active("plan")
    pass_time(at, on("2026-10-25"))
    assert "2026年9月24日" in text(visit, "clerk", id_, "reply_approved")
