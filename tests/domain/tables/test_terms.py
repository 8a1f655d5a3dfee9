"""Tokens of rows and of questions."""

import pytest

from ckanext.scigov.tables.domain import terms

VECTORS = [
    (["大数据"], "大数:1 数据:2 据:3"),
    (["大", "数据"], "大:1 数据:3 据:4"),
    (["5G网络 Data-driven"], "5g:1 网络:2 络:3 data:4 driven:5"),
    (["ＡＢＣ"], "abc:1"),
    (["２０１８.01"], "2018:1 01:2"),
    (["数据数据"], "数据:1 据数:2 数据:3 据:4"),
    (["，。", ""], ""),
    ([], ""),
    (["x" * 100], "x" * 64 + ":1"),
    (["𠮷野家"], "𠮷野:1 野家:2 家:3"),
]


@pytest.mark.parametrize(("cells", "vector"), VECTORS)
def test_vectors(cells, vector):
    assert terms.vector(cells) == vector


def test_positions_end_where_postgresql_ends():
    assert terms.vector(["a " * 20_000]).split()[-1] == "a:16383"


QUERIES = [
    ("大数据", "(大数 <1> 数据)"),
    ("大", "大:*"),
    ("数据", "数据"),
    ("中山大学 决策", "(中山 <1> 山大 <1> 大学) & 决策"),
    ("5G网络", "(5g <1> 网络)"),
    ("网络5G", "(网络 <2> 5g)"),
    ("大5", "(大:* <1> 5)"),
    ("big Data", "big & data"),
    ("“大数据”！", "(大数 <1> 数据)"),
    ("&|!()'\\", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "query"), QUERIES)
def test_queries(text, query):
    assert terms.query(text) == query


def test_expressions_keep_their_operators():
    assert terms.query_of_expression("大数据 | 能耗") == "((大数 <1> 数据)) | (能耗)"
    assert terms.query_of_expression("a & !b:*") == "(a) & !(b:*)".replace("(b:*)", "(b:*)")


def test_patterns_hold_words_at_their_edges():
    (pattern,) = terms.patterns("data")
    assert pattern.startswith("(?<![")
    assert "data" in pattern
    assert terms.patterns("大数据") == ["大数据"]
    assert len(terms.patterns("大数据 能耗 ，")) == 2
