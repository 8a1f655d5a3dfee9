"""tantivy, an engine in Rust with the features of Lucene, through its Python package."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from corpus.documents import FACETS

from bench.questions import ROWS, Question
from bench.sides import Answer, Entry, SideMissingError, entries

try:
    import tantivy
except ImportError:
    tantivy = None

EVERY_VALUE = 65_000
HEAP = 4_000_000_000
"""Enough for one segment: the engine then need not put the counts of several together."""


class Tantivy:
    """Its own top list, and its aggregation over fast fields for the counts."""

    name = "tantivy"

    def __init__(self, scratch: Path) -> None:
        if tantivy is None:
            raise SideMissingError(
                "tantivy is not installed: pip install -r tests/bench/requirements.txt"
            )
        self.version = str(tantivy.__version__)
        self._schema = _schema()
        self._folder = tempfile.mkdtemp(prefix="tantivy-", dir=scratch)
        self._index = tantivy.Index(self._schema, path=self._folder)
        self._searcher: Any = None

    def fill(self, documents: Iterable[Mapping[str, Any]], count: int) -> None:
        writer = self._index.writer(HEAP, 1)
        for entry in entries(documents):
            writer.add_document(_document(entry))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()
        self.version += f", {self._searcher.num_segments} segment(s)"

    def answer(self, question: Question, *, facet_limit: int) -> Answer:
        size = EVERY_VALUE if facet_limit < 0 else facet_limit
        counted = {field: {"terms": {"field": field, "size": size}} for field in FACETS}
        started = time.perf_counter()
        query = self._query(question)
        order = {} if question.is_ranked else {"order_by_field": "modified"}
        found = self._searcher.search(query, ROWS, **order)
        facets = self._searcher.aggregate(query, counted)
        rows = [self._searcher.doc(address) for _, address in found.hits]
        stored = [row.get_first("stored") for row in rows]
        seconds = time.perf_counter() - started
        return Answer(
            seconds=seconds,
            total=found.count,
            facets={
                field: {bucket["key"]: bucket["doc_count"] for bucket in facets[field]["buckets"]}
                for field in FACETS
            },
            modified=[row.get_first("modified") for row in rows],
            returned_bytes=sum(map(len, stored)),
        )

    def _query(self, question: Question) -> Any:
        query = tantivy.Query
        parts = [
            self._any(self._all("words", terms, "freq") for terms in alternatives)
            for alternatives in question.groups
        ]
        if question.pairs:
            parts.append(query.phrase_query(self._schema, "title_pairs", question.pairs))
        exact = [("labels", list(question.labels)), *((f, [v]) for f, v in question.filters)]
        for field, values in exact:
            found = self._any(self._all(field, [value], "basic") for value in values)
            parts.append(query.const_score_query(found, 0.0))
        return query.boolean_query([(tantivy.Occur.Must, part) for part in parts])

    def _all(self, field: str, terms: list[str], kept: str) -> Any:
        query = tantivy.Query
        single = [query.term_query(self._schema, field, term, kept) for term in terms]
        must = [(tantivy.Occur.Must, part) for part in single]
        return single[0] if len(single) == 1 else query.boolean_query(must)

    @staticmethod
    def _any(parts: Iterable[Any]) -> Any:
        listed = list(parts)
        should = [(tantivy.Occur.Should, part) for part in listed]
        return listed[0] if len(listed) == 1 else tantivy.Query.boolean_query(should)

    def processes(self) -> list[int]:
        return [os.getpid()]

    def close(self) -> None:
        self._searcher = self._index = None


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
    builder.add_text_field("title_pairs", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("labels", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("stored", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("modified", stored=True, fast=True)
    for field in FACETS:
        builder.add_text_field(field, fast=True, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _document(entry: Entry) -> Any:
    document = tantivy.Document()
    document.add_text("words", " ".join(entry.words))
    document.add_text("title_pairs", " ".join(entry.title_pairs))
    document.add_text("stored", entry.stored)
    document.add_integer("modified", entry.modified)
    for label in entry.labels:
        document.add_text("labels", label)
    for field, values in entry.facets.items():
        for value in values:
            document.add_text(field, value)
    return document
