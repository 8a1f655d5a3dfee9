"""Every finding is answered by itself, with a note that somebody else can check."""

from __future__ import annotations

import pytest

from ckanext.scigov.access.domain.personal_answers import (
    Answer,
    Answered,
    Found,
    PersonalDataReason,
    answer_to,
    judge_answer,
    judge_answers,
    needs_answer,
    stored_answers,
)
from ckanext.scigov.access.domain.personal_data import Finding, FoundBy
from ckanext.scigov.access.domain.personal_words import PersonalDataKind
from ckanext.scigov.catalogue.domain.grades import ACCESS_RIGHTS, Grade, Level, OpenType, ShareType

ID, MOBILE = PersonalDataKind.RESIDENT_ID, PersonalDataKind.MOBILE
NUMBER = Found("r1", Finding(ID, "证件号", FoundBy.VALUES, 90, 100))
PHONE = Found("r1", Finding(MOBILE, "手机号", FoundBy.NAME, 0, 100))
ELSEWHERE = Found("r2", Finding(ID, "证件号", FoundBy.NAME, 0, 0))


def grade(level: str, share: str, open_type: str) -> Grade:
    return Grade(Level(level), ShareType(share), OpenType(open_type))


def test_what_opens_needs_an_answer() -> None:
    asked = {
        grade("1", "unconditional", "unconditional"): True,
        grade("2", "unconditional", "conditional"): True,
        grade("2", "unconditional", "none"): True,
        grade("3", "conditional", "conditional"): True,
        grade("3", "conditional", "none"): False,
        grade("4", "none", "none"): False,
    }
    assert {one: needs_answer(one) for one in ACCESS_RIGHTS} == asked
    assert needs_answer(None) is False


@pytest.mark.parametrize(
    ("answer", "note", "reason"),
    [
        (None, "", "ANSWER_MISSING"),
        (None, "依据《条例》第九条", "ANSWER_MISSING"),
        (Answer.LAWFUL_GROUND, "依据《条例》第九条", ""),
        (Answer.LAWFUL_GROUND, "条例九", "GROUND_MISSING"),
        (Answer.LAWFUL_GROUND, " 无 \n 无 ", "GROUND_MISSING"),
        (Answer.MASKED, "", "NOTE_MISSING"),
        (Answer.MASKED, "无", "NOTE_MISSING"),
        (Answer.MASKED, "虚构", ""),
        (Answer.NOT_PERSONAL, "", "NOTE_MISSING"),
        (Answer.NOT_PERSONAL, "单位电话", ""),
    ],
)
def test_answers(answer: Answer | None, note: str, reason: str) -> None:
    found = judge_answer(answer, note)
    assert (found.name if found else "") == reason


def judged(*answers: Answered) -> list[tuple[str, str, object]]:
    refusals = judge_answers([NUMBER, PHONE, ELSEWHERE], answers)
    return [(r.reason.name, r.field, r.values["item"]) for r in refusals]


def test_each_finding_is_answered_by_itself() -> None:
    number = Answered("resident_id", "证件号", Answer.MASKED, "号码为虚构")
    phone = Answered("mobile", "手机号", Answer.NOT_PERSONAL, "")
    assert judged(number) == [("ANSWER_MISSING", "answers", "手机号")]
    assert judged(number, phone) == [("NOTE_MISSING", "answers", "手机号")]
    assert judged() == [
        ("ANSWER_MISSING", "answers", "证件号"),
        ("ANSWER_MISSING", "answers", "手机号"),
        ("ANSWER_MISSING", "answers", "证件号"),
    ]


def test_an_answer_can_be_for_one_resource_alone() -> None:
    here = Answered("resident_id", "证件号", Answer.MASKED, "号码为虚构", "r1")
    assert answer_to(NUMBER, [here]) is here
    assert answer_to(ELSEWHERE, [here]) is None
    other = Answered("mobile", "证件号", Answer.MASKED, "号码为虚构")
    assert answer_to(NUMBER, [other]) is None


def test_a_finding_comes_back_as_it_was_stored() -> None:
    stored = NUMBER.as_json()
    assert stored == {
        "resource_id": "r1", "kind": "resident_id", "item": "证件号", "by": "values", "hits": 90,
        "sampled": 100,
    }  # fmt: skip
    assert Found.from_json(stored) == NUMBER


def test_answers_are_kept_by_finding() -> None:
    masked = Answered("resident_id", "证件号", Answer.MASKED, "号码为虚构")
    about = {"kind": "resident_id", "item": "证件号", "answer": "masked", "note": "号码为虚构"}
    assert stored_answers([NUMBER, PHONE, ELSEWHERE], [masked]) == [
        {"resource_id": "r1", **about}, {"resource_id": "r2", **about},
    ]  # fmt: skip
    nothing = Answered("resident_id", "证件号", None, "")
    assert stored_answers([NUMBER], [nothing])[0]["answer"] is None


def test_reasons_are_words() -> None:
    assert {reason.value for reason in PersonalDataReason} == {
        "answer_missing", "ground_missing", "note_missing",
    }  # fmt: skip
