"""Our side, and naive SQL over the same table."""

from __future__ import annotations

import itertools
import json
import os
import time
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from corpus.documents import FACETS
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from ckan import model
from ckan.lib.search.common import make_connection

from bench.questions import ROWS, Question
from bench.sides import Answer, milliseconds
from ckanext.scigov.search.bases import build_base
from ckanext.scigov.search.domain import vectors
from ckanext.scigov.search.domain.documents import row_of
from ckanext.scigov.search.domain.tokens import Phrase
from ckanext.scigov.search.model import BYTES, TABLES, SearchBase, SearchDocument
from ckanext.scigov.search.moment import now
from ckanext.scigov.search.storing import store

BATCH = 500
BACKENDS = sa.text("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
"""PostgreSQL's processes that work for whoever is connected to this database."""


class Ours:
    """``make_connection().search(...)``, as CKAN's own query code calls it."""

    name = "ours"

    def __init__(self) -> None:
        with model.ensure_engine().connect() as connection:
            self.version = (
                f"PostgreSQL {connection.exec_driver_sql('SHOW server_version').scalar()}"
            )

    def fill(self, documents: Iterable[Mapping[str, Any]], count: int) -> None:
        with model.ensure_engine().connect() as connection:
            counted = sa.select(sa.func.count()).select_from(SearchDocument)
            packed = sa.select(SearchBase.documents).order_by(SearchBase.id.desc()).limit(1)
            there = [connection.execute(query).scalar() for query in (counted, packed)]
        if there != [count, count]:
            self._write(documents)

    def _write(self, documents: Iterable[Mapping[str, Any]]) -> None:
        with model.ensure_engine().begin() as connection:
            for table in TABLES:
                connection.execute(sa.delete(table))
        rows = (row_of(document, now()) for document in documents)
        while batch := list(itertools.islice(rows, BATCH)):
            with model.ensure_engine().begin() as connection:
                store(connection, batch)
        if build_base() is None:
            raise RuntimeError("The packed lists were not built: another process holds their lock.")
        with model.ensure_engine().connect() as connection:
            settled = connection.execution_options(isolation_level="AUTOCOMMIT")
            for table in TABLES:
                settled.exec_driver_sql(f"VACUUM ANALYZE {table.name}")

    def answer(self, question: Question, *, facet_limit: int) -> Answer:
        asked = question.as_ckan(facet_limit=facet_limit)
        connection = make_connection(decode_dates=False)
        # By the time it searches, a request of CKAN's has read its settings from the database.
        model.Session.connection()
        started = time.perf_counter()
        found = connection.search(**asked)
        seconds = time.perf_counter() - started
        # As at the end of a request: the next search begins a transaction of its own.
        model.Session.remove()
        return page(seconds, found.hits, found.facets["facet_fields"], found.docs)

    def processes(self) -> list[int]:
        """This one, and PostgreSQL's for the connections that are open."""
        with model.ensure_engine().connect() as connection:
            return [os.getpid(), *connection.execute(BACKENDS).scalars()]

    def close(self) -> None:
        model.Session.remove()


def page(seconds: float, total: int, facets: Any, documents: Any) -> Answer:
    """Return the answer out of what pysolr returns."""
    stored = [document["validated_data_dict"] for document in documents[:ROWS]]
    modified = [f"{json.loads(text)['metadata_modified']}Z" for text in stored]
    return Answer(
        seconds=seconds,
        total=total,
        facets={f: dict(zip(v[::2], v[1::2], strict=True)) for f, v in facets.items()},
        modified=[milliseconds(moment) for moment in modified],
        returned_bytes=sum(map(len, stored)),
    )


class NaiveSql:
    """What one would write first: GIN and one GROUP BY a facet, the planner left alone."""

    name = "naive SQL"

    def __init__(self, ours: Ours) -> None:
        self.version = ours.version
        self.processes = ours.processes

    def fill(self, documents: Iterable[Mapping[str, Any]], count: int) -> None:
        """Do nothing: it asks our table."""

    def answer(self, question: Question, *, facet_limit: int) -> Answer:
        condition = _condition(question)
        with model.ensure_engine().connect() as connection:
            started = time.perf_counter()
            count = sa.select(sa.func.count()).select_from(SearchDocument).where(condition)
            total = connection.execute(count).scalar_one()
            rows = connection.execute(_page_of(question, condition)).all()
            facets = {
                field: dict(connection.execute(_counts(field, condition, facet_limit)).all())
                for field in FACETS
            }
            seconds = time.perf_counter() - started
        return Answer(
            seconds=seconds,
            total=total,
            facets=facets,
            modified=[round(row.metadata_modified.timestamp() * 1000) for row in rows],
            returned_bytes=sum(len(row.validated_data_dict) for row in rows),
        )

    def close(self) -> None:
        """Nothing was started."""


def _condition(question: Question) -> sa.ColumnElement[bool]:
    conditions: list[sa.ColumnElement[bool]] = [
        SearchDocument.permission_labels.overlap(sa.cast(list(question.labels), ARRAY(BYTES)))
    ]
    query = _tsquery(question)
    if query:
        conditions.append(SearchDocument.words.op("@@")(sa.cast(query, TSQUERY)))
    conditions += [
        SearchDocument.terms.contains(sa.cast([f"{field}={value}"], ARRAY(BYTES)))
        for field, value in question.filters
    ]
    return sa.and_(*conditions)


def _tsquery(question: Question) -> str:
    if question.pairs:
        return vectors.tsquery(Phrase(tuple(question.pairs)), weight="A")
    groups = (
        vectors.any_of(vectors.all_of(map(vectors.quoted, terms)) for terms in alternatives)
        for alternatives in question.groups
    )
    return vectors.all_of(groups)


def _page_of(question: Question, condition: sa.ColumnElement[bool]) -> sa.Select[Any]:
    order: list[Any] = [SearchDocument.metadata_modified.desc()]
    query = _tsquery(question)
    if question.is_ranked:
        order.insert(0, sa.func.ts_rank(SearchDocument.words, sa.cast(query, TSQUERY)).desc())
    wanted = sa.select(SearchDocument.metadata_modified, SearchDocument.validated_data_dict)
    return wanted.where(condition).order_by(*order).limit(ROWS)


def _counts(field: str, condition: sa.ColumnElement[bool], limit: int) -> sa.Select[Any]:
    unnested = sa.func.unnest(SearchDocument.terms).table_valued(sa.column("term", BYTES))
    rows = unnested.render_derived()
    term = rows.c.term
    counted = (
        sa.select(sa.func.substr(term, len(field) + 2), sa.func.count())
        .select_from(SearchDocument)
        .join(rows, sa.true())
        .where(condition, term.startswith(f"{field}=", autoescape=True))
        .group_by(term)
        .order_by(sa.func.count().desc(), term)
    )
    return counted if limit < 0 else counted.limit(limit)
