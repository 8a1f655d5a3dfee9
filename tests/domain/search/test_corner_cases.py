"""What happens rarely: operators at odd places, values at the edge, questions without words."""

import datetime as dt

import pytest

from ckanext.scigov.search.domain import (
    dates,
    dismax,
    documents,
    fields,
    localparams,
    syntax,
    textqueries,
    vectors,
)
from ckanext.scigov.search.domain.dismax import FieldWeight
from ckanext.scigov.search.domain.refusals import UnsupportedQueryError
from ckanext.scigov.search.domain.tree import (
    Best,
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

NOW = dt.datetime(2026, 9, 24, 1, 2, 3, 456789, tzinfo=dt.timezone.utc)
FIELDS = (FieldWeight("title", 4.0),)
DOCUMENT = {"index_id": "i", "id": "d", "name": "n", "site_id": "s", "state": "active"}


def occurs(query):
    tree = dismax.parse(query, FIELDS, "1")
    assert isinstance(tree, Clauses)
    return [clause.occur for clause in tree.clauses]


def group(*clauses, minimum=0):
    return Clauses(tuple(Clause(occur, node) for occur, node in clauses), minimum)


def test_a_moment_is_rounded_to_the_millisecond():
    assert dates.evaluate("NOW/MILLISECOND", NOW) == NOW.replace(microsecond=456000)


def test_a_date_beyond_the_calendar_is_refused():
    with pytest.raises(UnsupportedQueryError):
        dates.evaluate("NOW+999999YEAR", NOW)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("a AND b", [Occur.MUST, Occur.MUST]),
        ("+a AND b", [Occur.MUST, Occur.MUST]),
        ("-a AND b", [Occur.MUST_NOT, Occur.MUST]),
        ("AND b", [Occur.MUST]),
    ],
)
def test_an_operator_joins_what_stands_beside_it(query, expected):
    assert occurs(query) == expected


def test_a_query_of_too_many_words_is_refused():
    with pytest.raises(UnsupportedQueryError):
        dismax.parse(" ".join(f"a{n}" for n in range(1001)), FIELDS, "1")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("*", Everything()),
        ("title:*", Exists("title")),
        ("a^2", Boosted(Best(((Words("title", "a"), 4.0),)), 2.0)),
    ],
)
def test_an_extended_query_keeps_what_is_no_word(query, tree):
    assert dismax.parse_extended(query, FIELDS, "1", all_terms=False) == tree


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("NOT a OR b", [(Occur.MUST_NOT, "a"), (Occur.SHOULD, "b")]),
        ("a OR b", [(Occur.SHOULD, "a"), (Occur.SHOULD, "b")]),
    ],
)
@pytest.mark.parametrize("all_terms", [True, False])
def test_or_lets_go_and_not_forbids(query, tree, all_terms):
    expected = group(*((occur, Words("text", word)) for occur, word in tree))
    assert syntax.parse(query, all_terms=all_terms) == expected


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ('issued:["2020-01-01" TO *]', Between("issued", "2020-01-01", None)),
        ("views:[-5 TO 5]", Between("views", "-5", "5")),
    ],
)
def test_ends_of_ranges(query, tree):
    assert syntax.parse(query) == tree


def test_every_parser_can_be_chosen():
    chosen = [
        localparams._parse("a", localparams.Defaults(parser, "text", True, "title^4", "1"))
        for parser in ("lucene", "dismax", "edismax")
    ]
    best = Best(((Words("title", "a"), 4.0),))
    assert chosen == [Words("text", "a"), group((Occur.SHOULD, best), minimum=1), best]


def test_an_unknown_parser_is_named():
    with pytest.raises(UnsupportedQueryError, match="xyz"):
        localparams._parse("q", localparams.Defaults("xyz", "text", True, "title", "1"))


@pytest.mark.parametrize("number", [-5, 0, 5])
def test_numbers_are_sorted_as_text_and_read_again(number):
    term = fields.canonical("views_total", number)
    assert term is not None
    assert fields.readable("views_total", term) == str(number)


def test_texts_are_read_as_they_are():
    assert (fields.readable("tags", "x"), fields.as_text(True)) == ("x", "true")


@pytest.mark.parametrize("value", ["many", 2**63])
def test_what_is_no_number_has_no_term(value):
    assert fields.canonical("views_total", value) is None


def test_a_term_too_long_for_the_index_is_left_out():
    row = documents.row_of({**DOCUMENT, "tags": ["短", "x" * 1001]}, NOW)
    assert [term for term in row["terms"] if term.startswith("tags=")] == ["tags=短"]


@pytest.mark.parametrize("field", ["metadata_modified", "metadata_created"])
def test_a_date_that_is_none_is_refused(field):
    with pytest.raises(documents.InvalidDocumentError):
        documents.row_of({**DOCUMENT, field: "gestern"}, NOW)


def test_a_vector_ends_where_postgresql_would_refuse_it():
    vector = vectors.Vector()
    for number in range(50_000):
        vector.add(f"{number:020d}")
    words = [place.split(":")[0].strip("'") for place in str(vector).split()]
    assert 20_000 < len(words) < 50_000
    # Two bytes for a place, four for the entry; PostgreSQL's own limit is a megabyte.
    assert sum(len(word) + 6 for word in words) < 1_048_575


def test_a_vector_that_only_looks_too_long_is_whole():
    vector = vectors.Vector()
    for number in range(12_000):
        vector.add(f"{number:020d}")
    assert len(str(vector)) * 4 > vectors.MAX_BYTES
    assert str(vector).count(" ") == 11_999


@pytest.mark.parametrize(
    ("node", "tsquery"),
    [
        (Pattern("text", ("。", "*", "")), ""),
        (Best(((Words("text", "水"), 1.0), (Words("notes", "水"), 1.0))), "('水') | ('水':C)"),
        (Best(((Words("title", "水"), 1.0), (Words("tags", "水"), 1.0))), None),
        (group((Occur.MUST, Words("text", "水")), (Occur.SHOULD, Words("text", "。"))), "'水'"),
        (group(*[(Occur.SHOULD, Words("text", w)) for w in "ab"], minimum=2), "('a') & ('b')"),
        (group(*[(Occur.SHOULD, Words("text", f"a{n}")) for n in range(12)], minimum=6), None),
    ],
)
def test_tsqueries_of_rare_trees(node, tsquery):
    assert textqueries.tsquery_of(node) == tsquery


def test_only_words_that_were_asked_for_make_relevant():
    node = group(
        (Occur.MUST, Words("tags", "水")),
        (Occur.SHOULD, Words("text", "。")),
        (Occur.MUST_NOT, Words("text", "沙")),
        (Occur.SHOULD, Boosted(Words("title", "a"), 3.0)),
        (Occur.MUST, Everything()),
        (Occur.SHOULD, Best(((Pattern("title", ("b", "*", "")), 1.0),))),
    )
    assert list(textqueries.rank_parts(node)) == [textqueries.Ranked(("a",), 3.0, "title", "a")]
