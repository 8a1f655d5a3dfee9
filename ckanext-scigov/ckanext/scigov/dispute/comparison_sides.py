"""The two tables of a comparison: their rows with keys, their keys, and what is in both of them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from ckanext.scigov.dispute import comparison_values as values
from ckanext.scigov.dispute.domain.comparing import Match, Pairing, Types

ID = "_id"
LONGEST_VALUE = 500
ARRAY = postgresql.ARRAY(sa.Text)


class Side:
    """One of the two tables, its rows with their keys, and its different keys."""

    def __init__(self, pairing: Pairing, types: Types, name: str) -> None:
        table = getattr(pairing, name)
        self.name, self.resource_id = name, table.resource_id
        self._types = types[self.resource_id]
        self.table = sa.table(table.resource_id, *map(_column, [ID, *self._types]), schema="public")
        self._matches = pairing.keys
        self.rows = self._rows()
        self.keys = self._keys()

    def text(self, match: Match, table: Any) -> sa.ColumnElement[str]:
        column = match.columns[self.resource_id]
        return values.text_of(table.c[column], self._types[column])

    def written_key(self, table: Any) -> sa.ColumnElement[Any]:
        texts = (sa.func.left(self.text(one, table), LONGEST_VALUE) for one in self._matches)
        return sa.cast(postgresql.array(list(texts)), ARRAY)

    def _rows(self) -> sa.CTE:
        table = self.table.alias()
        parts = [
            values.key_of(one.rule, self.text(one, table)).label(f"k{number}")
            for number, one in enumerate(self._matches)
        ]
        rows = sa.select(table.c[ID].label("row"), *parts)
        return cte(rows, f"{self.name}_rows")

    def _keys(self) -> sa.CTE:
        parts = [self.rows.c[f"k{number}"] for number in range(len(self._matches))]
        keys = sa.select(
            *parts,
            sa.cast(postgresql.array(parts), ARRAY).label("key"),
            sa.func.count().label("times"),
            sa.func.min(self.rows.c.row).label("row"),
        )
        return cte(
            keys.where(*(part.is_not(None) for part in parts)).group_by(*parts), f"{self.name}_keys"
        )

    def without_key(self) -> sa.ColumnElement[bool]:
        parts = (self.rows.c[f"k{number}"] for number in range(len(self._matches)))
        return sa.or_(*(part.is_(None) for part in parts))


def _column(name: str) -> sa.ColumnClause[Any]:
    return sa.column(sa.sql.quoted_name(name, quote=True))


def cte(select: Any, name: str) -> sa.CTE:
    """Return a part that is worked out once: what is taken from it several times is not repeated."""
    return select.cte(name).prefix_with("MATERIALIZED")


def matched_keys(here: sa.CTE, there: sa.CTE) -> sa.CTE:
    """Return every key of either table, with how often it is in each."""
    parts = [one.name for one in here.c if one.name not in ("key", "times", "row")]
    same = sa.and_(*(here.c[part] == there.c[part] for part in parts))
    both = sa.select(
        sa.func.coalesce(here.c.key, there.c.key).label("key"),
        here.c.row.label("here_row"),
        there.c.row.label("there_row"),
        here.c.times.label("here_times"),
        there.c.times.label("there_times"),
    )
    return cte(both.select_from(here.join(there, same, full=True)), "matched")


class Pairs:
    """Keys that are in both tables once, and the two tables that are joined to them."""

    def __init__(self, matched: sa.CTE, here: Side, there: Side) -> None:
        once = sa.and_(matched.c.here_times == 1, matched.c.there_times == 1)
        keys = sa.select(matched.c.key, matched.c.here_row, matched.c.there_row).where(once)
        self.keys = cte(keys, "pairs")
        self._here, self._there = here, there
        self.here, self.there = here.table.alias(), there.table.alias()

    def joined(self) -> sa.Join:
        both = self.keys.join(self.here, self.here.c[ID] == self.keys.c.here_row)
        return both.join(self.there, self.there.c[ID] == self.keys.c.there_row)

    def columns(self, match: Match) -> tuple[sa.ColumnElement[Any], sa.ColumnElement[Any]]:
        first, second = (match.columns[one.resource_id] for one in (self._here, self._there))
        return self.here.c[first], self.there.c[second]

    def texts(self, match: Match) -> tuple[sa.ColumnElement[str], sa.ColumnElement[str]]:
        return self._here.text(match, self.here), self._there.text(match, self.there)
