"""Bank cards and e-mail addresses: what is recognised in a value, and in a column."""

from __future__ import annotations

import datetime as dt
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.access.domain import personal_numbers as numbers
from ckanext.scigov.access.domain.personal_data import (
    Column,
    Finding,
    FoundBy,
    PersonalDataKind,
    find,
)

TODAY = dt.date(2026, 9, 24)
CARD, EMAIL = PersonalDataKind.BANK_CARD, PersonalDataKind.EMAIL
# From series of test numbers: nobody has them.
CARDS = [
    "6222020000000000018", "6222020000000000026", "6222020000000000034",
    "4111111111111111", "5555555555554444",
]  # fmt: skip


def kinds(*values: str) -> set[PersonalDataKind]:
    found = find([Column("x", values=values)], today=TODAY)
    assert all(finding.by is FoundBy.VALUES for finding in found)
    return {finding.kind for finding in found}


# Bank cards


def test_bank_cards() -> None:
    (finding,) = find([Column("卡", values=[*CARDS, CARDS[0]])], today=TODAY)
    assert finding == Finding(CARD, "卡", FoundBy.VALUES, hits=5, sampled=5)
    assert kinds(*(f"{card[:4]} {card[4:8]} {card[8:]}" for card in CARDS)) == {CARD}
    assert kinds(*CARDS, "无") == {CARD}


def test_too_few_cards_or_too_many_others_are_none() -> None:
    assert kinds(*CARDS[:4]) == set()
    assert kinds(*CARDS, "无", "不详") == set()


@pytest.mark.parametrize(
    ("number", "sight"),
    [
        ("4111111111111111", numbers.Sight.HIT),
        ("378282246310005", numbers.Sight.HIT),
        ("30569309025904", numbers.Sight.HIT),
        ("4111111111111112", numbers.Sight.CANDIDATE),
        ("1111111111111117", numbers.Sight.LOOKALIKE),
        ("411111111111116", numbers.Sight.LOOKALIKE),
        ("A4111111111111111", numbers.Sight.NOTHING),
        ("4111111111111111A", numbers.Sight.NOTHING),
        ("4111111111111111.5", numbers.Sight.NOTHING),
        ("4111111111111111.", numbers.Sight.HIT),
        ("411111111111", numbers.Sight.NOTHING),
        ("41111111111111111111", numbers.Sight.NOTHING),
    ],
)
def test_card_numbers(number: str, sight: numbers.Sight) -> None:
    assert numbers.bank_card(number, TODAY) is sight


@given(st.integers(62 * 10**14, 63 * 10**14 - 1000), st.integers(5, 200))
def test_serial_numbers_are_no_cards(first: int, count: int) -> None:
    assert CARD not in kinds(*(str(first + n) for n in range(count)))


@given(st.lists(st.integers(0, 10**13 - 1), min_size=5, max_size=30, unique=True))
def test_valid_card_numbers_are_found(rests: list[int]) -> None:
    heads = [f"62{rest:013}" for rest in rests]
    cards = [h + d for h in heads for d in string.digits if numbers.luhn_holds(h + d)]
    assert len(cards) == len(heads)
    assert CARD in kinds(*cards)


# Addresses


@pytest.mark.parametrize(
    "value",
    [
        "a@b.cn",
        "zhang.san+x@mail.example.com.cn",
        "邮箱：office@example.org。",
        "@ a@b.cn",
        "ａ＠ｂ．ｃｎ",
    ],
)
def test_email_addresses(value: str) -> None:
    assert kinds(value) == {EMAIL}


@pytest.mark.parametrize(
    "value", ["@", "a@b", "a@", "@b.cn", "a @b.cn", "a@-b.cn", "3@2.50", "张三@某公司"]
)
def test_no_email_addresses(value: str) -> None:
    assert kinds(value) == set()
