"""Questions in words, and what counts as their answer."""

from __future__ import annotations

import random

import pytest

from ckanext.scigov.shared.domain.challenge import Kind, Question, number_in, question, worded

MANY = [question(random.Random(seed)) for seed in range(2000)]


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        (Question(Kind.SUM, (3, 5)), 8),
        (Question(Kind.DIFFERENCE, (9, 4)), 5),
        (Question(Kind.LARGEST, (2, 17, 6)), 17),
        (Question(Kind.SMALLEST, (12, 17, 6)), 6),
        (Question(Kind.FOLLOWING, (19,)), 20),
    ],
)
def test_the_answer_of_each_kind(asked, answer):
    assert asked.answer == answer


def test_every_kind_is_asked_and_every_answer_can_be_said():
    assert {one.kind for one in MANY} == set(Kind)
    assert {one.answer for one in MANY} == set(range(1, 21))


def test_a_choice_is_among_different_numbers_and_a_difference_is_positive():
    choices = [one for one in MANY if one.kind in (Kind.LARGEST, Kind.SMALLEST)]
    assert {len(set(one.numbers)) for one in choices} == {3}
    differences = [one.answer for one in MANY if one.kind is Kind.DIFFERENCE]
    assert (min(differences), max(differences)) == (1, 9)


def test_no_answer_is_much_more_likely_than_another():
    most = max(sum(one.answer == number for one in MANY) for number in range(21))
    assert most < 0.12 * len(MANY)


@pytest.mark.parametrize("language", ["zh_Hans_CN", "en", "de"])
def test_a_number_in_words_is_read_as_itself(language):
    assert [number_in(worded(number, language)) for number in range(21)] == list(range(21))


def test_numbers_are_worded_in_chinese_or_english():
    assert [worded(12, language) for language in ("zh_Hans_CN", "zh-TW", "en", "fr")] == [
        "十二", "十二", "twelve", "twelve",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["8", " 8 ", "８", "08", "٨", "八", "捌", "八。", "= 8", "Eight", "ＥＩＧＨＴ", "“八”"]
)
def test_eight_in_digits_and_words(text):
    assert number_in(text) == 8


@pytest.mark.parametrize(
    ("text", "number"),
    [("两", 2), ("兩", 2), ("〇", 0), ("十五", 15), ("一十五", 15), ("壹拾伍", 15), ("贰拾", 20)],
)
def test_chinese_numerals_in_their_forms(text, number):
    assert number_in(text) == number


@pytest.mark.parametrize("text", ["", "  ", "-8", "8.5", "eight or nine", "二十一", "9" * 5000])
def test_what_says_no_number(text):
    assert number_in(text) is None
