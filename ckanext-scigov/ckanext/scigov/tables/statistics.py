"""What the columns of a table hold: two statements for all columns of a page, both ended in time.

The first goes through all rows that match: how many cells are filled, smallest and largest, sum and mean.
The second tells the values of the first rows apart, for different values and the most frequent ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from ckanext.scigov.tables import row_queries
from ckanext.scigov.tables.domain.asking import MOMENTS, NUMBERS
from ckanext.scigov.tables.domain.figures import rows_for
from ckanext.scigov.tables.refusals import told_in_a_sentence
from ckanext.scigov.tables.row_conditions import Condition
from ckanext.scigov.tables.row_queries import RowQuery, column, exact

FREQUENT = 5
LONGEST_VALUE = 200
ORDERED = NUMBERS | MOMENTS | {"date"}


@dataclass(frozen=True, slots=True)
class ColumnFigures:
    """What one column holds; numbers are text as PostgreSQL writes them."""

    filled: int
    lowest: str | None
    highest: str | None
    total: str | None
    mean: str | None
    distinct: int
    """Different values among the rows that were told apart."""
    frequent: tuple[tuple[str, int], ...]
    """Values that occur more than once, with how often."""


@dataclass(frozen=True, slots=True)
class TableFigures:
    rows: int
    """That match."""
    rows_told_apart: int
    """Of how many of them different values were counted."""
    columns: Mapping[str, ColumnFigures]


def figures_of(
    query: RowQuery, fields: Sequence[Mapping[str, Any]], shown: Sequence[str]
) -> TableFigures:
    """Return figures of columns.

    Args:
        query: which rows.
        fields: all columns whoever asks may see, as ``rows.fields_of`` returns them.
        shown: the columns asked for.

    Raises:
        tk.ValidationError: a value does not fit, or it takes too long.
    """
    types = {one["id"]: str(one["type"]) for one in fields}
    with told_in_a_sentence(query.resource_id), row_queries.reading() as connection:
        where = row_queries.conditions(connection, types, query)
        kinds = {name: types[name] for name in shown}
        rows, sums = _summed_up(connection, query.resource_id, kinds, where)
        at_most = rows_for(len(kinds))
        values = _told_apart(connection, query.resource_id, kinds, where, at_most)
    figures = {name: _figures(sums[name], values.get(name, (0, ()))) for name in kinds}
    return TableFigures(rows, min(rows, at_most), figures)


def _figures(sums: Sequence[Any], values: tuple[int, Sequence[tuple[str, int]]]) -> ColumnFigures:
    filled, lowest, highest, total, mean = sums
    distinct, frequent = values
    often = tuple((value, count) for value, count in frequent if count > 1)
    return ColumnFigures(filled, lowest, highest, total, mean, distinct, often)


def _summed_up(
    connection: sa.Connection,
    resource_id: str,
    kinds: Mapping[str, str],
    where: Sequence[Condition],
) -> tuple[int, dict[str, list[Any]]]:
    wanted = [(name, list(_sums(name, kind))) for name, kind in kinds.items()]
    statement = (
        sa.select(sa.func.count(), *(one for _name, several in wanted for one in several))
        .select_from(row_queries.table(resource_id))
        .where(*where)
    )
    rows, *found = connection.execute(statement).one()
    parts = iter(found)
    return rows, {name: [next(parts) for _one in several] for name, several in wanted}


def _sums(name: str, kind: str) -> Iterator[sa.ColumnElement[Any]]:
    """Yield filled, lowest, highest, sum and mean; NULL for what a type does not have."""
    number = exact(name, kind)
    yield sa.func.count(sa.func.nullif(column(name), "") if kind == "text" else column(name))
    for make, has_it in (
        (sa.func.min, kind in ORDERED),
        (sa.func.max, kind in ORDERED),
        (sa.func.sum, kind in NUMBERS),
        (sa.func.avg, kind in NUMBERS),
    ):
        yield sa.cast(make(number), sa.Text) if has_it else sa.cast(sa.null(), sa.Text)


def _told_apart(
    connection: sa.Connection,
    resource_id: str,
    kinds: Mapping[str, str],
    where: Sequence[Condition],
    at_most: int,
) -> dict[str, tuple[int, list[tuple[str, int]]]]:
    """Return for each column the number of different values and the most frequent ones."""
    names = list(kinds)
    if not names:
        return {}
    first = (
        sa.select(*(sa.cast(column(name), sa.Text).label(f"c{n}") for n, name in enumerate(names)))
        .select_from(row_queries.table(resource_id))
        .where(*where)
        .order_by(column("_id"))
        .limit(at_most)
        .cte("first")
        .prefix_with("MATERIALIZED")
    )
    pairs = sa.values(
        sa.column("number", sa.Integer), sa.column("cell", sa.Text), name="cells"
    ).data([(n, first.c[f"c{n}"]) for n in range(len(names))])
    counted = _counted(first, pairs.lateral())
    found: dict[str, tuple[int, list[tuple[str, int]]]] = {}
    for number, distinct, value, times in connection.execute(counted):
        found.setdefault(names[number], (distinct, []))[1].append((value, times))
    return found


def _counted(first: sa.CTE, cells: Any) -> sa.Select[Any]:
    number, cell, times = cells.c.number, cells.c.cell, sa.func.count()
    groups = (
        sa.select(number, cell, times.label("times"))
        .select_from(first.join(cells, sa.true()))
        .where(sa.func.nullif(cell, "").is_not(None))
        .group_by(number, cell)
        .subquery("groups")
    )
    order = (groups.c.times.desc(), groups.c.cell)
    placed = sa.select(
        groups,
        sa.func.row_number().over(partition_by=groups.c.number, order_by=order).label("place"),
        sa.func.count().over(partition_by=groups.c.number).label("distincts"),
    ).subquery("placed")
    value = sa.func.left(placed.c.cell, LONGEST_VALUE)
    return (
        sa.select(placed.c.number, placed.c.distincts, value, placed.c.times)
        .where(placed.c.place <= FREQUENT)
        .order_by(placed.c.number, placed.c.place)
    )
