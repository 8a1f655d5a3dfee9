"""What is missing before an application can be submitted."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from ckanext.scigov.application.domain import filing
from ckanext.scigov.application.domain.filing import (
    Asked,
    Filing,
    FilingReason,
    FilingRules,
    Problem,
)
from ckanext.scigov.application.domain.scope import Scope
from ckanext.scigov.application.domain.states import Kind
from ckanext.scigov.application.domain.ways import Way

TODAY = dt.date(2026, 9, 24)
SCOPE = Scope(TODAY, dt.date(2026, 12, 31))
ONE = Asked("d", SCOPE, Way.APPLY)
RULES = FilingRules()
SHARE = Filing(
    Kind.SHARE,
    purpose="评估全省科技项目的实施绩效",
    scene="科技项目绩效评价系统的数据比对",
    legal_basis="《政务数据共享条例》",
    security_measures="专机专用，使用后删除",
    contact_name="科技统计处",
    contact_phone="0531-0000000",
    agency_id="a",
    handler_ids=("h",),
    has_letter=True,
)
OPEN = dataclasses.replace(
    SHARE, kind=Kind.OPEN, agency_id="", legal_basis="", handler_ids=(), has_letter=False,
    is_identified=True,
)  # fmt: skip


def found(one: Filing, *asked: Asked, rules: FilingRules = RULES) -> list[Problem]:
    return list(filing.problems(one, asked or (ONE,), rules, TODAY))


@pytest.mark.parametrize("whole", [SHARE, OPEN])
def test_nothing_is_wrong_with_a_whole_application(whole: Filing) -> None:
    assert found(whole) == []


WRONG: dict[str, tuple[Filing, dict[str, object], Problem]] = {
    "no agency": (SHARE, {"agency_id": ""}, Problem("agency_id", FilingReason.AGENCY_NEEDED)),
    "nobody known": (
        OPEN, {"is_identified": False}, Problem("identity", FilingReason.IDENTITY_NEEDED)),
    "no purpose": (SHARE, {"purpose": "  "}, Problem("purpose", FilingReason.MISSING)),
    "a word": (SHARE, {"scene": "研究"}, Problem("scene", FilingReason.TOO_SHORT)),
    "no basis": (SHARE, {"legal_basis": ""}, Problem("legal_basis", FilingReason.MISSING)),
    "no measures": (
        OPEN, {"security_measures": ""}, Problem("security_measures", FilingReason.MISSING)),
    "no contact": (OPEN, {"contact_name": ""}, Problem("contact_name", FilingReason.MISSING)),
    "no phone": (SHARE, {"contact_phone": ""}, Problem("contact_phone", FilingReason.MISSING)),
    "no handler": (SHARE, {"handler_ids": ()}, Problem("handlers", FilingReason.MISSING)),
    "no letter": (SHARE, {"has_letter": False}, Problem("letter", FilingReason.LETTER_NEEDED)),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_missing_is_said(name: str) -> None:
    whole, changes, problem = WRONG[name]
    assert found(dataclasses.replace(whole, **changes)) == [problem]  # type: ignore[arg-type]


def test_letter_is_not_needed_where_the_site_says_so() -> None:
    without = dataclasses.replace(SHARE, has_letter=False)
    assert found(without, rules=FilingRules(needs_letter=False)) == []


DATASETS: dict[str, tuple[dict[str, object], Problem | None]] = {
    "as it should be": ({}, None),
    "closed": ({"way": Way.CLOSED}, Problem("datasets", FilingReason.NOT_TO_APPLY_FOR, "d")),
    "free": ({"way": Way.FREE}, Problem("datasets", FilingReason.FREE_ALREADY, "d")),
    "backwards": (
        {"scope": Scope(TODAY, dt.date(2026, 9, 23))},
        Problem("until_on", FilingReason.TERM_EMPTY, "d")),
    "over": (
        {"scope": Scope(dt.date(2026, 9, 1), dt.date(2026, 9, 23))},
        Problem("until_on", FilingReason.TERM_OVER, "d")),
    "four years": (
        {"scope": Scope(TODAY, dt.date(2030, 9, 24))},
        Problem("until_on", FilingReason.TERM_TOO_LONG, "d")),
    "a question": (
        {"unanswered": ("q",)}, Problem("answers", FilingReason.ANSWER_NEEDED, "q")),
}  # fmt: skip


@pytest.mark.parametrize("name", DATASETS)
def test_dataset_that_cannot_be_asked_for_so_is_named(name: str) -> None:
    changes, problem = DATASETS[name]
    one = dataclasses.replace(ONE, **changes)  # type: ignore[arg-type]
    # Beside one that needs all the fields, so that only the dataset's own problem is left.
    assert found(SHARE, one, Asked("e", SCOPE, Way.APPLY)) == ([problem] if problem else [])


def test_nothing_is_asked_for() -> None:
    problems = filing.problems(SHARE, (), RULES, TODAY)
    assert problems == (Problem("datasets", FilingReason.NOTHING_ASKED),)


def test_dataset_named_twice_is_named() -> None:
    assert found(SHARE, ONE, ONE) == [Problem("datasets", FilingReason.TWICE, "d")]


def test_too_many_datasets() -> None:
    many = [Asked(str(number), SCOPE, Way.APPLY) for number in range(21)]
    assert found(SHARE, *many) == [Problem("datasets", FilingReason.TOO_MANY)]
    assert found(SHARE, *many[1:]) == []


INSTANT = Asked("d", SCOPE, Way.INSTANT)


def test_unconditional_sharing_needs_purpose_and_scene_only() -> None:
    short = Filing(Kind.SHARE, purpose=SHARE.purpose, scene=SHARE.scene, agency_id="a")
    assert found(short, INSTANT) == []
    assert filing.is_instant(short, (INSTANT,))
    assert not filing.is_instant(short, (INSTANT, ONE))
    assert not filing.is_instant(OPEN, (INSTANT,))
