"""One row of a table as its reader sees it, by its number, its key or its fingerprint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables.domain.row_fingerprint import fingerprint
from ckanext.scigov.tables.row_queries import Filter, RowQuery
from ckanext.scigov.tables.rows import RowPage, records

AT_ONCE = 10_000
MOST_LOOKED_AT = 200_000
"""Rows whose fingerprints are made in one call: some seconds."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row; ``record`` is without its number."""

    row: int
    record: Mapping[str, str | None]

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.record)


def rows_in(page: RowPage) -> list[FoundRow]:
    return [
        FoundRow(int(one["_id"] or 0), {name: one[name] for name in one if name != "_id"})
        for one in page.records
    ]


def by_number(context: Any, resource_id: str, number: int) -> tuple[FoundRow, RowPage]:
    """Return a row by its ``_id``.

    Raises:
        tk.ObjectNotFound: there is no such table, or it has no such row.
        tk.NotAuthorized: the caller may not read it.
    """
    page = records(context, RowQuery(resource_id, filters=(Filter("_id", "eq", number),), limit=1))
    found = rows_in(page)
    if not found:
        raise tk.ObjectNotFound(tk._("The table has no such row."))
    return found[0], page


def matching(
    context: Any, resource_id: str, filters: Sequence[Filter], wanted: str, most: int
) -> tuple[list[FoundRow], RowPage]:
    """Return the first rows with these values and this fingerprint, in their order.

    Args:
        context: of whoever asks.
        resource_id: whose table.
        filters: values by column; may be empty.
        wanted: the fingerprint; any where it is empty.
        most: how many rows.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError: as ``datastore_search`` does; or there are
            too many rows to look at.
    """
    query = RowQuery(resource_id, filters=tuple(filters), sort="_id", limit=most)
    if not wanted:
        page = records(context, query)
        return rows_in(page), page
    found: list[FoundRow] = []
    page = RowPage([], [])
    for page in _pages(context, query):
        found += [one for one in rows_in(page) if one.fingerprint == wanted]
        if len(found) >= most:
            break
    return found[:most], page


def _pages(context: Any, query: RowQuery) -> Iterator[RowPage]:
    last, looked_at = 0, 0
    while True:
        beyond = (*query.filters, Filter("_id", "gt", last))
        page = records(context, replace(query, filters=beyond, limit=AT_ONCE))
        yield page
        if not page.records:
            return
        looked_at += len(page.records)
        if looked_at >= MOST_LOOKED_AT:
            message = tk._(
                "The table is too large to be looked through. Name values of key columns as well."
            )
            raise tk.ValidationError({"fingerprint": [message]})
        last = int(page.records[-1]["_id"] or 0)
