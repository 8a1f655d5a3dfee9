"""The one statement that says how two tables of the DataStore differ.

Set by set, in the database: keys are counted, joined, and rows of keys that occur once in both are held
against each other, first as they are, then, where that differs, as their rules read them. What comes out
is a count for each cause and its first examples, however large the tables are.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from ckanext.scigov.dispute import comparison_values as values
from ckanext.scigov.dispute.comparison_cells import differing_cells
from ckanext.scigov.dispute.comparison_sides import (
    ARRAY,
    ID,
    LONGEST_VALUE,
    Pairs,
    Side,
    cte,
    matched_keys,
)
from ckanext.scigov.dispute.domain.compared import Kind
from ckanext.scigov.dispute.domain.comparing import Match, Pairing, Types

ROWS = -1
"""Number of an item that is none: the whole row is concerned."""


def statement(pairing: Pairing, types: Types, examples: int) -> sa.Select[Any]:
    """Return the statement; ``comparison.py`` reads its answer.

    Args:
        pairing: the tables, named by resource id, and their columns.
        types: of the columns.
        examples: as many are told of a cause.
    """
    here, there = Side(pairing, types, "here"), Side(pairing, types, "there")
    matched = matched_keys(here.keys, there.keys)
    pairs = Pairs(matched, here, there)
    problems = _problems(differing_cells(pairing.items, pairs), matched, here, there)
    placed = _placed(problems)
    totals = _totals(pairing.items, pairs, problems, here, there)
    return _told(totals, placed, here, there, examples)


def _problems(cells: sa.CTE, matched: sa.CTE, here: Side, there: Side) -> sa.CTE:
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
    no_key = sa.cast(sa.null(), ARRAY)
    no_row = sa.cast(sa.null(), sa.Integer)
    for side, kind in ((here, Kind.NO_KEY_HERE), (there, Kind.NO_KEY_THERE)):
        row = side.rows.c.row
        ids = (row, no_row) if side is here else (no_row, row)
        found.append(_of_rows(no_key, ids, kind, sa.literal(1)).where(side.without_key()))
    return cte(sa.union_all(*found), "problems")


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
        sa.cast(sa.literal("x").concat(sa.func.left(said, 16)), postgresql.BIT(64)), sa.BigInteger
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
    pairs: Pairs,
    problems: sa.CTE,
    here: Side,
    there: Side,
) -> sa.CTE:
    differing = sa.func.count(problems.c.here_row.distinct())
    filled = (sa.func.count(sa.func.coalesce(*pairs.texts(one))) for one in items)
    cells = sa.cast(postgresql.array(list(filled)), postgresql.ARRAY(sa.BigInteger))
    counted = sa.select(sa.func.count().label("pairs"), cells.label("cells"))
    compared = counted.select_from(pairs.joined()).subquery("compared")
    return cte(
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
    totals: sa.CTE, placed: sa.Subquery, here: Side, there: Side, examples: int
) -> sa.Select[Any]:
    """Return the totals in every row, with an example each; keys as they are written in the tables."""
    first, second = here.table.alias(), there.table.alias()
    written = sa.case(
        (first.c[ID].is_not(None), here.written_key(first)), else_=there.written_key(second)
    )
    told = totals.outerjoin(placed, placed.c.place <= examples)
    told = told.outerjoin(first, first.c[ID] == placed.c.here_row)
    told = told.outerjoin(second, second.c[ID] == placed.c.there_row)
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
