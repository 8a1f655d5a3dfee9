"""Inverted lists: what a tsvector's text says about each word, and how lists are kept."""

import pytest

from ckanext.scigov.search.domain.postings import inverted, joined, unpacked, weighed_words
from ckanext.scigov.search.domain.ranking import bonuses, impact, rarity
from ckanext.scigov.search.domain.vectors import Vector


def lists(segment):
    return {
        term: list(zip(p.documents.tolist(), p.impacts.tolist(), strict=True))
        for term, p in segment
    }


def by_word(vector):
    return dict(zip(*weighed_words(vector), strict=True))


def test_a_word_in_the_title_weighs_more_and_has_a_list_of_its_own():
    weighed = by_word("'data':1A,4 'river':7C 'x':9")
    assert weighed == {
        "data": impact(6.0, 4),
        "title\x1fdata": impact(6.0, 4),
        "river": impact(1.5, 4),
        "x": impact(1.0, 4),
    }
    assert weighed["data"] > weighed["river"] > weighed["x"]


def test_words_with_quotes_come_back_as_they_were():
    vector = Vector()
    vector.add("水")
    assert by_word(str(vector)) == {"水": impact(1.0, 1)}
    assert list(by_word(r"'it''s':1 'a\\b':2")) == ["it's", "a\\b"]


def test_lists_by_word():
    segment = inverted([(3, "'a':1 'b':2"), (8, "'a':1")])
    one, two = impact(1.0, 1), impact(1.0, 2)
    assert lists(segment) == {"a": [(3, two), (8, one)], "b": [(3, two)]}
    assert segment["a"].documents.tolist() == [3, 8]
    assert segment["nothing"] is None
    assert lists(inverted([])) == {}


def test_segments_are_joined():
    both = joined([inverted([(1, "'a':1")]), inverted([(2, "'b':1"), (4, "'a':1")])])
    one = impact(1.0, 1)
    assert lists(both) == {"a": [(1, one), (4, one)], "b": [(2, one)]}


def test_a_list_is_packed_and_unpacked():
    posting = inverted([(70_000, "'a':1A"), (70_001, "'a':2")])["a"]
    again = unpacked(*posting.packed())
    assert again.documents.tolist() == [70_000, 70_001]
    assert again.impacts.tolist() == posting.impacts.tolist()


@pytest.mark.parametrize(("weight", "length"), [(0.0, 10), (1.0, 10_000_000), (1e9, 1)])
def test_an_impact_fits_a_byte(weight, length):
    assert 1 <= impact(weight, length) <= 255


def test_an_impact_grows_with_the_word_and_shrinks_with_the_text():
    assert impact(5.0, 100) > impact(1.0, 100)
    assert impact(1.0, 10) > impact(1.0, 1000)


def test_a_rare_word_says_more():
    assert rarity(1, 1000) > rarity(100, 1000) > rarity(1000, 1000) > 0
    # Lists may still hold documents that were changed since.
    assert rarity(12, 10) > 0


def test_a_title_that_holds_the_query_gains():
    assert bonuses(["停车场信息", "停车的场"], "停车场", ["停车场"]) == [8.0, 0.0]
    assert bonuses(["水库"], "", []) == [0.0]
    assert bonuses(["水 库"], "库 水", ["库", "水"]) == [0.0]
    assert bonuses(["数据 水库", "水库"], "水库 数据", ["水库", "数据"]) == [4.0, 2.0]
