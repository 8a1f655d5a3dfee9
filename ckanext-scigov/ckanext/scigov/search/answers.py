"""Answer one understood search in SQL alone: the page, the exact total and the counts.

The reference: ``engine`` must give the same documents, totals and counts, only faster.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from ckanext.scigov.search.domain.dates import parse_date
from ckanext.scigov.search.domain.fields import DOCUMENTS, missing_value, readable
from ckanext.scigov.search.domain.request import Facets, SearchRequest, SortKey, is_returned
from ckanext.scigov.search.domain.settling import settled
from ckanext.scigov.search.domain.textqueries import rank_parts
from ckanext.scigov.search.domain.tokens import folded
from ckanext.scigov.search.model import PgSnapshot, SearchDeletion, SearchDocument
from ckanext.scigov.search.queries import COLUMNS, DATES, Compiler, Condition, members
from ckanext.scigov.search.reading import is_unseen

RANK_BY_LENGTH = 1
"""ts_rank's normalisation: a hit in a long text counts less."""
EXACT_TITLE = 10.0
TRIES = 5
"""Somebody must save a dataset within each of them for a count to be of another moment."""
DIRECT = ("id", "name", "index_id", "site_id", *DOCUMENTS)
"""Fields that are columns of their own and need not be cut out of the stored ones."""

Answer = dict[str, Any]


def answer(connection: sa.Connection, request: SearchRequest, now: dt.datetime) -> Answer:
    """Return what Solr would have answered, as decoded JSON."""
    compiler = Compiler()
    trees = (request.query, *request.filters)
    found = sa.and_(*(compiler.whole(settled(tree, now)) for tree in trees))
    counts: dict[str, list[Any]] | None = None
    if request.facets.fields:
        total, documents, counts = _page_and_counts(connection, request, found)
    else:
        total, documents = _page(connection, request, found)
    result: Answer = {
        "responseHeader": {"status": 0, "QTime": 0},
        "response": {"numFound": total, "start": request.start, "docs": documents},
    }
    if counts is not None:
        result["facet_counts"] = {"facet_queries": {}, "facet_fields": counts}
    return result


def _page_and_counts(
    connection: sa.Connection, request: SearchRequest, found: Condition
) -> tuple[int, list[Answer], dict[str, list[Any]]]:
    """Read both as of one moment: each statement sees what is finished when it begins."""
    tries = TRIES
    while True:
        seen = _snapshot(connection)
        total, documents = _page(connection, request, found)
        counts = _counts(connection, request.facets, found)
        tries -= 1
        if not tries or not _is_changed_since(connection, seen):
            return total, documents, counts


def _snapshot(connection: sa.Connection) -> str:
    now = sa.select(sa.cast(sa.func.pg_current_snapshot(), sa.Text))
    return connection.execute(now).scalar_one()


def _is_changed_since(connection: sa.Connection, seen: str) -> bool:
    """Say whether another transaction has changed the index since this snapshot."""
    snapshot = sa.cast(seen, PgSnapshot)
    own = sa.func.pg_current_xact_id_if_assigned()
    changed = [
        sa.exists().where(
            is_unseen(table.written_by, snapshot), table.written_by.is_distinct_from(own)
        )
        for table in (SearchDocument, SearchDeletion)
    ]
    return bool(connection.execute(sa.select(sa.or_(*changed))).scalar_one())


def _page(
    connection: sa.Connection, request: SearchRequest, found: Condition
) -> tuple[int, list[Answer]]:
    document = SearchDocument.__table__.c
    count = sa.select(sa.func.count()).select_from(SearchDocument).where(found)
    if not request.rows:
        return connection.execute(count).scalar_one(), []
    # The page is chosen first: what it returns is large and read for its rows only.
    score = _score(request)
    chosen = (
        sa.select(
            document.index_id,
            score.label("score"),
            sa.func.count().over().label("total"),
            sa.func.row_number().over(order_by=_order(request.sort, score)).label("place"),
        )
        .where(found)
        .order_by(sa.literal_column("place"))
        .offset(request.start)
        .limit(request.rows)
        .cte("chosen")
    )
    wanted = columns_for(request.fields)
    rows = connection.execute(
        sa.select(chosen.c.total, chosen.c.score, *wanted)
        .join_from(chosen, SearchDocument, document.index_id == chosen.c.index_id)
        .order_by(chosen.c.place)
    ).mappings()
    documents = [(row["total"], returned(row, request.fields)) for row in rows]
    if documents:
        return documents[0][0], [shown for _, shown in documents]
    return (connection.execute(count).scalar_one() if request.start else 0), []


def columns_for(fields: tuple[str, ...]) -> list[sa.ColumnElement[Any]]:
    """Return the columns to read: package_search needs none of the stored fields but the id."""
    document = SearchDocument.__table__.c
    small = all(field in DIRECT for field in fields)
    names = [field for field in DIRECT if is_returned(field, fields)]
    return (
        [document[name] for name in names]
        if small
        else [document.stored, *(document[name] for name in names if name in DOCUMENTS)]
    )


def returned(row: Mapping[Any, Any], wanted: tuple[str, ...]) -> Answer:
    shown: Answer = {
        field: value
        for field, value in (row.get("stored") or {}).items()
        if is_returned(field, wanted)
    }
    shown.update({name: row[name] for name in DIRECT if row.get(name) is not None})
    if "score" in wanted:
        shown["score"] = row["score"]
    return shown


def _score(request: SearchRequest) -> sa.ColumnElement[float]:
    """Return the relevance of a document; 1 where no words were asked for."""
    asked_for = "score" in request.fields or any(key.field == "score" for key in request.sort)
    parts: list[sa.ColumnElement[float]] = []
    weights = sa.cast(list(request.weights), ARRAY(sa.REAL))
    for ranked in rank_parts(request.query) if asked_for else ():
        rank = sa.func.ts_rank(
            weights, SearchDocument.words, sa.cast(ranked.tsquery, TSQUERY), RANK_BY_LENGTH
        )
        parts.append(rank * ranked.factor)
    if not parts:
        return sa.literal(1.0)
    exact = sa.case((SearchDocument.title == folded(request.text.strip()), EXACT_TITLE), else_=0.0)
    return sum(parts, exact)


def _order(keys: Sequence[SortKey], score: sa.ColumnElement[float]) -> list[Any]:
    order: list[Any] = []
    for key in keys:
        expression = score if key.field == "score" else sort_value(key.field)
        one = expression.desc() if key.descending else expression.asc()
        # Solr puts documents without a string last whatever the direction.
        order.append(one.nulls_last())
    return [*order, SearchDocument.number.asc()]


def sort_value(field: str) -> sa.ColumnElement[Any]:
    """Return what documents are sorted by for ``field``; null where a document has none."""
    by_title = SearchDocument.title_key
    columns: dict[str, Any] = {"title_string": by_title, "title": by_title, **COLUMNS, **DATES}
    missing = missing_value(field)
    if field in columns:
        column = columns[field]
        return column if missing is None else sa.func.coalesce(column, parse_date(missing))
    rows = members(SearchDocument.terms)
    of_field = rows.c.member.startswith(f"{field}=", autoescape=True)
    first = sa.select(sa.func.min(rows.c.member)).select_from(rows).where(of_field)
    value = first.scalar_subquery()
    return value if missing is None else sa.func.coalesce(value, f"{field}={missing}")


def _counts(connection: sa.Connection, facets: Facets, found: Condition) -> dict[str, list[Any]]:
    """Count the values of all facet fields over all documents found, in one statement."""
    array: Any = SearchDocument.terms
    for name in facets.fields:
        if name in COLUMNS:
            array = sa.func.array_append(array, sa.literal(f"{name}=") + COLUMNS[name])
    rows = members(array)
    term = rows.c.member
    field = sa.func.split_part(term, "=", 1)
    wanted = sa.or_(
        *(term.startswith(f"{name}={facets.prefix}", autoescape=True) for name in facets.fields)
    )
    count = sa.func.count()
    scope = found
    if facets.minimum <= 0:
        # Values that no document found has are asked for too, with their zero.
        count, scope = sa.func.count().filter(found), sa.true()
    order = [count.desc(), term] if facets.by_count else [term]
    place = sa.func.row_number().over(partition_by=field, order_by=order).label("place")
    counted = (
        sa.select(field.label("field"), term.label("term"), count.label("count"), place)
        .select_from(SearchDocument)
        .join(rows, sa.true())
        .where(scope, wanted)
        .group_by(term)
        .having(count >= max(facets.minimum, 0))
        .subquery()
    )
    query = sa.select(counted.c.field, counted.c.term, counted.c["count"])
    if facets.limit >= 0:
        query = query.where(counted.c.place <= facets.limit)
    counts: dict[str, list[Any]] = {name: [] for name in facets.fields}
    for name, value, number in connection.execute(query.order_by(counted.c.place)):
        counts[name] += [readable(name, value[len(name) + 1 :]), number]
    return counts
