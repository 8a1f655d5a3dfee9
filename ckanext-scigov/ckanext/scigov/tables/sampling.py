"""Some of a resource's values, for whoever has to know what kind of data a table holds.

Read by the loader's own connection: what is found must not depend on who asks. Values do not leave
the process; nobody is shown them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import psycopg2
from psycopg2 import sql

import ckan.plugins as p
from ckan import model

from ckanext.scigov.tables import datastore
from ckanext.scigov.tables.dictionary import dictionary_of
from ckanext.scigov.tables.domain.columns import Item, columns_of

PATIENCE = "10s"
MARGIN = 2
"""A sample of pages brings more or fewer rows than asked for: ask for more."""


@dataclass(frozen=True, slots=True)
class SampledColumn:
    """A column of a table, or a data item that has none, with different values of it."""

    name: str
    title: str
    item: Item
    values: tuple[str, ...] = ()


def sampled_columns(resource: model.Resource, *, most: int) -> list[SampledColumn]:
    """Return the data items and columns of a resource, each with values of at most ``most`` rows."""
    items = dictionary_of(resource)
    ids, rows = _rows(resource, most)
    columns, _notes = columns_of(ids, items)
    found: list[SampledColumn] = []
    with_column: set[int] = set()
    for place, column in enumerate(columns):
        item = _item_of(column.info, items)
        with_column.add(id(item))
        values = dict.fromkeys(row[place] for row in rows if row[place])
        name = str(item.get("name") or column.heading)
        found.append(SampledColumn(name, str(column.info["label"]), item, tuple(values)))
    found += [
        SampledColumn(str(item.get("name") or ""), str(item.get("title") or ""), item)
        for item in items
        if id(item) not in with_column
    ]
    return found


def _item_of(info: object, items: Sequence[Item]) -> Item:
    """Return the item that the dictionary has given a column's label, or an empty one."""
    about = dict(info) if isinstance(info, dict) else {}  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    for item in items:
        named = str(item.get("name") or "") == str(about.get("name") or "")
        if named and str(item.get("title") or about["label"]) == about["label"]:
            return item
    return {}


def _rows(resource: model.Resource, most: int) -> tuple[list[str], list[list[str]]]:
    has_table = bool((resource.extras or {}).get("datastore_active"))
    if not has_table or not p.plugin_loaded("datastore"):
        return [], []
    try:
        return _read(resource.id, most)
    except (psycopg2.errors.UndefinedTable, psycopg2.errors.QueryCanceled):
        # The mark outlives a table that somebody has dropped: names are all there is.
        return [], []


def _read(table: str, most: int) -> tuple[list[str], list[list[str]]]:
    with datastore.transaction() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true)", [PATIENCE])
        cursor.execute(
            "SELECT a.attname FROM pg_attribute a WHERE a.attrelid = to_regclass(%s)"
            " AND a.attnum > 0 AND NOT a.attisdropped AND left(a.attname, 1) <> '_'"
            " ORDER BY a.attnum",
            [f'"{table}"'],
        )
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = to_regclass(%s)", [f'"{table}"'])
        counted = cursor.fetchone()
        rows = max(float(counted[0]), 0) if counted else 0
        if not ids:
            return [], []
        share = 100 if rows <= most else min(100.0, 100.0 * most * MARGIN / rows)
        # The same table gives the same sample.
        source = sql.SQL("{} TABLESAMPLE SYSTEM ({}) REPEATABLE (0)").format(
            sql.Identifier(table), sql.Literal(share)
        )
        texts = (sql.SQL("left({}::text, 10000)").format(sql.Identifier(one)) for one in ids)
        cursor.execute(
            sql.SQL("SELECT {} FROM {} LIMIT {}").format(
                sql.SQL(", ").join(texts), source, sql.Literal(most)
            )
        )
        return ids, [[cell or "" for cell in row] for row in cursor.fetchall()]
