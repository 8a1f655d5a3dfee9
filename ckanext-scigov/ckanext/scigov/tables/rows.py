"""Rows of a table for our pages and API: a page of records, the exact total, exact sums.

The records come through CKAN's ``datastore_search``, so whoever guards that guards this; total and
sums are one more statement with the same conditions, over the columns that answer contained.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg2
import psycopg2.errors
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

import ckan.plugins.toolkit as tk

from ckanext.datastore.backend.postgres import get_read_engine

from ckanext.scigov.tables import datastore_search, row_conditions
from ckanext.scigov.tables.row_conditions import Condition, Wanted

SUMMED_TYPES = frozenset({"numeric", "int2", "int4", "int8", "float4", "float8"})
OPERATORS = frozenset({"eq", "in", "gt", "gte", "lt", "lte", "contains"})
TIMEOUT = "15s"
_COMPARISONS = {"eq": "=", "gt": ">", "gte": ">=", "lt": "<", "lte": "<="}


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on one column; ``contains`` looks for text, the others compare values."""

    column: str
    operator: str
    value: Any


@dataclass(frozen=True, slots=True)
class RowQuery:
    """Which rows are asked for."""

    resource_id: str
    q: str = ""
    filters: Sequence[Filter] = ()
    sort: str = ""
    descending: bool = False
    limit: int = 20
    offset: int = 0


@dataclass(slots=True)
class RowPage:
    """A page of rows. Values are text exactly as PostgreSQL writes them, None where empty."""

    fields: list[dict[str, Any]]
    records: list[dict[str, str | None]]
    total: int = 0
    sums: dict[str, str] = field(default_factory=dict[str, str])
    notice: str = ""
    """On what terms the rows are given, where there are any."""


def load_page(context: Any, query: RowQuery) -> RowPage:
    """Return a page of rows with total and sums.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError: as ``datastore_search`` does.
    """
    with _told_in_a_sentence():
        answer = tk.get_action("datastore_search")(context, _search_arguments(query))
    columns = [f for f in answer["fields"] if not _is_rank(f["id"], query)]
    names = [f["id"] for f in answer["fields"]]
    records = [
        {name: value or None for name, value in zip(names, cells, strict=True)}
        for cells in csv.reader(io.StringIO(answer["records"]))
    ]
    shown = [f for f in columns if f["id"] != "_id"]
    _localise(records, [f["id"] for f in shown if f["type"] == "timestamptz"])
    page = RowPage([_described(f) for f in shown], records, notice=answer.get("notice", ""))
    with _told_in_a_sentence():
        _add_totals(page, query)
    return page


@contextmanager
def _told_in_a_sentence() -> Iterator[None]:
    """Make refusals of what PostgreSQL says of the reader's values."""
    try:
        yield
    except (psycopg2.Error, DBAPIError) as error:
        cause = getattr(error, "orig", error)
        if isinstance(cause, psycopg2.errors.QueryCanceled):
            message = tk._("The search took too long. Narrow it with another filter.")
            raise tk.ValidationError({"q": [message]}) from error
        if isinstance(cause, psycopg2.DataError):
            message = tk._("A filter's value does not fit its column's type.")
            raise tk.ValidationError({"filters": [message]}) from error
        raise


def _localise(records: list[dict[str, str | None]], columns: list[str]) -> None:
    """Write moments in the site's time zone, which is the one they were read in."""
    zone = tk.h.get_display_timezone()
    for record in records if columns else ():
        for column in columns:
            text = record[column]
            if text is not None:
                # PostgreSQL writes +08 for +08:00, which Python 3.10 does not read.
                text = re.sub(r"([+-]\d\d)$", r"\1:00", text)
                record[column] = dt.datetime.fromisoformat(text).astimezone(zone).isoformat(" ")


def _search_arguments(query: RowQuery) -> dict[str, Any]:
    arguments: dict[str, Any] = {
        "resource_id": query.resource_id,
        "limit": query.limit,
        "offset": query.offset,
        "include_total": False,
        # Text, not JSON: a JSON number would pass through a float.
        "records_format": "csv",
    }
    if query.q.strip():
        arguments["full_text"] = query.q
    contained = _contained(query)
    if contained:
        arguments["q"] = contained
    filters = _core_filters(query.filters)
    if filters:
        arguments["filters"] = filters
    if query.sort:
        direction = "desc" if query.descending else "asc"
        arguments["sort"] = [f'"{query.sort}" {direction} nulls last', '"_id" asc']
    return arguments


def _core_filters(filters: Sequence[Filter]) -> dict[str, Any]:
    together: dict[str, Any] = {}
    for one in filters:
        if one.operator != "contains":
            together.setdefault(one.column, {})[one.operator] = one.value
    return together


def _contained(query: RowQuery) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in query.filters:
        if one.operator == "contains" and str(one.value).strip():
            found[one.column] = f"{found.get(one.column, '')} {one.value}".strip()
    return found


def _is_rank(name: str, query: RowQuery) -> bool:
    ranks = {f"rank {column}" for column in _contained(query)}
    return name in ranks or (name == "rank" and bool(query.q.strip()))


def _described(described: Mapping[str, Any]) -> dict[str, Any]:
    info = described.get("info") or {}
    return {
        "id": described["id"],
        "type": described["type"],
        "label": info.get("label") or described["id"],
        "notes": info.get("notes") or "",
        "unit": info.get("unit") or "",
        "name": info.get("name") or "",
    }


def _add_totals(page: RowPage, query: RowQuery) -> None:
    summed = [f["id"] for f in page.fields if f["type"] in SUMMED_TYPES]
    with get_read_engine().connect() as connection:
        connection.execute(
            sa.text("SELECT set_config('statement_timeout', :t, true)"), {"t": TIMEOUT}
        )
        conditions = _conditions(connection, page, query)
        statement = (
            sa.select(
                sa.func.count(),
                *(sa.cast(sa.func.sum(_column(name)), sa.Text) for name in summed),
            )
            .select_from(sa.table(query.resource_id))
            .where(*conditions)
        )
        total, *sums = connection.execute(statement).one()
        connection.rollback()
    page.total = total
    page.sums = {name: value for name, value in zip(summed, sums, strict=True) if value is not None}


def _conditions(connection: sa.Connection, page: RowPage, query: RowQuery) -> list[Condition]:
    types = {f["id"]: f["type"] for f in page.fields}
    found: list[Condition] = []
    for one in query.filters:
        if one.operator == "in":
            found.append(_column(one.column).in_([_value(v, types[one.column]) for v in one.value]))
        elif one.operator != "contains":
            operator = _COMPARISONS[one.operator]
            found.append(_column(one.column).op(operator)(_value(one.value, types[one.column])))
    wanted = Wanted(query.q, _contained(query) or None)
    if wanted.text.strip() or wanted.in_columns:
        table, columns = datastore_search.table_of(connection, query.resource_id), list(types)
        are_all = table.columns <= set(columns)
        if table.is_ours:
            found += row_conditions.of_our_table(wanted, None if are_all else columns)
        else:
            language = tk.config["ckan.datastore.default_fts_lang"]
            found += row_conditions.of_foreign_table(wanted, columns, language, are_all=are_all)
    return found


def _column(name: str) -> sa.ColumnClause[Any]:
    return sa.column(sa.sql.quoted_name(name, quote=True))


def _value(value: Any, kind: str) -> Any:
    """Leave it to PostgreSQL to read a number or a date, as CKAN's own filters do."""
    return str(value) if kind == "text" else sa.literal(str(value), sa.types.NullType())
