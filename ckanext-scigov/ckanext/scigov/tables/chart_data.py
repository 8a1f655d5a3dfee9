"""Numbers of a chart, in one statement that is ended in time: rows, or a sum, by values or periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

import ckan.plugins.toolkit as tk

from ckanext.scigov.tables import row_queries
from ckanext.scigov.tables.domain.asking import MOMENTS
from ckanext.scigov.tables.domain.charts import MOST_PERIODS, with_gaps
from ckanext.scigov.tables.refusals import told_in_a_sentence
from ckanext.scigov.tables.row_queries import RowQuery, column, exact

MOST_VALUES = 20
LONGEST_VALUE = 200
PERIODS = {"year": "YYYY", "month": "YYYY-MM"}
DATES = MOMENTS | {"date"}
_OTHERS, _EMPTY = MOST_VALUES + 1, MOST_VALUES + 2


@dataclass(frozen=True, slots=True)
class Point:
    """A value or a period, its rows, and their sum as text where one is asked for."""

    value: str
    rows: int
    total: str | None
    values: int = 1
    """How many values it stands for."""


@dataclass(frozen=True, slots=True)
class Numbers:
    points: tuple[Point, ...]
    others: Point | None = None
    """All values that are not among the most frequent ones."""
    empty: Point | None = None
    """Rows without a value."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a chart shows."""

    by: str
    by_kind: str
    summed: str = ""
    summed_kind: str = ""
    period: str = "year"


def numbers_of(query: RowQuery, types: dict[str, str], wanted: Wanted) -> Numbers:
    """Return the numbers of a chart.

    Raises:
        tk.ValidationError: a value does not fit, it takes too long, or there are too many periods.
    """
    with told_in_a_sentence(query.resource_id), row_queries.reading() as connection:
        where = row_queries.conditions(connection, types, query)
        groups = (
            sa.select(
                _value(wanted).label("value"),
                sa.func.count().label("rows"),
                _total(wanted).label("total"),
            )
            .select_from(row_queries.table(query.resource_id))
            .where(*where)
            .group_by(sa.text("1"))
        )
        if wanted.by_kind in DATES:
            return _by_period(connection, groups.subquery("groups"))
        return _by_value(connection, groups.subquery("groups"), wanted)


def _value(wanted: Wanted) -> sa.ColumnElement[Any]:
    by = column(wanted.by)
    if wanted.by_kind in DATES:
        return sa.func.to_char(by, PERIODS[wanted.period])
    return sa.func.nullif(sa.cast(by, sa.Text), "")


def _total(wanted: Wanted) -> sa.ColumnElement[Any]:
    if not wanted.summed:
        return sa.cast(sa.null(), sa.Numeric)
    return sa.func.sum(exact(wanted.summed, wanted.summed_kind))


def _by_value(connection: sa.Connection, groups: sa.Subquery, wanted: Wanted) -> Numbers:
    value, rows, total = groups.c.value, groups.c.rows, groups.c.total
    amount = total if wanted.summed else rows
    order = (value.is_(None), amount.desc().nulls_last(), value)
    placed = sa.select(groups, sa.func.row_number().over(order_by=order).label("place"))
    ranked = placed.subquery("ranked")
    slot = sa.case(
        (ranked.c.value.is_(None), _EMPTY),
        (ranked.c.place <= MOST_VALUES, ranked.c.place),
        else_=_OTHERS,
    )
    statement = (
        sa.select(
            slot.label("slot"),
            sa.func.left(sa.func.min(ranked.c.value), LONGEST_VALUE),
            sa.cast(sa.func.sum(ranked.c.rows), sa.BigInteger),
            sa.cast(sa.func.sum(ranked.c.total), sa.Text),
            sa.func.count(),
        )
        .group_by(sa.text("1"))
        .order_by(sa.text("1"))
    )
    found = {
        slot: Point(value or "", *rest) for slot, value, *rest in connection.execute(statement)
    }
    points = tuple(point for slot, point in found.items() if slot <= MOST_VALUES)
    return Numbers(points, found.get(_OTHERS), found.get(_EMPTY))


def _by_period(connection: sa.Connection, groups: sa.Subquery) -> Numbers:
    value, rows, total = groups.c.value, groups.c.rows, groups.c.total
    statement = (
        sa.select(value, rows, sa.cast(total, sa.Text))
        .order_by(value.nulls_first())
        .limit(MOST_PERIODS + 2)
    )
    amounts: dict[str, tuple[int, str | None]] = {}
    empty = None
    for period, count, summed in connection.execute(statement):
        if period is None:
            empty = Point("", count, summed)
        else:
            amounts[period] = (count, summed)
    filled = with_gaps(amounts)
    if filled is None:
        message = tk._("The dates reach over too many periods. Choose years, or filter by a range.")
        raise tk.ValidationError({"period": [message]})
    return Numbers(tuple(Point(*one) for one in filled), empty=empty)


def types_of(fields: Sequence[dict[str, Any]]) -> dict[str, str]:
    return {one["id"]: str(one["type"]) for one in fields}
