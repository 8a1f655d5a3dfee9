"""The one statement that says how two tables of the DataStore differ.

Set by set, in the database: keys are counted, joined, and rows of keys that occur once in both are held
against each other, first as they are, then, where that differs, as their rules read them. What comes out
is a count for each cause and its first examples, however large the tables are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from ckanext.scigov.dispute import comparison_values as values
from ckanext.scigov.dispute.domain.compared import Kind
from ckanext.scigov.dispute.domain.comparing import Match, Norm, Pairing, Precision, Rule, Types

ROWS = -1
"""Number of an item that is none: the whole row is concerned."""
LONGEST_VALUE = 500
SIDES = ("here", "there")
POWERS = tuple(power for power in range(-8, 9) if power)
_ID = "_id"
_BIGINT, _ARRAY = sa.BigInteger, postgresql.ARRAY(sa.Text)


def statement(pairing: Pairing, types: Types, examples: int) -> sa.Select[Any]:
    """Return the statement; ``comparison.py`` reads its answer.

    Args:
        pairing: the tables, named by resource id, and their columns.
        types: of the columns.
        examples: as many are told of a cause.
    """
    here, there = _Side(pairing, types, "here"), _Side(pairing, types, "there")
    matched = _matched(here.keys, there.keys)
    pairs = _pairs(matched, here, there)
    cells = _cells(pairing.items, pairs, here, there)
    problems = _problems(cells, matched, here, there)
    placed = _placed(problems)
    totals = _totals(pairing.items, pairs, problems, here, there)
    return _told(totals, placed, here, there, examples)


class _Side:
    """One of the two tables, its rows with their keys, and its different keys."""

    def __init__(self, pairing: Pairing, types: Types, name: str) -> None:
        table = getattr(pairing, name)
        self.name, self.resource_id = name, table.resource_id
        self._types = types[self.resource_id]
        self.table = sa.table(
            table.resource_id, *map(_column, [_ID, *self._types]), schema="public"
        )
        self._matches = pairing.keys
        self.rows = self._rows()
        self.keys = self._keys()

    def text(self, match: Match, table: Any) -> sa.ColumnElement[str]:
        column = match.columns[self.resource_id]
        return values.text_of(table.c[column], self._types[column])

    def written_key(self, table: Any) -> sa.ColumnElement[Any]:
        texts = (sa.func.left(self.text(one, table), LONGEST_VALUE) for one in self._matches)
        return sa.cast(postgresql.array(list(texts)), _ARRAY)

    def _rows(self) -> sa.CTE:
        table = self.table.alias()
        parts = [
            values.key_of(one.rule, self.text(one, table)).label(f"k{number}")
            for number, one in enumerate(self._matches)
        ]
        rows = sa.select(table.c[_ID].label("row"), *parts)
        return _cte(rows, f"{self.name}_rows")

    def _keys(self) -> sa.CTE:
        parts = [self.rows.c[f"k{number}"] for number in range(len(self._matches))]
        keys = sa.select(
            *parts,
            sa.cast(postgresql.array(parts), _ARRAY).label("key"),
            sa.func.count().label("times"),
            sa.func.min(self.rows.c.row).label("row"),
        )
        return _cte(
            keys.where(*(part.is_not(None) for part in parts)).group_by(*parts), f"{self.name}_keys"
        )

    def without_key(self) -> sa.ColumnElement[bool]:
        parts = (self.rows.c[f"k{number}"] for number in range(len(self._matches)))
        return sa.or_(*(part.is_(None) for part in parts))


def _column(name: str) -> sa.ColumnClause[Any]:
    return sa.column(sa.sql.quoted_name(name, quote=True))


def _cte(select: Any, name: str) -> sa.CTE:
    """Return a part that is worked out once: what is taken from it several times is not repeated."""
    return select.cte(name).prefix_with("MATERIALIZED")


def _matched(here: sa.CTE, there: sa.CTE) -> sa.CTE:
    """Every key of either table, with how often it is in each."""
    names = [
        column.name for column in here.c if column.name.startswith("k") and column.name != "key"
    ]
    same = sa.and_(*(here.c[name] == there.c[name] for name in names))
    both = sa.select(
        sa.func.coalesce(here.c.key, there.c.key).label("key"),
        here.c.row.label("here_row"),
        there.c.row.label("there_row"),
        here.c.times.label("here_times"),
        there.c.times.label("there_times"),
    )
    return _cte(both.select_from(here.join(there, same, full=True)), "matched")


def _pairs(matched: sa.CTE, here: _Side, there: _Side) -> tuple[sa.CTE, Any, Any]:
    """Keys that are in both tables once, and the two tables that are joined to them."""
    once = sa.and_(matched.c.here_times == 1, matched.c.there_times == 1)
    pairs = _cte(
        sa.select(matched.c.key, matched.c.here_row, matched.c.there_row).where(once), "pairs"
    )
    return pairs, here.table.alias(), there.table.alias()


def _joined(pairs: tuple[sa.CTE, Any, Any]) -> Any:
    keys, first, second = pairs
    both = keys.join(first, first.c[_ID] == keys.c.here_row)
    return both.join(second, second.c[_ID] == keys.c.there_row)


def _cells(
    items: Sequence[Match], pairs: tuple[sa.CTE, Any, Any], here: _Side, there: _Side
) -> sa.CTE:
    """Cells that differ as they are written, then those of them that differ as they are read."""
    keys, first, second = pairs
    columns = (
        sa.column("number", sa.Integer),
        sa.column("here", sa.Text),
        sa.column("there", sa.Text),
    )
    texts = [
        (number, here.text(one, first), there.text(one, second)) for number, one in enumerate(items)
    ]
    cell = sa.values(*columns, name="cell").data(texts).lateral()
    # Most rows are the same in both tables: these are passed over before they fall into cells.
    differs = (
        sa.cast(first.c[one.columns[here.resource_id]], sa.Text).is_distinct_from(
            sa.cast(second.c[one.columns[there.resource_id]], sa.Text)
        )
        for one in items
    )
    written = _cte(
        sa.select(keys, cell)
        .select_from(_joined(pairs).join(cell, sa.true()))
        .where(sa.or_(*differs), cell.c.here.is_distinct_from(cell.c.there)),
        "written",
    )
    return _cte(_differing(items, _read(items, written)), "cells")


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
    return _cte(sa.select(cells, *values_of), "read")


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
    return _cte(sa.select(written, *parts), "parts")


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


def _problems(cells: sa.CTE, matched: sa.CTE, here: _Side, there: _Side) -> sa.CTE:
    """Everything that is wrong, a row each: cells, keys, and rows without one."""
    of_keys = [
        (Kind.MISSING_THERE, matched.c.there_row.is_(None), sa.literal(1)),
        (Kind.MISSING_HERE, matched.c.here_row.is_(None), sa.literal(1)),
        (Kind.DUPLICATE_HERE, matched.c.here_times > 1, matched.c.here_times),
        (Kind.DUPLICATE_THERE, matched.c.there_times > 1, matched.c.there_times),
    ]
    ids = (matched.c.here_row, matched.c.there_row)
    found = [
        sa.select(cells, sa.literal(1).label("weight")),
        *(_of_rows(matched.c.key, ids, kind, weight).where(when) for kind, when, weight in of_keys),
    ]
    no_key = sa.cast(sa.null(), _ARRAY)
    no_row = sa.cast(sa.null(), sa.Integer)
    for side, kind in ((here, Kind.NO_KEY_HERE), (there, Kind.NO_KEY_THERE)):
        row = side.rows.c.row
        ids = (row, no_row) if side is here else (no_row, row)
        found.append(_of_rows(no_key, ids, kind, sa.literal(1)).where(side.without_key()))
    return _cte(sa.union_all(*found), "problems")


def _of_rows(key: Any, ids: tuple[Any, Any], kind: Kind, weight: Any) -> sa.Select[Any]:
    return sa.select(
        key.label("key"), ids[0].label("here_row"), ids[1].label("there_row"),
        sa.literal(ROWS).label("number"), values.NO_TEXT.label("here"), values.NO_TEXT.label("there"),
        sa.cast(kind.value, sa.Text).label("cause"), weight.label("weight"),
    )  # fmt: skip


def _placed(problems: sa.CTE) -> sa.Subquery:
    """Count what belongs together, and number it: the first ones are the examples."""
    of_cause = (problems.c.number, problems.c.cause)
    order = (problems.c.here_row, problems.c.there_row)
    said = sa.func.md5(
        sa.func.concat_ws(
            "\x1f", sa.cast(problems.c.key, sa.Text), problems.c.here, problems.c.there,
            problems.c.weight,
        )
    )  # fmt: skip
    bits = sa.cast(
        sa.cast(sa.literal("x").concat(sa.func.left(said, 16)), postgresql.BIT(64)), _BIGINT
    )
    return sa.select(
        problems,
        sa.func.count().over(partition_by=of_cause).label("findings"),
        sa.func.sum(problems.c.weight).over(partition_by=of_cause).label("rows"),
        sa.func.bit_xor(bits).over(partition_by=of_cause).label("digest"),
        sa.func.row_number().over(partition_by=of_cause, order_by=order).label("place"),
    ).subquery("placed")


def _totals(
    items: Sequence[Match],
    pairs: tuple[sa.CTE, Any, Any],
    problems: sa.CTE,
    here: _Side,
    there: _Side,
) -> sa.CTE:
    _keys, first, second = pairs
    differing = sa.func.count(problems.c.here_row.distinct())
    filled = (
        sa.func.count(sa.func.coalesce(here.text(one, first), there.text(one, second)))
        for one in items
    )
    cells = sa.cast(postgresql.array(list(filled)), postgresql.ARRAY(_BIGINT))
    counted = sa.select(sa.func.count().label("pairs"), cells.label("cells"))
    compared = counted.select_from(_joined(pairs)).subquery("compared")
    return _cte(
        sa.select(
            _count(here.rows).label("rows_here"),
            _count(there.rows).label("rows_there"),
            _count(here.keys).label("keys_here"),
            _count(there.keys).label("keys_there"),
            sa.select(differing)
            .where(problems.c.cause == Kind.VALUE.value)
            .scalar_subquery()
            .label("rows_differing"),
            compared,
        ),
        "totals",
    )


def _count(part: sa.CTE) -> Any:
    return sa.select(sa.func.count()).select_from(part).scalar_subquery()


def _told(
    totals: sa.CTE, placed: sa.Subquery, here: _Side, there: _Side, examples: int
) -> sa.Select[Any]:
    """Return the totals in every row, with an example each; keys as they are written in the tables."""
    first, second = here.table.alias(), there.table.alias()
    written = sa.case(
        (first.c[_ID].is_not(None), here.written_key(first)), else_=there.written_key(second)
    )
    told = totals.outerjoin(placed, placed.c.place <= examples)
    told = told.outerjoin(first, first.c[_ID] == placed.c.here_row)
    told = told.outerjoin(second, second.c[_ID] == placed.c.there_row)
    return (
        sa.select(
            totals, placed.c.number, placed.c.cause, placed.c.findings, placed.c.rows,
            placed.c.digest, written.label("key"), placed.c.here_row, placed.c.there_row,
            sa.func.left(placed.c.here, LONGEST_VALUE).label("here"),
            sa.func.left(placed.c.there, LONGEST_VALUE).label("there"),
        )
        .select_from(told)
        .order_by(placed.c.number, placed.c.cause, placed.c.place)
    )  # fmt: skip
