"""Answer a search from the process's copy of the index and the packed inverted lists.

SQL is asked for what these do not hold, and for the rows of the page. Whatever cannot be
answered here is answered by ``answers`` in SQL alone; both must agree.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import functools
import math
import time
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from ckanext.scigov.search import config, freshness
from ckanext.scigov.search.answers import Answer, columns_for, returned, sort_value
from ckanext.scigov.search.domain import ranking
from ckanext.scigov.search.domain.columns import Columns, Ids, Mask
from ckanext.scigov.search.domain.counting import Found, Keys, facet_counts, first_of, sort_values
from ckanext.scigov.search.domain.evaluation import (
    ONLY_IN_SQL,
    Evaluator,
    is_asked_in_sql,
    is_lasting,
    simple_nodes,
)
from ckanext.scigov.search.domain.fields import Kind, kind_of
from ckanext.scigov.search.domain.refusals import N_, UnsupportedQueryError
from ckanext.scigov.search.domain.request import SearchRequest, SortKey
from ckanext.scigov.search.domain.settling import settled
from ckanext.scigov.search.domain.textqueries import Ranked, rank_parts, tokens_of
from ckanext.scigov.search.domain.tree import Node, Words
from ckanext.scigov.search.freshness import Index
from ckanext.scigov.search.guarded import Guarded
from ckanext.scigov.search.kept_lists import read_lists
from ckanext.scigov.search.lists import Texts
from ckanext.scigov.search.look_ups import is_look_up
from ckanext.scigov.search.model import SearchDocument
from ckanext.scigov.search.prepared import Prepared, any_of
from ckanext.scigov.search.queries import Compiler
from ckanext.scigov.search.reading import as_number
from ckanext.scigov.search.relevance import Relevance, Scores
from ckanext.scigov.search.rows import Row, Version

TRIES = 5
"""Each costs milliseconds, and somebody must save one of the page's documents within them."""


class _ChangedMeanwhileError(Exception):
    """A document of the page is not what was counted: somebody has saved or deleted it since."""


@dataclasses.dataclass(frozen=True)
class _Question:
    """One search with its trees settled."""

    request: SearchRequest
    query: Node
    filters: tuple[Node, ...]
    ranked: tuple[Ranked, ...]

    def words(self) -> list[Words]:
        """Return the nodes that are answered from inverted lists."""
        nodes = (n for tree in (self.query, *self.filters) for n in simple_nodes(tree))
        return [
            n
            for n in nodes
            if isinstance(n, Words) and kind_of(n.field) is Kind.TEXT and tokens_of(n)
        ]

    @functools.cached_property
    def terms(self) -> frozenset[str]:
        """The terms whose inverted lists are needed."""
        found = {term for node in self.words() for term in tokens_of(node) or ()}
        return frozenset(found.union(*(ranked.tokens for ranked in self.ranked)))


def answer(search: Guarded, request: SearchRequest, now: dt.datetime) -> Answer | None:
    """Return what Solr would have answered, or None where SQL has to."""
    question = _Question(
        request,
        settled(request.query, now),
        tuple(settled(node, now) for node in request.filters),
        tuple(rank_parts(request.query)) if _is_ranked(request) else (),
    )
    if any(is_look_up(node) for node in (question.query, *question.filters)):
        return None
    for _ in range(TRIES):
        index = freshness.index_for(search, question.terms)
        if index is None or not _is_answerable(question, index):
            return None
        with contextlib.suppress(_ChangedMeanwhileError):
            return _Search(search, index, question).answer()
    # What keeps changing is counted and read by one statement.
    return None


def _is_ranked(request: SearchRequest) -> bool:
    return "score" in request.fields or any(key.field == "score" for key in request.sort)


def _is_answerable(question: _Question, index: Index) -> bool:
    columns, request = index.columns, question.request
    if index.recent is None and (question.ranked or question.words()):
        return False
    counted = request.facets.fields
    return not any(field in ONLY_IN_SQL or field in columns.left_out for field in counted)


class _Search:
    def __init__(self, search: Guarded, index: Index, question: _Question) -> None:
        self.search = search
        # As in PostgreSQL, no time at all means no limit.
        allowed = config.timeout_in_milliseconds() / 1000 or math.inf
        self.end = time.monotonic() + allowed
        self.index = index
        self.columns: Columns = index.columns
        self.question = question
        self.request = question.request
        self.texts = Texts(index, read_lists(search, index.base, question.terms))

    def answer(self) -> Answer:
        found = self._found()
        page = self._page(found)
        result: Answer = {
            "responseHeader": {"status": 0, "QTime": 0},
            "response": {
                "numFound": len(found.slots),
                "start": self.request.start,
                "docs": page,
            },
        }
        if self.request.facets.fields:
            counts = facet_counts(self.columns, found, self.request.facets)
            result["facet_counts"] = {"facet_queries": {}, "facet_fields": counts}
        return result

    def _found(self) -> Found:
        trees = (self.question.query, *self.question.filters)
        nodes = {
            n for tree in trees for n in simple_nodes(tree) if is_asked_in_sql(n, self.columns)
        }
        asked: dict[Node, Mask | None] = {node: self._asked(node) for node in nodes}
        evaluator = Evaluator(self.columns, self.texts, asked, self._in_time)
        found = evaluator.filtered(self.question.query)
        for node in self.question.filters:
            found = found & evaluator.filtered(node)
        lasting = all(is_lasting(tree, asked) for tree in trees)
        return Found(found, trees if lasting else None)

    def _in_time(self) -> None:
        """Give up when the search has taken as long as one statement may."""
        if time.monotonic() > self.end:
            raise UnsupportedQueryError(
                N_("The search took too long. Ask for something more specific.")
            )

    def _asked(self, node: Node) -> Mask | None:
        self._in_time()
        condition = Compiler().optional(node)
        if condition is None:
            return None
        number = sa.func.int4send(SearchDocument.number)
        packed = sa.func.string_agg(number, sa.literal(b"", sa.LargeBinary), type_=sa.LargeBinary)
        numbers = self.search.connection.execute(sa.select(packed).where(condition)).scalar()
        return self.columns.mask_of(np.frombuffer(numbers or b"", dtype=">i4").astype(np.int32))

    def _page(self, found: Found) -> list[Answer]:
        if not self.request.rows or self.request.start >= len(found.slots):
            return []
        if self.question.ranked:
            return self._documents(*self._best(found.slots))
        end = self.request.start + self.request.rows
        if found.key is None:
            ordered = self._first(found.slots, None, end)
        else:
            # Like the counts, the order of all there is comes again and again.
            ordered = self.columns.remembered(
                ("order", found.key, self.request.sort, end),
                lambda: self._first(found.slots, None, end),
            )
        chosen = ordered[self.request.start :]
        return self._documents(chosen, np.ones(len(chosen), dtype=np.float32))

    def _best(self, slots: Ids) -> tuple[Ids, Scores]:
        """Return the page's slots by what they are worth, and what that is."""
        relevance = Relevance(
            self.search, self.columns, self.texts, self.question.ranked, self.request.text
        )
        scores = relevance.scores()
        sort = self.request.sort
        if sort[0].field == "score" and sort[0].descending:
            near = self._first(slots, scores, ranking.RERANKED)
            scores[near] += relevance.of_titles(near)
            if phrases := relevance.phrases:
                nearest = self._first(near, scores, ranking.LOOKED_INTO)
                scores[nearest] += relevance.of_texts(nearest, phrases)
        end = self.request.start + self.request.rows
        chosen = self._first(slots, scores, end)[self.request.start :]
        return chosen, scores[chosen]

    def _first(self, slots: Ids, scores: Scores | None, count: int) -> Ids:
        return first_of(slots, self._keys(slots, scores), self.columns.numbers, count)

    def _keys(self, slots: Ids, scores: Scores | None) -> Keys:
        keys: list[npt.NDArray[Any]] = []
        for key in self.request.sort:
            if key.field == "score":
                if scores is not None:
                    of_slots = scores.take(slots)
                    keys.append(-of_slots if key.descending else of_slots)
                continue
            values = self._values(key)
            if values is not None:
                keys.append(values.take(slots))
        return keys

    def _values(self, key: SortKey) -> npt.NDArray[Any] | None:
        question = ("sort", key)
        return self.columns.remembered(
            question, lambda: sort_values(self.columns, key, self._places)
        )

    def _places(self, field: str) -> npt.NDArray[np.float64]:
        """Return each slot's place among the values of a field that has no column."""
        value = sort_value(field)
        place = sa.func.dense_rank().over(order_by=value)
        rows = self.search.connection.execute(
            sa.select(SearchDocument.number, place).where(value.is_not(None))
        )
        found = np.full(len(self.columns.numbers), np.nan)
        listed = np.array([tuple(row) for row in rows], dtype=np.int32).reshape(-1, 2)
        listed = listed[self.columns.are_known(listed[:, 0])]
        found[self.columns.slot_of[listed[:, 0]]] = listed[:, 1]
        return found

    def _documents(self, slots: Ids, scores: Scores) -> list[Answer]:
        numbers = self.columns.numbers[slots].tolist()
        versions = list(zip(numbers, self.columns.written_by[slots].tolist(), strict=True))
        rows = self._rows(versions)
        return [
            returned({**rows[version], "score": score}, self.request.fields)
            for version, score in zip(versions, scores.tolist(), strict=True)
        ]

    def _rows(self, versions: list[Version]) -> Mapping[Version, Row]:
        """Return the rows of these versions, those kept and those that are there."""
        fields, kept = self.request.fields, self.index.rows
        found = kept.find(fields, versions)
        missing = [version for version in versions if version not in found]
        if not missing:
            return found
        result = self.search.run_last(_page(fields), numbers=[number for number, _ in missing])
        names = tuple(result.keys())
        read = {(row[0], row[1]): dict(zip(names, row, strict=True)) for row in result}
        if any(version not in read for version in missing):
            raise _ChangedMeanwhileError
        kept.keep(fields, read)
        return found | read


@functools.lru_cache(maxsize=256)
def _page(fields: tuple[str, ...]) -> Prepared:
    document = SearchDocument.__table__.c
    return Prepared(
        sa.select(
            document.number,
            as_number(document.written_by).label("written_by"),
            *columns_for(fields),
        ).where(document.number == any_of("numbers", sa.Integer))
    )
