"""Figures of how disputes are dealt with."""

from __future__ import annotations

import dataclasses

import pytest

from ckanext.scigov.dispute.domain import figures
from ckanext.scigov.dispute.domain.figures import Figures, Handled, Item, Recurring
from ckanext.scigov.dispute.domain.states import State

AMOUNT, TITLE = Item("d", "r", "金额"), Item("d", "r", "名称")
OPEN = Handled("p", State.VERIFYING, is_accepted=True, item=AMOUNT)
CLOSED = Handled(
    "p", State.CLOSED, is_accepted=True, result=State.CORRECTED, took_days=3, item=AMOUNT
)
LATE = Handled(
    "p", State.CLOSED, is_accepted=True, result=State.PARTLY_CORRECTED, took_days=12,
    was_late=True, item=TITLE,
)  # fmt: skip
REFUSED = Handled(
    "p", State.NOT_CORRECTED, is_accepted=True, result=State.NOT_CORRECTED, took_days=5,
    was_late=True,
)  # fmt: skip
REJECTED = Handled("q", State.NOT_ACCEPTED, is_accepted=False, result=State.NOT_ACCEPTED)
NEW = Handled("p", State.FORWARDED)


def test_figures_of_nothing() -> None:
    assert figures.figures([]) == Figures()


def test_figures_of_some() -> None:
    found = figures.figures([OPEN, CLOSED, LATE, REFUSED, REJECTED, NEW])
    assert found == Figures(
        number=6, accepted=80, corrected_in_time=50, median_days=5.0,
        recurring=(Recurring(AMOUNT, 2),),
    )  # fmt: skip


@pytest.mark.parametrize("state", [State.UNCONFIRMED, State.DROPPED, State.MERGED])
def test_what_is_not_counted(state: State) -> None:
    assert figures.figures([dataclasses.replace(CLOSED, state=state)]) == Figures()


def test_median_of_two_lies_between_them() -> None:
    assert figures.figures([CLOSED, LATE]).median_days == 7.5


def test_shares_are_rounded_half_up() -> None:
    eight = [CLOSED, *[dataclasses.replace(CLOSED, was_late=True)] * 7]
    assert figures.figures(eight).corrected_in_time == 13
    assert figures.figures(eight[:3]).corrected_in_time == 33


def test_items_that_recur_most_come_first_and_ten_at_most() -> None:
    items = [Item("d", "r", f"{number:02}") for number in range(12)]
    twice = [dataclasses.replace(CLOSED, item=item) for item in items for _ in range(2)]
    thrice = [*twice, dataclasses.replace(CLOSED, item=items[11])]
    found = figures.figures(thrice).recurring
    assert found[0] == Recurring(items[11], 3)
    assert [one.item.name for one in found[1:]] == [f"{number:02}" for number in range(9)]


def test_items_that_are_hidden_are_not_named() -> None:
    assert figures.figures([OPEN, CLOSED]).recurring == (Recurring(AMOUNT, 2),)
    assert figures.figures([OPEN, CLOSED], {AMOUNT}).recurring == ()


def test_item_recurs_by_what_was_accepted() -> None:
    rejected = dataclasses.replace(REJECTED, item=AMOUNT)
    assert figures.figures([CLOSED, rejected]).recurring == ()


def test_each_unit_has_its_own_figures() -> None:
    filed = Handled("", State.FILED)
    assert figures.by_unit([REJECTED, CLOSED, filed]) == {
        "p": Figures(1, 100, 100, 3.0),
        "q": Figures(1, 0),
    }
