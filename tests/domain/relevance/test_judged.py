"""The judged set is whole: enough queries and pairs, split by lot, every query answerable."""

import csv
from collections import Counter

from relevance import judged
from relevance.judged import Query


def test_there_are_enough_queries_of_every_kind():
    kinds = Counter(query.kind for query in judged.queries())
    assert sum(kinds.values()) == 119
    assert kinds == {
        "known item": 22, "topic": 30, "provider+topic": 14, "code": 10, "English": 11,
        "synonym or misspelt": 18, "long question": 14,
    }  # fmt: skip


def test_no_query_is_asked_twice():
    queries = judged.queries()
    assert len({query.id for query in queries}) == len({query.query for query in queries}) == 119


def test_the_halves_are_those_drawn_by_lot():
    queries = judged.queries()
    assert {query.id: query.half for query in queries} == judged.halves(queries)
    assert Counter(query.half for query in queries) == {"dev": 60, "test": 59}


def test_halves_share_every_kind_as_evenly_as_its_number_allows():
    queries = [Query(f"q{n}", "", "a" if n < 3 else "b", "", "") for n in range(7)]
    halves = judged.halves(queries)
    assert Counter(halves[q.id] for q in queries[:3]) == {"dev": 2, "test": 1}
    assert Counter(halves[q.id] for q in queries[3:]) == {"dev": 2, "test": 2}


def test_every_query_has_judgements_and_something_useful_to_find():
    grades = judged.judgements()
    assert set(grades) == {query.id for query in judged.queries()}
    assert [query for query, of in grades.items() if max(of.values()) < 2] == []
    assert {grade for of in grades.values() for grade in of.values()} == {0, 1, 2, 3}
    assert sum(map(len, grades.values())) >= 3900


def test_a_pair_is_judged_once():
    with judged.JUDGEMENTS.open(encoding="utf-8", newline="") as file:
        pairs = [(row["query"], row["document"]) for row in csv.DictReader(file)]
    assert len(pairs) == len(set(pairs))
