"""The part of a query that is one visit to the index of words."""

import datetime as dt

import pytest

from ckanext.scigov.search.domain.dismax import FieldWeight, parse
from ckanext.scigov.search.domain.pinyin import sort_key
from ckanext.scigov.search.domain.settling import settled
from ckanext.scigov.search.domain.syntax import parse as parse_standard
from ckanext.scigov.search.domain.textqueries import Ranked, rank_parts, tokens_of, tsquery_of
from ckanext.scigov.search.domain.tree import Words
from ckanext.scigov.search.domain.vectors import Vector, quoted

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.timezone.utc)
FIELDS = (FieldWeight("name", 4), FieldWeight("title", 4), FieldWeight("text", 1))


@pytest.mark.parametrize(
    ("query", "tsquery"),
    [
        ("大数据", "('大数' & '数据')"),
        ('"大数据"', "('大数' <-> '数据')"),
        ("水", "'水'"),
        ("notes:大数据", "('大数':C & '数据':C)"),
        ("covid-19", "(('covid' <-> '19') | 'covid19')"),
        ("a b", "('a') & ('b')"),
        ("a OR b", "('a') | ('b')"),
        ("a -b", "('a') & (!('b'))"),
        ("riv*", "'riv':*"),
        ("notes:riv*", "'riv':C*"),
        ("notes:it's", "(('it':C <-> 's':C) | 'its':C)"),
    ],
)
def test_tsquery(query, tsquery):
    assert tsquery_of(parse_standard(query)) == tsquery


@pytest.mark.parametrize("query", ["tags:a", "title:a", "a tags:b", "*:*", "-a", "author:a", "a*b"])
def test_what_is_not_only_words(query):
    assert tsquery_of(parse_standard(query)) is None


def test_punctuation_is_nothing():
    assert tsquery_of(parse_standard('"。"')) == ""


def test_most_of_several_words():
    written = tsquery_of(settled(parse("a b c", FIELDS, "2<-1"), NOW))
    assert written == "(('a') & ('b')) | (('a') & ('c')) | (('b') & ('c'))"
    many = parse(" ".join("abcdefghijklmnopqrst"), FIELDS, "2<-1 5<80%")
    assert tsquery_of(settled(many, NOW)) is None


def test_relevance_counts_single_words_with_their_boost():
    first, second = rank_parts(parse_standard("大数据^2 OR title:x -y"))
    assert first == Ranked(("大数", "数据"), 2.0, "text", "大数据")
    assert first.tsquery == "('大数') | ('数据')"
    assert first.adjacent == "('大数' <-> '数据')"
    assert second == Ranked(("x",), 1.0, "title", "x")
    assert second.tsquery == "'x':A"
    assert second.adjacent == ""


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        (Words("text", "大数据 rivers"), ("大数", "数据", "river")),
        (Words("title", "水"), ("title\x1f水",)),
        (Words("text", "水水水"), ("水水",)),
        (Words("text", "数据", quoted=True), ("数据",)),
        (Words("text", "大数据", quoted=True), None),
        (Words("title", "大数据", quoted=True), ("title\x1f大数", "title\x1f数据")),
        (Words("title", "大 数据", quoted=True), None),
        (Words("title", "big data", quoted=True), None),
        (Words("text", "covid-19"), None),
        (Words("notes", "水"), None),
        (Words("text", "。"), ()),
    ],
)
def test_what_inverted_lists_can_say(words, terms):
    assert tokens_of(words) == terms


def test_quoting():
    assert quoted("it's \\") == "'it''s \\\\'"


def test_a_word_has_no_more_places_than_postgresql_keeps():
    many = Vector()
    many.add("水 " * 1000)
    assert str(many).count(",") == 254


def test_titles_sort_by_reading():
    titles = ["中山", "Zebra", "安全", "apple", "北京", "2024年", "阿", "重庆"]
    assert sorted(titles, key=sort_key) == [
        "2024年", "apple", "Zebra", "阿", "安全", "北京", "重庆", "中山",
    ]  # fmt: skip
