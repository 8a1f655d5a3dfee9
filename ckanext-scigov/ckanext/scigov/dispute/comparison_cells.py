"""Cells of two joined tables that differ as their rules read them, each with the kind of its difference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from ckanext.scigov.dispute import comparison_values as values
from ckanext.scigov.dispute.comparison_sides import Pairs, cte
from ckanext.scigov.dispute.domain.compared import Kind
from ckanext.scigov.dispute.domain.comparing import Match, Norm, Precision, Rule

POWERS = tuple(power for power in range(-8, 9) if power)
SIDES = ("here", "there")


def differing_cells(items: Sequence[Match], pairs: Pairs) -> sa.CTE:
    """Return the cells that differ: first as they are written, then those of them as they are read."""
    columns = (
        sa.column("number", sa.Integer),
        sa.column("here", sa.Text),
        sa.column("there", sa.Text),
    )
    texts = [(number, *pairs.texts(one)) for number, one in enumerate(items)]
    cell = sa.values(*columns, name="cell").data(texts).lateral()
    # Most rows are the same in both tables: these are passed over before they fall into cells.
    differs = (
        sa.cast(first, sa.Text).is_distinct_from(sa.cast(second, sa.Text))
        for first, second in map(pairs.columns, items)
    )
    written = cte(
        sa.select(pairs.keys, cell)
        .select_from(pairs.joined().join(cell, sa.true()))
        .where(sa.or_(*differs), cell.c.here.is_distinct_from(cell.c.there)),
        "written",
    )
    return cte(_differing(items, _read(items, written)), "cells")


def _read(items: Sequence[Match], written: sa.CTE) -> sa.CTE:
    """Add what the rules make of both texts."""
    cells = _with_date_parts(items, written)
    values_of = (
        _by_rule(
            items,
            cells.c.number,
            lambda rule, side=side: values.value_of(
                rule, cells.c[side], cells.c.get(f"{side}_parts")
            ),
        ).label(f"{side}_value")
        for side in SIDES
    )
    return cte(sa.select(cells, *values_of), "read")


def _with_date_parts(items: Sequence[Match], written: sa.CTE) -> sa.CTE:
    """Take dates apart once: each part is looked at several times."""
    dates = [number for number, one in enumerate(items) if one.rule.norm is Norm.DATE]
    if not dates:
        return written
    parts = (
        sa.case((written.c.number.in_(dates), values.date_parts(written.c[side]))).label(
            f"{side}_parts"
        )
        for side in SIDES
    )
    return cte(sa.select(written, *parts), "parts")


def _by_rule(
    items: Sequence[Match], number: Any, make: Callable[[Rule], sa.ColumnElement[str]]
) -> sa.ColumnElement[str]:
    """Return an expression that is another one for each rule: items with one rule share it."""
    numbers: dict[Rule, list[int]] = {}
    for place, one in enumerate(items):
        numbers.setdefault(one.rule, []).append(place)
    return sa.case(*((number.in_(places), make(rule)) for rule, places in numbers.items()))


def _differing(items: Sequence[Match], read: sa.CTE) -> sa.Select[Any]:
    cause = _by_rule(items, read.c.number, lambda rule: _cause(rule, read.c))
    told = sa.select(
        read.c.key, read.c.here_row, read.c.there_row, read.c.number, read.c.here, read.c.there,
        cause.label("cause"),
    ).subquery("told")  # fmt: skip
    return sa.select(told).where(told.c.cause.is_not(None))


def _cause(rule: Rule, cell: Any) -> sa.ColumnElement[str]:
    """Return the kind of a difference with its detail, NULL where there is none."""
    first, second = cell.here_value, cell.there_value
    equal = Kind.SPELLING.value if rule.norm is Norm.EXACT else values.NO_TEXT
    same_words = values.folded_text(cell.here) == values.folded_text(cell.there)
    return sa.case(
        (cell.here.is_(None), Kind.EMPTY_HERE.value),
        (cell.there.is_(None), Kind.EMPTY_THERE.value),
        (first == second, equal),
        (sa.and_(first.is_(None), second.is_(None), same_words), values.NO_TEXT),
        (first.is_(None), Kind.UNREADABLE_HERE.value),
        (second.is_(None), Kind.UNREADABLE_THERE.value),
        *_special(rule, first, second),
        else_=Kind.VALUE.value,
    )


def _special(rule: Rule, first: Any, second: Any) -> Iterable[tuple[Any, Any]]:
    if rule.norm is Norm.NUMBER:
        return _of_numbers(rule, sa.cast(first, sa.Numeric), sa.cast(second, sa.Numeric))
    if rule.norm is Norm.DATE and rule.precision is Precision.DAY:
        return _of_days(first, second)
    if rule.norm in (Norm.EXACT, Norm.FOLDED):
        return (
            (sa.func.starts_with(first, second), Kind.CUT_THERE.value),
            (sa.func.starts_with(second, first), Kind.CUT_HERE.value),
        )
    return ()


def _of_numbers(rule: Rule, first: Any, second: Any) -> Iterable[tuple[Any, Any]]:
    tolerance = sa.cast(sa.literal(rule.tolerance), sa.Numeric)
    yield sa.func.abs(first - second) <= tolerance, values.NO_TEXT
    yield sa.or_(first == 0, second == 0), Kind.VALUE.value
    for power in POWERS:
        factor = sa.cast(sa.func.power(sa.cast(10, sa.Numeric), power), sa.Numeric)
        # Here 1.2 with a tolerance of 0.1 may be 11 to 13 of a unit that is ten times smaller.
        most = tolerance * sa.func.greatest(factor, 1)
        yield sa.func.abs(first * factor - second) <= most, f"{Kind.POWER_OF_TEN.value}:{power}"


def _of_days(first: Any, second: Any) -> Iterable[tuple[Any, Any]]:
    days = sa.cast(second, sa.Date) - sa.cast(first, sa.Date)
    yield days == 1, Kind.DAY_LATER.value
    yield days == -1, Kind.DAY_EARLIER.value
    year, month, day = (sa.func.split_part(first, "-", number) for number in (1, 2, 3))
    yield second == year + "-" + day + "-" + month, Kind.SWAPPED.value
