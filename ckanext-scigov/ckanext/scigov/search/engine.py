"""Answer a search from the process's copy of the index and the packed inverted lists.

SQL is asked for what these do not hold, and for the rows of the page. Whatever cannot be
answered here is answered by ``answers`` in SQL alone; both must agree.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import threading
from collections.abc import Iterable, Mapping
from typing import Any

import cachetools
import numpy as np
import numpy.typing as npt
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from ckanext.scigov.search import freshness
from ckanext.scigov.search.answers import Answer, columns_for, returned
from ckanext.scigov.search.domain import ranking
from ckanext.scigov.search.domain.columns import Columns, Ids, Mask
from ckanext.scigov.search.domain.counting import Keys, facet_counts, first_of, sort_values
from ckanext.scigov.search.domain.dates import parse_date
from ckanext.scigov.search.domain.evaluation import (
    ONLY_IN_SQL,
    Evaluator,
    is_asked_in_sql,
    simple_nodes,
)
from ckanext.scigov.search.domain.fields import Kind, kind_of
from ckanext.scigov.search.domain.postings import Impacts, Posting, unpacked
from ckanext.scigov.search.domain.request import SearchRequest
from ckanext.scigov.search.domain.settling import settled
from ckanext.scigov.search.domain.textqueries import Ranked, rank_parts, tokens_of
from ckanext.scigov.search.domain.tokens import folded
from ckanext.scigov.search.domain.tree import Between, Clauses, Node, Occur, Words
from ckanext.scigov.search.freshness import Index
from ckanext.scigov.search.model import BYTES, SearchDocument, SearchPosting
from ckanext.scigov.search.prepared import Prepared
from ckanext.scigov.search.queries import Compiler

KEPT_BYTES = 64 * 1024 * 1024
_kept: cachetools.LRUCache[tuple[int, str], Posting] = cachetools.LRUCache(
    KEPT_BYTES, getsizeof=lambda posting: posting.documents.nbytes + 256
)
_kept_lock = threading.Lock()
_NOTHING = Posting(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint8))


@dataclasses.dataclass(frozen=True, slots=True)
class _Question:
    """One search with its trees settled."""

    request: SearchRequest
    query: Node
    filters: tuple[Node, ...]
    ranked: tuple[Ranked, ...]


class Texts:
    """The inverted lists of one search's words, in slots."""

    def __init__(self, index: Index, postings: Mapping[str, Posting]) -> None:
        self._index = index
        self._postings = postings
        self._found: dict[str, list[tuple[Ids, Impacts]]] = {}

    def lists(self, term: str) -> list[tuple[Ids, Impacts]]:
        """Return the parts of one word's list; no document is in two."""
        found = self._found.get(term)
        if found is None:
            found = self._found[term] = list(self._parts(term))
        return found

    def _parts(self, term: str) -> Iterable[tuple[Ids, Impacts]]:
        posting = self._postings[term]
        lookup = self._index.slot_in_base
        if len(posting.documents):
            inside = posting.documents < len(lookup)
            slots = lookup[posting.documents[inside]]
            yield slots[slots >= 0], posting.impacts[inside][slots >= 0]
        for segment in self._index.recent or ():
            recent = segment[term]
            if recent is not None:
                alive = self._index.columns.alive[recent.documents]
                yield recent.documents[alive], recent.impacts[alive]


def answer(connection: sa.Connection, request: SearchRequest, now: dt.datetime) -> Answer | None:
    """Return what Solr would have answered, or None where SQL has to."""
    question = _Question(
        request,
        settled(request.query, now),
        tuple(settled(node, now) for node in request.filters),
        tuple(rank_parts(request.query)) if _is_ranked(request) else (),
    )
    if any(is_look_up(node) for node in (question.query, *question.filters)):
        return None
    index = freshness.index_for(connection)
    if index is None or not _is_answerable(question, index):
        return None
    return _Search(connection, index, question).answer()


def _is_ranked(request: SearchRequest) -> bool:
    return "score" in request.fields or any(key.field == "score" for key in request.sort)


def is_look_up(node: Node) -> bool:
    """Say whether the tree can only find the few documents of given keys."""
    if isinstance(node, Words):
        return node.field in ("index_id", "id", "name")
    if not isinstance(node, Clauses):
        return False
    must = [c.node for c in node.clauses if c.occur is Occur.MUST]
    should = [c.node for c in node.clauses if c.occur is Occur.SHOULD]
    if any(is_look_up(inner) for inner in must):
        return True
    return not must and bool(should) and all(is_look_up(inner) for inner in should)


def _is_answerable(question: _Question, index: Index) -> bool:
    columns, request = index.columns, question.request
    if index.recent is None and (question.ranked or _words_in(question)):
        return False
    fields = {*request.facets.fields, *(key.field for key in request.sort)} - {"score", "title_string"}
    return not any(f in ONLY_IN_SQL or f in columns.left_out for f in fields)


def _words_in(question: _Question) -> list[Words]:
    """Return the nodes that are answered from inverted lists."""
    nodes = (n for tree in (question.query, *question.filters) for n in simple_nodes(tree))
    return [n for n in nodes if isinstance(n, Words) and kind_of(n.field) is Kind.TEXT and tokens_of(n)]


class _Search:
    def __init__(self, connection: sa.Connection, index: Index, question: _Question) -> None:
        self.connection = connection
        self.columns: Columns = index.columns
        self.question = question
        self.request = question.request
        terms = {t for node in _words_in(question) for t in tokens_of(node) or ()}
        terms.update(t for ranked in question.ranked for t in ranked.tokens)
        self.texts = Texts(index, _postings(connection, index.base, terms))

    def answer(self) -> Answer:
        found = self._found()
        slots = np.flatnonzero(found).astype(np.int32)
        page = self._page(slots)
        result: Answer = {
            "responseHeader": {"status": 0, "QTime": 0},
            "response": {"numFound": len(slots), "start": self.request.start, "docs": page},
        }
        if self.request.facets.fields:
            counts = facet_counts(self.columns, found, self.request.facets)
            result["facet_counts"] = {"facet_queries": {}, "facet_fields": counts}
        return result

    def _found(self) -> Mask:
        trees = (self.question.query, *self.question.filters)
        nodes = {n for tree in trees for n in simple_nodes(tree) if is_asked_in_sql(n, self.columns)}
        asked = {node: self._asked(node) for node in nodes}
        evaluator = Evaluator(self.columns, self.texts, asked, _moments)
        found = evaluator.whole(self.question.query)
        for node in self.question.filters:
            found = found & evaluator.filtered(node)
        return found

    def _asked(self, node: Node) -> Mask | None:
        condition = Compiler().optional(node)
        if condition is None:
            return None
        number = sa.func.int4send(SearchDocument.number)
        packed = sa.func.string_agg(number, sa.literal(b"", sa.LargeBinary), type_=sa.LargeBinary)
        numbers = self.connection.execute(sa.select(packed).where(condition)).scalar()
        return self.columns.mask_of(np.frombuffer(numbers or b"", dtype=">i4").astype(np.int32))

    def _page(self, slots: Ids) -> list[Answer]:
        if not self.request.rows or self.request.start >= len(slots):
            return []
        ordered, scores = self._ordered(slots)
        chosen = ordered[self.request.start :][: self.request.rows]
        return self._documents(chosen, scores)

    def _ordered(self, slots: Ids) -> tuple[Ids, npt.NDArray[np.float32]]:
        """Return the slots up to the end of the page, best first, and the scores of all slots."""
        scores = self._scores()
        end = self.request.start + self.request.rows
        sort = self.request.sort
        by_score = sort[0].field == "score" and bool(self.question.ranked)
        if by_score and sort[0].descending:
            near = first_of(slots, self._keys(slots, scores), self.columns.numbers, ranking.RERANKED)
            scores[near] += self._bonus(near)
        keys = self._keys(slots, scores)
        return first_of(slots, keys, self.columns.numbers, end), scores

    def _keys(self, slots: Ids, scores: npt.NDArray[np.float32]) -> Keys:
        keys: list[npt.NDArray[Any]] = []
        for key in self.request.sort:
            if key.field == "score":
                if self.question.ranked:
                    of_slots = scores[slots]
                    keys.append(-of_slots if key.descending else of_slots)
                continue
            values = sort_values(self.columns, key)
            if values is not None:
                keys.append(values[slots])
        return keys

    def _scores(self) -> npt.NDArray[np.float32]:
        """Return BM25 over the words of the query for every slot; 1 where none were asked for."""
        count = len(self.columns.numbers)
        if not self.question.ranked:
            return np.ones(count, dtype=np.float32)
        scores = np.zeros(count, dtype=np.float32)
        alive = int(np.count_nonzero(self.columns.alive))
        for ranked in self.question.ranked:
            for token in ranked.tokens:
                lists = self.texts.lists(token)
                holding = sum(len(slots) for slots, _ in lists)
                worth = ranking.rarity(holding, alive) * ranked.factor / ranking.LARGEST_IMPACT
                for slots, impacts in lists:
                    scores[slots] += impacts * np.float32(worth)
        scores[self.columns.titled(folded(self.request.text.strip()))] += ranking.EXACT_TITLE
        return scores

    def _bonus(self, near: Ids) -> npt.NDArray[np.float32]:
        """Return what documents gain whose title holds the query, or its words side by side."""
        columns, ranked = self.columns, self.question.ranked
        words = [folded(r.text.strip()) for r in ranked]
        query = folded(self.request.text.strip())
        gained = [ranking.bonus(columns.titles[slot], query, words) for slot in near.tolist()]
        bonus = np.array(gained, dtype=np.float32)
        adjacent = [r.adjacent for r in ranked if r.adjacent][: ranking.PHRASES]
        if adjacent:
            numbers = columns.numbers[near].tolist()
            rows = _phrases().run(self.connection, numbers=numbers, queries=adjacent)
            held = dict(rows.all())
            bonus += ranking.WORDS_ADJACENT * np.array([held.get(n, 0) for n in numbers])
        return bonus

    def _documents(self, slots: Ids, scores: npt.NDArray[np.float32]) -> list[Answer]:
        numbers = self.columns.numbers[slots].tolist()
        rows = _page(self.request.fields).run(self.connection, numbers=numbers).mappings()
        by_number = {row["number"]: row for row in rows}
        score_of = dict(zip(numbers, scores[slots].tolist(), strict=True))
        return [
            returned({**by_number[n], "score": score_of[n]}, self.request.fields)
            for n in numbers
            if n in by_number
        ]


def _moments(node: Between) -> tuple[int | None, int | None]:
    """Return the ends of a settled range of dates in milliseconds."""
    low, high = (parse_date(end) if end else None for end in (node.low, node.high))
    return _milliseconds(low), _milliseconds(high)


def _milliseconds(moment: dt.datetime | None) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1000)


def _postings(connection: sa.Connection, base: int | None, terms: set[str]) -> dict[str, Posting]:
    """Return the base's list of each term; those of late are still in memory."""
    if base is None or not terms:
        return dict.fromkeys(terms, _NOTHING)
    with _kept_lock:
        found = {term: kept for term in terms if (kept := _kept.get((base, term))) is not None}
    missing = terms - set(found)
    if missing:
        rows = _lists().run(connection, base=base, terms=sorted(missing))
        read = {term: unpacked(bytes(numbers), bytes(impacts)) for term, numbers, impacts in rows}
        found.update({term: read.get(term, _NOTHING) for term in missing})
        with _kept_lock:
            _kept.update({(base, term): found[term] for term in missing})
    return found


def _any(name: str, of: Any) -> sa.ColumnElement[Any]:
    return sa.func.any(sa.cast(sa.bindparam(name), ARRAY(of)))


@functools.cache
def _lists() -> Prepared:
    posting = SearchPosting.__table__.c
    return Prepared(
        sa.select(posting.term, posting.numbers, posting.impacts).where(
            posting.base == sa.bindparam("base"), posting.term == _any("terms", BYTES)
        )
    )


@functools.cache
def _phrases() -> Prepared:
    """How many of some phrases each document holds."""
    document = SearchDocument.__table__.c
    query = sa.func.unnest(sa.cast(sa.bindparam("queries"), ARRAY(TSQUERY))).column_valued("query")
    hit = sa.cast(document.words.op("@@")(query), sa.Integer)
    held = sa.select(sa.func.coalesce(sa.func.sum(hit), 0)).correlate(SearchDocument.__table__)
    return Prepared(
        sa.select(document.number, held.scalar_subquery()).where(
            document.number == _any("numbers", sa.Integer)
        )
    )


@functools.lru_cache(maxsize=256)
def _page(fields: tuple[str, ...]) -> Prepared:
    document = SearchDocument.__table__.c
    return Prepared(
        sa.select(document.number, *columns_for(fields)).where(
            document.number == _any("numbers", sa.Integer)
        )
    )
