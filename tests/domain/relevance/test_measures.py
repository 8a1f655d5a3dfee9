"""The measures against examples worked by hand."""

import math

import pytest
from relevance import measures
from relevance.measures import Scores

GRADES = {"q": {"best": 3, "good": 2, "hint": 1, "useless": 0}}
IDEAL = 3 / math.log2(2) + 2 / math.log2(3) + 1 / math.log2(4)


def test_the_ideal_order_is_worth_one():
    found = measures.scores(GRADES, {"q": ["best", "good", "hint", "useless"]})
    assert found == {"q": Scores(1.0, 1.0)}


def test_a_later_place_is_worth_less_and_what_nobody_judged_nothing():
    found = measures.scores(GRADES, {"q": ["unknown", "good", "useless", "best"]})
    gained = 2 / math.log2(3) + 3 / math.log2(5)
    assert found["q"].ndcg == pytest.approx(gained / IDEAL)
    assert found["q"].recall == 1.0


def test_recall_counts_what_is_useful_among_the_first_fifty():
    grades = {"q": {"a": 3, "b": 2, "c": 1}}
    found = measures.scores(grades, {"q": ["c", "a", *(f"x{n}" for n in range(48)), "b"]})
    assert found["q"].recall == 0.5


def test_beyond_the_tenth_place_ndcg_counts_nothing():
    found = measures.scores(GRADES, {"q": [*(f"x{n}" for n in range(10)), "best"]})
    assert found["q"].ndcg == 0.0


def test_a_query_that_finds_nothing_or_was_not_asked_is_worth_nothing():
    grades = {"q": {"a": 3}, "r": {"b": 2}}
    assert measures.scores(grades, {"q": []}) == {"q": Scores(0.0, 0.0), "r": Scores(0.0, 0.0)}


def test_the_interval_of_equal_differences_is_a_point():
    assert measures.interval([0.25] * 8) == (0.25, 0.25)


def test_the_interval_holds_the_mean_and_grows_with_the_spread():
    narrow = measures.interval([0.1, 0.2] * 20)
    wide = measures.interval([-0.7, 1.0] * 20)
    assert narrow[0] < 0.15 < narrow[1]
    assert wide[1] - wide[0] > 5 * (narrow[1] - narrow[0])
