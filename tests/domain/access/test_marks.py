"""A grant is found by what was given out under it, and no other is."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.access.domain.marks import bearing, carries, found, marked

KEY = b"a key of the test's own"
NUMBERS = [f"GR-2026-{n:04d}" for n in range(300)]
CELLS = [f"第{n}号 科技计划项目" for n in range(400)]


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("量子计算平台", True),
        ("two words", True),
        ("量子计", False),
        ("91350100M000100Y43", False),
        ("2026-09-24", False),
        ("12782.60", False),
        ("one   ", False),
        ("", False),
    ],
)
def test_prose_bears_the_mark_and_nothing_else(text, does):
    assert carries(text) is does
    assert does or marked(KEY, "GR-1", text) == text


def test_the_mark_is_a_blank_at_the_end_or_none():
    assert {marked(KEY, "GR-1", text).removeprefix(text) for text in CELLS} == {"", " "}
    assert marked(KEY, "GR-1", CELLS[0]) == marked(KEY, "GR-1", CELLS[0])


@given(st.text())
def test_it_changes_nothing_else_and_is_made_once(text):
    once = marked(KEY, "GR-1", text)
    assert once.rstrip(" ") == text.rstrip(" ")
    assert marked(KEY, "GR-1", once) == once


def test_the_grant_is_found_in_a_leaked_file():
    leaked = [marked(KEY, NUMBERS[17], text) for text in CELLS]
    assert found(KEY, NUMBERS, leaked) == [NUMBERS[17]]


def test_it_survives_parts_order_strangers_and_some_repair():
    chance = random.Random(4)
    leaked = [marked(KEY, NUMBERS[17], text) for text in CELLS]
    chance.shuffle(leaked)
    part = [*leaked[:60], "7", "2026-09-24", ""]
    assert found(KEY, NUMBERS, part) == [NUMBERS[17]]
    repaired = [text.rstrip() if n % 5 == 0 else text for n, text in enumerate(leaked)]
    assert found(KEY, NUMBERS, repaired) == [NUMBERS[17]]


def test_nobody_is_named_without_evidence():
    assert found(KEY, NUMBERS, CELLS) == []
    assert found(KEY, NUMBERS, [marked(KEY, NUMBERS[17], text) for text in CELLS[:10]]) == []
    assert found(KEY, NUMBERS, []) == []
    assert found(KEY, [], CELLS) == []
    assert found(b"another key", NUMBERS, [marked(KEY, NUMBERS[17], t) for t in CELLS]) == []


def test_a_cell_in_both_forms_says_nothing():
    both = [*CELLS, *(f"{text} " for text in CELLS)]
    assert found(KEY, NUMBERS, both) == []


def test_two_who_pooled_their_copies_are_both_found():
    first = [marked(KEY, NUMBERS[1], text) for text in CELLS[:200]]
    second = [marked(KEY, NUMBERS[2], text) for text in CELLS[200:]]
    assert set(found(KEY, NUMBERS, first)) == {NUMBERS[1]}
    assert set(found(KEY, NUMBERS, [*first, *second])) <= {NUMBERS[1], NUMBERS[2]}


def test_it_is_counted_how_many_cells_say_something():
    both = [marked(KEY, NUMBERS[0], cell) for cell in CELLS[:3]]
    assert bearing([*both, *both, "2026-09-24", "12", ""]) == 3
    assert bearing([CELLS[0], CELLS[0] + " "]) == 0
