"""Rows of a table for our pages and API: a page of records, the exact total, exact sums."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables import row_queries
from ckanext.scigov.tables.domain.asking import NUMBERS
from ckanext.scigov.tables.refusals import told_in_a_sentence
from ckanext.scigov.tables.row_queries import RowQuery


@dataclass(slots=True)
class RowPage:
    """A page of rows. Values are text exactly as PostgreSQL writes them, None where empty."""

    fields: list[dict[str, Any]]
    records: list[dict[str, str | None]]
    total: int = 0
    sums: dict[str, str] = field(default_factory=dict[str, str])
    notice: str = ""
    """On what terms the rows are given, where there are any."""

    @property
    def types(self) -> dict[str, str]:
        return {one["id"]: one["type"] for one in self.fields}


def load_page(context: Any, query: RowQuery) -> RowPage:
    """Return a page of rows with total and sums.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError: as ``datastore_search`` does.
    """
    page = records(context, query)
    with told_in_a_sentence(query.resource_id):
        _add_totals(page, query)
    return page


def fields_of(context: Any, query: RowQuery) -> list[dict[str, Any]]:
    """Return the columns whoever calls may see of a table, when what he asks of it makes sense.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError: as ``datastore_search`` does.
    """
    return records(context, replace(query, limit=0, offset=0)).fields


def records(context: Any, query: RowQuery) -> RowPage:
    """Return rows as ``load_page`` does, without total and sums; each has its number, ``_id``.

    Raises:
        tk.ObjectNotFound, tk.NotAuthorized, tk.ValidationError: as ``datastore_search`` does.
    """
    in_time: Any = {**context, "query_timeout": row_queries.MILLISECONDS}
    with told_in_a_sentence(query.resource_id):
        answer = tk.get_action("datastore_search")(in_time, row_queries.search_arguments(query))
    columns = [f for f in answer["fields"] if not _is_rank(f["id"], query)]
    names = [f["id"] for f in answer["fields"]]
    found = [
        {name: value or None for name, value in zip(names, cells, strict=True)}
        for cells in csv.reader(io.StringIO(answer["records"]))
    ]
    shown = [f for f in columns if f["id"] != "_id"]
    _localise(found, [f["id"] for f in shown if f["type"] == "timestamptz"])
    return RowPage([_described(f) for f in shown], found, notice=answer.get("notice", ""))


def _localise(found: list[dict[str, str | None]], columns: list[str]) -> None:
    for record in found if columns else ():
        for column in columns:
            text = record[column]
            if text is not None:
                record[column] = localised(text)


def localised(moment: str) -> str:
    """Write a moment of PostgreSQL's in the site's time zone, which is the one they were read in."""
    # PostgreSQL writes +08 for +08:00, which Python 3.10 does not read.
    text = re.sub(r"([+-]\d\d)$", r"\1:00", moment)
    return dt.datetime.fromisoformat(text).astimezone(tk.h.get_display_timezone()).isoformat(" ")


def _is_rank(name: str, query: RowQuery) -> bool:
    ranks = {f"rank {column}" for column in query.contained}
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
    summed = [f for f in page.fields if f["type"] in NUMBERS]
    sums = [sa.func.sum(row_queries.exact(f["id"], f["type"])) for f in summed]
    with row_queries.reading() as connection:
        statement = (
            sa.select(sa.func.count(), *(sa.cast(one, sa.Text) for one in sums))
            .select_from(row_queries.table(query.resource_id))
            .where(*row_queries.conditions(connection, page.types, query))
        )
        total, *found = connection.execute(statement).one()
    page.total = total
    page.sums = {
        f["id"]: value for f, value in zip(summed, found, strict=True) if value is not None
    }
