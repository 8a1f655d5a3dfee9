"""A covering array: few rows in which every two values of different columns meet."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

Row = tuple[str, ...]
Pair = tuple[int, str, int, str]


def pairs_of(row: Sequence[str]) -> set[Pair]:
    """Return the pairs that meet in a row."""
    numbered = list(enumerate(row))
    return {(i, a, j, b) for (i, a), (j, b) in itertools.combinations(numbered, 2)}


def covering(columns: Sequence[Sequence[str]]) -> list[Row]:
    """Return rows in which all pairs meet; greedy, and the same for the same columns."""
    wanted = {
        (i, a, j, b)
        for (i, first), (j, second) in itertools.combinations(enumerate(columns), 2)
        for a in first
        for b in second
    }
    rows: list[Row] = []
    while wanted:
        row = _next_row(columns, wanted)
        wanted -= pairs_of(row)
        rows.append(row)
    return rows


def _next_row(columns: Sequence[Sequence[str]], wanted: set[Pair]) -> Row:
    """Begin with a pair that is missing, and choose for each column what covers most."""
    i, a, j, b = min(wanted)
    chosen: dict[int, str] = {i: a, j: b}
    for column, values in enumerate(columns):
        if column not in chosen:
            chosen[column] = max(values, key=lambda v: _gain(chosen, column, v, wanted))
    return tuple(chosen[column] for column in range(len(columns)))


def _gain(chosen: dict[int, str], column: int, value: str, wanted: set[Pair]) -> int:
    return sum(
        ((i, a, column, value) if i < column else (column, value, i, a)) in wanted
        for i, a in chosen.items()
    )
