"""What is given against what was asked."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from ckanext.scigov.application.domain import scope
from ckanext.scigov.application.domain.scope import Manner, Scope, ScopeReason
from ckanext.scigov.application.domain.states import Outcome

TODAY = dt.date(2026, 9, 24)
UNTIL = dt.date(2026, 10, 23)
ASKED = Scope(TODAY, UNTIL, frozenset({"r", "s"}), frozenset({"a", "b", "c"}))

GIVEN: dict[str, tuple[dict[str, object], ScopeReason | None]] = {
    "the same": ({}, None),
    "fewer items": ({"items": frozenset({"a", "b"})}, None),
    "another item": ({"items": frozenset({"a", "x"})}, ScopeReason.MORE_ITEMS),
    "all items": ({"items": frozenset()}, ScopeReason.MORE_ITEMS),
    "another resource": ({"resource_ids": frozenset({"t"})}, ScopeReason.MORE_RESOURCES),
    "all resources": ({"resource_ids": frozenset()}, ScopeReason.MORE_RESOURCES),
    "longer": ({"until_on": dt.date(2026, 10, 24)}, ScopeReason.LONGER),
    "later, as long": (
        {"from_on": dt.date(2026, 9, 25), "until_on": dt.date(2026, 10, 24)}, None),
    "earlier": ({"from_on": dt.date(2026, 9, 23)}, ScopeReason.EARLIER),
    "backwards": ({"until_on": dt.date(2026, 9, 23)}, ScopeReason.TERM_EMPTY),
}  # fmt: skip


@pytest.mark.parametrize("name", GIVEN)
def test_no_more_is_given_than_was_asked(name: str) -> None:
    changes, reason = GIVEN[name]
    given = dataclasses.replace(ASKED, **changes)  # type: ignore[arg-type]
    assert scope.judge(ASKED, given, TODAY) is reason


def test_term_that_is_over_is_not_given() -> None:
    assert scope.judge(ASKED, ASKED, UNTIL) is None
    assert scope.judge(ASKED, ASKED, dt.date(2026, 10, 24)) is ScopeReason.TERM_OVER


def test_whoever_asked_for_all_may_get_some() -> None:
    all_of_it = Scope(TODAY, UNTIL)
    some = Scope(TODAY, UNTIL, frozenset({"r"}), frozenset({"a"}))
    assert scope.judge(all_of_it, some, TODAY) is None
    assert scope.outcome(all_of_it, some) is Outcome.APPROVED_IN_PART


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, Outcome.APPROVED),
        ({"from_on": dt.date(2026, 9, 25), "until_on": dt.date(2026, 10, 24)}, Outcome.APPROVED),
        ({"until_on": dt.date(2026, 10, 22)}, Outcome.APPROVED_IN_PART),
        ({"items": frozenset({"a"})}, Outcome.APPROVED_IN_PART),
        ({"resource_ids": frozenset({"r"})}, Outcome.APPROVED_IN_PART),
        ({"manner": Manner.QUERY}, Outcome.APPROVED_IN_PART),
    ],
)
def test_outcome_follows_from_what_is_given(changes: dict[str, object], outcome: Outcome) -> None:
    given = dataclasses.replace(ASKED, **changes)  # type: ignore[arg-type]
    assert scope.outcome(ASKED, given) is outcome


def test_scope_goes_through_json_and_back() -> None:
    assert scope.from_values(scope.to_values(ASKED)) == ASKED
    assert ASKED.days == 30


DICTIONARIES = {"r": {"编号", "Name"}, "s": {"year"}}


@pytest.mark.parametrize(
    ("resources", "items", "expected"),
    [
        ((), (), ([], [])),
        (("r", "s"), ("编号", "year"), ([], [])),
        (("r",), ("ＮＡＭＥ",), ([], [])),
        (("r",), ("year",), ([], ["year"])),
        ((), ("year", "other", "编号"), ([], ["other"])),
        (("t", "r", "q"), (), (["q", "t"], [])),
        (("t",), ("year",), (["t"], ["year"])),
    ],
)
def test_what_is_gone_is_named(
    resources: tuple[str, ...], items: tuple[str, ...], expected: tuple[list[str], list[str]]
) -> None:
    asked = Scope(TODAY, UNTIL, frozenset(resources), frozenset(items))
    assert scope.gone(asked, DICTIONARIES) == expected


@pytest.mark.parametrize(
    ("most_days", "until"), [(1096, dt.date(2026, 11, 22)), (40, dt.date(2026, 11, 2))]
)
def test_a_renewal_is_as_long_as_before_within_the_longest_term(
    most_days: int, until: dt.date
) -> None:
    assert scope.as_long_again(ASKED, most_days, TODAY) == until
