"""Typed trees answered from columns and inverted lists."""

import datetime as dt

import numpy as np
import pytest

from ckanext.scigov.search.domain.building import Row, columns_of
from ckanext.scigov.search.domain.evaluation import (
    Evaluator,
    is_asked_in_sql,
    is_lasting,
    simple_nodes,
)
from ckanext.scigov.search.domain.postings import inverted
from ckanext.scigov.search.domain.settling import settled
from ckanext.scigov.search.domain.syntax import parse
from ckanext.scigov.search.domain.tree import Best, Boosted, Clause, Clauses, Occur, Words

NOW = dt.datetime(2026, 6, 15, tzinfo=dt.timezone.utc)
DAY = 86_400_000
TODAY = int(NOW.timestamp() * 1000)
TEXTS = ("'水':1A '水库':1A 'data':3", "'水':1", "'水库':1 '数据':3", "")
ROWS = (
    Row(1, 1, ("tags=a b", "tags=c", "state=active", "permission_labels=public"), (TODAY,), ""),
    Row(2, 1, ("tags=c", "state=active"), (TODAY - 3 * DAY,), ""),
    Row(3, 1, ("state=draft", "views_total=10000000000000000007"), (None,), ""),
    Row(4, 1, ("state=active", "end_date=2025-01-01T00:00:00.000Z"), (TODAY - 9 * DAY,), ""),
)


class Lists:
    """Inverted lists in slots: document 1 is slot 0."""

    def __init__(self):
        self.segment = inverted(list(enumerate(TEXTS)))

    def lists(self, term):
        posting = self.segment[term]
        return [] if posting is None else [(posting.documents, posting.impacts)]


@pytest.fixture
def columns():
    return columns_of(ROWS, ("metadata_modified",))


def found(columns, query, asked=None):
    tree = settled(parse(query), NOW) if isinstance(query, str) else query
    evaluator = Evaluator(columns, Lists(), asked or {}, lambda: None)
    return columns.numbers[evaluator.whole(tree)].tolist()


@pytest.mark.parametrize(
    ("query", "documents"),
    [
        ("*:*", [1, 2, 3, 4]),
        ("水", [1, 2]),
        ("水库", [1, 3]),
        ("title:水库", [1]),
        ("水 水库", [1]),
        ("水 OR 数据", [1, 2, 3]),
        ("水 -data", [2]),
        ("-水", [3, 4]),
        ("-水 -数据", [4]),
        ("水 (-data)", []),
        ("。", []),
        ("水 。", [1, 2]),
        ("tags:c", [1, 2]),
        ('tags:"a b"', [1]),
        ("tags:nothing", []),
        ("nothing:x", []),
        ("nothing:x*", []),
        ("nothing:[a TO b]", []),
        ("tags:*", [1, 2]),
        ("tags:a*b", [1]),
        ("tags:a?b", [1]),
        ("tags:\\*", []),
        ("tags:a\\?b", []),
        ("tags:[b TO *]", [1, 2]),
        ("tags:{c TO *]", []),
        ("tags:[* TO c}", [1]),
        ("tags:[* TO b]", [1]),
        ("tags:[a TO c]", [1, 2]),
        ("permission_labels:public", [1]),
        ("views_total:7", [3]),
        ("views_total:[5 TO 9]", [3]),
        ("views_total:[8 TO 9]", []),
        ("metadata_modified:*", [1, 2, 4]),
        ("metadata_modified:[NOW-4DAYS TO *]", [1, 2]),
        ("metadata_modified:{NOW-3DAYS TO NOW]", [1]),
        ("metadata_modified:[* TO NOW-3DAYS}", [4]),
        ("metadata_modified:[* TO *]", [1, 2, 4]),
        ('metadata_modified:"2026-06-15T00:00:00Z"', [1]),
        ("end_date:[2024-01-01T00:00:00Z TO *]", [4]),
        ("state:active tags:c", [1, 2]),
        ("+state:active -tags:c", [4]),
    ],
)
def test_what_is_found(columns, query, documents):
    assert found(columns, query) == documents


def test_a_phrase_in_the_title_is_looked_for_in_the_title_itself():
    class Both:
        def lists(self, _term):
            return [(np.arange(2, dtype=np.int32), np.ones(2, dtype=np.uint8))]

    rows = [Row(1, 1, (), (None,), "城市停车场信息"), Row(2, 1, (), (None,), "停车 停车场")]
    titled = columns_of([*rows, Row(3, 1, (), (None,), "停车场")], ("metadata_modified",))
    evaluator = Evaluator(titled, Both(), {}, lambda: None)
    quoted = Words("title", "停車場信息", quoted=True)
    # The lists know of two; the third holds no word of it by what they say.
    assert titled.numbers[evaluator.whole(quoted)].tolist() == [1]


def some(*texts, minimum):
    return Clauses(tuple(Clause(Occur.SHOULD, Words("text", t)) for t in texts), minimum)


def test_so_many_of_several_words(columns):
    assert found(columns, some("水", "水库", "data", minimum=3)) == [1]
    assert found(columns, some("水", "水库", "数据", minimum=2)) == [1, 3]
    assert found(columns, some("水", "水库", minimum=0)) == [1, 2, 3]


def test_the_best_of_several_fields(columns):
    both = Best(((Words("title", "水"), 1.0), (Words("tags", "c"), 1.0)))
    assert found(columns, both) == [1, 2]
    assert found(columns, Best(((Words("text", "。"), 1.0),))) == []


def test_forbidding_alone_inside_a_group_finds_nothing(columns):
    inner = Clauses((Clause(Occur.MUST_NOT, Words("tags", "c")),))
    outer = Clauses((Clause(Occur.MUST, inner), Clause(Occur.MUST, Words("state", "active"))))
    assert found(columns, outer) == []
    assert found(columns, Clauses(())) == []


def test_what_sql_was_asked_is_taken_from_there(columns):
    phrase = Words("text", "大数据", quoted=True)
    mask = np.array([False, True, False, True])
    assert found(columns, phrase, {phrase: mask}) == [2, 4]
    assert found(columns, Clauses((Clause(Occur.MUST, phrase),)), {phrase: None}) == []


@pytest.mark.parametrize(
    ("query", "in_sql"),
    [
        ("*:*", False),
        ("水", False),
        ("title:水", False),
        ('"水库 水"', True),
        ("notes:水", True),
        ("author:x", True),
        ("riv*", True),
        ("title_ngram:x", True),
        ("id:x", True),
        ("name:x*", True),
        ("url:x", True),
        ("url:*", True),
        ("tags:x", False),
        ("tags:x*", False),
        ("tags:*", False),
        ("other:*", True),
        ("author:*", True),
        ("metadata_modified:*", False),
        ("metadata_modified:[* TO NOW]", False),
    ],
)
def test_what_sql_is_asked(query, in_sql):
    columns = columns_of(ROWS, ("metadata_modified",))
    columns = type(columns)(**{**vars(columns), "left_out": frozenset({"url"})})
    (node,) = simple_nodes(settled(parse(query), NOW))
    assert is_asked_in_sql(node, columns) is in_sql


def test_simple_nodes_of_all_trees():
    a, b, c = (Words("text", text) for text in "abc")
    tree = Clauses((Clause(Occur.MUST, Best(((a, 1.0), (b, 2.0)))), Clause(Occur.MUST_NOT, c)))
    assert list(simple_nodes(tree)) == [a, b, c]
    assert list(simple_nodes(Boosted(a, 2.0))) == []


def test_a_filter_is_worked_out_once(columns):
    evaluator = Evaluator(columns, Lists(), {}, lambda: None)
    node = settled(parse("tags:c"), NOW)
    assert evaluator.filtered(node) is evaluator.filtered(node)
    words = settled(parse("水"), NOW)
    assert evaluator.filtered(words) is not evaluator.filtered(words)
    assert is_lasting(node, {})
    assert not is_lasting(node, {node: None})
    assert not is_lasting(words, {})


def test_many_stars_take_no_time():
    columns = columns_of([Row(1, 1, (f"tags={'a' * 900}",), (None,), "")], ("metadata_modified",))
    assert found(columns, "tags:" + "*a" * 40 + "*b") == []
    assert found(columns, "tags:" + "*a" * 40 + "*") == [1]
    with_brackets = columns_of([Row(1, 1, ("tags=[a]b",), (None,), "")], ("metadata_modified",))
    assert found(with_brackets, "tags:\\[a\\]*") == [1]


def test_every_part_asks_whether_there_is_time(columns):
    asked = []
    tree = settled(parse("tags:c state:active"), NOW)
    Evaluator(columns, Lists(), {}, lambda: asked.append(1)).whole(tree)
    assert len(asked) == 3
