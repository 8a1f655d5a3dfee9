"""Rows that disputes point at, found in the table as it is now.

What is read here is read whoever may see it: only numbers of rows leave ``find``. Callers that give out
cells say which columns there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from ckanext.scigov.dispute.comparison import types_of
from ckanext.scigov.dispute.domain import fingerprint
from ckanext.scigov.dispute.domain.fingerprint import NOTHING, Found, Numbered
from ckanext.scigov.dispute.domain.target import ROWS, Target
from ckanext.scigov.tables import row_queries
from ckanext.scigov.tables.row_texts import fingerprint_of, text_of

ID = "_id"


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the DataStore, or what somebody sees of it."""

    resource_id: str
    types: Mapping[str, str]
    """PostgreSQL's, by column."""

    def limited_to(self, columns: Collection[str]) -> Table:
        kept = {name: kind for name, kind in self.types.items() if name in columns}
        return Table(self.resource_id, kept)


def table_of(connection: sa.Connection, resource_id: str) -> Table | None:
    """Return a resource's table with all its columns; None where nothing is loaded."""
    found = types_of(connection, [resource_id]).get(resource_id)
    return None if found is None else Table(resource_id, found)


def find(target: Target) -> Found:
    """Find the row of a target; several are said to be several, nothing is guessed."""
    return find_all([target]).get(target, NOTHING)


def find_all(targets: Iterable[Target]) -> dict[Target, Found]:
    """Find the rows of many targets: each table is gone through once.

    Args:
        targets: those that are no rows are left out.

    Returns:
        What was found of each; nothing where there is no table.
    """
    wanted: dict[str, list[Target]] = {}
    for one in targets:
        if one.kind in ROWS:
            wanted.setdefault(one.resource_id, []).append(one)
    if not wanted:
        return {}
    with row_queries.reading() as connection:
        types = types_of(connection, sorted(wanted))
        return {
            one: found
            for resource_id, own in wanted.items()
            for one, found in _found(connection, types.get(resource_id), own)
        }


def _found(
    connection: sa.Connection, types: Mapping[str, str] | None, targets: Collection[Target]
) -> Iterator[tuple[Target, Found]]:
    table = Table(next(iter(targets)).resource_id, types or {})
    rows = candidates(connection, table, targets) if types else []
    for one in targets:
        yield one, fingerprint.found(one, rows)


def numbered(connection: sa.Connection, table: Table, number: int) -> Numbered | None:
    """Return the row with a number, None when there is none."""
    return next(iter(selected(connection, table, row_queries.column(ID) == number)), None)


def candidates(
    connection: sa.Connection, table: Table, targets: Collection[Target]
) -> list[Numbered]:
    """Return all rows that have the fingerprint or the key of one of some targets.

    Args:
        connection: of ``row_queries.reading``.
        table: the columns that count, and that are returned.
        targets: rows of it; the fingerprint of one that is not pinned was made of all these columns.
    """
    conditions = [*_by_fingerprint(table, targets), *_by_key(table, targets)]
    return selected(connection, table, sa.or_(*conditions)) if conditions else []


def _by_fingerprint(table: Table, targets: Iterable[Target]) -> Iterator[sa.ColumnElement[bool]]:
    marks: dict[tuple[str, ...], set[str]] = {}
    for one in targets:
        columns = one.columns or tuple(sorted(table.types))
        # Without a column that was seen no row is as it was seen.
        if one.fingerprint and all(name in table.types for name in columns):
            marks.setdefault(columns, set()).add(one.fingerprint)
    for columns, wanted in marks.items():
        yield fingerprint_of(table.types, columns).in_(sorted(wanted))


def _by_key(table: Table, targets: Iterable[Target]) -> Iterator[sa.ColumnElement[bool]]:
    keys: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for one in targets:
        columns = tuple(name for name, _value in one.key)
        if columns and all(name in table.types for name in columns):
            keys.setdefault(columns, set()).add(tuple(value for _name, value in one.key))
    for columns, wanted in keys.items():
        cells = sa.tuple_(*(text_of(name, table.types[name]) for name in columns))
        yield cells.in_(sorted(wanted))


def selected(
    connection: sa.Connection, table: Table, condition: sa.ColumnElement[bool]
) -> list[Numbered]:
    """Return the rows that fulfil a condition, in the order of the table."""
    number = row_queries.column(ID)
    names = sorted(table.types)
    cells = (
        text_of(name, table.types[name]).label(f"c{place}") for place, name in enumerate(names)
    )
    query = (
        sa.select(number, *cells)
        .select_from(row_queries.table(table.resource_id))
        .where(condition)
        .order_by(number)
    )
    return [
        Numbered(row[0], dict(zip(names, row[1:], strict=True)))
        for row in connection.execute(query)
    ]
