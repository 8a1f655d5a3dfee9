"""Visitors report: a question, a mail, a button, and a mail for each step; nobody else learns who they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import applying
import pytest
import sqlalchemy as sa
from disputing import EXPLANATION, call, dispute_of, outcome, reported, state_of
from page_reading import problems, texts

from ckan import model

from ckanext.scigov.dispute import jobs
from ckanext.scigov.dispute.model import Dispute, Visitor
from ckanext.scigov.shared.model import OutboxEntry

Visit = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("province")
NEW = "/disputes/new"
ADDRESS = "visitor@example.org"
STEPS = ("已转办责任单位", "已受理", "核实中", "已更正")
FORM = {"dataset": "id-free", "kind": "inaccurate", "explanation": EXPLANATION, "email": ADDRESS}


def disputes() -> list[Dispute]:
    model.Session.expire_all()
    return list(model.Session.scalars(sa.select(Dispute)))


def is_his(to: str) -> bool:
    return to.casefold().startswith("visitor")


def bodies(post_office: Any) -> list[str]:
    """Return what visitors were written; officials get notices of their own."""
    return [letter.get_content() for to, letter in post_office.letters if is_his(to)]


def subjects(post_office: Any) -> list[str]:
    return [str(letter["Subject"]) for to, letter in post_office.letters if is_his(to)]


def link_in(text: str) -> str:
    """Return the path in a letter."""
    found = re.search(r"https?://[^/\s]+(/\S+)", text)
    assert found is not None, text
    return found.group(1)


@pytest.fixture
def filed(post_office: Any, work: Callable[[], list[str]]) -> Callable[[], tuple[str, str]]:
    """Let a visitor report and return id and token of the report; the letter has come."""

    def make(**more: Any) -> tuple[str, str]:
        given = {key: value for key, value in FORM.items() if key != "dataset"}
        assert call("", "create", **{"dataset": "free", **given, **more}) == {
            "state": "unconfirmed"
        }
        assert work() == []
        link = link_in(bodies(post_office)[-1])
        return link.split("/")[2], link.partition("token=")[2]

    return make


def test_a_visitor_answers_a_question_and_is_told_to_look_into_his_mailbox(
    visit: Visit, answered: Any, post_office: Any, work: Any
) -> None:
    page = visit("", f"{NEW}?dataset=free")
    assert texts(page, "label[for=challenge-answer]") == ["三加五等于几？ *"]
    answer = visit("", NEW, {**FORM, **answered(), "act": "send"})
    assert answer.headers["Location"].endswith("/disputes/sent")
    assert texts(visit("", "/disputes/sent"), "h1") == ["请查收邮件"]
    assert (work(), [to for to, _letter in post_office.letters]) == ([], [ADDRESS])
    assert [one.state for one in disputes()] == ["unconfirmed"]


def test_without_the_answer_nothing_is_taken_and_nothing_is_lost(
    visit: Visit, answered: Any, post_office: Any
) -> None:
    answer = visit("", NEW, {**FORM, **answered(), "challenge_answer": "九", "act": "send"})
    assert (answer.status_code, disputes()) == (409, [])
    assert [one.partition("：")[0] for one in problems(answer)] == ["验证问题"]
    assert EXPLANATION in answer.body
    assert ADDRESS in answer.body
    assert visit("", NEW, {**FORM, "act": "send"}).status_code == 409


def test_who_is_signed_in_is_asked_nothing(visit: Visit) -> None:
    page = visit("citizen", f"{NEW}?dataset=free")
    assert (texts(page, "#challenge-answer"), texts(page, "#f-email")) == ([], [])
    answer = visit("citizen", NEW, {**FORM, "email": "", "act": "send"})
    (dispute,) = disputes()
    assert answer.headers["Location"].endswith(f"/disputes/{dispute.id}")
    assert (dispute.state, dispute.filer_kind) == ("forwarded", "person")


def test_members_of_agencies_report_for_them(visit: Visit) -> None:
    page = visit("clerk", f"{NEW}?dataset=free")
    assert texts(page, "#f-agency option") == ["以个人名义", "单位0"]
    visit("clerk", NEW, {**FORM, "email": "", "agency": applying.AGENCY, "act": "send"})
    assert [(one.filer_kind, one.agency_id) for one in disputes()] == [("agency", applying.AGENCY)]


def test_the_link_shows_the_report_and_a_button_confirms_it(visit: Visit, filed: Any) -> None:
    id_, token = filed()
    path = f"/disputes/{id_}/confirm"
    shown = visit("", f"{path}?token={token}")
    assert (shown.status_code, state_of(id_)) == (200, "unconfirmed")
    assert EXPLANATION in shown.body
    assert shown.headers["Referrer-Policy"] == "strict-origin"
    assert shown.headers["Cache-Control"] == "no-store, private"
    assert visit("", path, {"token": ""}).status_code == 404
    assert visit("", f"{path}?token={token}x").status_code == 404
    answer = visit("", path, {"token": token})
    assert answer.headers["Location"].endswith(f"/disputes/{id_}?token={token}")
    assert state_of(id_) == "forwarded"
    again = visit("", f"{path}?token={token}")
    assert again.headers["Location"].endswith(f"/disputes/{id_}?token={token}")


def test_letters_say_what_happened_in_his_language_and_nothing_of_the_data(
    filed: Any, post_office: Any, work: Any
) -> None:
    id_, token = filed(proposal_change=None)
    call("", "confirm", id=id_, token=token)
    call("editor", "accept", id=id_, reason="予以受理")
    call("", "remark", id=id_, token=token, reason="补充一句说明")
    call("editor", "verify", id=id_)
    call("editor", "correct", id=id_, reason="已删除误入的表头行")
    call("", "close", id=id_, token=token)
    assert work() == []
    assert sorted(subjects(post_office)) == sorted(
        ["请确认您提出的数据疑义", *(f"您反馈的疑义：{word}" for word in STEPS)]
    )
    assert [link_in(one) for one in bodies(post_office)[1:]] == [
        f"/disputes/{id_}?token={token}"
    ] * 4
    for text in bodies(post_office):
        assert not any(word in text for word in (EXPLANATION, "表头", "予以受理", "补充"))


def test_letters_are_in_the_language_of_the_page(
    visit: Visit, answered: Any, post_office: Any, work: Any
) -> None:
    visit("", f"/en{NEW}", {**FORM, **answered(), "act": "send"})
    assert work() == []
    ((_to, letter),) = post_office.letters
    assert str(letter["Subject"]) == "Confirm your report about data"
    assert link_in(letter.get_content()).startswith("/en/disputes/")


def test_what_is_confirmed_before_the_letter_goes_out_needs_none(
    filed: Any, post_office: Any, work: Any
) -> None:
    id_, token = filed()
    call("", "create", **{**FORM, "dataset": "free"})
    call("", "confirm", id=id_, token=token)
    assert work() == []
    assert subjects(post_office) == ["请确认您提出的数据疑义", "您反馈的疑义：已转办责任单位"]


def test_a_second_report_of_a_mailbox_is_answered_as_the_first_and_gets_its_link(
    filed: Any, post_office: Any
) -> None:
    id_, token = filed()
    assert filed(email="Visitor+again@EXAMPLE.org") == (id_, token)
    call("", "confirm", id=id_, token=token)
    number = dispute_of(id_).number
    filed()
    assert number in bodies(post_office)[-1]
    assert [one.id for one in disputes()] == [id_]


def test_who_joined_by_merging_is_told_of_the_head(filed: Any, post_office: Any, work: Any) -> None:
    head = reported()
    id_, token = filed()
    call("", "confirm", id=id_, token=token)
    call("editor", "merge", id=id_, into=head)
    call("editor", "accept", id=head)
    assert work() == []
    written = dict(zip(subjects(post_office), bodies(post_office), strict=True))
    assert link_in(written["您反馈的疑义：已受理"]) == f"/disputes/{id_}?token={token}"


ENDS = {
    "reject": ("不予受理", {"ground": "unclear", "reason": "没有写明是哪一行数据"}),
    "correct": ("已更正", {"reason": "已删除误入的表头行"}),
    "partly": ("部分更正", {"reason": "已删除其中一行", "is_in_part": True}),
    "refuse": ("不予更正", {"ground": "data_are_right", "reason": "经与原始档案核对无误"}),
}


@pytest.mark.parametrize("end", ENDS)
def test_who_joined_by_merging_is_told_how_the_head_ends(
    end: str, filed: Any, post_office: Any, work: Any, at: Any
) -> None:
    head = reported()
    id_, token = filed()
    call("", "confirm", id=id_, token=token)
    call("editor", "merge", id=id_, into=head)
    word, given = ENDS[end]
    if end != "reject":
        call("editor", "accept", id=head)
    assert work() == []
    before = len(subjects(post_office))
    step, more = ("decide", {"outcome": "refuse"}) if end == "refuse" else (end, {})
    call("editor", "correct" if end == "partly" else step, id=head, **given, **more)
    at(later := applying.on("2027-03-01"))
    jobs.take_steps_of_time(later)
    assert (work(), state_of(head)) == ([], "closed")
    told = sorted(subjects(post_office)[before:])
    assert told == sorted([f"您反馈的疑义：{word}", "您反馈的疑义：已办结"])
    links = {link_in(one).partition("?")[0] for one in bodies(post_office)[before:]}
    assert links == {f"/disputes/{id_}"}


def test_a_mailbox_is_verified_by_the_link(filed: Any) -> None:
    id_, token = filed()
    assert [one.verified_at for one in model.Session.scalars(sa.select(Visitor))] == [None]
    call("", "confirm", id=id_, token=token)
    model.Session.expire_all()
    (visitor,) = model.Session.scalars(sa.select(Visitor))
    assert (visitor.dispute_id, visitor.verified_at) == (id_, applying.NOW)


def test_a_forgotten_visitor_gets_no_letter(filed: Any, post_office: Any, work: Any) -> None:
    id_, token = filed()
    call("", "confirm", id=id_, token=token)
    model.Session.execute(sa.delete(Visitor))
    model.Session.commit()
    assert (work(), len(bodies(post_office))) == ([], 1)


def test_neither_address_nor_token_waits_in_the_outbox(province: None) -> None:
    call("", "create", **{**FORM, "dataset": "free"})
    (entry,) = model.Session.scalars(sa.select(OutboxEntry))
    (dispute,) = disputes()
    assert entry.payload == {"dispute": dispute.id, "about": "ask_to_confirm"}


def test_nobody_reports_the_same_place_twice(province: None) -> None:
    id_ = reported()
    again = {"dataset": "free", "kind": "inaccurate", "explanation": EXPLANATION}
    assert outcome("citizen", "create", **again) == ["state"]
    assert reported(kind="other") != id_
    call("citizen", "withdraw", id=id_)
    assert reported() != id_
    assert reported(user="plain") != id_


def test_of_one_place_only_so_many_are_taken(settings_of: Callable[..., None]) -> None:
    settings_of(open_of_place=2)
    reported()
    call("", "create", **{**FORM, "dataset": "free"})
    reported(user="plain")
    wish = {"kind": "other", "explanation": EXPLANATION}
    assert outcome("editor", "create", dataset="free", **wish) == ["state"]
    assert outcome("editor", "create", resource="free-a", **wish) == "yes"
