"""What words and values mean in their fields, before anything is looked for."""

import datetime as dt

import pytest

from ckanext.scigov.search.domain.dismax import FieldWeight
from ckanext.scigov.search.domain.dismax import parse as parse_typed
from ckanext.scigov.search.domain.refusals import UnsupportedQueryError
from ckanext.scigov.search.domain.settling import pairs_needed, settled
from ckanext.scigov.search.domain.syntax import parse
from ckanext.scigov.search.domain.tree import (
    Best,
    Between,
    Clause,
    Clauses,
    Everything,
    Exists,
    Occur,
    Pattern,
    Words,
)

NOW = dt.datetime(2026, 6, 15, 12, 30, tzinfo=dt.timezone.utc)


def words(*texts, field="text"):
    return tuple(Words(field, text) for text in texts)


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("停车场", Words("text", "停车场")),
        ('"企业信用信息"', Words("text", "企业信用信息", quoted=True)),
        ("GB/T-22239^2", Words("text", "gb/t-22239")),
        ("tags:企业信用信息", Words("tags", "企业信用信息")),
        ("。", Words("text", "。")),
        ("*:*", Everything()),
        ("tags:*", Exists("tags")),
        ("tags:a*", Pattern("tags", ("a", "*", ""))),
        (
            "views_total:[3 TO *}",
            Between("views_total", "10000000000000000003", None, includes_high=False),
        ),
        (
            "metadata_modified:[NOW/DAY TO *]",
            Between("metadata_modified", "2026-06-15T00:00:00.000Z", None),
        ),
        (
            'end_date:"2024-01-02T00:00:00Z"',
            Between("end_date", "2024-01-02T00:00:00.000Z", "2024-01-02T00:00:00.000Z"),
        ),
        ("name:[a TO b]", Between("name", "a", "b")),
    ],
)
def test_one_thing(query, tree):
    assert settled(parse(query), NOW) == tree


def test_a_long_chinese_text_needs_half_of_its_pairs():
    pairs = words("企业", "业信", "信用", "用信", "信息", field="title")
    clauses = tuple(Clause(Occur.SHOULD, pair) for pair in pairs)
    assert settled(parse("title:企业信用信息"), NOW) == Clauses(clauses, minimum=3)


def test_of_two_words_both_are_needed():
    two_words = tuple(Clause(Occur.SHOULD, pair) for pair in words("空气", "气质", "质量"))
    assert settled(parse("空气质量"), NOW) == Clauses(two_words, minimum=2)


def test_of_whole_text_nothing_may_be_missing():
    whole = Words("text", "轨道交通", whole=True)
    assert settled(whole, NOW) == whole


@pytest.mark.parametrize(
    ("pairs", "needed"),
    [(1, 1), (2, 2), (3, 2), (4, 2), (5, 3), (8, 4), (11, 4), (12, 5), (16, 6), (24, 8)],
)
def test_a_sentence_has_words_to_spare(pairs, needed):
    assert pairs_needed(pairs) == needed


def test_a_pair_that_comes_twice_counts_once():
    clauses = tuple(Clause(Occur.SHOULD, pair) for pair in words("数据", "据数"))
    assert settled(parse("数据数据数据"), NOW) == Clauses(clauses, minimum=2)


def test_scripts_without_a_blank_between_them_are_taken_apart():
    clauses = tuple(Clause(Occur.MUST, word) for word in words("科技", "2024", "计划"))
    assert settled(parse("科技2024计划"), NOW) == Clauses(clauses)


def test_several_fields():
    fields = (FieldWeight("title", 4), FieldWeight("text", 1))
    typed = Clauses((Clause(Occur.SHOULD, Words("text", "水")),), 1)
    assert settled(parse_typed("水", fields, "100%"), NOW) == typed
    fields = (FieldWeight("title", 4), FieldWeight("notes", 1))
    best = Best(((Words("title", "水"), 4), (Words("notes", "水"), 1)))
    assert settled(parse_typed("水", fields, "100%").clauses[0].node, NOW) == best


def test_beginnings_are_looked_for_in_each_field():
    ways = tuple((Pattern(field, ("a", "*", "")), 1.0) for field in ("text", "title"))
    assert settled(Best(ways), NOW) == Best(ways)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("data_dict:x", "data_dict"),
        ("notes:[a TO b]", "notes"),
        ("permission_labels:[a TO b]", "permission_labels"),
        ("views_total:[a TO 3]", "'a' is no number"),
        ("title_ngram:a*", "title_ngram"),
        ("views_total:1*", "views_total"),
        ("metadata_modified:[yesterday TO *]", "yesterday"),
    ],
)
def test_what_a_field_cannot_be_asked(query, named):
    with pytest.raises(UnsupportedQueryError) as refused:
        settled(parse(query), NOW)
    assert named in str(refused.value)


@pytest.mark.parametrize("query", ["。 -a", "(。) -a", '"。" -a', "(。 。) -a"])
def test_punctuation_asks_for_nothing_beside_what_is_forbidden(query):
    assert settled(parse(query), NOW) == Clauses((Clause(Occur.MUST_NOT, Words("text", "a")),))


def test_punctuation_alone_finds_nothing():
    assert settled(parse("。 。"), NOW) == Clauses(())
    assert settled(parse("tags:。 -a"), NOW) == Clauses(
        (Clause(Occur.MUST, Words("tags", "。")), Clause(Occur.MUST_NOT, Words("text", "a")))
    )
