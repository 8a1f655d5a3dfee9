"""What people type into the search box."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.scigov.search.domain.dismax import (
    FieldWeight,
    parse,
    parse_extended,
    parse_fields,
    required_of,
)
from ckanext.scigov.search.domain.refusals import UnsupportedQueryError
from ckanext.scigov.search.domain.tree import (
    Best,
    Clause,
    Clauses,
    Everything,
    Occur,
    Pattern,
    Words,
)

FIELDS = (FieldWeight("title", 4.0), FieldWeight("text", 1.0))
MM = "2<-1 5<80%"


def best(text, quoted=False):
    return Best(((Words("title", text, quoted), 4.0), (Words("text", text, quoted), 1.0)))


def clauses(query):
    tree = parse(query, FIELDS, MM)
    assert isinstance(tree, Clauses)
    return [(c.occur.value, c.node) for c in tree.clauses], tree.minimum


def test_fields_and_weights():
    assert parse_fields("title^4 text") == FIELDS
    for wrong in ("", "title^x"):
        with pytest.raises(UnsupportedQueryError):
            parse_fields(wrong)


def test_words_phrases_and_signs():
    assert clauses('大数据 "water level" -draft +open') == (
        [
            (" ", best("大数据")),
            (" ", best("water level", quoted=True)),
            ("-", best("draft")),
            ("+", best("open")),
        ],
        2,
    )


@pytest.mark.parametrize(
    ("query", "occurs"),
    [("a AND b", "++"), ("a OR b", "  "), ("a NOT b", " -"), ("a b AND c", " ++")],
)
def test_operators(query, occurs):
    assert "".join(occur for occur, _ in clauses(query)[0]) == occurs


def test_who_forbids_everything_finds_nothing():
    forbidden = Clauses((Clause(Occur.MUST_NOT, best("draft")),), 0)
    assert parse("-draft", FIELDS, MM) == Clauses((Clause(Occur.MUST, forbidden),))


@pytest.mark.parametrize("query", ["!!!", "( [", '"', "", "+ -", "？"])
def test_punctuation_asks_for_nothing(query):
    assert clauses(query) == ([], 0)


def test_everything():
    assert parse("*:*", FIELDS, MM) == Everything()


@pytest.mark.parametrize(
    ("optional", "rule", "required"),
    [
        (1, MM, 1), (2, MM, 2), (3, MM, 2), (5, MM, 4), (6, MM, 4), (10, MM, 8),
        (4, "3", 3), (2, "3", 2), (4, "-1", 3), (4, "75%", 3), (5, "-20%", 4), (4, "100%", 4),
        (0, MM, 0), (3, "0", 0), (3, "-9", 0),
    ],
)  # fmt: skip
def test_how_many_words_must_be_found(optional, rule, required):
    assert required_of(optional, rule) == required


@pytest.mark.parametrize("rule", ["x", "a<3", "2<b", "", "1.5"])
def test_an_unreadable_minimum_is_refused(rule):
    with pytest.raises(UnsupportedQueryError):
        required_of(3, rule)


def test_extended_reads_fields_and_wildcards():
    tree = parse_extended("wat* tags:x", FIELDS, "100%", all_terms=True)
    assert isinstance(tree, Clauses)
    prefix, tag = tree.clauses
    assert prefix.node == Best(
        ((Pattern("title", ("wat", "*", "")), 4.0), (Pattern("text", ("wat", "*", "")), 1.0))
    )
    assert tag.node == Words("tags", "x")
    assert tree.minimum == 2


def test_extended_keeps_operators():
    tree = parse_extended("a AND -b", FIELDS, "100%", all_terms=True)
    assert isinstance(tree, Clauses)
    assert [c.occur for c in tree.clauses] == [Occur.MUST, Occur.MUST_NOT]


def test_extended_falls_back_to_plain_words():
    assert parse_extended('a "b', FIELDS, MM, all_terms=True) == parse('a "b', FIELDS, MM)


@given(st.text(max_size=60))
def test_any_text_can_be_typed(query):
    parse(query, FIELDS, MM)
