"""Which rows of a table are asked for: CKAN's call for them, and the same as conditions of our own.

CKAN's ``datastore_search`` finds the rows that a page shows, so whoever guards that guards this. Totals,
statistics, charts and files are statements of our own with the same conditions, over the columns that
its answer names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk

from ckanext.datastore.backend.postgres import get_read_engine

from ckanext.scigov.tables import config, datastore_search, row_conditions
from ckanext.scigov.tables.domain.asking import NUMBERS
from ckanext.scigov.tables.row_conditions import Condition, Wanted

OPERATORS = frozenset({"eq", "in", "gt", "gte", "lt", "lte", "contains"})
MILLISECONDS = 15_000
"""For one statement of a page."""
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

    @property
    def contained(self) -> dict[str, str]:
        """Return the text that is looked for in single columns."""
        found: dict[str, str] = {}
        for one in self.filters:
            if one.operator == "contains" and str(one.value).strip():
                found[one.column] = f"{found.get(one.column, '')} {one.value}".strip()
        return found


def search_arguments(query: RowQuery) -> dict[str, Any]:
    """Return what ``datastore_search`` is asked."""
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
    if query.contained:
        arguments["q"] = query.contained
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


@contextmanager
def reading(timeout: str = "", idle: str = "") -> Iterator[sa.Connection]:
    """Yield a connection that only reads, says moments in the site's zone, and is ended in time.

    Args:
        timeout: of one statement, when not that of a page's.
        idle: how long it may wait for the next one; the same.
    """
    settings = {
        "statement_timeout": timeout or f"{MILLISECONDS}ms",
        "idle_in_transaction_session_timeout": idle or f"{MILLISECONDS}ms",
        "timezone": config.timezone(),
    }
    with get_read_engine().connect() as connection:
        for name, value in settings.items():
            if value:
                given = {"name": name, "value": value}
                connection.execute(sa.text("SELECT set_config(:name, :value, true)"), given)
        yield connection
        connection.rollback()


def conditions(
    connection: sa.Connection, types: Mapping[str, str], query: RowQuery
) -> list[Condition]:
    """Return the conditions of a query on a table.

    Args:
        connection: to the DataStore.
        types: of the columns whoever asks may see, by column.
        query: whose columns are among them.
    """
    found: list[Condition] = []
    for one in query.filters:
        if one.operator == "in":
            found.append(column(one.column).in_([_value(v, types[one.column]) for v in one.value]))
        elif one.operator != "contains":
            operator = _COMPARISONS[one.operator]
            found.append(column(one.column).op(operator)(_value(one.value, types[one.column])))
    wanted = Wanted(query.q, query.contained or None)
    if wanted.text.strip() or wanted.in_columns:
        # Held until the transaction ends: the next table may not have its words yet.
        connection.execute(sa.select(sa.literal(1)).select_from(table(query.resource_id)).limit(0))
        searched, columns = datastore_search.table_of(connection, query.resource_id), list(types)
        are_all = searched.columns <= set(columns)
        if searched.is_ours:
            only, has_words = None if are_all else columns, searched.has_words
            found += row_conditions.of_our_table(wanted, columns, only, has_words=has_words)
        else:
            language = tk.config["ckan.datastore.default_fts_lang"]
            found += row_conditions.of_foreign_table(wanted, columns, language, are_all=are_all)
    return found


def column(name: str) -> sa.ColumnClause[Any]:
    return sa.column(sa.sql.quoted_name(name, quote=True))


def table(resource_id: str) -> sa.TableClause:
    return sa.table(resource_id, schema="public")


def exact(name: str, kind: str) -> sa.ColumnElement[Any]:
    """Return a column of numbers to be added up exactly: of a float, the digits that it is written with."""
    if kind in NUMBERS and kind.startswith("float"):
        return sa.cast(sa.cast(column(name), sa.Text), sa.Numeric)
    return column(name)


def _value(value: Any, kind: str) -> Any:
    """Leave it to PostgreSQL to read a number or a date, as CKAN's own filters do."""
    return str(value) if kind == "text" else sa.literal(str(value), sa.types.NullType())
