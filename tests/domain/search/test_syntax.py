"""Solr's standard language: what CKAN, dcat and harvest send, and what is refused."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.search.domain.refusals import UnsupportedQueryError
from ckanext.scigov.search.domain.syntax import MAX_CLAUSES, parse
from ckanext.scigov.search.domain.tree import (
    Between,
    Boosted,
    Clause,
    Clauses,
    Everything,
    Exists,
    Occur,
    Pattern,
    Words,
)

MUST, SHOULD, NOT = Occur.MUST, Occur.SHOULD, Occur.MUST_NOT


def text(word):
    return Words("text", word)


def group(*clauses):
    return Clauses(tuple(Clause(occur, node) for occur, node in clauses))


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("*:*", Everything()),
        ("water", text("water")),
        ("title:水", Words("title", "水")),
        ('tags:"todo split"', Words("tags", "todo split", quoted=True)),
        ('tags: "a"', Words("tags", "a", quoted=True)),
        ("notes:*", Exists("notes")),
        ("notes:[* TO *]", Exists("notes")),
        ("name:na?e*", Pattern("name", ("na", "?", "e", "*", ""))),
        (r"name:a\*b", Words("name", "a*b")),
        (r'name:"say \"hi\""', Words("name", 'say "hi"', quoted=True)),
        (r"title:Pop\!", Words("title", "Pop!")),
        ("title:Pop!", Words("title", "Pop!")),
        ("(a)", text("a")),
        ("title:water^3", Boosted(Words("title", "water"), 3.0)),
        ("x:[1 TO 5}", Between("x", "1", "5", includes_high=False)),
        ("x:[-1 TO *]", Between("x", "-1", None)),
        (
            "metadata_modified:[NOW-1DAY/DAY TO 2026-01-31T10:00:00.000Z]",
            Between("metadata_modified", "NOW-1DAY/DAY", "2026-01-31T10:00:00.000Z"),
        ),
    ],
)
def test_one_thing(query, tree):
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("a b", group((MUST, text("a")), (MUST, text("b")))),
        ("a OR b", group((SHOULD, text("a")), (SHOULD, text("b")))),
        ("a || b", group((SHOULD, text("a")), (SHOULD, text("b")))),
        ("a && !b", group((MUST, text("a")), (NOT, text("b")))),
        ("a AND NOT b", group((MUST, text("a")), (NOT, text("b")))),
        # Lucene's operators are no algebra: with AND as default only a is required here.
        ("a b OR c", group((MUST, text("a")), (SHOULD, text("b")), (SHOULD, text("c")))),
        ("-a", group((NOT, text("a")))),
        # A quote begins a text of its own wherever it stands, but inside of a range.
        ('a"b c"', group((MUST, text("a")), (MUST, Words("text", "b c", quoted=True)))),
        ("+a", group((MUST, text("a")))),
        (
            "+capacity:public +state:(active OR draft) -dataset_type:harvest",
            group(
                (MUST, Words("capacity", "public")),
                (
                    MUST,
                    group((SHOULD, Words("state", "active")), (SHOULD, Words("state", "draft"))),
                ),
                (NOT, Words("dataset_type", "harvest")),
            ),
        ),
    ],
)
def test_clauses(query, tree):
    assert parse(query) == tree


def test_forbidding_alone_means_the_rest_only_where_it_is_the_whole_query():
    forbidden = group((NOT, text("a")))
    nothing = group((MUST, forbidden))
    assert parse("-a") == forbidden
    assert parse("(-a)") == nothing
    assert parse("text:(-a)") == nothing
    assert parse("(-a)^2") == Boosted(nothing, 2.0)
    # As Solr does it, brackets around everything are dropped with the other operator.
    assert parse("(-a)", all_terms=False) == forbidden
    assert parse("(-a)^2", all_terms=False) == Boosted(nothing, 2.0)


def test_or_as_default_operator():
    assert parse("a b", all_terms=False) == group((SHOULD, text("a")), (SHOULD, text("b")))
    assert parse("+a b", all_terms=False) == group((MUST, text("a")), (SHOULD, text("b")))
    assert parse("a AND b c", all_terms=False) == group(
        (MUST, text("a")), (MUST, text("b")), (SHOULD, text("c"))
    )


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("a~2", "a~2"),
        ('"a b"~3', '"a b"~3'),
        ("/a.*b/", "regular expressions"),
        ("title:/a/", "regular expressions"),
        ("a:b:c", "a:b:c"),
        ("na*e:x", "na*e:x"),
        ('title:"a"^=2', "^"),
        ("a^b", "a^"),
        ("NOT NOT a", "NOT a"),
        ("!!a", "NOT a"),
        ("NOT +a", "+a"),
        ('a"', 'a"'),
        ("a^1.2.3", "a^1.2.3"),
        ('"a"~1.2', '"a"~1.2'),
        ('_query_:"{!dismax qf=title}a"', "_query_"),
        ("_val_:views_total", "_val_"),
        ("(a", "(a"),
        ('"a', '"a'),
        ("AND", "AND"),
        ("x:[1 TO", "x:[1 TO"),
        ("", "empty"),
        ("(" * 40 + "a" + ")" * 40, "30"),
        ("a " * (MAX_CLAUSES + 1), str(MAX_CLAUSES)),
        ("a" * 9000, "9000"),
    ],
)
def test_what_is_not_understood_is_refused_by_name(query, named):
    with pytest.raises(UnsupportedQueryError) as refusal:
        parse(query)
    assert named in str(refusal.value)


@given(st.text(alphabet="ab水\"\\()[]{}+-!&|^~*?:/<> 'ANDORTO", max_size=40))
def test_any_text_is_parsed_or_refused(query):
    with contextlib.suppress(UnsupportedQueryError):
        parse(query)
